/**
 * Each connection keeps its statements prepared. What it does about their plans is said for each statement: PostgreSQL's
 * own choice takes a plan for all values where that looks no worse in five runs, and is wrong where a search or a filter
 * may be null (counting a search: 84 ms with a plan of its own, 478 ms with the one for all; 20,000 titles).
 */
import { createHash } from 'node:crypto';

/** The services have some hundred statements; what is made beyond these is not prepared. */
const MOST = 200;
const names = new Map<string, string>();
const plannedOnce = new Set<string>();

/** By which the connection finds it again; undefined where it is not kept. */
export function nameOf(sql: string): string | undefined {
  const known = names.get(sql);
  if (known || names.size >= MOST) return known;
  const name = `s${createHash('sha256').update(sql).digest('base64url').slice(0, 22)}`;
  names.set(sql, name);
  return name;
}

/**
 * For a statement that finds rows by their keys, and has the same plan whatever they are: it is planned once for each
 * connection. Planning such a one behind row-level security takes several times as long as running it.
 */
export function onePlan(sql: string): string {
  if (plannedOnce.size < MOST) plannedOnce.add(sql);
  return sql;
}

export type PlanMode = 'force_custom_plan' | 'force_generic_plan';

export function planModeOf(sql: string): PlanMode {
  return plannedOnce.has(sql) ? 'force_generic_plan' : 'force_custom_plan';
}
