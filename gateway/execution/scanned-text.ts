/**
 * Reads the text of an answer piece by piece, with expressions that were made for the question: fields in their
 * order, values of their types, no blanks. Our services write in this form. Every other text goes to JSON.parse.
 *
 * V8 compiles expressions to machine code, which reads a text ten times faster than JSON.parse, or functions of ours,
 * make objects of it. Objects that no code has to look into stay text (verbatim.ts), and are put into the answer
 * unchanged.
 *
 * Each expression takes linear time: what follows a repetition can never be one more of it. Texts were decoded from
 * UTF-8, so no surrogate stands alone in them.
 */
import { type GraphQLOutputType, isEnumType, isLeafType, isListType, isNonNullType } from 'graphql';
import type { Data } from './data';

/** The position of the reading in one text. */
export class Position {
  at = 0;

  constructor(readonly text: string) {}
}

/** Thrown where a text does not have the form that is read here. */
export const OTHER_FORM = new Error('the text has to be parsed');

/** Reads the value at the position, and moves the position behind it. @throws OTHER_FORM */
export type Read = (position: Position) => unknown;
/** The groups of an expression; undefined for a group in an object that is null. */
export type Found = readonly (string | undefined)[];
/** Writes into the object the part of what was found that belongs to it. */
type Put = (object: Data, found: Found) => void;
/** Reads a part of an object. @throws OTHER_FORM */
export type Step = (position: Position, object: Data) => void;

/** An expression while it is built, with the functions that use its groups. */
export class Expression {
  source = '';
  readonly puts: Put[] = [];
  private groups = 0;

  /** Begins a group. @returns its number */
  open(): number {
    this.source += '(';
    this.groups += 1;
    return this.groups;
  }

  /** @returns the group's number */
  group(source: string): number {
    const number = this.open();
    this.source += `${source})`;
    return number;
  }
}

export function matching(source: string, puts: readonly Put[]): Step {
  const find = finder(source);
  return (position, object) => {
    const found = find(position);
    for (let at = 0; at < puts.length; at += 1) (puts[at] as Put)(object, found);
  };
}

/** @returns a function that matches the expression at the position, and returns its groups */
export function finder(source: string): (position: Position) => Found {
  const expression = new RegExp(source, 'y');
  return (position) => {
    expression.lastIndex = position.at;
    const found = expression.exec(position.text);
    if (!found) throw OTHER_FORM;
    position.at = expression.lastIndex;
    return found;
  };
}

export function nullable(read: Read): Read {
  return (position) => {
    if (!position.text.startsWith('null', position.at)) return read(position);
    position.at += 4;
    return null;
  };
}

const COMMA = 0x2c;
const OPENING = 0x5b;
const CLOSING = 0x5d;

export function listOf(item: Read): Read {
  return (position) => {
    const { text } = position;
    if (text.charCodeAt(position.at) !== OPENING) throw OTHER_FORM;
    position.at += 1;
    const items: unknown[] = [];
    if (text.charCodeAt(position.at) === CLOSING) {
      position.at += 1;
      return items;
    }
    for (;;) {
      items.push(item(position));
      const next = text.charCodeAt(position.at);
      position.at += 1;
      if (next === CLOSING) return items;
      if (next !== COMMA) throw OTHER_FORM;
    }
  };
}

/** Returns the value of a leaf from its text. */
export function leafOf(text: string): unknown {
  switch (text.charCodeAt(0)) {
    case 0x22:
      return text.includes('\\') ? JSON.parse(text) : text.slice(1, -1);
    case 0x6e:
      return null;
    case 0x74:
      return true;
    case 0x66:
      return false;
    default:
      return Number(text);
  }
}

const UNESCAPED = '[^"\\\\\\u0000-\\u001f]*';
/** Allows the escapes that JSON.stringify writes, except those by number. */
const STRING = `"${UNESCAPED}(?:\\\\["\\\\bfnrt]${UNESCAPED})*"`;
/** Also in the form that JavaScript writes. */
const WHOLE_NUMBER = '(?:-?[1-9]\\d{0,8}|0)';

/**
 * Returns an expression without groups for the common values of a type, as JSON.stringify writes them; undefined for
 * types that hold objects.
 */
export function sourceOf(type: GraphQLOutputType): string | undefined {
  if (!isNonNullType(type)) {
    const source = sourceOfValue(type);
    return source && `(?:null|${source})`;
  }
  return sourceOfValue(type.ofType);
}

function sourceOfValue(type: GraphQLOutputType): string | undefined {
  if (isListType(type)) {
    const item = sourceOf(type.ofType);
    return item && `\\[(?:${item}(?:,${item})*)?\\]`;
  }
  if (isEnumType(type))
    return `"(?:${type
      .getValues()
      .map(({ name }) => name)
      .join('|')})"`;
  if (!isLeafType(type)) return undefined;
  switch (type.name) {
    case 'Boolean':
      return '(?:true|false)';
    case 'Int':
    case 'Float':
      return WHOLE_NUMBER;
    default:
      return STRING;
  }
}
