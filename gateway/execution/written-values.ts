/**
 * Writes values: objects by their parts, lists by their items, leaves by their type. Throws {@link UNWRITABLE} where a value does
 * not fit the schema.
 *
 * Long values are written in turns; then the result is a promise.
 */
import { type GraphQLLeafType, isEnumType } from 'graphql';
import type { Turns } from '../../request/turns';
import type { AskedOfFields } from '../limits/cost-of-field';
import { validLeaf } from './completion';
import type { Data } from './data';
import { compact, quoted } from './json-text';
import { Verbatim } from './verbatim';

/** One writing of one answer. */
interface Writing {
  /** What this request asks of fields. */
  readonly asked: Pick<AskedOfFields, 'of'>;
  cost: number;
  size: number;
  readonly turns: Turns;
}

type Text = string | Promise<string>;
/** @throws UNWRITABLE */
export type Write = (value: unknown, run: Writing) => Text;
export type WriteObject = (input: Data, run: Writing) => Text;

/** Thrown where the answer is not complete. */
export const UNWRITABLE = new Error('the answer has to be completed as objects');

export function unwritable(): never {
  throw UNWRITABLE;
}

/** One name in an object. */
export interface Part {
  readonly name: string;
  /** `{"name":` */
  readonly opening: string;
  /** `,"name":` */
  readonly following: string;
  /** True where objects could inherit a property with this name. */
  readonly read: ((data: Data) => unknown) | undefined;
  /** Whether the value may be a text. */
  readonly isText: boolean;
  readonly write: Write;
  /** The cost of the field beyond the cost that all these objects have. */
  readonly count: Count | undefined;
}

export type Count = (value: unknown, run: Writing) => void;

export function writeParts(before: string, parts: readonly Part[], from: number, input: Data, run: Writing): Text {
  let text = before;
  for (let at = from; at < parts.length; at += 1) {
    const part = parts[at] as Part;
    const value = part.read === undefined ? input[part.name] : part.read(input);
    part.count?.(value, run);
    const written = part.isText && typeof value === 'string' ? quoted(value) : part.write(value, run);
    text += text === '' ? part.opening : part.following;
    if (typeof written !== 'string') return restOfParts(text, written, parts, at + 1, input, run);
    text += written;
  }
  return text === '' ? '{}' : `${text}}`;
}

async function restOfParts(
  before: string,
  pending: Promise<string>,
  parts: readonly Part[],
  from: number,
  input: Data,
  run: Writing,
): Promise<string> {
  return writeParts(before + (await pending), parts, from, input, run);
}

export function list(item: Write): Write {
  return (value, run) => {
    if (value instanceof Verbatim) return value.text;
    if (!Array.isArray(value)) throw UNWRITABLE;
    let text = '[';
    for (let at = 0; at < value.length; at += 1) {
      if (!run.turns.step()) return restOfItems(text, value, at, item, run);
      if (at > 0) text += ',';
      const written = item(value[at], run);
      if (typeof written !== 'string') return restOfItems(text, value, at + 1, item, run, written);
      text += written;
    }
    return `${text}]`;
  };
}

async function restOfItems(
  before: string,
  items: readonly unknown[],
  from: number,
  item: Write,
  run: Writing,
  pending?: Promise<string>,
): Promise<string> {
  let text = before;
  if (pending) text += await pending;
  for (let at = from; at < items.length; at += 1) {
    if (at > 0) text += ',';
    const write = () => item(items[at], run);
    const written = run.turns.step() ? write() : run.turns.later(write);
    text += typeof written === 'string' ? written : await written;
  }
  return `${text}]`;
}

export function leaf(type: GraphQLLeafType): Write {
  if (isEnumType(type)) {
    const texts = new Map<unknown, string>(type.getValues().map(({ name }) => [name, compact(`"${name}"`)]));
    return (value) => texts.get(value) ?? unwritable();
  }
  const isValid = validLeaf(type);
  const write = WRITTEN.get(type.name) ?? JSON.stringify;
  return (value) => (value !== null && isValid(value) ? write(value) : unwritable());
}

/** Only for valid values. */
const WRITTEN: ReadonlyMap<string, (value: unknown) => string> = new Map([
  ['Boolean', String],
  ['Int', numeral],
  ['Float', numeral],
  ['String', (value: unknown) => quoted(value as string)],
  ['ID', (value: unknown) => (typeof value === 'string' ? quoted(value) : numeral(value))],
]);

/** JSON has no −0. */
function numeral(value: unknown): string {
  return `${value}`;
}
