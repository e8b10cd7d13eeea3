/** Checks the text of a body before JSON.parse, so that parsing does not take long. */
import { badUserInput } from '../../request/client-errors';
import { tooCostly } from '../errors/errors';

/**
 * More levels than any request to us has, with the lists and objects around its values. For a megabyte of nested
 * lists, JSON.parse takes 100 ms, ten times as long as for lists beside each other; this check of the text takes 5
 * ms.
 */
const MAX_JSON_LEVELS = 32;

/**
 * How many different names members may have. 300,000 names in 4 MB held JSON.parse up for half a second, as each one
 * makes a new shape of object. A batch of 10,000 uses has eight.
 */
const MAX_NAMES = 1_000;
/** In characters. A shorter body can have only a few names. */
const SHORT_BODY = 16 * 1024;

/** @param text that may or may not be JSON @throws BAD_USER_INPUT, OPERATION_TOO_COSTLY */
export function checkJson(text: string): void {
  let levels = 0;
  const names = text.length > SHORT_BODY ? new Set<string>() : undefined;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (names && isName(text, end)) {
          names.add(text.slice(at, end));
          if (names.size > MAX_NAMES) throw tooCostly(TOO_MANY_NAMES);
        }
        at = end;
        break;
      }
      case SQUARE:
      case CURLY:
        levels += 1;
        if (levels > MAX_JSON_LEVELS)
          throw badUserInput(
            `Body is nested too deep: more than ${MAX_JSON_LEVELS} levels of lists and objects. Nest it less.`,
          );
        break;
      case SQUARE_END:
      case CURLY_END:
        levels -= 1;
    }
  }
}

const TOO_MANY_NAMES = `Too many different member names in the body (maximum ${MAX_NAMES}). Send similar values as one list.`;

const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);
const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SQUARE = 0x5b;
const SQUARE_END = 0x5d;
const CURLY = 0x7b;
const CURLY_END = 0x7d;

/** Returns the position of the closing quotation mark; the end of the text where there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

/** Tells whether the string that ends at `end` is followed by a value, and so is a name. */
function isName(text: string, end: number): boolean {
  let at = end + 1;
  while (BLANKS.has(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === COLON;
}
