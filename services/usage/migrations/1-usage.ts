import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * For this many days, uses of a session are recognised as belonging together; what comes later is counted without the
 * session.
 */
const LATE_DAYS = 35;

/**
 * For this many days after the end of a month, its events cannot be dropped: uses are accepted for 400 days
 * (recording/use.ts).
 */
const EVENTS_KEPT_DAYS = 401;

/**
 * Uses of titles. Every row names the organisations that the school belonged to at the time of use, so that sums stay
 * when a school changes its authority later. No person is named. Tables are designed so that they can be distributed
 * by `authority_id`: it is part of every key and is never updated.
 */
const TABLES = `
  create table usage.event (
    authority_id             bigint not null,
    event_id                 uuid not null,
    used_at                  timestamptz not null,
    school_id                bigint not null,
    media_centre_id          bigint,
    district_id              bigint not null,
    regional_association_id  bigint,
    state_id                 bigint not null,
    title_id                 bigint not null,
    action                   text not null
      check (action in ('STREAM', 'DOWNLOAD', 'VIEW', 'NOT_LICENSED', 'LIMIT_EXCEEDED')),
    usage_right              text,
    audience                 text not null check (audience in ('TEACHER', 'PUPIL')),
    client                   text not null,
    access_type              text not null check (access_type in ('CONTROLLED', 'OPEN')),
    session                  bytea check (length(session) = 16),
    recorded_at              timestamptz not null default now(),
    primary key (authority_id, school_id, title_id, used_at, event_id)
  ) partition by range (used_at);
  -- Its only index: what is counted together lies together. That an id is one use of its school is what event_key is for.
  comment on column usage.event.action is 'what was done, or why it was refused';
  comment on column usage.event.usage_right is 'the right that was used or refused; null where nobody said';
  comment on column usage.event.client is 'what sent it: an LMS, never a person; empty where its token names no client';
  comment on column usage.event.access_type is 'whether an entitlement opened the title, or an open licence';
  comment on column usage.event.session is
    'keyed hash of the session in which it was used, by the secret of that day; null where no session was named in time';

  create table usage.event_key (
    school_id     bigint not null,
    event_id      uuid not null,
    authority_id  bigint not null,
    title_id      bigint not null,
    used_at       timestamptz not null,
    primary key (school_id, event_id, authority_id)
  );
  comment on table usage.event_key is
    'the ids seen, and where their event stands: a partitioned key cannot make an event id unique by itself';
  comment on column usage.event_key.authority_id is
    'last in the key: a repeat is found by school and id even if the membership at the time of use was corrected since';

  create table usage.coverage (
    authority_id      bigint not null,
    school_id         bigint not null,
    client            text not null,
    month             date not null check (extract(day from month) = 1),
    last_used_at      timestamptz not null,
    last_reported_at  timestamptz not null,
    uncounted_since   timestamptz default now(),
    is_reported       boolean not null default true,
    primary key (authority_id, school_id, client, month)
  );
  comment on table usage.coverage is
    'who reported at all, and what is to be counted: whoever records marks its rows last, and whoever counts locks them';

  comment on column usage.coverage.last_reported_at is 'grows with every report, so that whoever counts sees that something came since';
  comment on column usage.coverage.is_reported is
    'whether the client reported itself; else only the gateway recorded denials that it met, which says nothing of its other uses';
  comment on column usage.coverage.uncounted_since is 'when the first of these uses was recorded that the sums do not have; null: they have all';
  create index coverage_to_count on usage.coverage (authority_id, month) where uncounted_since is not null;

  create table usage.monthly_sum (
    authority_id             bigint not null,
    school_id                bigint not null,
    media_centre_id          bigint not null,
    district_id              bigint not null,
    regional_association_id  bigint not null,
    state_id                 bigint not null,
    title_id                 bigint not null,
    month                    date not null check (extract(day from month) = 1),
    audience                 text not null,
    client                   text not null,
    access_type              text not null,
    views                    bigint not null,
    streams                  bigint not null,
    downloads                bigint not null,
    not_licensed             bigint not null,
    limit_exceeded           bigint not null,
    unique_investigations    bigint not null,
    unique_requests          bigint not null,
    unique_streams           bigint not null,
    unique_downloads         bigint not null,
    primary key (authority_id, month, school_id, title_id, audience, client, access_type, media_centre_id,
      district_id, regional_association_id, state_id)
      include (views, streams, downloads, not_licensed, limit_exceeded, unique_investigations, unique_requests,
        unique_streams, unique_downloads)
  );
  -- Figures stand in the key, where an authority's lie together: in the table each of them is on a page of its own, among the sums
  -- of hundreds of other authorities. Who counts pays with entries of three indexes for every change, and nobody waits for that.
  comment on table usage.monthly_sum is
    'stands when the events are gone; the whole line of the school is in its key, for it may change within a month';
  comment on column usage.monthly_sum.media_centre_id is '0: none, for it stands in the key';
  comment on column usage.monthly_sum.regional_association_id is '0: none, for it stands in the key';
  comment on column usage.monthly_sum.month is 'the first day of the month in Europe/Berlin';
  create index monthly_sum_school on usage.monthly_sum (school_id, month);
  create index monthly_sum_title on usage.monthly_sum (title_id, month);

  create table usage.licence_sum (
    authority_id             bigint not null,
    school_id                bigint not null,
    media_centre_id          bigint not null,
    district_id              bigint not null,
    regional_association_id  bigint not null,
    state_id                 bigint not null,
    title_id                 bigint not null,
    month                    date not null check (extract(day from month) = 1),
    audience                 text not null,
    client                   text not null,
    access_type              text not null,
    usage_right              text not null,
    licence_id               bigint not null,
    entitlement_id           bigint not null,
    level                    text not null,
    views                    bigint not null,
    streams                  bigint not null,
    downloads                bigint not null,
    not_licensed             bigint not null,
    limit_exceeded           bigint not null,
    unique_investigations    bigint not null,
    unique_requests          bigint not null,
    unique_streams           bigint not null,
    unique_downloads         bigint not null,
    primary key (authority_id, month, school_id, title_id, audience, client, access_type, media_centre_id,
      district_id, regional_association_id, state_id, usage_right, licence_id, entitlement_id, level)
  );
  comment on table usage.licence_sum is
    'monthly_sum by the entitlement that decided';
  comment on column usage.licence_sum.usage_right is 'empty: nobody said';
  comment on column usage.licence_sum.licence_id is '0: no entitlement opened the title';
  comment on column usage.licence_sum.entitlement_id is '0: no entitlement opened the title';
  comment on column usage.licence_sum.level is 'of the holder of the entitlement; empty: no entitlement opened the title';
  create index licence_sum_licence on usage.licence_sum (licence_id, month);

  create table usage.day_secret (
    day     date primary key,
    secret  bytea not null check (length(secret) = 32)
  );
  comment on table usage.day_secret is
    'the sessions of that day are hashed with it; it is deleted when the day is too long ago for uses to come, so that nobody can link them any more';

  create table usage.bot_pattern (
    pattern       text primary key
      check (length(pattern) <= 300 and ('' ~* pattern) is not null and ('' ~* ('(?:' || pattern || ')')) is not null),
    last_changed  date not null
  );
  comment on table usage.bot_pattern is
    'what user agents of bots hold: an imported list, whose date is its newest change; nothing of an authority, so without row-level security';

  create function usage.secrets_of(days date[]) returns table (day date, secret bytea) security definer
    language plpgsql set search_path = pg_catalog, pg_temp as $$
    declare
      today date := (now() at time zone 'Europe/Berlin')::date;
    begin
      delete from usage.day_secret known where known.day < today - ${LATE_DAYS};
      insert into usage.day_secret (day, secret)
        select wanted, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
        from unnest(days) wanted where wanted between today - ${LATE_DAYS} and today + 1
        order by wanted
        on conflict do nothing;
      return query select known.day, known.secret from usage.day_secret known where known.day = any (days);
    end $$;
  comment on function usage.secrets_of is 'the secrets of days; of those that are too long ago there is none any more';

  create function usage.ensure_month(month date) returns void security definer
    language plpgsql set search_path = pg_catalog, pg_temp as $$
    declare
      partition text := 'event_' || to_char(month, 'YYYY_MM');
      first date := date_trunc('month', month)::date;
    begin
      if to_regclass('usage.' || partition) is not null then return; end if;
      -- A lock on the table, not an advisory one: after it the session also sees partitions that others have made.
      lock table usage.event in share update exclusive mode;
      if to_regclass('usage.' || partition) is not null then return; end if;
      execute format('create table usage.%I (like usage.event including all)', partition);
      execute format('alter table usage.event attach partition usage.%I for values from (%L) to (%L)',
        partition, first::timestamp at time zone 'Europe/Berlin',
        (first + interval '1 month')::timestamp at time zone 'Europe/Berlin');
    end $$;
  comment on function usage.ensure_month is 'makes the partition of a month, Europe/Berlin, where it is missing; recording in other months goes on meanwhile';

  create function usage.delete_month(month date) returns boolean security definer
    language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
    declare
      ends date := (date_trunc('month', month) + interval '1 month')::date;
    begin
      if ends > (now() at time zone 'Europe/Berlin')::date - ${EVENTS_KEPT_DAYS} then
        raise exception 'The events of % are kept until ${EVENTS_KEPT_DAYS} days after its end: uses of it may still come.',
          to_char(month, 'YYYY-MM');
      end if;
      execute format('drop table if exists usage.%I', 'event_' || to_char(month, 'YYYY_MM'));
      return true;
    exception when lock_not_available then return false;
    end $$;
  comment on function usage.delete_month is
    'drops the events of a month that ended long enough ago; false where a transaction reads them, because recording must not wait for it';
`;

