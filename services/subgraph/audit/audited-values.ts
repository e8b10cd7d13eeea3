/** The properties of an audited row, as clients read them. */
import type { AuditedValue } from './audit-entry';
import type { AuditRow } from './audit-queries';

/** Columns that hold the row id of an organisation. */
const ORGANISATION = /^(owner|holder|organisation|school|media_centre|district)_id$/;
/** Columns in which somebody states a reason. */
const WORDS = /(^|_)(reason|note)$/;

/** Returns the row ids of the organisations that the entries name. */
export function organisationsIn(rows: readonly Pick<AuditRow, 'before' | 'after'>[]): string[] {
  const found = rows.flatMap(({ before, after }) =>
    [before, after].flatMap((content) =>
      Object.entries(content ?? {}).flatMap(([column, value]) =>
        ORGANISATION.test(column) && value !== null ? String(value) : [],
      ),
    ),
  );
  return [...new Set(found)];
}

/**
 * Returns what differs, in the order of the columns.
 *
 * @param keys of organisations, by the id of their row
 * @param withWords whether reasons and notes are included
 */
export function valuesOf(
  { before, after }: Pick<AuditRow, 'before' | 'after'>,
  keys: ReadonlyMap<string, string>,
  withWords: boolean,
): AuditedValue[] {
  const columns = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return columns.flatMap((column) => {
    if (!withWords && WORDS.test(column)) return [];
    const [was, is] = [textOf(column, before?.[column], keys), textOf(column, after?.[column], keys)];
    const field = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return was === is ? [] : [{ field, before: was, after: is }];
  });
}

function textOf(column: string, value: unknown, keys: ReadonlyMap<string, string>): string | null {
  if (value === null || value === undefined) return null;
  if (ORGANISATION.test(column)) return keys.get(String(value)) ?? String(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
