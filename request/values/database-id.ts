/** Whether a text can be the id of a row: a positive bigint. Anything else names nothing and is not looked up. */
export function isDatabaseId(text: string): boolean {
  return /^[1-9]\d{0,17}$/.test(text);
}
