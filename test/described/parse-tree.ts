/**
 * Reads PostgreSQL's parse trees in their text form: `{VAR :varno 1 :varattno 2 …}`, lists in parentheses, `<>` for
 * nothing.
 */

export interface Node {
  /** The kind of node, such as `VAR` or `QUERY`. */
  readonly kind: string;
  readonly fields: Readonly<Record<string, Value>>;
}

export type Value = Node | readonly Value[] | string | null;

export function parseTree(written: string): Value {
  const tokens = written.match(/\\?[{}()]|"(?:\\.|[^"\\])*"|(?:\\.|[^\s{}()"\\])+/g) ?? [];
  let at = 0;

  function value(): Value {
    const token = tokens[at++] as string;
    if (token === '{') return node();
    if (token === '(') return list();
    if (token === '<>') return null;
    // Hardly any token has quotes or escapes, and a large statement has a million.
    if (!token.startsWith('"') && !token.includes('\\')) return token;
    return token.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1');
  }

  const isFieldEnd = () => tokens[at] === '}' || tokens[at]?.startsWith(':') === true;

  function node(): Node {
    const kind = tokens[at++] as string;
    const fields: Record<string, Value> = {};
    while (tokens[at] !== '}') {
      const name = (tokens[at++] as string).slice(1);
      fields[name] = isFieldEnd() ? null : value();
      while (!isFieldEnd()) value();
    }
    at++;
    return { kind, fields };
  }

  function list(): Value[] {
    const values: Value[] = [];
    while (tokens[at] !== ')') values.push(value());
    at++;
    return values;
  }

  return value();
}

export function isNode(value: Value | undefined): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

export function nodeOf(value: Value | undefined): Node {
  if (!isNode(value)) throw new Error(`A node is expected, not ${JSON.stringify(value)}`);
  return value;
}

export function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

export function numberOf(value: Value | undefined): number {
  return Number(value);
}
