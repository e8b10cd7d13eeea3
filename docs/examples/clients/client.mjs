// A small client for Node 20 and later, without packages. Lists what a school may use, and records a use of the first title:
//   FREISCHALTER_URL=http://127.0.0.1:4000/graphql FREISCHALTER_TOKEN=… node client.mjs NW:900102
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

const { FREISCHALTER_URL: url, FREISCHALTER_TOKEN: token } = process.env;
const ATTEMPTS = 5;
const RETRIED = new Set(['RATE_LIMITED', 'SUBGRAPH_UNAVAILABLE']);

/** Asks until it is answered, waiting as long as it is told to. Only for what may be sent twice: see docs/clients.md. */
async function ask(query, variables) {
  for (let attempt = 1; ; attempt += 1) {
    const { data, errors = [] } = await send(query, variables);
    if (errors.length === 0) return data;
    const again = errors.find(({ extensions }) => RETRIED.has(extensions?.code));
    if (!again || attempt === ATTEMPTS) throw new Error(errors.map(told).join('\n'));
    await wait(1000 * (again.extensions.retryAfter ?? 2 ** (attempt - 1)));
  }
}

/** What cannot be read as an answer, and no answer at all, is worth another attempt too. */
async function send(query, variables) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'graphql-client-name': 'example-javascript',
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(20_000),
    });
    return await response.json();
  } catch (error) {
    return { errors: [{ message: `${url}: ${error.message}`, extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] };
  }
}

function told({ message, path, extensions }) {
  return `${extensions?.code}${path ? ` at ${path.join('.')}` : ''}: ${message} (request ${extensions?.requestId})`;
}

/** Page by page: the cursor of one page leads to the next. */
async function* licensedTitles(number) {
  const query = `query LicensedTitles($number: String!, $after: String) {
    school(number: $number) {
      licensedTitles(first: 200, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } }
    }
  }`;
  for (let after = null; ; ) {
    const { edges, pageInfo } = (await ask(query, { number, after })).school.licensedTitles;
    for (const { node } of edges) yield node;
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}

/** The id of an event is made once, and kept until the event was answered: so it counts once, however often it is sent. */
function recordUsage(events) {
  const mutation = `mutation RecordUsage($events: [UsageEventInput!]!) {
    recordUsage(events: $events) { recorded alreadyKnown refused results { index code message } }
  }`;
  return ask(mutation, { events }).then((data) => data.recordUsage);
}

const [school] = process.argv.slice(2);
const titles = [];
for await (const title of licensedTitles(school.split(':')[1])) titles.push(title);
console.log(titles.map(({ name }) => name).join('\n'));
const event = { id: randomUUID(), school, title: titles[0].id, action: 'STREAM', usedAt: new Date().toISOString() };
for (const { recorded, alreadyKnown } of [await recordUsage([event]), await recordUsage([event])])
  console.log(`recorded ${recorded}, already known ${alreadyKnown}`);
