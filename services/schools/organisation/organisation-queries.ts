import { type Caller, LEVELS, type OrganisationLine } from '../../../caller/caller';
import {
  bigint,
  boolean,
  int,
  json,
  neverNull,
  nullable,
  oneOf,
  PLANNED_ONCE,
  statement,
  text,
  texts,
} from '../../../database/statement';
import { isDatabaseId } from '../../../request/values/database-id';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import type { Organisation } from '../../subgraph/organisation/organisation';
import {
  bindingsBeside,
  entitlementCondition,
  licenceCondition,
  organisationCondition,
  schoolCondition,
} from '../authorisation/allowed-queries';
import type { District, SchoolAuthority } from './organisation';

const FIND_ORGANISATIONS = statement(
  'findOrganisations',
  `select key, level, external_id as id, substring(external_id from '[^:]+$') as number, name
   from directory.organisation where key = any ($1)`,
  {
    key: text,
    level: oneOf(LEVELS),
    id: text,
    number: neverNull(text, 'an external id ends with its number'),
    name: text,
  },
  PLANNED_ONCE,
);

/**
 * Returns organisations of any level, by key. These are reference facts: whether the caller may see one is decided by
 * `allowedOrganisations`.
 */
export function findOrganisations(reader: Transaction, keys: readonly string[]): Promise<Organisation[]> {
  return reader.query(FIND_ORGANISATIONS, [keys]);
}

const FIND_NAMEABLE = statement(
  'findNameable',
  `select o.key from directory.organisation o
   where o.key = any ($1) and (o.level <> 'SCHOOL' or exists (select from schools.school s where s.id = o.id))`,
  { key: text },
  PLANNED_ONCE,
);

/**
 * Returns, of organisations that the caller may read, by key, those that exist; schools as row-level security shows
 * them.
 */
export async function findNameable(reader: Transaction, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await reader.query(FIND_NAMEABLE, [keys]);
  return new Set(rows.map(({ key }) => key));
}

const FIND_AUTHORITIES = statement(
  'findAuthorities',
  `select o.id as row, o.key, o.external_id as id, o.number, o.name, a.in_key_list as "inKeyList", a.city
   from schools.organisation o join schools.authority a on a.id = o.id where o.key = any ($1)`,
  { row: bigint, key: text, id: text, number: text, name: text, inKeyList: boolean, city: nullable(text) },
  PLANNED_ONCE,
);

/** An authority with its id in the database. */
export type FoundAuthority = SchoolAuthority & { readonly row: string };

export function findAuthorities(reader: Transaction, keys: readonly string[]): Promise<FoundAuthority[]> {
  return reader.query(FIND_AUTHORITIES, [keys]);
}

const FIND_DISTRICTS = statement(
  'findDistricts',
  `select o.key, o.external_id as id, d.ags as number, o.name, d.number_plates as "numberPlates"
   from directory.organisation o join schools.district d on d.id = o.id where o.key = any ($1)`,
  { key: text, id: text, number: text, name: text, numberPlates: texts },
  PLANNED_ONCE,
);

export function findDistricts(reader: Transaction, keys: readonly string[]): Promise<District[]> {
  return reader.query(FIND_DISTRICTS, [keys]);
}

const COUNT_SCHOOLS_IN_REACH = byCondition(
  (caller) => schoolCondition(caller, 'school.read', 's.id', '$1'),
  (inReach) =>
    statement('countSchoolsInReach', `select count(*)::int as count from schools.school s where ${inReach}`, {
      count: int,
    }),
);

/** Returns how many schools are in the caller's reach now, by the published memberships. */
export async function countSchoolsInReach(reader: Transaction, caller: Caller): Promise<number> {
  const [row] = await reader.query(COUNT_SCHOOLS_IN_REACH(caller), [caller.bound]);
  return row?.count ?? 0;
}

/**
 * For its decisions, the gateway gets only what the caller may read: a foreign object and one that does not exist take
 * the same statements, with the same rows.
 */

