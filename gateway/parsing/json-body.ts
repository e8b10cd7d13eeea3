/** Checks the text of a body before JSON.parse, so that parsing does not take long. */
import { badUserInput } from '../../request/client-errors';
import { tooCostly } from '../errors/errors';

/**
 * More than any request of ours has, with what stands around its values. JSON.parse takes ten times as long for lists within
 * each other as for as many beside each other, 100 ms for a megabyte of them, and this look at the text 5 ms.
 */
const MOST_JSON_LEVELS = 32;

/**
 * Different names of members: 300,000 in 4 MB held JSON.parse up for half a second, as each makes a new shape of object. A
 * batch of 10,000 uses has eight.
 */
const MOST_NAMES = 1_000;
/** In characters: a shorter body has few of them. */
const SHORT_BODY = 16 * 1024;

/** @param text of which it is not yet known whether it is JSON @throws BAD_USER_INPUT, OPERATION_TOO_COSTLY */
export function checkJson(text: string): void {
  let levels = 0;
  const names = text.length > SHORT_BODY ? new Set<string>() : undefined;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (names && isName(text, end)) {
          names.add(text.slice(at, end));
          if (names.size > MOST_NAMES) throw tooCostly(TOO_MANY_NAMES);
        }
        at = end;
        break;
      }
      case SQUARE:
      case CURLY:
        levels += 1;
        if (levels > MOST_JSON_LEVELS)
          throw badUserInput(
            `Body is nested too deep: more than ${MOST_JSON_LEVELS} levels of lists and objects. Nest it less.`,
          );
        break;
      case SQUARE_END:
      case CURLY_END:
        levels -= 1;
    }
  }
}

const TOO_MANY_NAMES = `Too many different member names in the body (maximum ${MOST_NAMES}). Send similar values as one list.`;

const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);
const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SQUARE = 0x5b;
const SQUARE_END = 0x5d;
const CURLY = 0x7b;
const CURLY_END = 0x7d;

/** Where the quotation mark stands that ends it; the end of the text where there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

/** @param end of a string: whether it is followed by a value */
function isName(text: string, end: number): boolean {
  let at = end + 1;
  while (BLANKS.has(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === COLON;
}
