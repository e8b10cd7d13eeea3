create schema directory;
grant usage on schema directory to freischalter_licences;
grant usage on schema directory to freischalter_schools;
grant usage on schema directory to freischalter_usage;

create view directory.contract with (security_barrier=true) as
 SELECT licence_id,
    number,
    name,
    owner_id
   FROM licences.contract
  WHERE ( SELECT directory.is_operator() AS is_operator) OR ((( SELECT directory.caller_kind() AS caller_kind)) = ANY (ARRAY['licensing'::text, 'reporting'::text])) AND ((licence_id IN ( SELECT directory.licences_in_reach() AS licences_in_reach)) OR (owner_id IN ( SELECT directory.within() AS within)));
comment on view directory.contract is 'the licences that this caller may know, and no others';
grant select on directory.contract to freischalter_usage;

create view directory.coverage as
 SELECT pt.title_id,
    lp.licence_id,
    pt.valid * lp.valid AS valid
   FROM licences.package_title pt
     JOIN licences.licence_package lp ON lp.package_id = pt.package_id AND lp.valid && pt.valid;
comment on view directory.coverage is 'when a licence covers a title, by each package that holds it';
grant select on directory.coverage to freischalter_schools;
grant select on directory.coverage to freischalter_usage;

create view directory.entitlement as
 SELECT id,
    licence_id,
    owner_id,
    holder_id,
    valid,
    revoked_at,
    rights,
    tstzmultirange(valid * tstzrange(NULL::timestamp with time zone, revoked_at)) - COALESCE(( SELECT range_agg(x.valid) AS range_agg
           FROM schools.entitlement_suspension x
          WHERE x.entitlement_id = e.id), '{}'::tstzmultirange) AS in_force
   FROM schools.entitlement e;
comment on view directory.entitlement is 'in_force: before it was revoked, and while it was not suspended';
grant select on directory.entitlement to freischalter_licences;
grant select on directory.entitlement to freischalter_usage;

create view directory.licence as
 SELECT l.id,
    c.number,
    c.owner_id,
    l.holder_levels,
    l.rights,
    l.pupil_rights,
    l.term,
    l.term_kind,
    l.duration_days,
    l.seats,
    c.name,
    l.school_count
   FROM licences.licence l
     JOIN licences.contract c ON c.licence_id = l.id;
grant select on directory.licence to freischalter_schools;
grant select on directory.licence to freischalter_usage;

create view directory.membership as
 SELECT school_id,
    organisation_id,
    level,
    valid
   FROM schools.membership;
grant select on directory.membership to freischalter_licences;
grant select on directory.membership to freischalter_schools;
grant select on directory.membership to freischalter_usage;

create view directory.operation as
 SELECT id AS school_id,
    operating
   FROM schools.school;
grant select on directory.operation to freischalter_schools;
grant select on directory.operation to freischalter_usage;

create view directory.organisation as
 SELECT id,
    level,
    external_id,
    key,
    name
   FROM schools.organisation;
grant select on directory.organisation to freischalter_licences;
grant select on directory.organisation to freischalter_schools;
grant select on directory.organisation to freischalter_usage;

create view directory.own_organisation with (security_barrier=true) as
 SELECT id,
    key
   FROM schools.organisation
  WHERE ( SELECT directory.is_operator() AS is_operator) OR (id = ANY ((( SELECT directory.bound() AS bound))::bigint[]));
comment on view directory.own_organisation is 'what the caller is bound to; all for the operator. What a service works out of published facts for a caller begins here';
grant select on directory.own_organisation to freischalter_usage;

create view directory.price with (security_barrier=true) as
 SELECT p.licence_id,
    p.cents,
    p.currency
   FROM licences.price p
     JOIN licences.contract c ON c.licence_id = p.licence_id
  WHERE ( SELECT directory.is_operator() AS is_operator) OR ((( SELECT directory.caller_kind() AS caller_kind)) = ANY (ARRAY['licensing'::text, 'reporting'::text])) AND (c.owner_id IN ( SELECT directory.within() AS within));
comment on view directory.price is 'what a licence cost: the prices that this caller may read, and no others';
grant select on directory.price to freischalter_usage;

create view directory.school as
 SELECT s.id,
    o.state,
    s.form_code,
    COALESCE(s.form, s.form_code) AS form
   FROM schools.school s
     JOIN schools.organisation o ON o.id = s.id;
comment on view directory.school is 'what a school is now; its form is a code of its state';
grant select on directory.school to freischalter_usage;

create view directory.title as
 SELECT t.id,
    t.number,
    t.name,
    t.rights,
    t.playout,
    t.withdrawn_at,
    t.kind,
    t.subjects,
    p.name AS publisher
   FROM licences.title t
     JOIN licences.publisher p ON p.id = t.publisher_id;
grant select on directory.title to freischalter_schools;
grant select on directory.title to freischalter_usage;

CREATE OR REPLACE FUNCTION directory.bound()
 RETURNS bigint[]
 LANGUAGE sql
 STABLE
RETURN (COALESCE(NULLIF(current_setting('app.bound'::text, true), ''::text), '{}'::text))::bigint[];
grant execute on function directory.bound() to public;

CREATE OR REPLACE FUNCTION directory.caller_kind()
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN COALESCE(current_setting('app.kind'::text, true), ''::text);
grant execute on function directory.caller_kind() to public;

CREATE OR REPLACE FUNCTION directory.is_operator()
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN (COALESCE(current_setting('app.kind'::text, true), ''::text) = 'operator'::text);
grant execute on function directory.is_operator() to public;

