/**
 * Compiles how the text of a fetch's answer is read without JSON.parse (scanned-text.ts).
 *
 * Parts that later fetches read or add to become objects. An object of which the client asked for exactly what the
 * fetch brings, in the same order, stays text, and so do lists of leaves. Where a question is not that simple, the
 * fetch has no scan, and its answers are parsed.
 */
import {
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import { plainObjects } from '../../request/values/plain-objects';
import type { Choice } from './chosen';
import { copied, copiedItem, isCopiedLeaf, LONGEST_EXPRESSION, NotScanned, nameOf, sizeOfText } from './copied-objects';
import type { Data } from './data';
import { type Fetched, selectionsOf } from './origins';
import { type Place, placeWithin } from './places';
import {
  Expression,
  finder,
  leafOf,
  listOf,
  matching,
  nullable,
  OTHER_FORM,
  Position,
  type Read,
  type Step,
  sourceOf,
} from './scanned-text';
import type { FetchNode } from './stock';
import { Verbatim } from './verbatim';

/** @returns undefined where the text must be parsed */
export type Scan = (text: string) => Data | undefined;

/** Returns the scans by fetch, for the fetches that have one. @param root of the client's answer */
export function compileScans(
  choice: Choice,
  root: Place,
  supergraph: GraphQLSchema,
  fetches: readonly Fetched[],
): ReadonlyMap<FetchNode, Scan> {
  const compiler = new ScanCompiler(choice, supergraph, fetches);
  return new Map(
    fetches.flatMap((fetched) => {
      const scan = compiler.compile(fetched, root);
      return scan ? [[fetched.node, scan] as const] : [];
    }),
  );
}

class ScanCompiler {
  private readonly fetches: readonly { readonly node: FetchNode; readonly path: readonly string[] }[];

  constructor(
    private readonly choice: Choice,
    private readonly supergraph: GraphQLSchema,
    fetches: readonly Fetched[],
  ) {
    this.fetches = fetches.map(({ node, path }) => ({ node, path: withoutLists(path) }));
  }

  compile({ node, path: given }: Fetched, root: Place): Scan | undefined {
    try {
      if (node.outputRewrites?.length) return undefined;
      const path = withoutLists(given);
      let place: Place | undefined = root;
      for (const name of path) place = place && placeWithin(this.choice, place, name);
      if (!place) return undefined;
      const { selections } = selectionsOf(node);
      if (!node.requires) return whole('\\{"data":', this.object(selections, place, path), '\\}');
      const [fragment, ...others] = selections;
      if (fragment?.kind !== Kind.INLINE_FRAGMENT || others.length > 0) return undefined;
      if (fragment.typeCondition?.name.value !== place.type.name) return undefined;
      const entity = this.object(fragment.selectionSet.selections, place, path);
      return whole('\\{"data":\\{"_entities":', listOf(entity), '\\}\\}');
    } catch (error) {
      if (error instanceof NotScanned) return undefined;
      throw error;
    }
  }

  private object(selections: readonly SelectionNode[], place: Place, path: readonly string[]): Read {
    const required = this.requiredAt(path);
    const steps: Step[] = [];
    let expression = new Expression();
    function flush(): void {
      if (expression.source.length > LONGEST_EXPRESSION) throw new NotScanned();
      if (expression.source) steps.push(matching(expression.source, expression.puts));
      expression = new Expression();
    }
    for (const [at, node] of selections.entries()) {
      const name = nameOf(node);
      expression.source += `${at === 0 ? '\\{' : ','}"${name}":`;
      const { type, isAnswered } = this.field(node as FieldNode, place);
      if (!type) {
        expression.source += `"${place.type.name}"`;
        const { name: typename } = place.type;
        expression.puts.push((object) => {
          object[name] = typename;
        });
        continue;
      }
      const isPlain = !isAnswered || required.has(name);
      if (isLeafType(getNamedType(type))) {
        this.leaf(expression, name, type, isPlain);
        continue;
      }
      const inner = [...path, name];
      const within = isPlain ? undefined : placeWithin(this.choice, place, name);
      if (!within) throw new NotScanned();
      const { selections: own = [] } = (node as FieldNode).selectionSet ?? {};
      const isCopied = this.isCopied(own, within, inner);
      if (isCopied && !isListType(getNullableType(type))) {
        const read = copied(this.choice, expression, own, within, type);
        expression.puts.push((object, found) => {
          object[name] = read(found);
        });
        continue;
      }
      flush();
      const read = valueReader(type, (item) =>
        isCopied ? copiedItem(this.choice, own, within, item) : maybeNull(item, this.object(own, within, inner)),
      );
      steps.push((position, object) => {
        object[name] = read(position);
      });
    }
    expression.source += '\\}';
    flush();
    const Plain = plainObjects();
    return (position) => {
      const object = new Plain();
      for (let at = 0; at < steps.length; at += 1) (steps[at] as Step)(position, object);
      return object;
    };
  }

  /** @param isPlain whether other code looks at the value */
  private leaf(expression: Expression, name: string, type: GraphQLOutputType, isPlain: boolean): void {
    const isList = isListType(getNullableType(type));
    if (!isCopiedLeaf(type) || (isList && isPlain)) throw new NotScanned();
    const group = expression.group(sourceOf(type) as string);
    expression.puts.push((object, found) => {
      const text = found[group] as string;
      object[name] = isList && text !== 'null' ? new Verbatim(text, 0, sizeOfText(text, true)) : leafOf(text);
    });
  }

  /** Compiles a selection that the client also made at this place, or that only the plan needs. */
  private field(
    node: FieldNode,
    { type, chosen }: Place,
  ): { type: GraphQLOutputType | undefined; isAnswered: boolean } {
    const name = nameOf(node);
    const field = chosen.find((one) => one.name === name);
    if (field?.type) return { type: field.type, isAnswered: true };
    if (node.name.value === '__typename') return { type: undefined, isAnswered: field !== undefined };
    const known = this.supergraph.getType(type.name);
    const definition = isObjectType(known) ? known.getFields()[node.name.value] : undefined;
    if (field || !definition) throw new NotScanned();
    return { type: definition.type, isAnswered: false };
  }

  /** Tells whether the object goes into the answer unchanged. */
  private isCopied(selections: readonly SelectionNode[], place: Place, path: readonly string[]): boolean {
    const { chosen, byKey } = place;
    if (selections.length !== chosen.length || this.isLookedInto(path)) return false;
    return selections.every((node, at) => {
      const name = nameOf(node);
      const field = chosen[at];
      if (field?.name !== name || byKey.get(name)?.asked) return false;
      if (!field.type) return (node as FieldNode).name.value === '__typename' && name === '__typename';
      const { selectionSet } = node as FieldNode;
      if (!selectionSet) return isCopiedLeaf(field.type);
      const within = placeWithin(this.choice, place, name);
      const isList = isListType(getNullableType(field.type));
      return within !== undefined && !isList && this.isCopied(selectionSet.selections, within, [...path, name]);
    });
  }

  private isLookedInto(path: readonly string[]): boolean {
    return this.fetches.some((fetched) => path.every((name, at) => fetched.path[at] === name));
  }

  /** Returns the fields of the objects at the path that are sent to other subgraphs. */
  private requiredAt(path: readonly string[]): ReadonlySet<string> {
    const there = this.fetches.filter((fetched) => fetched.path.join() === path.join());
    return new Set(there.flatMap(({ node }) => (node.requires ?? []).flatMap(namesRequired)));
  }
}

function namesRequired(required: NonNullable<FetchNode['requires']>[number]): string[] {
  if (required.kind === 'Field') return [required.alias ?? required.name];
  return required.selections.flatMap(namesRequired);
}

function whole(before: string, read: Read, after: string): Scan {
  const begin = finder(before);
  const end = finder(`${after}$`);
  return (text) => {
    const position = new Position(text);
    try {
      begin(position);
      const value = read(position);
      end(position);
      return (Array.isArray(value) ? { _entities: value } : value) as Data;
    } catch (error) {
      // V8 throws a RangeError where an expression would need too much memory for a text.
      if (error === OTHER_FORM || error instanceof RangeError) return undefined;
      throw error;
    }
  };
}

function withoutLists(path: Fetched['path']): readonly string[] {
  return path.filter((element) => element !== '@').map(String);
}

/** Reads one object, or one list of them. @param read makes the reader of an object, or of an item, by its type */
function valueReader(type: GraphQLOutputType, read: (type: GraphQLOutputType) => Read): Read {
  const list = getNullableType(type);
  if (!isListType(list)) return read(type);
  if (isListType(getNullableType(list.ofType))) throw new NotScanned();
  return maybeNull(type, listOf(read(list.ofType)));
}

function maybeNull(type: GraphQLOutputType, read: Read): Read {
  return isNonNullType(type) ? read : nullable(read);
}
