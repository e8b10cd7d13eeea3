/**
 * What a title sorts by: its name as DIN 5007-1 orders words (ä as a, ß as ss), without case, accents and punctuation.
 * Compared byte by byte, it is the same order everywhere.
 * Names that differ later than that are in the order of their ids: some letters become up to 18.
 */
const MAXIMUM_LENGTH = 500;

export function sortKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/[ßæœøđłðþ]/g, (letter) => PLAIN[letter] as string)
    .normalize('NFKD')
    .replace(/\p{Mark}+|['’ʼ`´]/gu, '')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
    .slice(0, MAXIMUM_LENGTH)
    .replace(/[\ud800-\udbff]$/, '');
}

/** Letters that Unicode does not take apart. */
const PLAIN: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ð: 'd', þ: 'th' };