/** An LMS writes for the schools in its reach now. */
const WRITES = `(select directory.is_operator())
    or ((select directory.caller_kind()) = 'lms' and school_id in (select directory.reach()))`;

/** The callers whom a row names, and those who reach its school or stand above its authority now. */
const named = (...columns: string[]) => `(select directory.is_operator())
    ${columns.map((column) => `or ${column} = any ((select directory.bound())::bigint[])`).join('\n    ')}
    or school_id in (select directory.reach())
    or authority_id in (select directory.within())`;

const LINE = ['authority_id', 'school_id', 'media_centre_id', 'district_id', 'regional_association_id', 'state_id'];

const walled = (table: string) => `
  alter table usage.${table} enable row level security, force row level security;
  create policy owner on usage.${table} to current_user using (true) with check (true);`;

/** @param reads the condition under which a row is visible */
const recorded = (table: string, reads: string) => `
  ${walled(table)}
  create policy reach on usage.${table} for select to freischalter_usage using (
    ${reads});
  create policy write on usage.${table} for insert to freischalter_usage with check (
    ${WRITES});
  grant select, insert on usage.${table} to freischalter_usage;`;

const FIGURES =
  'views, streams, downloads, not_licensed, limit_exceeded, unique_investigations, unique_requests, unique_streams, unique_downloads';

