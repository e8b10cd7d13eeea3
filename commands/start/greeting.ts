/** What a start prints when it is done: the address, a token for each kind of caller, and a first query to paste. */
import { type Caller, type CallerKind, SCOPES_OF_KIND } from '../../caller/caller';
import { SHOWCASE } from '../../demo/showcase';
import { type DevelopmentKey, makeToken } from '../../gateway/identity/development-issuer';
import type { ExampleSchool } from './greeting-queries';

interface Greeting {
  readonly url: string;
  /** Null where there is no school in operation. */
  readonly school: ExampleSchool | null;
  /** Null where this installation accepts only tokens of other issuers. */
  readonly key: DevelopmentKey | null;
}

/** A school of the demo data with titles for this search, so that the first query has a useful answer. */
export const SHOWCASE_KEY = `SCHOOL:${SHOWCASE.school}`;
const SHOWCASE_SEARCH = 'Fotosynthese';

const THIRTY_DAYS = 30 * 86_400;

export async function greeting({ url, school, key }: Greeting): Promise<string> {
  const lines = [
    '',
    `Freischalter answers at ${url}/graphql; open it in a browser to try queries.`,
    `The console is at ${url}/`,
    '',
  ];
  if (!school) lines.push('There are no schools yet. Bring them in: npm run import -- schools FILE', '');
  if (!key) lines.push('Tokens come from the issuers in TOKEN_ISSUERS.', '');
  else if (school) lines.push(...(await tokensAndQuery(url, key, school)));
  lines.push('Ctrl-C stops it.', '');
  return lines.join('\n');
}

async function tokensAndQuery(url: string, key: DevelopmentKey, school: ExampleSchool): Promise<string[]> {
  const callers: { kind: CallerKind; bound: Caller['bound'] }[] = [
    { kind: 'lms', bound: [`SCHOOL:${school.state.slice('STATE:'.length)}:${school.number}`] },
    { kind: 'licensing', bound: [school.mediaCentre] },
    { kind: 'licensing', bound: [school.state] },
    { kind: 'reporting', bound: [school.authority] },
    { kind: 'operator', bound: [] },
  ];
  const lines = ['Demo tokens, good for 30 days (more: npm run token)', ''];
  let first = '';
  for (const { kind, bound } of callers) {
    const scopes = SCOPES_OF_KIND[kind];
    const token = await makeToken(key, { kind, bound, scopes, subject: `demo-${kind}`, lifetimeSeconds: THIRTY_DAYS });
    first ||= token;
    lines.push(`  ${kind}${bound.length > 0 ? ` (${bound.join(', ')})` : ''}`, `  ${token}`, '');
  }
  const search = SHOWCASE_KEY.endsWith(`:${school.number}`) ? `search: \\"${SHOWCASE_SEARCH}\\", ` : '';
  const titles = `licensedTitles(${search}first: 3) { totalCount edges { node { name } level validUntil } }`;
  const query = `{ school(number: \\"${school.number}\\") { name ${titles} } }`;
  return [
    ...lines,
    `What may ${school.name} use today?`,
    '',
    `curl -s ${url}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${first}' -d '{"query":"${query}"}'`,
    '',
  ];
}
