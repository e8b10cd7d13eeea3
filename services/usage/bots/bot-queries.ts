/**
 * Recognises the user agents of bots. PostgreSQL matches, and not JavaScript: its regular expressions are automata,
 * which take only linear time if they have no back references, whatever a file contains; and they delay no other
 * request.
 */
import type { Queryable } from '../../../database/queryable';
import { neverNull, nullable, statement, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

/**
 * A connection keeps 32 expressions compiled. For each user agent, one expression with all patterns takes four times
 * as long as this many parts, and one expression for each pattern ten times (327 patterns: 0.7, 0.16 and 1.6 ms).
 */
const PARTS = 24;

const inParts = (patterns: string) => `
  select string_agg('(?:' || pattern || ')', '|') as pattern
  from (select pattern, ntile(${PARTS}) over (order by pattern) as part from ${patterns}) parted
  group by part`;

const FIND_BOTS = statement(
  'findBots',
  `with list as materialized (${inParts('usage.bot_pattern')})
   select agent from unnest($1::text[]) as sent (agent) where exists (select from list where agent ~* list.pattern)`,
  { agent: neverNull(text, 'null matches nothing') },
);

/** Returns, of user agents, those of bots. */
export async function findBots(reader: Transaction, agents: readonly string[]): Promise<Set<string>> {
  const bots = await reader.query(FIND_BOTS, [agents]);
  return new Set(bots.map(({ agent }) => agent));
}

const BOT_LIST_DATE = statement('botListDate', 'select max(last_changed)::text as "date" from usage.bot_pattern', {
  date: nullable(text),
});

/** Returns when the list was changed last, by its patterns; null where there is none. */
export async function botListDate(reader: Transaction): Promise<string | null> {
  const [row] = await reader.query(BOT_LIST_DATE, []);
  return row?.date ?? null;
}

const STORED_PATTERNS = statement(
  'storedPatterns',
  `select pattern, last_changed::text as "lastChanged" from usage.bot_pattern where pattern = any ($1)`,
  { pattern: text, lastChanged: text },
);

/** Returns, by pattern, when it was changed last. */
export async function storedPatterns(db: Queryable, patterns: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query(STORED_PATTERNS, [patterns]);
  return new Map(rows.map(({ pattern, lastChanged }) => [pattern, lastChanged]));
}

const WRITE_PATTERNS = statement(
  'writePatterns',
  `insert into usage.bot_pattern as known (pattern, last_changed) select * from unnest($1::text[], $2::date[])
   on conflict (pattern) do update set last_changed = excluded.last_changed
   where known.last_changed <> excluded.last_changed`,
);

export async function writePatterns(
  db: Queryable,
  patterns: readonly string[],
  lastChanged: readonly string[],
): Promise<void> {
  await db.query(WRITE_PATTERNS, [patterns, lastChanged]);
}

const DROP_OTHER_PATTERNS = statement(
  'dropOtherPatterns',
  'delete from usage.bot_pattern known where known.pattern <> all ($1) returning pattern',
  { pattern: text },
);

/** Deletes the patterns that are not among these, and returns them. */
export async function dropOtherPatterns(db: Queryable, patterns: readonly string[]): Promise<string[]> {
  const dropped = await db.query(DROP_OTHER_PATTERNS, [patterns]);
  return dropped.map(({ pattern }) => pattern);
}
