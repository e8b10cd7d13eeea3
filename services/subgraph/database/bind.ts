/** Adds a value to those of a statement. @returns how the statement names it */
export function bind(values: unknown[], value: unknown, type: string): string {
  values.push(value);
  return `$${values.length}::${type}`;
}
