/**
 * The sort key of a title: its name in the order of DIN 5007-1 (ä as a, ß as ss), without case, accents and
 * punctuation. It is compared byte by byte, so the order is the same everywhere. Names that differ only after its end
 * are in the order of their ids: some letters become up to 18.
 */
const MAX_LENGTH = 500;

export function sortKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/[ßæœøđłðþ]/g, (letter) => PLAIN[letter] as string)
    .normalize('NFKD')
    .replace(/\p{Mark}+|['’ʼ`´]/gu, '')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
    .slice(0, MAX_LENGTH)
    .replace(/[\ud800-\udbff]$/, '');
}

/** Letters that Unicode does not decompose. */
const PLAIN: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ð: 'd', þ: 'th' };