/** For each school that decides where the organisation with this id lies: the organisations that the school belongs to now. */
const linesUnder = (id: string) => `coalesce(
  (select json_agg(line.keys) from (
     select array_agg(above.key) as keys
     from directory.standing under
     join directory.membership m on m.school_id = under.school_id and m.valid @> now()
     join directory.organisation above on above.id = m.organisation_id
     where under.organisation_id = ${id} group by under.school_id) line), '[]')`;

const FIND_READABLE_LINES = byCondition(
  (caller) => organisationCondition(caller, 'organisation.read', 'o.id', '$2'),
  (readable) =>
    statement(
      'findReadableLines',
      `select o.key, ${linesUnder('o.id')} as schools, (
         select json_build_object('key', w.key, 'schools', ${linesUnder('w.id')})
         from directory.prepared_group p join directory.organisation w on w.id = p.owner_id where p.id = o.id) as "preparedBy"
       from directory.organisation o where o.key = any ($1) and ${readable}`,
      { key: text, schools: json<string[][]>(), preparedBy: nullable(json<OrganisationLine>()) },
      PLANNED_ONCE,
    ),
);

/**
 * Returns the organisations that the caller may read, each with what decides whether it lies within a caller. Others
 * are left out, like unknown ones.
 */
export async function findReadableLines(
  reader: Transaction,
  caller: Caller,
  keys: readonly string[],
): Promise<OrganisationLine[]> {
  return reader.query(FIND_READABLE_LINES(caller), [keys, caller.bound]);
}

const FIND_LINES_OF_USES = byCondition(
  (caller) => organisationCondition(caller, 'organisation.filterUses', 'o.id', '$2'),
  (readable) =>
    statement(
      'findLinesOfUses',
      `select o.key, json_build_array(${bindingsBeside('o.id', '$2')}) as schools
       from directory.organisation o where o.key = any ($1) and ${readable}`,
      { key: text, schools: json<string[][]>() },
      PLANNED_ONCE,
    ),
);

/**
 * Returns organisations that at some time had a school in common with what the caller is bound to: uses of schools may
 * name both. They are returned as if one school belonged to all of these. Others are left out, like unknown ones.
 */
export function findLinesOfUses(
  reader: Transaction,
  caller: Caller,
  keys: readonly string[],
): Promise<OrganisationLine[]> {
  return reader.query(FIND_LINES_OF_USES(caller), [keys, caller.bound]);
}

const FIND_ENTITLEMENT_LINES = byCondition(
  (caller) => entitlementCondition(caller, { holderId: 'e.holder_id', ownerId: 'e.owner_id', ownerKey: 'w.key' }, '$2'),
  (readable) =>
    statement(
      'findEntitlementLines',
      `select e.id, w.key as owner, h.key as holder
       from schools.entitlement e
       join directory.organisation w on w.id = e.owner_id
       join directory.organisation h on h.id = e.holder_id
       where e.id = any ($1) and ${readable}`,
      { id: bigint, owner: text, holder: text },
      PLANNED_ONCE,
    ),
);

/**
 * Returns owner and holder, by key, of the entitlements that the caller may read. Others are left out, like unknown
 * ones and ids that are not numbers.
 */
export function findEntitlementLines(
  reader: Transaction,
  caller: Caller,
  ids: readonly string[],
): Promise<{ id: string; owner: string; holder: string }[]> {
  return reader.query(FIND_ENTITLEMENT_LINES(caller), [ids.filter(isDatabaseId), caller.bound]);
}

const FIND_LICENCE_OWNERS = byCondition(
  (caller) => licenceCondition(caller, 'licence.assign', 'l.owner_id', '$2'),
  (assignable) =>
    statement(
      'findLicenceOwners',
      `select l.id, w.key as owner from directory.licence l join directory.organisation w on w.id = l.owner_id
       where l.id = any ($1) and ${assignable}`,
      { id: bigint, owner: text },
      PLANNED_ONCE,
    ),
);

/**
 * Returns the keys of the organisations that bought licences, of those that lie within the caller. A licence of a
 * city's state that only others hold does not concern the city.
 */
export function findLicenceOwners(
  reader: Transaction,
  caller: Caller,
  ids: readonly string[],
): Promise<{ id: string; owner: string }[]> {
  return reader.query(FIND_LICENCE_OWNERS(caller), [ids.filter(isDatabaseId), caller.bound]);
}
