/**
 * Compiles the reading of objects that are copied into an answer unchanged: one expression for the whole object, with
 * groups for the parts that are counted (actual-cost.ts).
 */
import {
  type FieldNode,
  type GraphQLOutputType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type SelectionNode,
} from 'graphql';
import { AROUND_VALUE, sizeOfValue } from '../limits/value-sizes';
import type { Choice } from './chosen';
import { type Place, placeWithin } from './places';
import { Expression, type Found, finder, type Read, sourceOf } from './scanned-text';
import { Verbatim } from './verbatim';

/** Thrown where something is selected that cannot be read in this way. */
export class NotScanned extends Error {}

/** V8 does not optimise expressions of more than 20,000 characters. */
export const LONGEST_EXPRESSION = 10_000;

interface Sum {
  cost: number;
  size: number;
}
/** Adds what a found object counts. */
type Add = (found: Found, sum: Sum) => void;

export function copied(
  choice: Choice,
  expression: Expression,
  selections: readonly SelectionNode[],
  place: Place,
  type: GraphQLOutputType,
): (found: Found) => Verbatim | null {
  const { group, add } = copiedObject(choice, expression, selections, place, type);
  return (found) => {
    const sum = { cost: 0, size: 0 };
    add(found, sum);
    const text = found[group] as string;
    return text === 'null' ? null : new Verbatim(text, sum.cost, sum.size);
  };
}

export function copiedItem(
  choice: Choice,
  selections: readonly SelectionNode[],
  place: Place,
  type: GraphQLOutputType,
): Read {
  const expression = new Expression();
  const read = copied(choice, expression, selections, place, type);
  if (expression.source.length > LONGEST_EXPRESSION) throw new NotScanned();
  const find = finder(expression.source);
  return (position) => read(find(position));
}

/** Adds to the expression a group that matches an object to be copied, or null. */
function copiedObject(
  choice: Choice,
  expression: Expression,
  selections: readonly SelectionNode[],
  place: Place,
  type: GraphQLOutputType,
): { readonly group: number; readonly add: Add } {
  const { cost, size, byKey } = place;
  const adds: Add[] = [];
  const group = expression.open();
  if (!isNonNullType(type)) expression.source += 'null|';
  for (const [at, node] of selections.entries()) {
    const name = nameOf(node);
    expression.source += `${at === 0 ? '\\{' : ','}"${name}":`;
    const own = place.chosen[at]?.type;
    const source = own && sourceOf(own);
    if (!own) expression.source += `"${place.type.name}"`;
    else if (source === undefined) {
      const within = placeWithin(choice, place, name) as Place;
      const { selections: inner = [] } = (node as FieldNode).selectionSet ?? {};
      adds.push(copiedObject(choice, expression, inner, within, own).add);
    } else if (byKey.get(name)?.isText) adds.push(addText(expression.group(source), own));
    else expression.source += source;
  }
  expression.source += '\\})';
  return {
    group,
    add(found, sum) {
      const text = found[group];
      if (text === undefined || text === 'null') return;
      sum.cost += cost;
      sum.size += size;
      for (let at = 0; at < adds.length; at += 1) (adds[at] as Add)(found, sum);
    },
  };
}

/** @throws NotScanned where it is a fragment, or has a condition */
export function nameOf(node: SelectionNode): string {
  if (node.kind !== Kind.FIELD || node.directives?.length) throw new NotScanned();
  const { value } = node.alias ?? node.name;
  // Objects inherit properties with such names.
  if (value in Object.prototype) throw new NotScanned();
  return value;
}

const NUMBERS = new Set(['Int', 'Float', 'Boolean']);

/** Tells whether it is a leaf, or a list of texts: their sizes follow from their text. */
export function isCopiedLeaf(type: GraphQLOutputType): boolean {
  const list = getNullableType(type);
  if (!isListType(list)) return isLeafType(list);
  const item = getNullableType(list.ofType);
  return isLeafType(item) && !NUMBERS.has(item.name);
}

/**
 * Returns the size that `sizeOfValue` gives for the value. Texts are as long in JSON as they are counted, unless they
 * are escaped.
 */
export function sizeOfText(text: string, isList: boolean): number {
  if (text.includes('\\')) return sizeOfValue(JSON.parse(text));
  if (!isList || text === 'null') return text.length;
  return text === '[]' ? AROUND_VALUE : text.length + 2;
}

function addText(group: number, type: GraphQLOutputType): Add {
  const isList = isListType(getNullableType(type));
  return (found, sum) => {
    const text = found[group];
    if (text !== undefined) sum.size += sizeOfText(text, isList);
  };
}
