// Keeps a copy of what a school may use in a file, for Node 20 and later, without packages. Run it again and again:
//   FREISCHALTER_URL=http://127.0.0.1:4000/graphql FREISCHALTER_TOKEN=… node sync.mjs NW:900102 copy.json
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const { FREISCHALTER_URL: url, FREISCHALTER_TOKEN: token } = process.env;
const ATTEMPTS = 5;
const RETRIED = new Set(['RATE_LIMITED', 'SUBGRAPH_UNAVAILABLE']);
const NOTHING = { since: null, titles: {} };

const QUERY = `query Changes($number: String!, $since: String, $after: String) {
  school(number: $number) {
    changes(since: $since, first: 200, after: $after) {
      edges { node { change titleId title { number name } rights validUntil } }
      pageInfo { hasNextPage endCursor } until asOf keptUntil changesAt
    }
  }
}`;

/** A query may be sent twice. What cannot be read as an answer, and no answer at all, is worth another attempt too. */
async function ask(variables) {
  for (let attempt = 1; ; attempt += 1) {
    const { data, errors = [] } = await send(variables);
    if (errors.length === 0) return data.school.changes;
    const again = errors.find(({ extensions }) => RETRIED.has(extensions?.code));
    if (!again || attempt === ATTEMPTS) {
      throw Object.assign(new Error(errors.map(({ message }) => message).join('\n')), errors[0].extensions);
    }
    await wait(1000 * (again.extensions.retryAfter ?? 2 ** (attempt - 1)));
  }
}

async function send(variables) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'graphql-client-name': 'example-sync',
      },
      body: JSON.stringify({ query: QUERY, variables }),
      signal: AbortSignal.timeout(20_000),
    });
    return await response.json();
  } catch (error) {
    return { errors: [{ message: `${url}: ${error.message}`, extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] };
  }
}

/** The copy as it is after the difference; where that fails half way, the copy stays as it was, and so does its cursor. */
async function applied(copy, number) {
  const titles = { ...copy.titles };
  const counts = { OPENED: 0, CHANGED: 0, CLOSED: 0 };
  for (let after = null; ; ) {
    const { edges, pageInfo, ...difference } = await ask({ number, since: copy.since, after });
    for (const { node } of edges) {
      const { change, titleId, title, ...decision } = node;
      counts[change] += 1;
      if (change === 'CLOSED') delete titles[titleId];
      else titles[titleId] = { ...title, ...decision };
    }
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) return { counts, copy: { ...difference, since: difference.until, titles } };
  }
}

const [number, file] = process.argv.slice(2);
const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : NOTHING;
const { counts, copy } = await applied(before, number).catch((error) => {
  if (error.code !== 'CURSOR_EXPIRED') throw error;
  console.log('The copy is too old. It is made anew.');
  return applied(NOTHING, number);
});
/** Titles and cursor together, or neither. */
writeFileSync(`${file}.new`, JSON.stringify(copy, null, 2));
renameSync(`${file}.new`, file);
const size = Object.keys(copy.titles).length;
console.log(`${counts.OPENED} opened, ${counts.CHANGED} changed, ${counts.CLOSED} closed: ${size} titles.`);
