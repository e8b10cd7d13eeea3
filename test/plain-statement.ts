/** Declares a statement of a test, whose columns are not compared with what the server returns. */
import { type Statement, statements } from '../database/statement';

const made = statements('test', {});

export function plain<Row = unknown>(text: string): Statement<Row> {
  return made(text) as Statement<unknown> as Statement<Row>;
}
