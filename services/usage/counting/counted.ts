/**
 * How uses are counted: COUNTER 5.1, in SQL that counting, a recount, reports by day and the demo share.
 *
 * - **Double clicks** count once: of the same actions on one title in one session, each at most 30 seconds after the
 *   one before, the last stays (section 7.2). That holds for denials too.
 * - **Unique** figures count a title once for each session, however often it was used in it (section 7.3).
 * - A **session** is the one that the sender names, at one school, under the organisations that it belongs to, of one
 *   client, one audience and one way of access, on one day in Europe/Berlin. Uses without a session are never double
 *   clicks of each other, because nobody knows whether one person made them; those of an hour count as one session.
 *
 * So uses that count together differ in no dimension, and figures can be added up over all dimensions; unique ones
 * cannot be added up over ways of use (a title that was streamed and downloaded is one unique request).
 */

/**
 * Exactly this many seconds are still a double click. COUNTER does not define this case: its tests cover 29 (one click)
 * and 35 (two).
 */
const DOUBLE_CLICK_SECONDS = 30;

/** The dimensions of figures, in the order of the key of `usage.monthly_sum`; a missing organisation is 0. */
export const DIMENSIONS = `authority_id, month, school_id, title_id, audience, client, access_type, media_centre_id, district_id,
  regional_association_id, state_id`;

export const FIGURES = [
  'views',
  'streams',
  'downloads',
  'not_licensed',
  'limit_exceeded',
  'unique_investigations',
  'unique_requests',
  'unique_streams',
  'unique_downloads',
] as const;

/**
 * The further dimensions of sums by licence: empty or 0 where nobody stated them, or where no entitlement opened the
 * title.
 */
export const DIMENSIONS_OF_LICENCE = 'usage_right, licence_id, entitlement_id, level';

/**
 * The figures of events, with their dimensions. For each event, all others of its session must be among them.
 *
 * Events are sorted by their session first: it nearly always decides, and the dimensions, which are mostly equal, are
 * rarely compared (40,000 events: 0.06 instead of 0.9 s). Sessions are counted by grouping them, and not by
 * `count(distinct)`, which sorts once more for each figure.
 *
 * @param events a relation with the columns of `usage.event`
 * @param apart further columns of it by which figures are separated. They do not decide what counts together: a
 * double click counts under the values of its last event
 * @param unit the unit of time by which figures are separated; the column is always called `month`
 */
export const figuresOf = (events: string, apart?: string, unit: 'month' | 'day' = 'month') => `
  select ${dimensionsWith(apart)},
    sum(views)::bigint as views, sum(streams)::bigint as streams, sum(downloads)::bigint as downloads,
    sum(not_licensed)::bigint as not_licensed, sum(limit_exceeded)::bigint as limit_exceeded,
    count(*) filter (where views + streams + downloads > 0) as unique_investigations,
    count(*) filter (where streams + downloads > 0) as unique_requests,
    count(*) filter (where streams > 0) as unique_streams,
    count(*) filter (where downloads > 0) as unique_downloads
  from (
    select ${dimensionsWith(apart)}, session_id,
      count(*) filter (where counts and action = 'VIEW') as views,
      count(*) filter (where counts and action = 'STREAM') as streams,
      count(*) filter (where counts and action = 'DOWNLOAD') as downloads,
      count(*) filter (where counts and action = 'NOT_LICENSED') as not_licensed,
      count(*) filter (where counts and action = 'LIMIT_EXCEEDED') as limit_exceeded
    from (
      select *,
        session is null or coalesce(
          lead(used_at) over (partition by session_id, action, title_id, ${DIMENSIONS} order by used_at, event_id)
            > used_at + interval '${DOUBLE_CLICK_SECONDS} seconds', true) as counts
      from (
        select authority_id, school_id, title_id, audience, client, access_type, district_id, state_id, action, used_at,
          event_id, session,
          coalesce(media_centre_id, 0) as media_centre_id, coalesce(regional_association_id, 0) as regional_association_id,
          date_trunc('${unit}', used_at at time zone 'Europe/Berlin')::date as month,
          coalesce(session, int8send(floor(extract(epoch from used_at) / 3600)::bigint)) as session_id${apart ? `, ${apart}` : ''}
        from ${events}) of_sessions) looked_at
    group by ${dimensionsWith(apart)}, session_id) of_each_session
  group by ${dimensionsWith(apart)}`;

/**
 * By how much figures differ from others, where they do.
 *
 * @param now a query of figures with their dimensions
 * @param before another one
 */
export function differenceOf(now: string, before: string, apart?: string): string {
  const dimensions = dimensionsWith(apart);
  return `
  select ${dimensions}, ${FIGURES.map((figure) => `sum(${figure}) as ${figure}`).join(', ')}
  from (${now}
        union all select ${dimensions}, ${FIGURES.map((figure) => `-${figure} as ${figure}`).join(', ')}
        from (${before}) counted_before) figures
  group by ${dimensions}
  having ${FIGURES.map((figure) => `sum(${figure}) <> 0`).join(' or ')}`;
}

/**
 * Adds a difference to the sums of a table. Rows are locked in the order of their keys, so that transactions that add
 * to the same rows wait for each other without a deadlock; what another one added meanwhile stays.
 */
export function addTo(table: string, difference: string, apart?: string): string {
  const dimensions = dimensionsWith(apart);
  return `
  insert into ${table} as total (${dimensions}, ${FIGURES.join(', ')})
  select * from ${difference} order by ${dimensions}
  on conflict (${dimensions})
  do update set ${FIGURES.map((figure) => `${figure} = total.${figure} + excluded.${figure}`).join(', ')}`;
}

function dimensionsWith(apart: string | undefined): string {
  return apart === undefined ? DIMENSIONS : `${DIMENSIONS}, ${apart}`;
}
