/** What a start prints when it is done: the address, a token for each kind of caller, and a first query to paste. */
import { Client } from 'pg';
import { type Caller, type CallerKind, type OrganisationKey, SCOPES_OF_KIND } from '../../caller/caller';
import { type DevelopmentKey, makeToken } from '../../gateway/development-issuer';

export interface Greeting {
  readonly url: string;
  readonly ownerUrl: string;
  /** Null where this installation takes the tokens of other issuers only. */
  readonly key: DevelopmentKey | null;
}

/** A school that shows something: in operation, and with what is above it. */
interface SpeakingSchool {
  readonly number: string;
  readonly name: string;
  readonly authority: OrganisationKey;
  readonly mediaCentre: OrganisationKey;
  readonly state: OrganisationKey;
}

const THIRTY_DAYS = 30 * 86_400;

export async function greeting({ url, ownerUrl, key }: Greeting): Promise<string> {
  const lines = ['', `Freischalter answers at ${url}/graphql`, ''];
  const school = await speakingSchool(ownerUrl);
  if (!school) lines.push('There are no schools yet. Bring them in: npm run import -- schools FILE', '');
  if (!key) lines.push('Tokens come from the issuers in TOKEN_ISSUERS.', '');
  else if (school) lines.push(...(await tokensAndQuery(url, key, school)));
  lines.push('Ctrl-C stops it.', '');
  return lines.join('\n');
}

async function tokensAndQuery(url: string, key: DevelopmentKey, school: SpeakingSchool): Promise<string[]> {
  const callers: { kind: CallerKind; bound: Caller['bound'] }[] = [
    { kind: 'lms', bound: [`SCHOOL:${school.state.slice('STATE:'.length)}:${school.number}`] },
    { kind: 'licensing', bound: [school.mediaCentre] },
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
  const query = `{ school(number: \\"${school.number}\\") { name licensedTitles(first: 3) { totalCount edges { node { name } level validUntil } } } }`;
  return [
    ...lines,
    `What may ${school.name} use today?`,
    '',
    `curl -s ${url}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${first}' -d '{"query":"${query}"}'`,
    '',
  ];
}

async function speakingSchool(ownerUrl: string): Promise<SpeakingSchool | null> {
  const owner = new Client({ connectionString: ownerUrl, application_name: 'freischalter start' });
  await owner.connect();
  try {
    const { rows } = await owner.query<SpeakingSchool>(`
      with candidate as (
        select o.number, o.name, s.id, 'STATE:' || o.state as state
        from schools.school s join schools.organisation o on o.id = s.id
        where s.operating @> now()
        order by exists (select from schools.entitlement e
                         where e.holder_id = s.id and e.valid @> now() and e.revoked_at is null) desc, o.number
        limit 50)
      select c.number, c.name, c.state, authority.key as authority, centre.key as "mediaCentre"
      from candidate c
      cross join lateral (
        select o.key from schools.membership m join schools.organisation o on o.id = m.organisation_id
        where m.school_id = c.id and m.level = 'AUTHORITY' and m.valid @> now()) authority
      cross join lateral (
        select o.key from schools.membership m join schools.organisation o on o.id = m.organisation_id
        where m.school_id = c.id and m.level = 'MEDIA_CENTRE' and m.valid @> now()) centre
      limit 1`);
    return rows[0] ?? null;
  } finally {
    await owner.end();
  }
}
