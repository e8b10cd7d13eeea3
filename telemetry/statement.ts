/** What may be told of an SQL statement: its text without values, and a short name. */
import { failureOf, type Span } from './span';

/**
 * Values are parameters and not in the text, but for the beginning of a transaction: its settings name the caller, and
 * are left out.
 */
export function textOfStatement(sql: string): string {
  const text = sql.replace(/\s+/g, ' ').trim();
  return /^begin\b|\bset local\b|\bset_config\b/i.test(text) ? (/^[^;'(]*/.exec(text)?.[0].trim() ?? '') : text;
}

/** `SELECT licences.title`: the verb, and the first table outside of parentheses, or in them; or the verb alone. */
export function nameOfStatement(sql: string): string {
  const verb = (
    /\b(select|insert|update|delete|begin|commit|rollback|call)\b/i.exec(sql)?.[1] ?? 'statement'
  ).toUpperCase();
  if (['BEGIN', 'COMMIT', 'ROLLBACK'].includes(verb)) return verb;
  const table = tableIn(withoutParentheses(sql)) ?? tableIn(sql);
  return table ? `${verb} ${table}` : verb;
}

function tableIn(sql: string): string | undefined {
  return /\b(?:from|into|update|join)\s+(?:only\s+)?([a-z_]+\.[a-z_]+)/i.exec(sql)?.[1];
}

function withoutParentheses(sql: string): string {
  const outer = sql.replace(/\([^()]*\)/g, ' ');
  return outer === sql ? sql : withoutParentheses(outer);
}

/** Sends a statement under a span of its own. */
export async function seenStatement<Row>(span: Span, sql: string, send: () => Promise<Row[]>): Promise<Row[]> {
  if (!span.recorded) return send();
  const name = nameOfStatement(sql);
  const statement = span.child(name, 'client', {
    'db.system.name': 'postgresql',
    'db.query.summary': name,
    'db.query.text': textOfStatement(sql),
  });
  try {
    const rows = await send();
    if (Array.isArray(rows)) statement.set({ 'db.response.returned_rows': rows.length });
    statement.end();
    return rows;
  } catch (error) {
    statement.end(failureOf(error));
    throw error;
  }
}
