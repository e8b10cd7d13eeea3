/** Repairs UTF-8 that was taken for Windows-1252 or Latin 1 and encoded once more: `DÃ¼sseldorf`. */

/** What the first bytes of “ä”, “ß”, “é”, “–”, “„” and of a separate diaeresis become, with what may follow them. */
const SIGNS = /[ÂÃ][^\p{ASCII}]|â[€\u0080]|Ì[ˆ\u0088]/u;
/**
 * The characters that Windows-1252 has where Latin 1 has none, from the byte 0x80 on; U+FFFD where it has none
 * either.
 */
const WINDOWS = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';
const BYTE_OF = new Map(
  [...WINDOWS].flatMap((character, at) => (character === '\ufffd' ? [] : [[character, 0x80 + at]])),
);

/** Returns the text as it was before; null where it was not encoded twice as a whole. */
export function decodedOnceMore(text: string): string | null {
  if (!SIGNS.test(text)) return null;
  const bytes: number[] = [];
  for (const character of text) {
    const byte = BYTE_OF.get(character) ?? (character.codePointAt(0) as number);
    if (byte > 0xff) return null;
    bytes.push(byte);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}
