/** Returns the SQL that reads a period: `Bounds` of access/period.ts, in epoch milliseconds, null for an open end. */
export function boundsOf(range: string): string {
  return `json_build_array(${millisecondsOf(`lower(${range})`)}, ${millisecondsOf(`upper(${range})`)})`;
}

/** Returns the SQL for an instant in epoch milliseconds. */
export function millisecondsOf(instant: string): string {
  return `date_part('epoch', ${instant}) * 1000`;
}
