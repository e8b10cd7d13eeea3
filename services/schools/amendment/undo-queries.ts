/**
 * What a change did to entitlements, by the audit trail, and how to undo it from an instant on. Until then everything
 * stays on record as it was: what the change closed was closed, and what it opened was open.
 */
import {
  bigint,
  boolean,
  float,
  int,
  neverNull,
  nullable,
  type RowOf,
  statement,
  text,
  WRITES_MANY,
} from '../../../database/statement';
import { millisecondsOf } from '../../subgraph/database/period-bounds';
import type { Transaction } from '../../subgraph/database/session';

const FIND_CHANGE = statement(
  'findChangeToUndo',
  `select c.kind = 'owner' as "isOwner", f.entries, f.others,
     (select count(*)::int from schools.audit_entry e where e.change_id = c.id) as seen,
     exists (select from schools.audit_person p where p.id = c.author_id and p.name = $2) as "isOwn"
   from schools.audit_change c cross join lateral schools.extent_of_change(c.id) f
   where c.id = $1 and exists (select from schools.audit_entry e where e.change_id = c.id)`,
  {
    /** True for an import, a command, or SQL by hand. */
    isOwner: boolean,
    entries: neverNull(int, 'a count'),
    /** Entries about other objects than entitlements and their suspensions. */
    others: neverNull(int, 'a count'),
    /** Of the entries, those that the caller may read. */
    seen: int,
    isOwn: boolean,
  },
);

/** Undefined where there is no such change, or where the caller may read nothing of it. */
export async function findChange(
  db: Transaction,
  change: string,
  subject: string,
): Promise<RowOf<typeof FIND_CHANGE> | undefined> {
  const [found] = await db.query(FIND_CHANGE, [change, subject]);
  return found;
}

/**
 * $1 is the change, $2 the instant from which it is undone. Everything that a change did to an entitlement and to its
 * suspensions is collected in one pass: the planner does not know how many entries a new change has, and joined
 * 10,000 with 10,000 one by one.
 */
const UNDONE = `
  with entry as materialized (
    select e.id as place, object, object_id as id, before, after, (before ->> 'valid')::tstzrange as valid,
      (after ->> 'valid')::tstzrange as now_valid, object = 'entitlement' as is_own,
      object = 'entitlement_suspension' and coalesce(after, before) ->> 'denial' = 'SUSPENDED'
        and not bool_or(object = 'entitlement' and before is null) over (partition by object_id) as is_suspension
    from schools.audit_entry e where change_id = $1),
  suspension as materialized (
    select id as entitlement_id, (coalesce(after, before) ->> 'id')::bigint as id, coalesce(after, before) ->> 'reason' as reason,
      before is null as is_new, valid, now_valid
    from entry where is_suspension),
  asked as materialized (
    select id, max(place) as place, bool_or(is_own) as has_own, (array_agg(before order by place) filter (where is_own))[1] as own,
      bool_or(is_suspension and before is null and (upper_inf(now_valid) or upper(now_valid) > $2)) as is_resumed,
      bool_or(is_suspension and coalesce(valid * tstzrange($2, null), 'empty') <> coalesce(now_valid * tstzrange($2, null), 'empty'))
        as is_suspended_otherwise
    from entry group by id),
  own as (
    select id, place, has_own, has_own and own is null as is_new, (own ->> 'valid')::tstzrange as valid,
      (own ->> 'revoked_at')::timestamptz as revoked_at, own ->> 'revoked_reason' as revoked_reason,
      coalesce(is_resumed, false) as is_resumed, coalesce(is_suspended_otherwise, false) as is_suspended_otherwise
    from asked),
  undone as materialized (
    select e.id, own.place, e.valid, e.revoked_at, e.licence_id, e.owner_id, e.holder_id, own.is_resumed, own.is_suspended_otherwise,
      own.is_new, own.revoked_reason,
      case when own.is_new or not own.has_own or upper(own.valid) is not distinct from upper(e.valid) then upper(e.valid)
           when upper_inf(own.valid) or upper(own.valid) >= $2 then upper(own.valid)
           when upper_inf(e.valid) or upper(e.valid) > $2 then $2
           else upper(e.valid) end as until,
      case when own.is_new then case when e.revoked_at <= $2 or upper(e.valid) <= $2 then e.revoked_at else $2 end
           when not own.has_own or own.revoked_at is not distinct from e.revoked_at then e.revoked_at
           when own.revoked_at is null then null
           else greatest(own.revoked_at, $2) end as revoked_from
    from own join schools.entitlement e using (id)),
  reopened as materialized (
    select u.*,
      coalesce((u.until is null and not upper_inf(u.valid)) or u.until > upper(u.valid)
        or (u.revoked_at is not null and (u.revoked_from is null or u.revoked_from > u.revoked_at)), false) as is_prolonged
    from undone u)`;

/**
 * Tells whether later changes left a row different from how they found it, by its state before the first of them and
 * after the last: what was changed and changed back is no obstacle. For a suspension only the time from now on
 * matters.
 */
