/** What an amendment opens and closes: it compares what is open before with what is open after it. */
import { onlyRow, type Queryable } from '../../../database/queryable';
import { int, type RowOf, statement } from '../../../database/statement';

/** By school, right and audience: when licence $1 is open, from $2 on, whatever it covers. */
const OPEN = `
  select m.school_id, granted.usage_right, granted.audience, range_agg(span) as span
  from directory.entitlement e
  join directory.membership m on m.organisation_id = e.holder_id
  join directory.operation o on o.school_id = m.school_id
  join licences.licence_terms t on t.licence_id = e.licence_id and m.level = any (t.holder_levels)
  cross join lateral unnest(
    e.in_force * tstzmultirange(m.valid * o.operating * t.valid * t.term * tstzrange($2, null))) as span
  join lateral (
    select usage_right, 'TEACHER' as audience from unnest(e.rights) usage_right where usage_right = any (t.rights)
    union all
    select usage_right, 'PUPIL' from unnest(e.rights) usage_right where usage_right = any (t.pupil_rights)) granted on true
  where e.licence_id = $1
  group by 1, 2, 3`;

const COVERED =
  'select distinct title_id from directory.coverage where licence_id = $1 and valid && tstzrange($2, null)';

const DROP_BEFORE = statement(
  'storeOpenBefore',
  'drop table if exists pg_temp.licence_open_before, pg_temp.licence_covered_before',
);
const OPEN_BEFORE = statement(
  'storeOpenBefore',
  `create temporary table licence_open_before (school_id bigint, usage_right text, audience text, span tstzmultirange)
   on commit drop`,
);
const COVERED_BEFORE = statement(
  'storeOpenBefore',
  'create temporary table licence_covered_before (title_id bigint) on commit drop',
);
const STORE_OPEN = statement('storeOpenBefore', `insert into licence_open_before ${OPEN}`);
const STORE_COVERED = statement('storeOpenBefore', `insert into licence_covered_before ${COVERED}`);

/** To be called before anything is written. It writes only to temporary tables. */
export async function storeOpenBefore(db: Queryable, licenceId: string, from: Date): Promise<void> {
  for (const prepare of [DROP_BEFORE, OPEN_BEFORE, COVERED_BEFORE]) await db.query(prepare);
  for (const store of [STORE_OPEN, STORE_COVERED]) await db.query(store, [licenceId, from]);
}

const FIND_EFFECTS = statement(
  'findEffects',
  `with open_after as materialized (${OPEN}),
   changed as materialized (
     select school_id, coalesce(a.span, '{}') - coalesce(b.span, '{}') as opened,
       coalesce(b.span, '{}') - coalesce(a.span, '{}') as closed
     from open_after a full join licence_open_before b using (school_id, usage_right, audience)),
   suspended as materialized (
     select m.school_id, range_agg(span) as span
     from directory.entitlement e
     join directory.membership m on m.organisation_id = e.holder_id
     cross join lateral unnest((tstzmultirange(e.valid * tstzrange(null, e.revoked_at)) - e.in_force)
                               * tstzmultirange(m.valid)) as span
     where e.licence_id = $1 group by 1),
   covered as materialized (${COVERED}),
   terms as (select * from licences.licence_terms where licence_id = $1 and valid @> $2::timestamptz),
   entitlement as (
     select e.*, o.level from directory.entitlement e join directory.organisation o on o.id = e.holder_id
     where e.licence_id = $1 and (e.revoked_at is null or e.revoked_at > $2) and not e.valid << tstzrange($2, null))
   select
     (select count(distinct school_id)::int from changed where not isempty(opened)) as "schoolsOpened",
     (select count(distinct school_id)::int from changed where not isempty(closed)) as "schoolsClosed",
     (select count(distinct school_id)::int from changed join suspended using (school_id)
      where not isempty(opened * suspended.span)) as "schoolsOpenedThoughSuspended",
     (select count(*)::int from covered where title_id not in (select title_id from licence_covered_before)) as "titlesAdded",
     (select count(*)::int from licence_covered_before where title_id not in (select title_id from covered)) as "titlesRemoved",
     (select count(*)::int from entitlement e, terms t where upper(e.valid) > upper(t.term)) as "entitlementsBeyondTerm",
     (select count(*)::int from entitlement e, terms t where not e.rights <@ t.rights) as "entitlementsWithFewerRights",
     (select count(*)::int from entitlement e, terms t where e.level <> all (t.holder_levels))
       as "entitlementsAtOtherLevels"`,
  {
    schoolsOpened: int,
    schoolsClosed: int,
    schoolsOpenedThoughSuspended: int,
    titlesAdded: int,
    titlesRemoved: int,
    entitlementsBeyondTerm: int,
    entitlementsWithFewerRights: int,
    entitlementsAtOtherLevels: int,
  },
);

export type FoundEffects = RowOf<typeof FIND_EFFECTS>;

/** To be called after everything is written. */
export async function findEffects(db: Queryable, licenceId: string, from: Date): Promise<FoundEffects> {
  return onlyRow(await db.query(FIND_EFFECTS, [licenceId, from]));
}
