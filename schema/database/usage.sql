create schema usage;
grant usage on schema usage to freischalter_usage;

create table usage.bot_pattern (
  pattern                  text not null,
  last_changed             date not null,
  constraint bot_pattern_pkey PRIMARY KEY (pattern),
  constraint bot_pattern_pattern_check CHECK (length(pattern) <= 300 AND (''::text ~* pattern) IS NOT NULL AND (''::text ~* (('(?:'::text || pattern) || ')'::text)) IS NOT NULL)
);
comment on table usage.bot_pattern is 'what user agents of bots hold: an imported list, whose date is its newest change; nothing of an authority, so without row-level security';
grant select on usage.bot_pattern to freischalter_usage;

create table usage.coverage (
  authority_id             bigint not null,
  school_id                bigint not null,
  client                   text not null,
  month                    date not null,
  last_used_at             timestamp with time zone not null,
  last_reported_at         timestamp with time zone not null,
  uncounted_since          timestamp with time zone default now(),
  is_reported              boolean not null default true,
  constraint coverage_pkey PRIMARY KEY (authority_id, school_id, client, month),
  constraint coverage_month_check CHECK (EXTRACT(day FROM month) = 1::numeric)
);
comment on table usage.coverage is 'who reported at all, and what is to be counted: whoever records marks its rows last, and whoever counts locks them';
comment on column usage.coverage.last_reported_at is 'grows with every report, so that whoever counts sees that something came since';
comment on column usage.coverage.uncounted_since is 'when the first of these uses was recorded that the sums do not have; null: they have all';
comment on column usage.coverage.is_reported is 'whether the client reported itself; else only the gateway recorded denials that it met, which says nothing of its other uses';
CREATE INDEX coverage_to_count ON usage.coverage USING btree (authority_id, month) WHERE uncounted_since IS NOT NULL;
alter table usage.coverage enable row level security;
alter table usage.coverage force row level security;
create policy add on usage.coverage for update to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'lms'::text AND (school_id IN ( SELECT directory.reach() AS reach)));
create policy owner on usage.coverage for all to freischalter
  using (true)
  with check (true);