CREATE OR REPLACE FUNCTION directory.licences_in_reach()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 500
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select distinct e.licence_id from schools.entitlement e
      where e.holder_id in (
        select m.organisation_id from schools.membership m
        where m.school_id in (select directory.reach()) and m.valid @> now()
        union
        select unnest((select directory.bound())::bigint[]))
    $function$;
comment on function directory.licences_in_reach() is 'the licences of entitlements whose holder a school in reach belongs to now: what a former authority buys is its own affair';
grant execute on function directory.licences_in_reach() to public;

CREATE OR REPLACE FUNCTION directory.may_amend(owner bigint, holder bigint, within bigint[])
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN (directory.is_operator() OR ((directory.caller_kind() = 'licensing'::text) AND ((owner = ANY (directory.bound())) OR ((owner = ANY (within)) AND (holder = ANY (within))))));
comment on function directory.may_amend(bigint,bigint,bigint[]) is 'mayAmend() of caller/caller.ts: whether the caller may revoke, shorten, suspend or resume; within: directory.within()';
grant execute on function directory.may_amend(bigint,bigint,bigint[]) to public;

CREATE OR REPLACE FUNCTION directory.notify_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    declare
      sources text[] := case tg_op when 'INSERT' then array['after'] when 'DELETE' then array['before']
                                   when 'UPDATE' then array['before', 'after'] else array[]::text[] end;
      names text := '';
    begin
      if tg_op <> 'TRUNCATE' then
        execute (
          select format('select string_agg(distinct name::text, '' '') from (%s) as named',
                        string_agg(format('select %s as name from %I', tg_argv[0], source), ' union all '))
          from unnest(sources) as source) into names;
      end if;
      if names is not null then
        perform pg_notify('freischalter_' || tg_table_schema, case when length(names) < 7000 then names else '' end);
      end if;
      return null;
    end $function$;
comment on function directory.notify_change() is 'notifies freischalter_<schema> of the names that a statement changed';

CREATE OR REPLACE PROCEDURE directory.notify_changes_of(IN changed regclass, IN name text)
 LANGUAGE plpgsql
AS $procedure$
    begin
      execute format('create trigger notify_insert after insert on %s referencing new table as after
        for each statement execute function directory.notify_change(%L)', changed, name);
      execute format('create trigger notify_update after update on %s referencing old table as before new table as after
        for each statement execute function directory.notify_change(%L)', changed, name);
      execute format('create trigger notify_delete after delete on %s referencing old table as before
        for each statement execute function directory.notify_change(%L)', changed, name);
      execute format('create trigger notify_truncate after truncate on %s
        for each statement execute function directory.notify_change(%L)', changed, name);
    end $procedure$;
comment on function directory.notify_changes_of(regclass,text) is 'for migrations: has a table tell of its changes; name: an expression over its columns, the empty text means all';

CREATE OR REPLACE FUNCTION directory.organisations_over_reach()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 200
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select distinct m.organisation_id from schools.membership m where m.school_id in (select directory.reach())
      union
      select unnest((select directory.bound())::bigint[])
    $function$;
comment on function directory.organisations_over_reach() is 'every organisation that a school in reach belongs or belonged to, and the caller''s own';
grant execute on function directory.organisations_over_reach() to public;

CREATE OR REPLACE FUNCTION directory.organisations_over_reach_now()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 200
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select distinct m.organisation_id from schools.membership m
      where m.school_id in (select directory.reach()) and m.valid @> now()
      union
      select unnest((select directory.bound())::bigint[])
    $function$;
comment on function directory.organisations_over_reach_now() is 'every organisation that a school in reach belongs to at the moment of asking, and the caller''s own';
grant execute on function directory.organisations_over_reach_now() to public;

CREATE OR REPLACE FUNCTION directory.rank(level text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN array_position(ARRAY['STATE'::text, 'REGIONAL_ASSOCIATION'::text, 'DISTRICT'::text, 'MEDIA_CENTRE'::text, 'AUTHORITY'::text, 'SCHOOL_GROUP'::text, 'SCHOOL'::text], level);
comment on function directory.rank(text) is 'the wider a level, the smaller: LEVELS of caller/caller.ts';
grant execute on function directory.rank(text) to public;

CREATE OR REPLACE FUNCTION directory.reach()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 200
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select m.school_id from schools.membership m
      where m.organisation_id = any ((select directory.bound())::bigint[]) and m.valid @> now()
    $function$;
comment on function directory.reach() is 'the schools in the caller''s reach, at the moment of asking';
grant execute on function directory.reach() to public;

CREATE OR REPLACE FUNCTION directory.seat_free_from(licence bigint, seats integer, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select case when count(*) >= seats then (array_agg(upper(held) order by upper(held)))[count(*) - seats + 1] end
      from schools.seat_lease where licence_id = licence and upper(held) > at and lower(held) <= at
    $function$;
comment on function directory.seat_free_from(bigint,integer,timestamp with time zone) is 'while all seats of a licence are taken at that instant, when the first is free again as things stand; else null';
grant execute on function directory.seat_free_from(bigint,integer,timestamp with time zone) to public;

CREATE OR REPLACE FUNCTION directory.within()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 200
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      with reached as materialized (
        select m.school_id, min(directory.rank(m.level)) as rank from schools.membership m
        where m.organisation_id = any ((select directory.bound())::bigint[]) and m.valid @> now()
        group by m.school_id)
      select m.organisation_id from schools.membership m
      left join reached on reached.school_id = m.school_id and reached.rank <= directory.rank(m.level)
      where m.valid @> now()
      group by m.organisation_id having count(*) = count(reached.school_id)
      union
      select unnest((select directory.bound())::bigint[])
    $function$;
comment on function directory.within() is 'the organisations that lie within the caller, as contains() in caller/caller.ts says';
grant execute on function directory.within() to public;
