/** Compiles a query plan to functions: sequence, parallel, condition, flatten. */
import type { GraphQLSchema } from 'graphql';
import { isObject } from '../../request/values/plain-objects';
import { type Data, reader } from './data';
import type { Path } from './faults';
import { compileFetch, type Execution } from './fetch';
import { type DataSources, type FetchNode, NotCovered, type PlanNode } from './stock';

/** @throws where stock would refuse the whole operation; a failure of a fetch is an error of the execution */
type Run = (execution: Execution) => Promise<void> | void;

interface PlanPlace {
  readonly supergraph: GraphQLSchema;
  readonly sources: DataSources;
  /** The defaults of the operation's variables, by name. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** @throws NotCovered */
export function compilePlan(plan: PlanNode, place: PlanPlace): Run {
  return compileNode(plan, { ...place, path: [], later: [] });
}

interface Place extends PlanPlace {
  readonly path: Path;
  /** The paths of the fetches that may come after or beside this node. */
  readonly later: readonly Path[];
}

function compileNode(node: PlanNode, place: Place): Run {
  switch (node.kind) {
    case 'Sequence':
      return inSequence(
        node.nodes.map((child, index) =>
          compileNode(child, { ...place, later: [...place.later, ...node.nodes.slice(index + 1).flatMap(pathsOf)] }),
        ),
      );
    case 'Parallel':
      return sideBySide(
        node.nodes.map((child) =>
          compileNode(child, {
            ...place,
            later: [...place.later, ...node.nodes.filter((other) => other !== child).flatMap(pathsOf)],
          }),
        ),
      );
    case 'Flatten':
      if (node.node.kind !== 'Fetch') throw new NotCovered('flatten');
      return fetchAt(node.node, { ...place, path: node.path });
    case 'Fetch':
      return fetchAt(node, place);
    case 'Condition':
      return underCondition(node, place);
    default:
      throw new NotCovered(node.kind.toLowerCase());
  }
}

function inSequence(runs: readonly Run[]): Run {
  return async (execution) => {
    for (const run of runs) await run(execution);
  };
}

function sideBySide(runs: readonly Run[]): Run {
  return async (execution) => {
    await Promise.all(runs.map((run) => run(execution)));
  };
}

function underCondition(node: Extract<PlanNode, { kind: 'Condition' }>, place: Place): Run {
  const [then, otherwise] = [node.ifClause, node.elseClause].map((branch) => branch && compileNode(branch, place));
  const { condition: name } = node;
  return async (execution) => {
    const given = execution.incoming.request.variables;
    const own = given && Object.hasOwn(given, name) ? given[name] : undefined;
    const value = own === undefined ? place.defaults[name] : own;
    if (value === undefined) throw new Error(`Missing value for variable $${name} (and no default found)`);
    if (typeof value !== 'boolean')
      throw new Error(`Invalid non-boolean value ${value} for Boolean! variable $${name}`);
    await (value ? then : otherwise)?.(execution);
  };
}

function fetchAt(node: FetchNode, { path, later, supergraph, sources }: Place): Run {
  if (node.contextRewrites?.length) throw new NotCovered('context');
  const isLast = !later.some((other) => startsWith(other, path) || startsWith(path, other));
  const fetch = compileFetch(node, { path, supergraph, sources, isLast });
  const collect = collector(path);
  return (execution) => {
    const entities: Data[] = [];
    collect(execution.answer, entities);
    return entities.length > 0 ? fetch(execution, entities) : undefined;
  };
}

/** Collects the objects at a path, in their order. Values of other kinds are left out. */
function collector(path: Path): (data: unknown, into: Data[]) => void {
  const [element, ...rest] = path;
  if (element === undefined) {
    return (data, into) => {
      if (Array.isArray(data)) for (const item of data) collectOne(item, into);
      else collectOne(data, into);
    };
  }
  const next = collector(rest);
  if (element === '@') {
    return (data, into) => {
      if (Array.isArray(data)) for (const item of data) next(item, into);
    };
  }
  const read = reader(String(element));
  return (data, into) => {
    if (isObject(data)) next(read(data), into);
  };
}

function collectOne(item: unknown, into: Data[]): void {
  if (isObject(item)) into.push(item);
}

function pathsOf(node: PlanNode): readonly Path[] {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(pathsOf);
    case 'Flatten':
      return [node.path];
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((branch) => (branch ? pathsOf(branch) : []));
    default:
      return [[]];
  }
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((element, index) => path[index] === element);
}
