/** The database's side of invalidation-feed.ts: triggers that tell, with the commit, what a change is about. */
import { escapeLiteral } from 'pg';

/**
 * Rows that are inserted, updated or deleted tell of their names on the channel `freischalter_<schema>`, those of one
 * statement at once; where their names are too many for a notification, or the table is emptied, of no name, which
 * means all.
 *
 * @param name an SQL expression over the table's columns: the id of what a reader would have kept, or a set of such names;
 *   the empty text means all
 */
export function tellOfChange(schema: string, table: string, name: string): string {
  const trigger = (event: string, referencing: string) => `
    create trigger tell_of_${event} after ${event} on ${schema}.${table} ${referencing}
      for each statement execute function directory.tell_of_change(${escapeLiteral(name)});`;
  return [
    trigger('insert', 'referencing new table as after'),
    trigger('update', 'referencing old table as before new table as after'),
    trigger('delete', 'referencing old table as before'),
    trigger('truncate', ''),
  ].join('');
}

/** Runs as its owner, for a name may be looked up in rows that the caller cannot see. */
export const TELL_OF_CHANGE = `
  create function directory.tell_of_change() returns trigger language plpgsql security definer
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
  comment on function directory.tell_of_change is 'see services/subgraph/cache/notify-trigger.ts';
`;
