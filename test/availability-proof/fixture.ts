/** The data of attackers and victims: an installation, and tokens of two organisations that share nothing. */

import { makeApiKey } from '../../caller/api-key';
import { type CallerKind, type OrganisationKey, SCOPES_OF_KIND } from '../../caller/caller';
import { ownerStatements, type Queryable } from '../../database/queryable';
import { type DevelopmentKey, makeToken } from '../../gateway/identity/development-issuer';
import { insertApiKey } from '../../services/schools/api-key/api-key-queries';
import { plain } from '../plain-statement';
import type { Fixture } from './attack';
import type { Victim } from './victim';

/** The city of the demo data with the most schools, and licences of its own. */
const ATTACKER = 'NW:91001';
const LIFETIME_SECONDS = 86_400;

/** The catalogue's first page is as heavy as a publisher may make it. */
const LONG_DESCRIPTIONS = `with changed as (
    update licences.title set description = repeat('Film ', 2000)
    where id in (select id from licences.title order by sort_key limit 200) returning id)
  select count(*) from changed`;

/** Creates an empty package. @param $1 the key of its owner */
const OWN_PACKAGE = `with owner as (select id from directory.organisation where key = $1),
  made as (insert into licences.package (number, name, owner_id) select 'own', 'Eigenes', id from owner returning id),
  covered as (
    insert into licences.licence_package (licence_id, package_id, valid)
    select c.licence_id, made.id, '(,)' from licences.contract c join owner on owner.id = c.owner_id cross join made)
  select id::text as id from made`;

export type FixtureData = Omit<Fixture, 'url'>;
export type VictimData = Omit<Victim, 'url'>;

/** @param key with which the installation's tokens are signed */
export async function prepareFixture(
  ownerUrl: string,
  key: DevelopmentKey,
): Promise<{ fixture: FixtureData; victim: VictimData }> {
  const token = (kind: CallerKind, ...bound: OrganisationKey[]) => tokenOf(key, kind, bound);
  return ownerStatements(ownerUrl, async (db) => {
    const schools = await schoolsOf(db, `AUTHORITY:${ATTACKER}`);
    const [other] = await db.query(
      plain<{
        key: string;
        number: string;
        authority: string;
      }>(`select o.key, o.number, above.key as authority from schools.school s
       join schools.organisation o on o.id = s.id
       join schools.membership m on m.school_id = s.id and m.level = 'AUTHORITY' and m.valid @> now()
       join schools.organisation above on above.id = m.organisation_id
       where s.operating @> now() and above.key <> $1 order by o.number desc limit 1`),
      [`AUTHORITY:${ATTACKER}`],
    );
    if (!other) throw new Error('The demo data has no school of another authority.');
    await db.query(plain(LONG_DESCRIPTIONS));
    const titles = await ids(db, 'select id::text as id from licences.title order by id');
    const fixture: FixtureData = {
      tokens: {
        lms: await token('lms', `AUTHORITY:${ATTACKER}`),
        licensing: await token('licensing', `AUTHORITY:${ATTACKER}`),
        reporting: await token('reporting', 'STATE:NW'),
        operator: await token('operator'),
      },
      authority: ATTACKER.slice('NW:'.length),
      schools,
      allSchools: await schoolsOf(db, null),
      allAuthorities: await ids(
        db,
        `select distinct above.number as id from schools.membership m
         join schools.organisation above on above.id = m.organisation_id where m.level = 'AUTHORITY' and m.valid @> now()`,
      ),
      titles,
      titleNumbers: await ids(db, 'select number as id from licences.title order by id'),
      package: (await ids(db, OWN_PACKAGE, [`AUTHORITY:${ATTACKER}`]))[0] as string,
      licences: await ids(
        db,
        `select c.licence_id::text as id from licences.contract c
         join directory.organisation w on w.id = c.owner_id where w.key = '${`AUTHORITY:${ATTACKER}`}'`,
      ),
    };
    const victim = {
      number: other.number,
      title: titles[0] as string,
      tokens: [await token('lms', other.key as OrganisationKey)],
    };
    return { fixture, victim };
  });
}

/** API keys of the victim that no gateway has seen. */
export async function newKeys(ownerUrl: string, { number }: VictimData, count: number): Promise<string[]> {
  return ownerStatements(ownerUrl, async (db) => {
    const keys: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const { key, id, hash } = makeApiKey();
      const bound: OrganisationKey[] = [`SCHOOL:NW:${number}`];
      await insertApiKey(db, { id, hash, name: 'victim', kind: 'lms', scopes: SCOPES_OF_KIND.lms, bound, days: 1 });
      keys.push(key);
    }
    return keys;
  });
}

function tokenOf(key: DevelopmentKey, kind: CallerKind, bound: readonly OrganisationKey[]): Promise<string> {
  return makeToken(key, {
    kind,
    subject: `${bound.length > 0 ? bound[0] : 'all'} ${kind}`,
    bound,
    scopes: SCOPES_OF_KIND[kind],
    lifetimeSeconds: LIFETIME_SECONDS,
  });
}

/** Returns the numbers of the schools in operation, of one authority or of all. */
function schoolsOf(db: Queryable, authority: string | null): Promise<string[]> {
  return ids(
    db,
    `select distinct o.number as id from schools.school s
     join schools.organisation o on o.id = s.id
     join schools.membership m on m.school_id = s.id and m.level = 'AUTHORITY' and m.valid @> now()
     join schools.organisation above on above.id = m.organisation_id
     where s.operating @> now() and ($1::text is null or above.key = $1) order by 1`,
    [authority],
  );
}

async function ids(db: Queryable, sql: string, parameters: unknown[] = []): Promise<string[]> {
  return (await db.query(plain<{ id: string }>(sql), parameters)).map(({ id }) => id);
}
