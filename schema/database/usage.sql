create schema usage;
grant usage on schema usage to freischalter_usage;

create table usage.event (
  authority_id             bigint not null,
  event_id                 uuid not null,
  used_at                  timestamp with time zone not null,
  school_id                bigint not null,
  media_centre_id          bigint,
  district_id              bigint not null,
  state_id                 bigint not null,
  title_id                 bigint not null,
  action                   text not null,
  audience                 text not null,
  recorded_at              timestamp with time zone not null default now(),
  constraint event_pkey PRIMARY KEY (authority_id, school_id, event_id, used_at),
  constraint event_action_check CHECK (action = ANY (ARRAY['STREAM'::text, 'DOWNLOAD'::text, 'VIEW'::text])),
  constraint event_audience_check CHECK (audience = ANY (ARRAY['TEACHER'::text, 'PUPIL'::text]))
) partition by RANGE (used_at);
CREATE INDEX event_school ON ONLY usage.event USING btree (school_id, used_at);
alter table usage.event enable row level security;
alter table usage.event force row level security;
create policy owner on usage.event for all to freischalter
  using (true)
  with check (true);
create policy reach on usage.event for select to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator) OR (authority_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (school_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (media_centre_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (district_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (state_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (school_id IN ( SELECT directory.reach() AS reach)) OR (authority_id IN ( SELECT directory.within() AS within)));
create policy write on usage.event for insert to freischalter_usage
  with check (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'lms'::text AND (school_id IN ( SELECT directory.reach() AS reach)));
grant insert, select on usage.event to freischalter_usage;

create table usage.event_key (
  school_id                bigint not null,
  event_id                 uuid not null,
  authority_id             bigint not null,
  used_at                  timestamp with time zone not null,
  constraint event_key_pkey PRIMARY KEY (school_id, event_id, authority_id)
);
comment on table usage.event_key is 'the ids seen, and where their event stands: a partitioned key cannot make an event id unique by itself';
comment on column usage.event_key.authority_id is 'last in the key: a repeat is found by school and id even if the membership at the time of use was corrected since';
alter table usage.event_key enable row level security;
alter table usage.event_key force row level security;
create policy owner on usage.event_key for all to freischalter
  using (true)
  with check (true);
create policy reach on usage.event_key for select to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator) OR (school_id IN ( SELECT directory.reach() AS reach)));
create policy write on usage.event_key for insert to freischalter_usage
  with check (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'lms'::text AND (school_id IN ( SELECT directory.reach() AS reach)));
grant insert, select on usage.event_key to freischalter_usage;

create table usage.monthly_sum (
  authority_id             bigint not null,
  school_id                bigint not null,
  media_centre_id          bigint,
  district_id              bigint not null,
  state_id                 bigint not null,
  title_id                 bigint not null,
  month                    date not null,
  action                   text not null,
  audience                 text not null,
  uses                     bigint not null,
  id                       bigint not null generated always as identity,
  constraint monthly_sum_pkey PRIMARY KEY (id, authority_id),
  constraint monthly_sum_authority_id_month_school_id_title_id_action_au_key UNIQUE NULLS NOT DISTINCT (authority_id, month, school_id, title_id, action, audience, media_centre_id, district_id, state_id),
  constraint monthly_sum_month_check CHECK (EXTRACT(day FROM month) = 1::numeric),
  constraint monthly_sum_uses_check CHECK (uses > 0)
);
comment on table usage.monthly_sum is 'stands when the events are gone; the whole line of the school is in its key, for it may change within a month';
comment on column usage.monthly_sum.month is 'the first day of the month in Europe/Berlin';
CREATE INDEX monthly_sum_school ON usage.monthly_sum USING btree (school_id, month);
CREATE INDEX monthly_sum_title ON usage.monthly_sum USING btree (title_id, month);
alter table usage.monthly_sum enable row level security;
alter table usage.monthly_sum force row level security;
create policy add on usage.monthly_sum for update to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'lms'::text AND (school_id IN ( SELECT directory.reach() AS reach)));
create policy owner on usage.monthly_sum for all to freischalter
  using (true)
  with check (true);
create policy reach on usage.monthly_sum for select to freischalter_usage
  using (( SELECT directory.is_operator() AS is_operator) OR (authority_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (school_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (media_centre_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (district_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (state_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (school_id IN ( SELECT directory.reach() AS reach)) OR (authority_id IN ( SELECT directory.within() AS within)));
create policy write on usage.monthly_sum for insert to freischalter_usage
  with check (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'lms'::text AND (school_id IN ( SELECT directory.reach() AS reach)));
grant insert, select on usage.monthly_sum to freischalter_usage;
grant update (uses) on usage.monthly_sum to freischalter_usage;

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
      -- a lock of the table and no advisory one: with it the session also hears of the tables that others made
      lock table usage.event in share update exclusive mode;
      if to_regclass('usage.' || partition) is not null then return; end if;
      execute format('create table usage.%I (like usage.event including all)', partition);
      execute format('alter table usage.event attach partition usage.%I for values from (%L) to (%L)',
        partition, first::timestamp at time zone 'Europe/Berlin',
        (first + interval '1 month')::timestamp at time zone 'Europe/Berlin');
    end $function$;
comment on function usage.ensure_month(date) is 'makes the partition of a month, Europe/Berlin, where it is missing; recording in other months goes on meanwhile';
grant execute on function usage.ensure_month(date) to freischalter_usage;