const isLeftOtherwise = (row: string, now: string) => {
  const left = (state: string) =>
    `coalesce((${row}.${state} ->> 'valid')::tstzrange * tstzrange(${now}, null), 'empty')`;
  return `
    case ${row}.object when 'entitlement' then ${row}.before - 'revoked_reason' is distinct from ${row}.after - 'revoked_reason'
      else coalesce(${row}.after, ${row}.before) ->> 'denial' = 'SUSPENDED' and ${left('before')} <> ${left('after')} end`;
};

const FIND_UNDONE = statement(
  'findUndone',
  `${UNDONE}
   select r.id, r.licence_id as "licenceId", r.holder_id as "holderId", h.key as "holderKey", w.key as "ownerKey",
     ${millisecondsOf('r.until')} as until, r.is_prolonged as "isProlonged",
     r.is_resumed as "isResumed",
     r.until is distinct from upper(r.valid) or r.revoked_from is distinct from r.revoked_at or r.is_suspended_otherwise
       as "isChanged",
     exists (
       select from (
         select later.object, (array_agg(before order by later.id))[1] as before, (array_agg(after order by later.id desc))[1] as after
         from schools.audit_entry later
         where later.object_id = r.id and later.object in ('entitlement', 'entitlement_suspension') and later.id > r.place
         group by later.object, coalesce(after, before) ->> 'id') since
       where ${isLeftOtherwise('since', '$2')}) as "isBuiltOn"
   from reopened r
   join directory.organisation h on h.id = r.holder_id
   join directory.organisation w on w.id = r.owner_id
   order by r.id`,
  {
    id: bigint,
    licenceId: bigint,
    holderId: bigint,
    holderKey: text,
    ownerKey: text,
    until: nullable(float),
    isProlonged: boolean,
    isResumed: boolean,
    isChanged: boolean,
    isBuiltOn: boolean,
  },
);

/** What the change did to an entitlement, and what undoing it at that instant would do. */
export type Undone = RowOf<typeof FIND_UNDONE>;

export function findUndone(db: Transaction, change: string, at: number): Promise<Undone[]> {
  return db.query(FIND_UNDONE, [change, new Date(at)]);
}

/** Keeps the denial reason of the past: where it was revoked or had ended, that stays the reason for that time. */
const KEEP_DENIALS = statement(
  'keepDenials',
  `${UNDONE}
   insert into schools.entitlement_suspension (entitlement_id, valid, denial, created_by)
   select id, tstzrange(revoked_at, $2), 'REVOKED', $3 from reopened
   where revoked_at < $2 and (revoked_from is null or revoked_from > revoked_at)
   union all
   select id, tstzrange(upper(valid), $2), 'EXPIRED', $3 from reopened
   where upper(valid) < $2 and (until is null or until > upper(valid))`,
  {},
  WRITES_MANY,
);

const RESTORE_ENTITLEMENTS = statement(
  'restoreEntitlements',
  `${UNDONE}
   update schools.entitlement e set valid = tstzrange(lower(e.valid), r.until), revoked_at = r.revoked_from,
     revoked_by = case when r.revoked_from is not null then $3 end,
     revoked_reason = case when r.revoked_from is null then null when r.is_new then $4 else r.revoked_reason end
   from reopened r
   where e.id = r.id and (r.until is distinct from upper(r.valid) or r.revoked_from is distinct from r.revoked_at)`,
  {},
  WRITES_MANY,
);

const CANCEL_SUSPENSIONS = statement(
  'cancelUndoneSuspensions',
  `${UNDONE}
   delete from schools.entitlement_suspension x using suspension s
   where x.id = s.id and s.is_new and lower(x.valid) >= $2`,
  {},
  WRITES_MANY,
);

const END_SUSPENSIONS = statement(
  'endUndoneSuspensions',
  `${UNDONE}
   update schools.entitlement_suspension x set valid = tstzrange(lower(x.valid), case
     when s.is_new then $2 when upper(s.valid) < $2 then $2 else upper(s.valid) end)
   from suspension s
   where x.id = s.id and (upper_inf(x.valid) or upper(x.valid) > $2)`,
  {},
  WRITES_MANY,
);

const SUSPEND_AGAIN = statement(
  'suspendAgain',
  `${UNDONE}
   insert into schools.entitlement_suspension (entitlement_id, valid, created_by, reason)
   select s.entitlement_id, s.valid * tstzrange($2, null), $3, s.reason from suspension s
   where not s.is_new and (upper_inf(s.valid) or upper(s.valid) > $2) and (s.now_valid is null or upper(s.now_valid) <= $2)`,
  {},
  WRITES_MANY,
);

/**
 * A handful of statements, however many entitlements there are: in parts, each part would read the whole change
 * again.
 *
 * @param step called after each of them with the done share of the work
 */
export async function undo(
  db: Transaction,
  change: string,
  { at, by, reason }: { at: number; by: string; reason: string | null },
  step: (share: number) => Promise<unknown>,
): Promise<void> {
  const parameters = [change, new Date(at)];
  await step(0);
  const works = [
    [KEEP_DENIALS, [...parameters, by]],
    [RESTORE_ENTITLEMENTS, [...parameters, by, reason]],
    [CANCEL_SUSPENSIONS, parameters],
    [END_SUSPENSIONS, parameters],
    [SUSPEND_AGAIN, [...parameters, by]],
  ] as const;
  for (const [index, [statement, values]] of works.entries()) {
    await db.query(statement, values);
    await step((index + 1) / works.length);
  }
}
