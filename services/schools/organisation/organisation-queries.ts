import { type Caller, LEVELS, type OrganisationKey, type OrganisationLine } from '../../../caller/caller';
import {
  bigint,
  boolean,
  int,
  neverNull,
  nullable,
  oneOf,
  PLANNED_ONCE,
  statement,
  text,
  texts,
} from '../../../database/statement';
import { isDatabaseId } from '../../../request/values/database-id';
import type { Transaction } from '../../subgraph/database/session';
import type { Organisation } from '../../subgraph/organisation/organisation';
import { LINE_COLUMNS, LINES } from '../../subgraph/organisation/organisation-lines';
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

/** Organisations of any level, by key. Reference facts: whether the caller may see one is asked by `overReach`. */
export function findOrganisations(reader: Transaction, keys: readonly string[]): Promise<Organisation[]> {
  return reader.query(FIND_ORGANISATIONS, [keys]);
}

const FIND_AUTHORITIES = statement(
  'findAuthorities',
  `select o.key, o.external_id as id, o.number, o.name, a.in_key_list as "inKeyList", a.city
   from schools.organisation o join schools.authority a on a.id = o.id where o.key = any ($1)`,
  { key: text, id: text, number: text, name: text, inKeyList: boolean, city: nullable(text) },
  PLANNED_ONCE,
);

export function findAuthorities(reader: Transaction, keys: readonly string[]): Promise<SchoolAuthority[]> {
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

/**
 * Whether a caller may read an organisation: it is bound to it, or a school in its reach belongs to it now. By the
 * published memberships, so it does not lean on row-level security.
 *
 * From the organisation to its schools, one by one (`offset 0` keeps the planner to it): a plan for all bindings would
 * read all memberships of a state (45 ms for one school; so 1 ms).
 */
const isOverReach = (id: string, bound: string) => `(
  ${id} = any (${idsOf(bound)})
  or exists (
    select from directory.membership above
    where above.organisation_id = ${id} and above.valid @> now() and exists (
      select from directory.membership own
      where own.school_id = above.school_id and own.valid @> now() and own.organisation_id = any (${idsOf(bound)})
      offset 0)))`;

/** Found once for a statement. */
const idsOf = (bound: string) =>
  `(select array(select id from directory.organisation where key = any (${bound})))::bigint[]`;

/** Whether an organisation lies within a caller, as contains() in caller/caller.ts says. Stops at the first school that does not. */
export const isWithin = (id: string, bound: string) => `(
  ${id} = any (${idsOf(bound)})
  or exists (select from directory.membership under where under.organisation_id = ${id} and under.valid @> now())
     and not exists (
       select from directory.membership under
       where under.organisation_id = ${id} and under.valid @> now() and not exists (
         select from directory.membership own
         where own.school_id = under.school_id and own.valid @> now() and own.organisation_id = any (${idsOf(bound)})
           and directory.rank(own.level) <= directory.rank(under.level) offset 0)))`;

const OVER_REACH = statement(
  'overReach',
  `select o.key from directory.organisation o where o.key = any ($2) and ${isOverReach('o.id', '$1')}`,
  { key: text },
  PLANNED_ONCE,
);

/** Of the organisations, those that a caller bound so may read. */
export async function overReach(
  reader: Transaction,
  bound: readonly OrganisationKey[],
  keys: readonly string[],
): Promise<Set<string>> {
  const rows = await reader.query(OVER_REACH, [bound, keys]);
  return new Set(rows.map(({ key }) => key));
}

const FIND_WITHIN = statement(
  'findWithin',
  `select o.key from directory.organisation o where o.key = any ($2) and ${isWithin('o.id', '$1')}`,
  { key: text },
  PLANNED_ONCE,
);

/** Of the organisations, those that lie within a caller bound so. */
export async function findWithin(
  reader: Transaction,
  bound: readonly OrganisationKey[],
  keys: readonly string[],
): Promise<Set<string>> {
  const rows = await reader.query(FIND_WITHIN, [bound, keys]);
  return new Set(rows.map(({ key }) => key));
}

const COUNT_SCHOOLS_IN_REACH = statement(
  'countSchoolsInReach',
  `select count(*)::int as count from schools.school s
   where $1 or s.id in (
     select m.school_id from directory.membership m join directory.organisation b on b.id = m.organisation_id
     where b.key = any ($2) and m.valid @> now())`,
  { count: int },
);

/** How many schools the caller reaches now, by the published memberships too. */
export async function countSchoolsInReach(reader: Transaction, { kind, bound }: Caller): Promise<number> {
  const [row] = await reader.query(COUNT_SCHOOLS_IN_REACH, [kind === 'operator', bound]);
  return row?.count ?? 0;
}

/**
 * What the gateway decides by is told of what the caller may read, and of nothing else: a foreign object and one that
 * does not exist are the same list of statements, with the same rows.
 */

const FIND_READABLE_LINES = statement(
  'findReadableLines',
  `${LINES} where o.key = any ($1) and ($3 or ${isOverReach('o.id', '$2')})`,
  LINE_COLUMNS,
  PLANNED_ONCE,
);

/** Lines as `findLines` has them, of the organisations that the caller may read. Others are left out, as unknown ones are. */
export async function findReadableLines(
  reader: Transaction,
  { kind, bound }: Caller,
  keys: readonly string[],
): Promise<OrganisationLine[]> {
  return reader.query(FIND_READABLE_LINES, [keys, bound, kind === 'operator']);
}

const FIND_ENTITLEMENT_LINES = statement(
  'findEntitlementLines',
  `select e.id, w.key as owner, h.key as holder
   from schools.entitlement e
   join directory.organisation w on w.id = e.owner_id
   join directory.organisation h on h.id = e.holder_id
   where e.id = any ($1) and ($3 or w.key = any ($2) or ${isOverReach('e.holder_id', '$2')})`,
  { id: bigint, owner: text, holder: text },
  PLANNED_ONCE,
);

/**
 * Owner and holder, by key, of the entitlements that the caller may read. Others are left out, as unknown ones are, and
 * ids that are no numbers.
 */
export function findEntitlementLines(
  reader: Transaction,
  { kind, bound }: Caller,
  ids: readonly string[],
): Promise<{ id: string; owner: string; holder: string }[]> {
  return reader.query(FIND_ENTITLEMENT_LINES, [ids.filter(isDatabaseId), bound, kind === 'operator']);
}

const FIND_LICENCE_OWNERS = statement(
  'findLicenceOwners',
  `select l.id, w.key as owner from directory.licence l join directory.organisation w on w.id = l.owner_id
   where l.id = any ($1) and ($3 or ${isWithin('l.owner_id', '$2')})`,
  { id: bigint, owner: text },
  PLANNED_ONCE,
);

/**
 * The keys of the organisations that bought licences, of those that lie within the caller. A licence of its state that is
 * held by others only is no affair of a city.
 */
export function findLicenceOwners(
  reader: Transaction,
  { kind, bound }: Caller,
  ids: readonly string[],
): Promise<{ id: string; owner: string }[]> {
  return reader.query(FIND_LICENCE_OWNERS, [ids.filter(isDatabaseId), bound, kind === 'operator']);
}
