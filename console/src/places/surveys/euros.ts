/** Cents of a sum as somebody writes it: 12,50 or 12.50 or 12. Undefined where it is none. */
export function centsOf(text: string): number | undefined {
  const [, whole, part = ''] = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? undefined : Number(whole) * 100 + Number(part.padEnd(2, '0'));
}
