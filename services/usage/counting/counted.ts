/**
 * How uses are counted: COUNTER 5.1, in SQL that recording, a recount and the demo share.
 *
 * - **Double clicks** count once: of what one visit did with one title in the same way, each less than or exactly 30 seconds
 *   after the one before, the last stays (section 7.2). That holds for denials too.
 * - **Unique** figures count a title once for each visit, however often it was used in it (section 7.3).
 * - A **visit** is a session at one school, of one client, one audience and one way of access, on one day in Europe/Berlin.
 *   Uses that name no session are no double clicks of each other, for nobody knows whether one person made them; those of an
 *   hour are one visit.
 *
 * So what counts together has the same authority, school, title, client and month, and figures can be added up over all of
 * these; unique ones cannot be added up over ways of use (a title that was streamed and downloaded is one unique request).
 */

/** Exactly so many seconds are still a double click: COUNTER leaves it open (29 count once, 35 twice). */
export const DOUBLE_CLICK_SECONDS = 30;

/** What the figures stand for, in the order of the key of `usage.monthly_sum`; an organisation that there is not is 0. */
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

const VISIT = 'authority_id, school_id, title_id, audience, client, access_type, visit';
const REQUESTS = "action in ('STREAM', 'DOWNLOAD')";
const INVESTIGATIONS = "action in ('STREAM', 'DOWNLOAD', 'VIEW')";
const isFirst = (of: string) =>
  `${of} and row_number() over (partition by ${VISIT}, ${of} order by used_at, event_id) = 1`;

/** A visit of an event: its session, or the hour where it has none. */
export const visitOf = (event: string) =>
  `coalesce(encode(${event}.session, 'hex'), date_trunc('hour', ${event}.used_at, 'UTC')::text)`;

/**
 * The figures of events, with their dimensions. All events of a visit must be among them.
 *
 * @param events a relation with the columns of `usage.event` and `visit`
 */
export const figuresOf = (events: string) => `
  select ${DIMENSIONS},
    count(*) filter (where counts and action = 'VIEW') as views,
    count(*) filter (where counts and action = 'STREAM') as streams,
    count(*) filter (where counts and action = 'DOWNLOAD') as downloads,
    count(*) filter (where counts and action = 'NOT_LICENSED') as not_licensed,
    count(*) filter (where counts and action = 'LIMIT_EXCEEDED') as limit_exceeded,
    count(*) filter (where is_first_investigation) as unique_investigations,
    count(*) filter (where is_first_request) as unique_requests,
    count(*) filter (where is_first_stream) as unique_streams,
    count(*) filter (where is_first_download) as unique_downloads
  from (
    select authority_id, school_id, title_id, audience, client, access_type, district_id, state_id, action,
      coalesce(media_centre_id, 0) as media_centre_id, coalesce(regional_association_id, 0) as regional_association_id,
      date_trunc('month', used_at at time zone 'Europe/Berlin')::date as month,
      session is null or coalesce(
        lead(used_at) over (partition by ${VISIT}, action order by used_at, event_id)
          > used_at + interval '${DOUBLE_CLICK_SECONDS} seconds', true) as counts,
      ${isFirst(INVESTIGATIONS)} as is_first_investigation,
      ${isFirst(REQUESTS)} as is_first_request,
      ${isFirst("action = 'STREAM'")} as is_first_stream,
      ${isFirst("action = 'DOWNLOAD'")} as is_first_download
    from ${events}) looked_at
  group by ${DIMENSIONS}`;
