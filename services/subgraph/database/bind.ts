/** Adds a value to the parameters of a statement. @returns its name in the statement */
export function bind(values: unknown[], value: unknown, type: string): string {
  values.push(value);
  return `$${values.length}::${type}`;
}
