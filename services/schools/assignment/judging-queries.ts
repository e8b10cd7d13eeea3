import { int, neverNull, oneOf, statement } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { JUDGED_OUTCOMES, type JudgedOutcome, type Terms } from './assignment';

/**
 * Decides the outcome of each licence for each holder of a kept assignment, and stores it: all within the database,
 * as sets. A preview and its application use this one statement, so they cannot differ.
 *
 * Each step is materialized, because the planner does not know the sizes of the sets in the parameters: of 110,000
 * pairs it would look up each one separately.
 */
const JUDGE = statement(
  'judgeAssignment',
  `with licence as materialized (
     select l.place, l.id, l."ownerId" as owner_id, l."from" as valid_from, l.until as valid_until, l.rights, l.days,
       l."schoolCount" as school_count, l."termsHash" as terms_hash, l.levels, tstzrange(l."from", l.until) as period,
       tstzrange(l."termFrom", l."termUntil") as term
     from json_to_recordset($2) as l(place int, id bigint, "ownerId" bigint, "from" timestamptz, until timestamptz,
       rights text[], days int, levels text[], "schoolCount" int, "termsHash" text, "termFrom" timestamptz, "termUntil" timestamptz)),
   asked as materialized (
     select h.id, h.place from schools.assignment a cross join lateral unnest(a.holder_ids) with ordinality as h(id, place)
     where a.id = $1),
   holder as materialized (
     select asked.id, asked.place, s.operating from asked left join directory.operation s on s.school_id = asked.id
     where asked.id is not null),
   member as materialized (
     select h.id as holder_id, m.school_id, m.level, m.valid
     from holder h join directory.membership m on m.organisation_id = h.id),
   owned as materialized (
     select m.organisation_id as owner_id, m.school_id, directory.rank(m.level) as rank from directory.membership m
     where m.organisation_id in (select owner_id from licence) and m.valid @> $4::timestamptz),
   standing as materialized (
     select holder_id, school_id, level from member
     where valid @> $4::timestamptz or (level = 'SCHOOL_GROUP' and lower(valid) > $4::timestamptz)
     union all
     select h.id, m.school_id, m.level from holder h join directory.prepared_group p on p.id = h.id
     join directory.membership m on m.organisation_id = p.owner_id and m.valid @> $4::timestamptz),
   inside as materialized (
     select o.owner_id, s.holder_id
     from (select distinct owner_id from licence) o cross join standing s
     left join owned on owned.owner_id = o.owner_id and owned.school_id = s.school_id
       and owned.rank <= directory.rank(s.level)
     group by 1, 2 having count(*) = count(owned.school_id)
     union select owner_id, owner_id from licence
     union select p.owner_id, p.id from directory.prepared_group p
     where p.id in (select id from holder) and p.owner_id in (select owner_id from licence)
       and p.id not in (select holder_id from standing)),
   serving as materialized (
     select e.id, e.licence_id, e.holder_id, e.valid, e.rights, e.revoked_at,
       e.valid * tstzrange(null, e.revoked_at) as span,
       (e.revoked_at is null or e.revoked_at > $4) and (upper_inf(e.valid) or upper(e.valid) > $4) as is_open
     from schools.entitlement e where e.licence_id in (select id from licence)),
   suspension as materialized (
     select e.id, e.licence_id, e.holder_id, s.valid as suspended, e.span * s.valid as span
     from serving e join schools.entitlement_suspension s on s.entitlement_id = e.id
     where s.valid && tstzrange($4, null) and (e.revoked_at is null or e.revoked_at > $4)),
   activated as materialized (
     select l.place, e.holder_id, min(lower(e.valid)) as at
     from licence l join serving e on e.licence_id = l.id
     where l.days is not null and (e.revoked_at is null or e.revoked_at > lower(e.valid)) group by 1, 2),
   own as materialized (
     select l.place, e.holder_id, min(e.id) filter (where c.covers and hit.id is null) as active,
       min(e.id) filter (where hit.id is not null) as suspended
     from licence l join serving e on e.licence_id = l.id and e.is_open
     join holder h on h.id = e.holder_id
     left join (select distinct x.id, l.place from suspension x join licence l on l.id = x.licence_id
                where x.suspended && l.period) hit on hit.id = e.id and hit.place = l.place
     cross join lateral (
       select e.revoked_at is null and e.rights @> l.rights and case
         when l.days is null then e.valid @> tstzrange(
           case when $3 then greatest(l.valid_from, least(lower(e.valid), clock_timestamp())) else l.valid_from end,
           l.valid_until)
         else e.valid && tstzrange(l.valid_from, null) end as covers) c
     group by 1, 2),
   opening as materialized (
     select l.place, mine.holder_id
     from licence l join suspension x on x.licence_id = l.id
     join directory.membership theirs on theirs.organisation_id = x.holder_id
     join member mine on mine.school_id = theirs.school_id and mine.holder_id <> x.holder_id
     where x.span * theirs.valid * mine.valid && l.period group by 1, 2),
   overlap as materialized (
     select l.place, mine.holder_id, count(distinct mine.school_id)::int as schools,
       min(array[directory.rank(theirs.level), e.id]) as widest
     from licence l join serving e on e.licence_id = l.id and e.is_open
     join directory.membership theirs on theirs.organisation_id = e.holder_id and theirs.level = any (l.levels)
     join member mine on mine.school_id = theirs.school_id and mine.holder_id <> e.holder_id
     where e.span * theirs.valid * mine.valid && l.period group by 1, 2),
   pair as materialized (
     select l.place, h.place as at, h.id as holder_id, own.active, own.suspended, overlap.schools, overlap.widest[2] as overlapping,
       ending.valid_until,
       case when isempty(l.period * l.term * coalesce(h.operating, '(,)')) then 'SCHOOL_CLOSED'
            when own.active is not null then 'ALREADY_ASSIGNED'
            when own.suspended is not null then 'SUSPENDED'
            when inside.holder_id is null then 'OUTSIDE_TERRITORY'
            when ending.valid_until <= l.valid_from then 'PERIOD_OVER'
            when opening.holder_id is not null and not $5 then 'OPENS_SUSPENDED'
            else 'ASSIGNED' end as outcome
     from licence l cross join holder h
     left join inside on inside.owner_id = l.owner_id and inside.holder_id = h.id
     left join own on own.place = l.place and own.holder_id = h.id
     left join opening on opening.place = l.place and opening.holder_id = h.id
     left join overlap on overlap.place = l.place and overlap.holder_id = h.id
     left join activated on activated.place = l.place and activated.holder_id = h.id
     cross join lateral (
       select case when activated.at is null then l.valid_until
         else least(l.valid_until, (date_trunc('day', activated.at at time zone 'Europe/Berlin')
                                    + make_interval(days => l.days)) at time zone 'Europe/Berlin') end as valid_until) ending),
   crowded as materialized (
     select l.place from licence l
     where case when l.school_count is not null then l.school_count < schools.most_schools_with(
       l.id, array(select holder_id from pair where pair.place = l.place and pair.outcome = 'ASSIGNED'), l.period) end),
   judged as materialized (
     select l.place, a.place as at, p.valid_until, p.overlapping, coalesce(p.schools, 0) as schools,
       coalesce(p.active, p.suspended) as standing,
       case when p.outcome is null then 'NOT_IN_REACH'
            when p.outcome = 'ASSIGNED' and crowded.place is not null then 'TOO_MANY_SCHOOLS'
            else p.outcome end as outcome
     from licence l cross join asked a
     left join pair p on p.place = l.place and p.at = a.place
     left join crowded on crowded.place = l.place),
   kept as (
     insert into schools.assignment_licence (assignment_id, place, licence_id, owner_id, terms_hash, valid_from, rights,
       outcomes, standing_ids, standing_versions, made_ids, valid_untils, overlapping_ids, overlapping_schools)
     select $1, l.place, l.id, l.owner_id, l.terms_hash, l.valid_from, l.rights, f.outcomes, f.standing, f.versions, f.made,
       f.untils, f.overlapping, f.schools
     from licence l join (
       select j.place, array_agg(j.outcome order by j.at), array_agg(j.standing order by j.at),
         array_agg(e.version order by j.at),
         array_agg(case when $6 and j.outcome = 'ASSIGNED' then nextval('schools.entitlement_id_seq') end order by j.at),
         array_agg(j.valid_until order by j.at), array_agg(j.overlapping order by j.at), array_agg(j.schools order by j.at)
       from judged j left join schools.entitlement e on e.id = j.standing
       group by j.place) f(place, outcomes, standing, versions, made, untils, overlapping, schools) on f.place = l.place)
   select outcome, count(*)::int as count, count(overlapping)::int as overlapping from judged group by outcome`,
  {
    outcome: neverNull(oneOf(JUDGED_OUTCOMES), 'each pair has an outcome'),
    count: int,
    overlapping: int,
  },
);

