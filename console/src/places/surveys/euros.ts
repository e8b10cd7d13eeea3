/** Reads an amount as cents: 12,50 or 12.50 or 12. Returns undefined where the text is no amount. */
export function centsOf(text: string): number | undefined {
  const [, whole, part = ''] = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? undefined : Number(whole) * 100 + Number(part.padEnd(2, '0'));
}
