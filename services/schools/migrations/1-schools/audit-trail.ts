/**
 * The audit trail that each service that writes keeps in its own schema (docs/decisions/0058): every change of an
 * audited table, recorded by the database itself, so that no mutation, import or statement by hand can leave it out.
 *
 * `audit_change` is a transaction, `audit_entry` a row that it changed, `audit_link` its place in a chain of hashes,
 * `audit_person` the names. Nothing in the first three is ever updated or deleted; names can be erased, because the
 * chain holds only a salted digest of each.
 */
export const AUDIT_TRAIL = `
  create function directory.refuse_rewriting() returns trigger language plpgsql as $$
    begin
      raise exception 'The audit trail is append-only: % of %.% is refused.', lower(tg_op), tg_table_schema, tg_table_name
        using errcode = 'insufficient_privilege';
    end $$;
  comment on function directory.refuse_rewriting is 'keeps also the owner from rewriting the audit trail by mistake';

  create procedure directory.keep_audit_trail(service text) language plpgsql as $$
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
    end $$;
  revoke execute on procedure directory.keep_audit_trail from public;
  comment on procedure directory.keep_audit_trail is 'for migrations: makes the tables of a service''s audit trail';

  create function directory.describe_change(operation text, reason text, source text) returns void language sql as $$
    select set_config('app.operation', operation, true), set_config('app.reason', coalesce(reason, ''), true),
      set_config('app.source', coalesce(source, ''), true)
  $$;
  comment on function directory.describe_change is 'what the audit trail says of this transaction; before its first write';

  create function directory.audited_person(service text, name text, bound bigint[], out id bigint, out digest bytea)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
    end $$;
  revoke execute on function directory.audited_person from public;
  comment on function directory.audited_person is 'the person of that name, made on demand, and the digest that the chain holds';

  create function directory.open_change(service text) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
    end $$;
  revoke execute on function directory.open_change from public;
  comment on function directory.open_change is 'the change of this transaction, made on demand of what is known of the caller';

  create function directory.record_rows() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
    end $$;
  -- It runs expressions that its trigger names: only migrations make such triggers.
  revoke execute on function directory.record_rows from public;
  comment on function directory.record_rows is 'writes what a statement changed to the audit trail of the table''s service';

  create procedure directory.audit_changes_of(
    audited regclass, object_id text default 'id', owner text default 'null', holder text default 'null',
    left_out text[] default '{}') language plpgsql as $$
    declare
      arguments text;
    begin
      select format('%L, %L, %L, %L, %L, %L', c.relname,
          (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_index i
           join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
           where i.indrelid = audited and i.indisprimary),
          object_id, owner, holder,
          left_out || array(select a.attname::text from pg_attribute a where a.attrelid = audited and a.attnum > 0
                            and (a.attname like '%\\_by' or a.attgenerated <> '') order by a.attnum))
        into strict arguments from pg_class c where c.oid = audited;
      execute format('create trigger audit_insert after insert on %s referencing new table as after
        for each statement execute function directory.record_rows(%s)', audited, arguments);
      execute format('create trigger audit_update after update on %s referencing old table as before new table as after
        for each statement execute function directory.record_rows(%s)', audited, arguments);
      execute format('create trigger audit_delete after delete on %s referencing old table as before
        for each statement execute function directory.record_rows(%s)', audited, arguments);
      execute format('create trigger audit_truncate before truncate on %s
        for each statement execute function directory.record_rows(%s)', audited, arguments);
    end $$;
  revoke execute on procedure directory.audit_changes_of from public;
  comment on procedure directory.audit_changes_of is
    'for migrations, once the table has all its columns: has its changes recorded. object_id, owner and holder are expressions
     over its columns (ids of organisations, by which the entry is in reach). Left out of before and after: what is named,
     columns that end in _by (persons), and generated ones';

  create function directory.seal_change() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      entries bytea;
      header text;
      head record;
      sealed bytea;
    begin
      execute format('select sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(
          e.id, e.object, e.object_id, e.owner_id, e.holder_id)::text
          || E''\\n'' || coalesce(e.before::text, '''') || E''\\n'' || coalesce(e.after::text, ''''), ''UTF8'')), '''' order by e.id), ''''))
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
    end $$;
  revoke execute on function directory.seal_change from public;
  comment on function directory.seal_change is
    'appends a change to the chain when its transaction commits: services/subgraph/audit/chain.ts says what is hashed';

  -- Of the schemas that are there when it is called.
  create function directory.erase_person(name text, out trails int, out columns int, out removed int) language plpgsql as $$
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
        select c.table_schema, c.table_name, c.column_name, case when c.column_name like '%\\_by' then 'erased' end as instead
        from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
        where t.table_type = 'BASE TABLE' and c.table_schema in ('schools', 'licences', 'usage') and c.data_type = 'text'
          and (c.column_name like '%\\_by' or c.column_name = 'assignee') order by 1, 2, 3
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
    end $$;
  revoke execute on function directory.erase_person from public;
  comment on function directory.erase_person is
    'for the owner: forgets a name or a mail address: in the audit trails; in columns that end in _by, or are an assignee; and with
     the rows that are a person''s own, by their columns subject, address and caller. Returns in how many rows it stood';

  -- Uses are left out: their texts are none that anybody writes.
  create function directory.words_with(name text) returns table (place text, found bigint) stable language plpgsql as $$
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
    end $$;
  revoke execute on function directory.words_with from public;
  comment on function directory.words_with is 'for the owner: in which columns of services a name stands within what somebody wrote, and in how many rows';
`;