interface Judging {
  readonly assignmentId: string;
  readonly terms: readonly Terms[];
  /** Whether the periods begin now, whenever that is: a period that began while this call waited covers them too. */
  readonly fromNow: boolean;
  readonly now: number;
  readonly overrideSuspended: boolean;
  /** Whether it is applied: then each pair with the outcome ASSIGNED gets an id. */
  readonly isApplied: boolean;
}

const instantOf = (at: number) => (Number.isFinite(at) ? new Date(at).toISOString() : null);

/** @returns how many pairs have each outcome; together these are all pairs */
export async function judge(
  db: Transaction,
  { assignmentId, terms, fromNow, now, overrideSuspended, isApplied }: Judging,
): Promise<readonly { readonly outcome: JudgedOutcome; readonly count: number; readonly overlapping: number }[]> {
  const licences = terms.map(({ licence, period, rights, hash }, place) => ({
    place,
    id: licence.id,
    ownerId: licence.ownerId,
    from: instantOf(period.from),
    until: instantOf(period.until),
    rights,
    days: licence.durationDays,
    levels: licence.holderLevels,
    schoolCount: licence.schoolCount,
    termsHash: hash,
    termFrom: instantOf(licence.term.from),
    termUntil: instantOf(licence.term.until),
  }));
  return db.query(JUDGE, [
    assignmentId,
    JSON.stringify(licences),
    fromNow,
    new Date(now),
    overrideSuspended,
    isApplied,
  ]);
}
