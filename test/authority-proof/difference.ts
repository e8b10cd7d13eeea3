import { isDeepStrictEqual } from 'node:util';

export function difference<Row extends { readonly row: string }>(before: readonly Row[], after: readonly Row[]) {
  const was = new Map(before.map((row) => [row.row, row]));
  const is = new Set(after.map(({ row }) => row));
  const both = after.flatMap((row): [Row, Row][] => (was.has(row.row) ? [[was.get(row.row) as Row, row]] : []));
  return {
    all: after,
    made: after.filter(({ row }) => !was.has(row)),
    gone: before.filter(({ row }) => !is.has(row)),
    changed: both.filter(([one, other]) => !isDeepStrictEqual(one, other)),
  };
}
