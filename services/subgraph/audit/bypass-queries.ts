/**
 * Finds changes that bypassed the audit trail: they were made with triggers off, which only the owner of the database
 * can do.
 */
import type { Queryable } from '../../../database/queryable';
import { boolean, int, neverNull, statement, statements, text } from '../../../database/statement';
import { AUDITED_OBJECTS } from './audited-objects';
import type { AuditedService } from './chain-queries';

const ARGUMENT = neverNull(text, 'these triggers have six arguments');
const FIND_TRIGGERS = statement(
  'auditTriggers',
  `select c.relname::text as table, t.tgname::text as trigger, t.tgenabled = 'O' as "isOn",
     split_part(encode(t.tgargs, 'escape'), '\\000', 2) as key, split_part(encode(t.tgargs, 'escape'), '\\000', 6) as "leftOut"
   from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = $1 and t.tgname like 'audit\\_%' order by 1, 2`,
  { table: text, trigger: text, isOn: boolean, key: ARGUMENT, leftOut: ARGUMENT },
);

const COUNT_BYPASSED = statements('countBypassed', { count: int });

interface AuditedTable {
  readonly table: string;
  /** The columns of its primary key. */
  readonly key: string;
  readonly leftOut: string;
}

/** Returns how many rows of a table differ from the last entry about them. */
export async function countBypassed(
  db: Queryable,
  service: AuditedService,
  { table, key, leftOut }: AuditedTable,
): Promise<number> {
  const keyIn = (content: string) => {
    const columns = key.split(', ').map((column) => `${content}->'${column}'`);
    return `jsonb_build_array(${columns.join(', ')})`;
  };
  const [row] = await db.query(
    COUNT_BYPASSED(
      `select count(*)::int as count
       from (select ${keyIn('content')} as key, content
             from (select to_jsonb(r) - '${leftOut}'::text[] as content from ${service}.${table} r) rows) now
       full join (
         select distinct on (key) key, after
         from (select ${keyIn('coalesce(after, before)')} as key, id, after from ${service}.audit_entry
               where object = '${table}') entries
         order by key, id desc) told using (key)
       where now.content is distinct from told.after`,
    ),
  );
  return row?.count ?? 0;
}

const EVENTS = ['insert', 'update', 'delete', 'truncate'];

/** A table of the service's trail, with the triggers that do not record, and how many rows differ from the trail. */
interface Bypassed {
  readonly table: string;
  readonly silent: readonly string[];
  readonly rows: number;
}

export async function findBypassed(db: Queryable, service: AuditedService): Promise<Bypassed[]> {
  const triggers = await db.query(FIND_TRIGGERS, [service]);
  const tables = [...new Set(triggers.map(({ table }) => table))];
  const found: Bypassed[] = [];
  for (const table of tables) {
    const own = triggers.filter((one) => one.table === table);
    const silent = EVENTS.filter((event) => !own.some(({ trigger, isOn }) => trigger === `audit_${event}` && isOn));
    const [audited] = own;
    if (audited) found.push({ table, silent, rows: await countBypassed(db, service, audited) });
  }
  return found;
}

/** Returns the tables that should be audited in some service, but are not among these. */
export function unaudited(tables: readonly string[]): string[] {
  return AUDITED_OBJECTS.filter((object) => object !== 'AUDIT_PERSON' && !tables.includes(object.toLowerCase()));
}
