create schema directory;
grant usage on schema directory to freischalter_licences;
grant usage on schema directory to freischalter_schools;
grant usage on schema directory to freischalter_usage;

create view directory.agreement with (security_barrier=true) as
 SELECT a.licence_id,
    a.notice_on,
    a.documents
   FROM licences.agreement a
     JOIN licences.contract c ON c.licence_id = a.licence_id
  WHERE ( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (c.owner_id IN ( SELECT directory.within() AS within));
comment on view directory.agreement is 'notice dates and documents: those that this caller may read, and no others';
grant select on directory.agreement to freischalter_schools;
grant select on directory.agreement to freischalter_usage;

create view directory.contract with (security_barrier=true) as
 SELECT licence_id,
    number,
    name,
    owner_id
   FROM licences.contract
  WHERE ( SELECT directory.is_operator() AS is_operator) OR ((( SELECT directory.caller_kind() AS caller_kind)) = ANY (ARRAY['licensing'::text, 'reporting'::text])) AND ((owner_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (licence_id IN ( SELECT directory.licences_in_reach() AS licences_in_reach)) OR (owner_id IN ( SELECT directory.within() AS within)));
comment on view directory.contract is 'the licences that this caller may know, and no others';
grant select on directory.contract to freischalter_usage;

create view directory.coverage as
 SELECT pt.title_id,
    lp.licence_id,
    pt.valid * lp.valid AS valid
   FROM licences.package_title pt
     JOIN licences.licence_package lp ON lp.package_id = pt.package_id AND lp.valid && pt.valid;
comment on view directory.coverage is 'when a licence covers a title, by each package that holds it';
grant select on directory.coverage to freischalter_licences;
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
 SELECT t.licence_id AS id,
    c.number,
    c.owner_id,
    t.holder_levels,
    t.rights,
    t.pupil_rights,
    t.term,
    t.term_kind,
    t.duration_days,
    t.seats,
    c.name,
    t.school_count,
    c.version
   FROM licences.licence_terms t
     JOIN licences.contract c ON c.licence_id = t.licence_id
  WHERE t.valid @> now();
comment on view directory.licence is 'with the terms that hold now';
grant select on directory.licence to freischalter_schools;
grant select on directory.licence to freischalter_usage;

create view directory.licence_terms as
 SELECT licence_id,
    valid,
    term,
    holder_levels,
    rights,
    pupil_rights,
    seats
   FROM licences.licence_terms;
comment on view directory.licence_terms is 'the terms of licences, and when they hold: for what is asked as of an instant';
grant select on directory.licence_terms to freischalter_schools;
grant select on directory.licence_terms to freischalter_usage;

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
grant select on directory.operation to freischalter_licences;
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

create view directory.package with (security_barrier=true) as
 SELECT id,
    owner_id
   FROM licences.package
  WHERE owner_id IS NOT NULL AND (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (owner_id IN ( SELECT directory.within() AS within)));
comment on view directory.package is 'whose packages are: those that this caller''s organisations own, and no others';
grant select on directory.package to freischalter_schools;

create view directory.prepared_group as
 SELECT id,
    owner_id
   FROM schools.school_group g
  WHERE kept_by = 'DESK'::text AND closed_at IS NULL AND NOT (EXISTS ( SELECT
           FROM schools.membership m
          WHERE m.organisation_id = g.id AND m.valid @> now()));
comment on view directory.prepared_group is 'school groups that staff keep and to which no school belongs yet: they lie where their owners lie';
grant select on directory.prepared_group to freischalter_licences;
grant select on directory.prepared_group to freischalter_schools;
grant select on directory.prepared_group to freischalter_usage;

create view directory.price with (security_barrier=true) as
 SELECT licence_id,
    sum(cents)::bigint AS cents,
    min(currency) AS currency
   FROM directory.purchase
  GROUP BY licence_id
 HAVING count(DISTINCT currency) = 1;
comment on view directory.price is 'all purchases of a licence together, where they are in one currency';
grant select on directory.price to freischalter_schools;
grant select on directory.price to freischalter_usage;

create view directory.purchase with (security_barrier=true) as
 SELECT p.id,
    p.licence_id,
    p.cents,
    p.currency,
    p.term,
    p.duration_days
   FROM licences.purchase p
     JOIN licences.contract c ON c.licence_id = p.licence_id
  WHERE ( SELECT directory.is_operator() AS is_operator) OR ((( SELECT directory.caller_kind() AS caller_kind)) = ANY (ARRAY['licensing'::text, 'reporting'::text])) AND (c.owner_id IN ( SELECT directory.within() AS within));
comment on view directory.purchase is 'what licences cost: the purchases that this caller may read, and no others';
grant select on directory.purchase to freischalter_usage;

create view directory.school as
 SELECT s.id,
    o.state,
    s.form_code,
    COALESCE(s.form, s.form_code) AS form
   FROM schools.school s
     JOIN schools.organisation o ON o.id = s.id;
comment on view directory.school is 'what a school is now; its form is a code of its state';
grant select on directory.school to freischalter_usage;

create view directory.standing as
 SELECT school_id,
    organisation_id,
    level,
    valid @> now() AS is_now
   FROM schools.membership
  WHERE valid @> now() OR level = 'SCHOOL_GROUP'::text AND lower(valid) > now();
comment on view directory.standing is 'the schools by which it is told where an organisation lies: those that belong to it now, and to a group later too';
grant select on directory.standing to freischalter_licences;
grant select on directory.standing to freischalter_schools;
grant select on directory.standing to freischalter_usage;

create view directory.title as
 SELECT t.id,
    t.number,
    t.name,
    t.rights,
    t.playout,
    t.withdrawn_at,
    t.kind,
    t.subjects,
    p.name AS publisher,
    t.open_licence IS NOT NULL AS openly_licensed
   FROM licences.title t
     LEFT JOIN licences.publisher p ON p.id = t.publisher_id;
grant select on directory.title to freischalter_schools;
grant select on directory.title to freischalter_usage;

create view directory.worklist_note with (security_barrier=true) as
 SELECT n.id,
    o.key AS organisation_key,
    n.list,
    n.object_id,
    n.snoozed_until,
    n.assignee IS NOT NULL AS is_assigned,
    COALESCE(n.assignee = (( SELECT current_setting('app.subject'::text, true) AS current_setting)), false) AS is_mine,
    n.changed_at
   FROM schools.worklist_note n
     JOIN schools.organisation o ON o.id = n.organisation_id
  WHERE (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (n.organisation_id = ANY ((( SELECT directory.bound() AS bound))::bigint[]));
comment on view directory.worklist_note is 'by what worklists leave out rows: the notes of the caller''s own organisations, without a name of a person';
grant select on directory.worklist_note to freischalter_schools;
grant select on directory.worklist_note to freischalter_usage;

CREATE OR REPLACE PROCEDURE directory.audit_changes_of(IN audited regclass, IN object_id text DEFAULT 'id'::text, IN owner text DEFAULT 'null'::text, IN holder text DEFAULT 'null'::text, IN left_out text[] DEFAULT '{}'::text[])
 LANGUAGE plpgsql
AS $procedure$
    declare
      arguments text;
    begin
      select format('%L, %L, %L, %L, %L, %L', c.relname,
          (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_index i
           join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
           where i.indrelid = audited and i.indisprimary),
          object_id, owner, holder,
          left_out || array(select a.attname::text from pg_attribute a where a.attrelid = audited and a.attnum > 0
                            and (a.attname like '%\_by' or a.attgenerated <> '') order by a.attnum))
        into strict arguments from pg_class c where c.oid = audited;
      execute format('create trigger audit_insert after insert on %s referencing new table as after
        for each statement execute function directory.record_rows(%s)', audited, arguments);
      execute format('create trigger audit_update after update on %s referencing old table as before new table as after
        for each statement execute function directory.record_rows(%s)', audited, arguments);
      execute format('create trigger audit_delete after delete on %s referencing old table as before
        for each statement execute function directory.record_rows(%s)', audited, arguments);
      execute format('create trigger audit_truncate before truncate on %s
        for each statement execute function directory.record_rows(%s)', audited, arguments);
    end $procedure$;
comment on function directory.audit_changes_of(regclass,text,text,text,text[]) is 'for migrations, once the table has all its columns: has its changes recorded. object_id, owner and holder are expressions
     over its columns (ids of organisations, by which the entry is in reach). Left out of before and after: what is named,
     columns that end in _by (persons), and generated ones';

CREATE OR REPLACE FUNCTION directory.audited_person(service text, name text, bound bigint[], OUT id bigint, OUT digest bytea)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    declare
      salt bytea;
    begin
      if name = '' or name is null then return; end if;
      execute format('select p.id, p.salt from %I.audit_person p where p.name = $1 and p.bound = $2 order by p.id limit 1', service)
        using name, bound into id, salt;
      if id is null then
        execute format('insert into %I.audit_person (name, bound) values ($1, $2) returning id, salt', service)
          using name, bound into id, salt;
      end if;
      digest := sha256(salt || convert_to(jsonb_build_array(name, bound)::text, 'UTF8'));
    end $function$;
comment on function directory.audited_person(text,text,bigint[]) is 'the person of that name, made on demand, and the digest that the chain holds';

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

CREATE OR REPLACE FUNCTION directory.describe_change(operation text, reason text, source text)
 RETURNS void
 LANGUAGE sql
AS $function$
    select set_config('app.operation', operation, true), set_config('app.reason', coalesce(reason, ''), true),
      set_config('app.source', coalesce(source, ''), true)
  $function$;
comment on function directory.describe_change(text,text,text) is 'what the audit trail says of this transaction; before its first write';
grant execute on function directory.describe_change(text,text,text) to public;

CREATE OR REPLACE FUNCTION directory.erase_person(name text, OUT trails integer, OUT columns integer, OUT removed integer)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
    declare
      place record;
      changed int;
    begin
      trails := 0;
      columns := 0;
      for place in
        select t.table_schema as service from information_schema.tables t where t.table_name = 'audit_person' order by 1
      loop
        execute format('
          with erased as (delete from %1$I.audit_person where name = $1 returning id)
          insert into %1$I.audit_entry (change_id, object, object_id, before)
          select (select directory.open_change(%1$L)), ''audit_person'', id, jsonb_build_object(''id'', id) from erased',
          place.service) using erase_person.name;
        get diagnostics changed = row_count;
        trails := trails + changed;
      end loop;
      for place in
        select c.table_schema, c.table_name, c.column_name, case when c.column_name like '%\_by' then 'erased' end as instead
        from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
        where t.table_type = 'BASE TABLE' and c.table_schema in ('schools', 'licences', 'usage') and c.data_type = 'text'
          and (c.column_name like '%\_by' or c.column_name = 'assignee') order by 1, 2, 3
      loop
        execute format('update %I.%I set %I = %L where %3$I = $1', place.table_schema, place.table_name, place.column_name,
          place.instead) using erase_person.name;
        get diagnostics changed = row_count;
        columns := columns + changed;
      end loop;
      removed := 0;
      for place in
        select c.table_schema, c.table_name, string_agg(case c.column_name
            when 'subject' then 'subject = $1'
            when 'address' then 'lower(address) = lower($1)'
            else 'caller ->> ''endUser'' = $1' end, ' or ') as is_of_person
        from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
        where t.table_type = 'BASE TABLE' and c.table_schema in ('schools', 'licences', 'usage')
          and c.column_name in ('subject', 'address', 'caller')
        group by 1, 2 order by 1, 2
      loop
        execute format('delete from %I.%I where %s', place.table_schema, place.table_name, place.is_of_person)
          using erase_person.name;
        get diagnostics changed = row_count;
        removed := removed + changed;
      end loop;
    end $function$;
comment on function directory.erase_person(text) is 'for the owner: forgets a name or a mail address: in the audit trails; in columns that end in _by, or are an assignee; and with
     the rows that are a person''s own, by their columns subject, address and caller. Returns in how many rows it stood';

CREATE OR REPLACE FUNCTION directory.held_by_own_group(school_group bigint)
 RETURNS TABLE(id bigint, licence_id bigint, owner_id bigint, rights text[], in_force tstzmultirange)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select e.id, e.licence_id, e.owner_id, e.rights, e.in_force from directory.entitlement e
      where e.holder_id = school_group and school_group in (select directory.own_groups())
    $function$;
comment on function directory.held_by_own_group(bigint) is 'what a group whose owner lies within the caller holds, whoever owns it: as directory.entitlement has it';
grant execute on function directory.held_by_own_group(bigint) to public;

CREATE OR REPLACE FUNCTION directory.is_operator()
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN (COALESCE(current_setting('app.kind'::text, true), ''::text) = 'operator'::text);
grant execute on function directory.is_operator() to public;

CREATE OR REPLACE PROCEDURE directory.keep_audit_trail(IN service text)
 LANGUAGE plpgsql
AS $procedure$
    begin
      execute replace(replace($ddl$
        create table {schema}.audit_change (
          id               bigint generated always as identity primary key,
          transaction_id   bigint not null default pg_current_xact_id()::text::bigint,
          at               timestamptz not null default now(),
          operation        text not null check (operation <> ''),
          reason           text,
          source           text,
          kind             text not null,
          bound            bigint[] not null,
          author_id        bigint,
          author_digest    bytea,
          end_user_id      bigint,
          end_user_digest  bytea
        );
        comment on table {schema}.audit_change is 'one row for each transaction that changed an audited table';
        comment on column {schema}.audit_change.source is 'what was imported: the file, and the list that it is';
        comment on column {schema}.audit_change.kind is 'of the caller; owner: an import, a command or SQL by hand';
        comment on column {schema}.audit_change.bound is 'the organisations that the caller was bound to';
        comment on column {schema}.audit_change.author_id is
          '{schema}.audit_person, whose row is gone once the name was erased; so is end_user_id';
        create index audit_change_transaction on {schema}.audit_change (transaction_id);
        create index audit_change_at on {schema}.audit_change (at);
        create index audit_change_author on {schema}.audit_change (author_id);
        create index audit_change_end_user on {schema}.audit_change (end_user_id) where end_user_id is not null;

        -- No foreign key to its change, which would cost more than the row: the two are written by one function.
        create table {schema}.audit_entry (
          id         bigint generated always as identity,
          change_id  bigint not null,
          object     text not null check (object ~ '^[a-z_]+$'),
          object_id  bigint not null,
          owner_id   bigint,
          holder_id  bigint,
          before     jsonb,
          after      jsonb,
          primary key (change_id, id),
          check (before is not null or after is not null)
        );
        comment on table {schema}.audit_entry is 'a row that a change made (no before), altered or removed (no after)';
        comment on column {schema}.audit_entry.object is 'the table';
        comment on column {schema}.audit_entry.object_id is 'what the row is about: its id, or that of the object that it belongs to';
        comment on column {schema}.audit_entry.before is 'the whole row, without persons and derived columns';
        create index audit_entry_object on {schema}.audit_entry (object_id, object);
        create index audit_entry_holder on {schema}.audit_entry (holder_id);

        create table {schema}.audit_person (
          id     bigint generated always as identity primary key,
          name   text not null,
          bound  bigint[] not null,
          salt   bytea not null default sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
        );
        comment on table {schema}.audit_person is 'subjects and end users as claimed: apart, so that they can be erased';
        create index audit_person_name on {schema}.audit_person (name);

        create table {schema}.audit_link (
          position   bigint primary key check (position > 0),
          change_id  bigint not null unique,
          previous   bytea not null,
          hash       bytea not null
        );
        comment on table {schema}.audit_link is 'the chain: each change sealed with the hash of the one before, in the order of commits';

        create table {schema}.audit_head (
          only_row  boolean primary key default true check (only_row),
          position  bigint not null default 0,
          hash      bytea not null default decode(repeat('00', 32), 'hex')
        );
        comment on table {schema}.audit_head is 'the last link; locked while a transaction that appends to the chain commits';

        create trigger append_only before update or delete or truncate on {schema}.audit_change
          for each statement execute function directory.refuse_rewriting();
        create trigger append_only before update or delete or truncate on {schema}.audit_entry
          for each statement execute function directory.refuse_rewriting();
        create trigger append_only before update or delete or truncate on {schema}.audit_link
          for each statement execute function directory.refuse_rewriting();
        create constraint trigger seal after insert on {schema}.audit_change deferrable initially deferred
          for each row execute function directory.seal_change();

        alter table {schema}.audit_change enable row level security, force row level security;
        create policy owner on {schema}.audit_change to current_user using (true) with check (true);
        create policy reach on {schema}.audit_change for select to {role} using (
          exists (select from {schema}.audit_entry e where e.change_id = audit_change.id));
        alter table {schema}.audit_entry enable row level security, force row level security;
        create policy owner on {schema}.audit_entry to current_user using (true) with check (true);
        -- A name is for the operator, and for those above the organisations that its bearer acted for.
        alter table {schema}.audit_person enable row level security, force row level security;
        create policy owner on {schema}.audit_person to current_user using (true) with check (true);
        create policy colleagues on {schema}.audit_person for select to {role} using (
          (select directory.is_operator())
          or ((select directory.caller_kind()) = 'licensing' and bound <> '{}'
              and bound <@ (select array(select directory.within()))));
        alter table {schema}.audit_link enable row level security, force row level security;
        create policy owner on {schema}.audit_link to current_user using (true) with check (true);
        alter table {schema}.audit_head enable row level security, force row level security;
        create policy owner on {schema}.audit_head to current_user using (true) with check (true);

        grant select on {schema}.audit_change, {schema}.audit_entry to {role};
        grant select (id, name, bound) on {schema}.audit_person to {role};

        create function {schema}.current_change() returns bigint stable security definer
          language sql set search_path = pg_catalog, pg_temp as $body$
            select c.id from {schema}.audit_change c
            where c.transaction_id = pg_current_xact_id_if_assigned()::text::bigint
              and not exists (select from {schema}.audit_link l where l.change_id = c.id)
            order by c.id desc limit 1
          $body$;
        comment on function {schema}.current_change() is
          'the change that this transaction makes; null while it has changed no audited table';
      $ddl$, '{schema}', quote_ident(service)), '{role}', quote_ident('freischalter_' || service));
    end $procedure$;
comment on function directory.keep_audit_trail(text) is 'for migrations: makes the tables of a service''s audit trail';

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

CREATE OR REPLACE FUNCTION directory.open_change(service text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    declare
      change bigint;
      operation text := nullif(current_setting('app.operation', true), '');
      bound bigint[] := directory.bound();
    begin
      execute format('select %I.current_change()', service) into change;
      if change is not null then return change; end if;
      if operation is null and session_user = 'freischalter_' || service then
        raise exception 'A service says what it is about to change before it does: call describeChange().';
      end if;
      execute format('
        insert into %I.audit_change (operation, reason, source, kind, bound, author_id, author_digest, end_user_id, end_user_digest)
        select $1, $2, $3, $4, $5, author.id, author.digest, end_user.id, end_user.digest
        from directory.audited_person($6, $7, $5) author, directory.audited_person($6, $8, $5) end_user
        returning id', service)
        using coalesce(operation, 'sql'), nullif(current_setting('app.reason', true), ''),
          nullif(current_setting('app.source', true), ''), coalesce(nullif(directory.caller_kind(), ''), 'owner'), bound,
          service, current_setting('app.subject', true), current_setting('app.end_user', true)
        into change;
      return change;
    end $function$;
comment on function directory.open_change(text) is 'the change of this transaction, made on demand of what is known of the caller';

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

CREATE OR REPLACE FUNCTION directory.own_groups()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select g.id from schools.school_group g
      where (select directory.is_operator()) or g.owner_id in (select directory.within())
    $function$;
comment on function directory.own_groups() is 'the school groups whose owners lie within the caller; all for the operator';
grant execute on function directory.own_groups() to public;

CREATE OR REPLACE FUNCTION directory.prepared_within()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select p.id from directory.prepared_group p
      where (p.owner_id = any ((select directory.bound())::bigint[])
          or (exists (select from directory.standing s where s.organisation_id = p.owner_id and s.is_now)
              and not exists (
                select from directory.standing s where s.organisation_id = p.owner_id and not exists (
                  select from schools.membership own
                  where own.school_id = s.school_id and own.organisation_id = any ((select directory.bound())::bigint[])
                    and own.valid @> now() and directory.rank(own.level) <= directory.rank(s.level) offset 0))))
        and not exists (
          select from directory.standing s where s.organisation_id = p.id and not exists (
            select from schools.membership own
            where own.school_id = s.school_id and own.organisation_id = any ((select directory.bound())::bigint[])
              and own.valid @> now() and directory.rank(own.level) <= directory.rank(s.level) offset 0))
    $function$;
comment on function directory.prepared_within() is 'the prepared groups whose owners lie within the caller, as do the schools that are to belong to them';
grant execute on function directory.prepared_within() to public;

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

CREATE OR REPLACE FUNCTION directory.record_rows()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    declare
      rows_of text := format('select %s, (%s)::bigint as object_id, (%s)::bigint as owner_id, (%s)::bigint as holder_id,
        to_jsonb(r) - %L::text[] as content from %%s r', tg_argv[1], tg_argv[2], tg_argv[3], tg_argv[4], tg_argv[5]);
      found text;
    begin
      found := case tg_op
        when 'INSERT' then 'select object_id, owner_id, holder_id, null::jsonb as before, content as after from ('
          || format(rows_of, 'after') || ') made'
        when 'UPDATE' then 'select coalesce(a.object_id, b.object_id) as object_id, coalesce(a.owner_id, b.owner_id) as owner_id,
          coalesce(a.holder_id, b.holder_id) as holder_id, b.content as before, a.content as after
          from (' || format(rows_of, 'before') || ') b full join (' || format(rows_of, 'after') || ') a
          using (' || tg_argv[1] || ') where a.content is distinct from b.content'
        else 'select object_id, owner_id, holder_id, content as before, null::jsonb as after from ('
          || format(rows_of, case tg_op when 'DELETE' then 'before' else tg_relid::regclass::text end) || ') removed' end;
      -- The change is opened with the first row: a statement that alters nothing leaves nothing.
      execute format('insert into %I.audit_entry (change_id, object, object_id, owner_id, holder_id, before, after)
        select (select directory.open_change(%L)), %L, found.* from (%s) found',
        tg_table_schema, tg_table_schema, tg_argv[0], found);
      return null;
    end $function$;
comment on function directory.record_rows() is 'writes what a statement changed to the audit trail of the table''s service';

CREATE OR REPLACE FUNCTION directory.refuse_rewriting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'The audit trail is append-only: % of %.% is refused.', lower(tg_op), tg_table_schema, tg_table_name
        using errcode = 'insufficient_privilege';
    end $function$;
comment on function directory.refuse_rewriting() is 'keeps also the owner from rewriting the audit trail by mistake';
grant execute on function directory.refuse_rewriting() to public;

CREATE OR REPLACE FUNCTION directory.seal_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    declare
      entries bytea;
      header text;
      head record;
      sealed bytea;
    begin
      execute format('select sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(
          e.id, e.object, e.object_id, e.owner_id, e.holder_id)::text
          || E''\n'' || coalesce(e.before::text, '''') || E''\n'' || coalesce(e.after::text, ''''), ''UTF8'')), '''' order by e.id), ''''))
        from %I.audit_entry e where e.change_id = $1', tg_table_schema) using new.id into entries;
      -- From here to the end of the commit, others that commit wait.
      execute format('insert into %I.audit_head default values on conflict do nothing', tg_table_schema);
      execute format('select position + 1 as position, hash from %I.audit_head for update', tg_table_schema) into head;
      header := jsonb_build_array(head.position, new.id, new.transaction_id,
        (extract(epoch from new.at) * 1000000)::bigint, new.operation, new.reason, new.source, new.kind, new.bound,
        new.author_id, encode(new.author_digest, 'hex'), new.end_user_id, encode(new.end_user_digest, 'hex'))::text;
      sealed := sha256(head.hash || convert_to(header, 'UTF8') || entries);
      execute format('insert into %I.audit_link (position, change_id, previous, hash) values ($1, $2, $3, $4)', tg_table_schema)
        using head.position, new.id, head.hash, sealed;
      execute format('update %I.audit_head set position = $1, hash = $2', tg_table_schema) using head.position, sealed;
      return null;
    end $function$;
comment on function directory.seal_change() is 'appends a change to the chain when its transaction commits: services/subgraph/audit/chain.ts says what is hashed';

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
      select s.organisation_id from directory.standing s
      left join reached on reached.school_id = s.school_id and reached.rank <= directory.rank(s.level)
      group by s.organisation_id having count(*) = count(reached.school_id) and bool_or(s.is_now)
      union
      select directory.prepared_within()
      union
      select unnest((select directory.bound())::bigint[])
    $function$;
comment on function directory.within() is 'the organisations that lie within the caller, as contains() in caller/caller.ts says';
grant execute on function directory.within() to public;

CREATE OR REPLACE FUNCTION directory.words_with(name text)
 RETURNS TABLE(place text, found bigint)
 LANGUAGE plpgsql
 STABLE
AS $function$
    declare
      tables record;
    begin
      for tables in
        select format('%I.%I', c.table_schema, c.table_name) as counted,
          string_agg(format('%L, count(*) filter (where strpos(' || case
              when c.data_type like 'json%' then '%I::text, $2'
              when c.data_type = 'ARRAY' then 'array_to_string(%I, '' ''), $1'
              else '%I, $1' end || ') > 0)',
            c.table_schema || '.' || c.table_name || '.' || c.column_name, c.column_name), ', ' order by c.column_name) as counts
        from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
        where t.table_type = 'BASE TABLE' and c.table_schema in ('schools', 'licences')
          and (c.data_type in ('text', 'json', 'jsonb') or c.udt_name = '_text')
        group by 1 order by 1
      loop
        return query execute format('select key, value::bigint from (select jsonb_build_object(%s) as counts from %s) c,
          jsonb_each_text(counts) where value <> ''0'' order by 1', tables.counts, tables.counted)
          using words_with.name, substr(to_jsonb(words_with.name)::text, 2, length(to_jsonb(words_with.name)::text) - 2);
      end loop;
    end $function$;
comment on function directory.words_with(text) is 'for the owner: in which columns of services a name stands within what somebody wrote, and in how many rows';
