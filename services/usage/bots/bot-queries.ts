/**
 * Which user agents are bots'. PostgreSQL matches, and not JavaScript: its regular expressions are automata, which take no
 * more than linear time where nothing is referred back to, whatever a file has brought in; and they hold up no other request.
 */
import type { Queryable } from '../../../database/queryable';
import { neverNull, nullable, statement, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';

/**
 * A connection keeps 32 expressions compiled. All patterns in one take four times as long for each user agent as in so many
 * parts, each by itself ten times (327 patterns: 0.7, 0.16 and 1.6 ms).
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

/** Of user agents, those of bots. */
export async function findBots(reader: Transaction, agents: readonly string[]): Promise<Set<string>> {
  const bots = await reader.query(FIND_BOTS, [agents]);
  return new Set(bots.map(({ agent }) => agent));
}

const BOT_LIST_DATE = statement('botListDate', 'select max(last_changed)::text as "date" from usage.bot_pattern', {
  date: nullable(text),
});

/** When the list was changed last, as its patterns say; null where there is none. */
export async function botListDate(reader: Transaction): Promise<string | null> {
  const [row] = await reader.query(BOT_LIST_DATE, []);
  return row?.date ?? null;
}

const STORED_PATTERNS = statement(
  'storedPatterns',
  `select pattern, last_changed::text as "lastChanged" from usage.bot_pattern where pattern = any ($1)`,
  { pattern: text, lastChanged: text },
);

/** By pattern, when it was changed last. */
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

/** Drops the patterns that are not among these, and says which. */
export async function dropOtherPatterns(db: Queryable, patterns: readonly string[]): Promise<string[]> {
  const dropped = await db.query(DROP_OTHER_PATTERNS, [patterns]);
  return dropped.map(({ pattern }) => pattern);
}
