/** Lists where a statement and its declared columns disagree, a sentence each. */
import type { Column, Statement } from '../../database/statement';
import { type Database, type DescribedColumn, describeStatement } from './described-statement';
import type { Catalogue } from './nullability';

export async function disagreements(db: Database, catalogue: Catalogue, statement: Statement): Promise<string[]> {
  const { label, columns } = statement;
  let described: DescribedColumn[];
  try {
    described = await describeStatement(db, catalogue, statement.text);
  } catch (error) {
    return [`${label}: the server cannot prepare it: ${(error as Error).message}.`];
  }
  /** A column of type `void` holds nothing. */
  const given = new Map(described.filter(({ type }) => type !== 'void').map((column) => [column.name, column]));
  const names = new Set([...Object.keys(columns), ...given.keys()]);
  return [...names].flatMap((name) => {
    const [says, is] = [columns[name], given.get(name)];
    const found = `the row type says ${said(says)}, the server says ${told(is)}`;
    return says && is && agree(says, is) ? [] : [`${label}: column “${name}”: ${found}.`];
  });
}

function agree({ type, nullable, neverNull, values }: Column<unknown>, is: DescribedColumn): boolean {
  const allowed = is.origin?.check && values ? valuesIn(is.origin.check) : [];
  return (
    type === typeOf(is) &&
    /** A declaration must not give a reason for what the server knows itself. */
    (neverNull === undefined ? nullable : true) === !is.neverNull &&
    allowed.every((value) => values?.includes(value))
  );
}

/** pg converts both types to the same. */
function typeOf({ type }: DescribedColumn): string {
  return type === 'jsonb' ? 'json' : type;
}

/** Returns the values of a check such as `CHECK ((kind = ANY (ARRAY['VIDEO'::text, …])))`. */
function valuesIn(check: string): string[] {
  return /= ANY \(ARRAY\[/.test(check)
    ? [...check.matchAll(/'([^']*)'::text/g)].map(([, value]) => value as string)
    : [];
}

function said(column: Column<unknown> | undefined): string {
  if (!column) return 'nothing of it';
  const { type, nullable, neverNull, values } = column;
  const isNull = nullable ? 'may be null' : `never null${neverNull ? ` because ${neverNull}` : ''}`;
  return `${type}${values ? ` (${values.join(', ')})` : ''}, ${isNull}`;
}

function told(column: DescribedColumn | undefined): string {
  if (!column) return 'nothing of it';
  const { neverNull, origin } = column;
  const from = origin ? ` (${origin.table}.${origin.column}${origin.check ? `, ${origin.check}` : ''})` : '';
  return `${typeOf(column)}, ${neverNull ? 'never null' : 'may be null'}${from}`;
}