create policy reach on usage.coverage for select to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator) OR (authority_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (school_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (school_id IN ( SELECT directory.reach() AS reach)) OR (authority_id IN ( SELECT directory.within() AS within)));
create policy write on usage.coverage for insert to freischalter_usage
  with check (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'lms'::text AND (school_id IN ( SELECT directory.reach() AS reach)));
grant insert, select on usage.coverage to freischalter_usage;
grant update (last_used_at, last_reported_at, uncounted_since, is_reported) on usage.coverage to freischalter_usage;

create table usage.day_secret (
  day                      date not null,
  secret                   bytea not null,
  constraint day_secret_pkey PRIMARY KEY (day),
  constraint day_secret_secret_check CHECK (length(secret) = 32)
);
comment on table usage.day_secret is 'the sessions of that day are hashed with it; it is deleted when the day is too long ago for uses to come, so that nobody can link them any more';
alter table usage.day_secret enable row level security;
alter table usage.day_secret force row level security;
create policy owner on usage.day_secret for all to freischalter
  using (true)
  with check (true);

create table usage.event (
  authority_id             bigint not null,
  event_id                 uuid not null,
  used_at                  timestamp with time zone not null,
  school_id                bigint not null,
  media_centre_id          bigint,
  district_id              bigint not null,
  regional_association_id  bigint,
  state_id                 bigint not null,
  title_id                 bigint not null,
  action                   text not null,
  usage_right              text,
  audience                 text not null,
  client                   text not null,
  access_type              text not null,
  session                  bytea,
  recorded_at              timestamp with time zone not null default now(),
  constraint event_pkey PRIMARY KEY (authority_id, school_id, title_id, used_at, event_id),
  constraint event_access_type_check CHECK (access_type = ANY (ARRAY['CONTROLLED'::text, 'OPEN'::text])),
  constraint event_action_check CHECK (action = ANY (ARRAY['STREAM'::text, 'DOWNLOAD'::text, 'VIEW'::text, 'NOT_LICENSED'::text, 'LIMIT_EXCEEDED'::text])),
  constraint event_audience_check CHECK (audience = ANY (ARRAY['TEACHER'::text, 'PUPIL'::text])),
  constraint event_session_check CHECK (length(session) = 16)
) partition by RANGE (used_at);
comment on column usage.event.action is 'what was done, or why it was refused';
comment on column usage.event.usage_right is 'the right that was used or refused; null where nobody said';
comment on column usage.event.client is 'what sent it: an LMS, never a person; empty where its token names no client';
comment on column usage.event.access_type is 'whether an entitlement opened the title, or an open licence';
comment on column usage.event.session is 'keyed hash of the session in which it was used, by the secret of that day; null where no session was named in time';
alter table usage.event enable row level security;
alter table usage.event force row level security;
create policy owner on usage.event for all to freischalter
  using (true)
  with check (true);
create policy reach on usage.event for select to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator) OR (authority_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (school_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (media_centre_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (district_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (regional_association_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (state_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (school_id IN ( SELECT directory.reach() AS reach)) OR (authority_id IN ( SELECT directory.within() AS within)));
create policy write on usage.event for insert to freischalter_usage
  with check (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'lms'::text AND (school_id IN ( SELECT directory.reach() AS reach)));
grant insert, select on usage.event to freischalter_usage;

create table usage.event_key (
  school_id                bigint not null,
  event_id                 uuid not null,
  authority_id             bigint not null,
  title_id                 bigint not null,
  used_at                  timestamp with time zone not null,
  constraint event_key_pkey PRIMARY KEY (school_id, event_id, authority_id)
);
comment on table usage.event_key is 'the ids seen, and where their event stands: a partitioned key cannot make an event id unique by itself';
comment on column usage.event_key.authority_id is 'last in the key: a repeat is found by school and id even if the membership at the time of use was corrected since';
alter table usage.event_key enable row level security;
alter table usage.event_key force row level security;
create policy forget on usage.event_key for delete to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator));
create policy owner on usage.event_key for all to freischalter
  using (true)
  with check (true);
create policy reach on usage.event_key for select to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator) OR (school_id IN ( SELECT directory.reach() AS reach)));
create policy write on usage.event_key for insert to freischalter_usage
  with check (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'lms'::text AND (school_id IN ( SELECT directory.reach() AS reach)));
grant delete, insert, select on usage.event_key to freischalter_usage;

create table usage.licence_sum (
  authority_id             bigint not null,
  school_id                bigint not null,
  media_centre_id          bigint not null,
  district_id              bigint not null,
  regional_association_id  bigint not null,
  state_id                 bigint not null,
  title_id                 bigint not null,
  month                    date not null,
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
  constraint licence_sum_pkey PRIMARY KEY (authority_id, month, school_id, title_id, audience, client, access_type, media_centre_id, district_id, regional_association_id, state_id, usage_right, licence_id, entitlement_id, level),
  constraint licence_sum_month_check CHECK (EXTRACT(day FROM month) = 1::numeric)
);
comment on table usage.licence_sum is 'monthly_sum by the entitlement that decided';
comment on column usage.licence_sum.usage_right is 'empty: nobody said';
comment on column usage.licence_sum.licence_id is '0: no entitlement opened the title';
comment on column usage.licence_sum.entitlement_id is '0: no entitlement opened the title';
comment on column usage.licence_sum.level is 'of the holder of the entitlement; empty: no entitlement opened the title';
CREATE INDEX licence_sum_licence ON usage.licence_sum USING btree (licence_id, month);
alter table usage.licence_sum enable row level security;
alter table usage.licence_sum force row level security;
create policy count on usage.licence_sum for all to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator))
  with check (( SELECT directory.is_operator() AS is_operator));
create policy owner on usage.licence_sum for all to freischalter
  using (true)
  with check (true);
