/** Finds the subgraph that a place of the answer comes from. This is needed only where a subgraph breaks the schema. */
import { type FieldNode, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';
import type { FetchNode, PlanNode } from './stock';

type Path = readonly (string | number)[];

/** @returns undefined where the plan does not tell */
export type Origins = (path: Path) => string | undefined;

export interface Fetched {
  readonly node: FetchNode;
  readonly path: readonly (string | number)[];
}

interface Origin extends Asked {
  readonly subgraph: string;
}

interface Asked {
  readonly path: readonly (string | number)[];
  readonly selections: SelectionSetNode;
}

export function originsOf(plan: PlanNode | undefined): Origins {
  let known: Origin[] | undefined;
  return (path) => {
    // The deepest fetches first: a fetch may also have to ask for the keys that others need.
    known ??= fetchesIn(plan)
      .map(({ node, path: at }) => ({ subgraph: node.serviceName, path: at, selections: selectionsOf(node) }))
      .sort((a, b) => b.path.length - a.path.length);
    for (let length = path.length; length > 0; length -= 1) {
      const place = path.slice(0, length);
      const origin = known.find((one) => asksFor(one, place));
      if (origin) return origin.subgraph;
    }
    return undefined;
  };
}

/** Returns the fetches of a plan, with the places of the answer at which they ask. */
export function fetchesIn(node: PlanNode | undefined, path: Fetched['path'] = []): readonly Fetched[] {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((child) => fetchesIn(child, path));
    case 'Flatten':
      return fetchesIn(node.node as PlanNode, [...path, ...node.path]);
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((branch) => fetchesIn(branch, path));
    case 'Fetch':
      return [{ node, path }];
    default:
      return [];
  }
}

/** Returns what is asked of an object at the place of the question. */
export function selectionsOf({
  operation: text,
  requires,
}: Pick<FetchNode, 'operation' | 'requires'>): SelectionSetNode {
  const operation = parse(text, { noLocation: true }).definitions[0] as OperationDefinitionNode;
  const [entities] = operation.selectionSet.selections as FieldNode[];
  return (requires && entities?.selectionSet) || operation.selectionSet;
}

/** Returns the fields that a question asks of each object at its place, by their names in the answer. */
export function namesIn(node: FetchNode): Set<string> {
  const names = new Set(responseNames(selectionsOf(node)));
  for (const rewrite of node.outputRewrites ?? []) {
    const last = rewrite.path.at(-1);
    if (rewrite.kind === 'KeyRenamer' && names.has(String(last))) names.add(rewrite.renameKeyTo);
  }
  return names;
}

export function asksFor({ path, selections }: Asked, place: Path): boolean {
  let at = 0;
  for (const element of path) {
    if (element !== '@' && typeof place[at] === 'number') at = afterIndices(place, at);
    const isThere = element === '@' ? typeof place[at] === 'number' : place[at] === element;
    if (!isThere) return false;
    at += 1;
  }
  let level: readonly SelectionSetNode[] = [selections];
  for (const key of place.slice(at)) {
    if (typeof key === 'number') continue;
    level = level.flatMap((one) => under(one, key));
    if (level.length === 0) return false;
  }
  return true;
}

function afterIndices(place: Path, from: number): number {
  let at = from;
  while (typeof place[at] === 'number') at += 1;
  return at;
}

const LEAF: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

function under({ selections }: SelectionSetNode, name: string): SelectionSetNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return under(selection.selectionSet, name);
    if (selection.kind === Kind.FRAGMENT_SPREAD || (selection.alias ?? selection.name).value !== name) return [];
    return selection.selectionSet ?? LEAF;
  });
}

function responseNames({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return responseNames(selection.selectionSet);
    return selection.kind === Kind.FIELD ? [(selection.alias ?? selection.name).value] : [];
  });
}
