import { type Caller, LEVELS, type OrganisationKey } from '../../../caller/caller';
import {
  bigint,
  instant,
  int,
  nullable,
  oneOf,
  PLANNED_ONCE,
  type RowOf,
  statement,
  text,
} from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import { groupCondition, schoolCondition } from '../authorisation/allowed-queries';
import { foldedSql, type NameSearch } from '../name-search';
import { KEEPERS, type SchoolGroup } from './school-group';

const GROUP = {
  row: bigint,
  key: text,
  id: text,
  number: text,
  name: text,
  keptBy: oneOf(KEEPERS),
  closedAt: nullable(instant),
  ownerKey: nullable(text),
  ownerLevel: nullable(oneOf(LEVELS)),
  ownerId: nullable(text),
  ownerName: nullable(text),
};

/** Published facts of organisations: the owner sees its own group even where no school in reach belongs to it. */
const COLUMNS = `g.id as row, o.key, o.external_id as id, substr(o.external_id, 4) as number, o.name, g.kept_by as "keptBy",
  g.closed_at as "closedAt", w.key as "ownerKey", w.level as "ownerLevel", w.external_id as "ownerId", w.name as "ownerName"
  from schools.school_group g
  join directory.organisation o on o.id = g.id
  left join directory.organisation w on w.id = g.owner_id`;

const FIND_GROUPS = statement('findGroups', `select ${COLUMNS} where o.key = any ($1)`, GROUP);

/** Returns groups by key, of those that row-level security shows. Unknown keys are left out. */
export async function findGroups(reader: Transaction, keys: readonly string[]): Promise<SchoolGroup[]> {
  return (await reader.query(FIND_GROUPS, [keys])).map(toGroup);
}

const CHANGEABLE = (caller: Pick<Caller, 'kind'>) => groupCondition(caller, 'group.change', 'g', '$2');

const FIND_GROUP_OWNERS = byCondition(CHANGEABLE, (changeable) =>
  statement(
    'findGroupOwners',
    `select o.key, w.key as owner from schools.school_group g
     join directory.organisation o on o.id = g.id join directory.organisation w on w.id = g.owner_id
     where o.key = any ($1) and ${changeable}`,
    { key: text, owner: text },
    PLANNED_ONCE,
  ),
);

/** Returns, of groups by key, the owners of those that the caller may change. */
export function findGroupOwners(
  reader: Transaction,
  caller: Caller,
  keys: readonly string[],
): Promise<{ key: string; owner: string }[]> {
  return reader.query(FIND_GROUP_OWNERS(caller), [keys, caller.bound]);
}

/** What a client asks for; null is no condition. */
interface GroupList {
  readonly search: NameSearch;
  readonly owner: OrganisationKey | null;
  readonly closed: boolean | null;
  /** The instant for `closed`, in epoch milliseconds. */
  readonly now: number;
}

const READABLE = (caller: Pick<Caller, 'kind'>) => groupCondition(caller, 'group.read', 'g', '$1');

const SEARCHED = foldedSql(`(o.name || ' ' || o.external_id)`);
const CONDITIONS = `
  ($2::text[] is null or ${SEARCHED} like all ($2) or o.external_id = $3)
  and ($4::text is null or w.key = $4)
  and ($5::boolean is null or coalesce(g.closed_at <= $6, false) = $5)`;

function parameters({ bound }: Caller, { search, owner, closed, now }: GroupList): unknown[] {
  return [bound, search.patterns, search.id, owner, closed, new Date(now)];
}

const LIST_GROUPS = byCondition(READABLE, (readable) =>
  statement(
    'listGroups',
    `select ${COLUMNS} where ${readable} and ${CONDITIONS} and ($7::text is null or o.key > $7) order by o.key limit $8`,
    GROUP,
  ),
);

/**
 * Returns them by state and number, from the one after the key `after`, with one more than `first` where there is
 * one.
 */
export async function listGroups(
  reader: Transaction,
  caller: Caller,
  list: GroupList,
  { first, after }: { first: number; after: string | null },
): Promise<SchoolGroup[]> {
  return (await reader.query(LIST_GROUPS(caller), [...parameters(caller, list), after, first + 1])).map(toGroup);
}

const COUNT_GROUPS = byCondition(READABLE, (readable) =>
  statement(
    'countGroups',
    `select count(*)::int as count from (select ${COLUMNS} where ${readable} and ${CONDITIONS}) listed`,
    {
      count: int,
    },
  ),
);

export async function countGroups(reader: Transaction, caller: Caller, list: GroupList): Promise<number> {
  const [row] = await reader.query(COUNT_GROUPS(caller), parameters(caller, list));
  return row?.count ?? 0;
}

function toGroup({ ownerKey, ownerLevel, ownerId, ownerName, ...group }: RowOf<typeof GROUP>): SchoolGroup {
  const owner =
    ownerKey === null || ownerLevel === null || ownerId === null || ownerName === null
      ? null
      : {
          key: ownerKey,
          level: ownerLevel,
          id: ownerId,
          number: ownerId.slice(ownerId.indexOf(':') + 1),
          name: ownerName,
        };
  return { ...group, ownerKey, owner };
}

const IN_REACH = (caller: Pick<Caller, 'kind'>) => schoolCondition(caller, 'school.read', 's.id', '$1');

const MEMBER = { row: bigint, schoolId: text, validFrom: nullable(instant), validUntil: nullable(instant) };

const LIST_MEMBERS = byCondition(IN_REACH, (inReach) =>
  statement(
    'listMembers',
    `select m.id as row, s.external_id as "schoolId", lower(m.valid) as "validFrom", upper(m.valid) as "validUntil"
     from schools.membership m join directory.organisation s on s.id = m.school_id
     where ${inReach} and m.organisation_id = $2 and (upper_inf(m.valid) or upper(m.valid) > $3)
       and ($4::text is null or (s.external_id, m.id) > ($4, $5::bigint))
     order by s.external_id, m.id limit $6`,
    MEMBER,
  ),
);

/** A place in the list of members. */
interface MemberPlace {
  readonly schoolId: string;
  readonly row: string;
}

/**
 * Returns the members of a group in the caller's reach whose period has not ended, with one more than `first` where
 * there is one.
 */
export function listMembers(
  reader: Transaction,
  caller: Caller,
  group: SchoolGroup,
  { first, after, now }: { first: number; after: MemberPlace | null; now: number },
): Promise<RowOf<typeof MEMBER>[]> {
  return reader.query(LIST_MEMBERS(caller), [
    caller.bound,
    group.row,
    new Date(now),
    after?.schoolId ?? null,
    after?.row ?? null,
    first + 1,
  ]);
}

const COUNT_MEMBERS = byCondition(IN_REACH, (inReach) =>
  statement(
    'countMembers',
    `select count(*)::int as count from schools.membership m join directory.organisation s on s.id = m.school_id
     where ${inReach} and m.organisation_id = $2 and (upper_inf(m.valid) or upper(m.valid) > $3)`,
    { count: int },
  ),
);

export async function countMembers(
  reader: Transaction,
  caller: Caller,
  group: SchoolGroup,
  now: number,
): Promise<number> {
  const [row] = await reader.query(COUNT_MEMBERS(caller), [caller.bound, group.row, new Date(now)]);
  return row?.count ?? 0;
}
