import type { Queryable } from '../database/queryable';
import { statement } from '../database/statement';
import { DIMENSIONS, FIGURES, figuresOf } from '../services/usage/counting/counted';
import { notifyAllCounted } from '../services/usage/counting/notify-queries';
import type { DemoEvent } from './usage';

const CREATE_DEMO_EVENTS = statement(
  'createDemoEvents',
  `create temporary table demo_event on commit drop as
   select e.event_id, to_timestamp(e.used_at) as used_at, s.id as school_id, t.id as title_id, e.action, e.audience,
     case when t.open_licence is null then 'CONTROLLED' else 'OPEN' end as access_type
   from unnest($1::uuid[], $2::float8[], $3::text[], $4::text[], $5::text[], $6::text[])
     as e(event_id, used_at, school, title, action, audience)
   join schools.organisation s on s.key = 'SCHOOL:NW:' || e.school
   join licences.title t on t.number = e.title`,
);

const ANALYZE_DEMO_EVENTS = statement('analyzeDemoEvents', 'analyze demo_event');

const ENSURE_MONTHS = statement(
  'ensureMonthsOfDemo',
  `select usage.ensure_month(month) from (
   select distinct date_trunc('month', used_at at time zone 'Europe/Berlin')::date as month from demo_event) months`,
);

const INSERT_EVENTS = statement(
  'insertDemoEvents',
  `insert into usage.event (authority_id, event_id, used_at, school_id, media_centre_id, district_id,
                            regional_association_id, state_id, title_id, action, usage_right, audience, client, access_type,
                            recorded_at)
   select above.authority_id, e.event_id, e.used_at, e.school_id, above.media_centre_id, above.district_id,
     above.regional_association_id, above.state_id, e.title_id, e.action,
     case e.action when 'DOWNLOAD' then 'DOWNLOAD' when 'VIEW' then null else 'STREAM' end, e.audience, 'demo',
     e.access_type, e.used_at
   from demo_event e
   cross join lateral (
     select min(m.organisation_id) filter (where m.level = 'AUTHORITY') as authority_id,
       min(m.organisation_id) filter (where m.level = 'MEDIA_CENTRE') as media_centre_id,
       min(m.organisation_id) filter (where m.level = 'DISTRICT') as district_id,
       min(m.organisation_id) filter (where m.level = 'REGIONAL_ASSOCIATION') as regional_association_id,
       min(m.organisation_id) filter (where m.level = 'STATE') as state_id
     from schools.membership m where m.school_id = e.school_id and m.valid @> e.used_at) above`,
);

const INSERT_KEYS = statement(
  'insertDemoEventKeys',
  'insert into usage.event_key (school_id, event_id, authority_id, title_id, used_at) select school_id, event_id, authority_id, title_id, used_at from usage.event',
);

const INSERT_COVERAGE = statement(
  'insertDemoCoverage',
  `insert into usage.coverage (authority_id, school_id, client, month, last_used_at, last_reported_at)
   select authority_id, school_id, client, date_trunc('month', used_at at time zone 'Europe/Berlin')::date as month,
     max(used_at), max(used_at)
   from usage.event group by authority_id, school_id, client, month`,
);

const INSERT_SUMS = statement(
  'insertDemoSums',
  `insert into usage.monthly_sum (${DIMENSIONS}, ${FIGURES.join(', ')})
   ${figuresOf('usage.event')}`,
);

/**
 * Writes the events with the organisations that each school belonged to at the time of use, and with their ids and
 * sums. None of the events may exist in the database.
 */
export async function writeEvents(db: Queryable, events: readonly DemoEvent[]): Promise<void> {
  await db.query(CREATE_DEMO_EVENTS, [
    events.map(({ id }) => id),
    events.map(({ usedAt }) => usedAt / 1_000),
    events.map(({ schoolNumber }) => schoolNumber),
    events.map(({ titleNumber }) => titleNumber),
    events.map(({ action }) => action),
    events.map(({ audience }) => audience),
  ]);
  await db.query(ANALYZE_DEMO_EVENTS);
  await db.query(ENSURE_MONTHS);
  await db.query(INSERT_EVENTS);
  await db.query(INSERT_KEYS);
  await db.query(INSERT_COVERAGE);
  await db.query(INSERT_SUMS);
  await notifyAllCounted(db);
}
