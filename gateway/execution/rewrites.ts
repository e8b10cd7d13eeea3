/**
 * Applies the rewrites of a plan to the input and output of a fetch: renamed keys, and replaced values of __typename.
 */
import type { GraphQLSchema } from 'graphql';
import { type Data, defineOwn, reader } from './data';
import type { Rewrite } from './stock';
import { typeTest } from './types';

export type ApplyRewrites = (value: unknown) => void;

const FRAGMENT = '... on ';

export function compileRewrites(schema: GraphQLSchema, rewrites: readonly Rewrite[] = []): ApplyRewrites | undefined {
  const all = rewrites.filter(({ path }) => path.length > 0).map((rewrite) => atPath(schema, rewrite, 0));
  if (all.length === 0) return undefined;
  return (value) => {
    for (const apply of all) apply(value);
  };
}

function atPath(schema: GraphQLSchema, rewrite: Rewrite, at: number): ApplyRewrites {
  const rewriteObject = changeBelow(schema, rewrite, at);
  return function apply(value) {
    if (Array.isArray(value)) for (const item of value) apply(item);
    else if (typeof value === 'object' && value !== null) rewriteObject(value as Data);
  };
}

function changeBelow(schema: GraphQLSchema, rewrite: Rewrite, at: number): (data: Data) => void {
  const element = rewrite.path[at] as string;
  if (at === rewrite.path.length - 1) return change(rewrite, element);
  const next = atPath(schema, rewrite, at + 1);
  if (!element.startsWith(FRAGMENT)) {
    const read = reader(element);
    return (data) => next(read(data));
  }
  const applies = typeTest(schema, element.slice(FRAGMENT.length), true);
  return (data) => {
    if (applies(data)) next(data);
  };
}

function change(rewrite: Rewrite, field: string): (data: Data) => void {
  if (rewrite.kind === 'ValueSetter') return (data) => write(data, field, rewrite.setValueTo);
  const read = reader(field);
  const readRenamed = reader(rewrite.renameKeyTo);
  return (data) => {
    const value = read(data);
    if (value === undefined) return;
    // One field may come under several names: a null in a broken answer must not overwrite what came under another
    // name.
    if (value !== null || readRenamed(data) === undefined) write(data, rewrite.renameKeyTo, value);
    data[field] = undefined;
  };
}

function write(data: Data, key: string, value: unknown): void {
  if (key in data && !Object.hasOwn(data, key)) defineOwn(data, key);
  data[key] = value;
}
