/**
 * Notifies listeners of what a change is about, at the commit, so that they may keep what they read until then
 * (docs/decisions/0009).
 *
 * Rows that are inserted, updated or deleted report their names on the channel `freischalter_<schema>`, those of one
 * statement together; where there are too many names for one notification, or the table is emptied, it reports no
 * name, which means all. A name is an SQL expression over the table's columns: the id of what a reader may have kept,
 * or a set of such names; the empty text means all.
 */
export const NOTIFICATIONS = `
  -- Runs as its owner, for a name may be looked up in rows that the caller cannot see.
  create function directory.notify_change() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
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
    end $$;
  -- It runs the expression that its trigger names: only migrations make such triggers.
  revoke execute on function directory.notify_change() from public;
  comment on function directory.notify_change is 'notifies freischalter_<schema> of the names that a statement changed';

  create procedure directory.notify_changes_of(changed regclass, name text) language plpgsql as $$
    begin
      execute format('create trigger notify_insert after insert on %s referencing new table as after
        for each statement execute function directory.notify_change(%L)', changed, name);
      execute format('create trigger notify_update after update on %s referencing old table as before new table as after
        for each statement execute function directory.notify_change(%L)', changed, name);
      execute format('create trigger notify_delete after delete on %s referencing old table as before
        for each statement execute function directory.notify_change(%L)', changed, name);
      execute format('create trigger notify_truncate after truncate on %s
        for each statement execute function directory.notify_change(%L)', changed, name);
    end $$;
  revoke execute on procedure directory.notify_changes_of from public;
  comment on procedure directory.notify_changes_of is
    'for migrations: has a table tell of its changes; name: an expression over its columns, the empty text means all';

  call directory.notify_changes_of('schools.organisation', 'id');
  call directory.notify_changes_of('schools.authority', 'id');
  call directory.notify_changes_of('schools.school', 'id');
  call directory.notify_changes_of('schools.membership', 'school_id');
  -- What an organisation holds changes far more often than the organisation itself, and is told apart from it: e7 for the
  -- entitlements of the organisation 7. So a school that is kept stays so, and what it has of its other holders.
  call directory.notify_changes_of('schools.entitlement', $name$'e' || holder_id$name$);
  call directory.notify_changes_of('schools.entitlement_suspension',
    $name$'e' || (select e.holder_id from schools.entitlement e where e.id = entitlement_id)$name$);
`;
