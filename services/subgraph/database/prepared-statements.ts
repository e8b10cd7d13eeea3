/** What is not declared yet. */
import { PLANNED_ONCE, type Statement, statements } from '../../../database/statement';

const custom = statements('undeclared', {});
const once = statements('undeclared', {}, PLANNED_ONCE);
const plannedOnce = new Set<string>();

export function onePlan(sql: string): string {
  plannedOnce.add(sql);
  return sql;
}

export function undeclared<Row>(sent: Statement<Row> | string): Statement<Row> {
  if (typeof sent !== 'string') return sent;
  return (plannedOnce.has(sent) ? once(sent) : custom(sent)) as unknown as Statement<Row>;
}