create policy reach on usage.licence_sum for select to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator) OR (authority_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (school_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (media_centre_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (district_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (regional_association_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (state_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (school_id IN ( SELECT directory.reach() AS reach)) OR (authority_id IN ( SELECT directory.within() AS within)));
grant delete, insert, select on usage.licence_sum to freischalter_usage;
grant update (views, streams, downloads, not_licensed, limit_exceeded, unique_investigations, unique_requests, unique_streams, unique_downloads) on usage.licence_sum to freischalter_usage;

create table usage.monthly_sum (
  authority_id             bigint not null,
  school_id                bigint not null,
  media_centre_id          bigint not null,
  district_id              bigint not null,
  regional_association_id  bigint not null,
  state_id                 bigint not null,
  title_id                 bigint not null,
  month                    date not null,
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
  constraint monthly_sum_pkey PRIMARY KEY (authority_id, month, school_id, title_id, audience, client, access_type, media_centre_id, district_id, regional_association_id, state_id) INCLUDE (views, streams, downloads, not_licensed, limit_exceeded, unique_investigations, unique_requests, unique_streams, unique_downloads),
  constraint monthly_sum_month_check CHECK (EXTRACT(day FROM month) = 1::numeric)
);
comment on table usage.monthly_sum is 'stands when the events are gone; the whole line of the school is in its key, for it may change within a month';
comment on column usage.monthly_sum.media_centre_id is '0: none, for it stands in the key';
comment on column usage.monthly_sum.regional_association_id is '0: none, for it stands in the key';
comment on column usage.monthly_sum.month is 'the first day of the month in Europe/Berlin';
CREATE INDEX monthly_sum_school ON usage.monthly_sum USING btree (school_id, month);
CREATE INDEX monthly_sum_title ON usage.monthly_sum USING btree (title_id, month);
alter table usage.monthly_sum enable row level security;
alter table usage.monthly_sum force row level security;
create policy count on usage.monthly_sum for all to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator))
  with check (( SELECT directory.is_operator() AS is_operator));
create policy owner on usage.monthly_sum for all to freischalter
  using (true)
  with check (true);
create policy reach on usage.monthly_sum for select to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator) OR (authority_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (school_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (media_centre_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (district_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (regional_association_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (state_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (school_id IN ( SELECT directory.reach() AS reach)) OR (authority_id IN ( SELECT directory.within() AS within)));
grant delete, insert, select on usage.monthly_sum to freischalter_usage;
grant update (views, streams, downloads, not_licensed, limit_exceeded, unique_investigations, unique_requests, unique_streams, unique_downloads) on usage.monthly_sum to freischalter_usage;

CREATE OR REPLACE FUNCTION usage.delete_month(month date)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '2s'
AS $function$
    declare
      ends date := (date_trunc('month', month) + interval '1 month')::date;
    begin
      if ends > (now() at time zone 'Europe/Berlin')::date - 401 then
        raise exception 'The events of % are kept until 401 days after its end: uses of it may still come.',
          to_char(month, 'YYYY-MM');
      end if;
      execute format('drop table if exists usage.%I', 'event_' || to_char(month, 'YYYY_MM'));
      return true;
    exception when lock_not_available then return false;
    end $function$;
comment on function usage.delete_month(date) is 'drops the events of a month that ended long enough ago; false where a transaction reads them, because recording must not wait for it';
grant execute on function usage.delete_month(date) to freischalter_usage;

CREATE OR REPLACE FUNCTION usage.ensure_month(month date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
    end $function$;
comment on function usage.ensure_month(date) is 'makes the partition of a month, Europe/Berlin, where it is missing; recording in other months goes on meanwhile';
grant execute on function usage.ensure_month(date) to freischalter_usage;

CREATE OR REPLACE FUNCTION usage.secrets_of(days date[])
 RETURNS TABLE(day date, secret bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    declare
      today date := (now() at time zone 'Europe/Berlin')::date;
    begin
      delete from usage.day_secret known where known.day < today - 35;
      insert into usage.day_secret (day, secret)
        select wanted, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
        from unnest(days) wanted where wanted between today - 35 and today + 1
        order by wanted
        on conflict do nothing;
      return query select known.day, known.secret from usage.day_secret known where known.day = any (days);
    end $function$;
comment on function usage.secrets_of(date[]) is 'the secrets of days; of those that are too long ago there is none any more';
grant execute on function usage.secrets_of(date[]) to freischalter_usage;
