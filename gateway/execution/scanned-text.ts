/**
 * Reads the text of an answer piece by piece, with expressions that were made for what was asked: fields in their order,
 * values of their types, no blanks. That is how our services write. Whatever else comes is for JSON.parse.
 *
 * V8 compiles expressions to machine code, which reads a text ten times faster than JSON.parse, or functions of ours, make
 * objects of it. Objects that nothing looks into stay text (verbatim.ts), and are put into the answer as they came.
 * Each expression takes linear time: what follows a repetition can never be one more of it. Texts were decoded from UTF-8, so
 * no surrogate stands alone in them.
 */
import { type GraphQLOutputType, isEnumType, isLeafType, isListType, isNonNullType } from 'graphql';
import type { Data } from './data';

/** Where the reading of one text is. */
export class Position {
  at = 0;

  constructor(readonly text: string) {}
}

/** Thrown where a text is not of the form that is read here. */
export const OTHER_FORM = new Error('the text has to be parsed');

/** Reads a value, which begins at the position, and leaves the position behind it. @throws OTHER_FORM */
export type Read = (position: Position) => unknown;
/** The groups of an expression: undefined where one is in an object that is null. */
export type Found = readonly (string | undefined)[];
/** Takes from what was found what belongs to the object. */
export type Put = (object: Data, found: Found) => void;
/** Reads a part of an object. @throws OTHER_FORM */
export type Step = (position: Position, object: Data) => void;

/** An expression while it is written, with what is done with its groups. */
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

  /** @returns its number */
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

/** @returns what finds the expression, whose groups are what is found, at the position */
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

/** The value of a leaf, of its text. */
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
/** With the escapes that JSON.stringify writes, but for those by number. */
const STRING = `"${UNESCAPED}(?:\\\\["\\\\bfnrt]${UNESCAPED})*"`;
/** As JavaScript writes it, too. */
const WHOLE_NUMBER = '(?:-?[1-9]\\d{0,8}|0)';

/** An expression without groups for some of the values of a type, written as JSON.stringify does; undefined for types that hold objects. */
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