/** What may be changed in existing rows: figures and instants, and no key. */
const changeable = (table: string, columns: string) => `
  create policy add on usage.${table} for update to freischalter_usage using (
    ${WRITES});
  grant update (${columns}) on usage.${table} to freischalter_usage;`;

/** Sums are written by the service itself, as the operator, and not by callers. */
const counted = (table: string, reads: string) => `
  ${walled(table)}
  create policy reach on usage.${table} for select to freischalter_usage using (
    ${reads});
  create policy count on usage.${table} to freischalter_usage
    using ((select directory.is_operator())) with check ((select directory.is_operator()));
  grant select, insert, delete, update (${FIGURES}) on usage.${table} to freischalter_usage;`;

const POLICIES = `
  grant usage on schema usage to freischalter_usage;
  ${recorded('event', named(...LINE))}
  ${recorded('event_key', '(select directory.is_operator()) or school_id in (select directory.reach())')}
  create policy forget on usage.event_key for delete to freischalter_usage using ((select directory.is_operator()));
  grant delete on usage.event_key to freischalter_usage;
  ${counted('monthly_sum', named(...LINE))}
  ${counted('licence_sum', named(...LINE))}
  ${recorded('coverage', named('authority_id', 'school_id'))}
  ${changeable('coverage', 'last_used_at, last_reported_at, uncounted_since, is_reported')}
  grant select on usage.bot_pattern to freischalter_usage;
  -- The service asks for secrets day by day, by usage.secrets_of.
  ${walled('day_secret')}
  revoke execute on function usage.ensure_month, usage.delete_month, usage.secrets_of from public;
  grant execute on function usage.ensure_month, usage.delete_month, usage.secrets_of to freischalter_usage;
`;

/** The result: schema/database/usage.sql. */
export class Usage1790000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(POLICIES);
  }

  async down(): Promise<void> {
    throw new Error('Nothing comes before this migration. Drop the database instead.');
  }
}
