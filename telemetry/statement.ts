/** What may be recorded of an SQL statement: its text without values, and a short name. */
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
export function nameOfStatement(text: string): string {
  const sql = text.replaceAll('"', '');
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

/** What a statement is answered with: its rows, by themselves or with what else is known of them. */
type Answer = { readonly length: number } | { readonly rows: { readonly length: number } };

/** Sends a statement under a span of its own. */
export async function recordStatement<Sent extends Answer>(
  span: Span,
  sql: string,
  send: () => Promise<Sent>,
): Promise<Sent> {
  if (!span.recorded) return send();
  const name = nameOfStatement(sql);
  const statement = span.child(name, 'client', {
    'db.system.name': 'postgresql',
    'db.query.summary': name,
    'db.query.text': textOfStatement(sql),
  });
  try {
    const answer = await send();
    const { length } = 'rows' in answer ? answer.rows : answer;
    statement.set({ 'db.response.returned_rows': length });
    statement.end();
    return answer;
  } catch (error) {
    statement.end(failureOf(error));
    throw error;
  }
}
