/** One fetch of a plan: the question to a subgraph, and the place of its answer. */
import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import { isObject, plainObjects } from '../../request/values/plain-objects';
import { subgraphUnavailable } from '../errors/errors';
import { copy, type Data, merge } from './data';
import type { Cause, Faults, Path } from './faults';
import { compact } from './json-text';
import { namesIn } from './origins';
import { compileRepresentation, identifier } from './representations';
import { type ApplyRewrites, compileRewrites } from './rewrites';
import type { Scan } from './scans';
import type { DataSources, FetchNode, Incoming } from './stock';
import { type Asked, causeOf, recordErrors } from './subgraph-errors';

/** One execution of an operation. */
export interface Execution {
  readonly incoming: Incoming;
  /** The answers of subgraphs so far, merged. */
  readonly answer: Data;
  readonly faults: Faults;
  /** How texts of subgraphs are read; they are parsed where it is left out. */
  readonly scans?: ReadonlyMap<FetchNode, Scan> | undefined;
}

/** Asks for the entities at the fetch's place, of which there is at least one, and merges the answer into them. */
type Fetch = (execution: Execution, entities: readonly Data[]) => Promise<void>;

interface FetchPlace {
  readonly path: Path;
  readonly supergraph: GraphQLSchema;
  readonly sources: DataSources;
  /** True where no later fetch writes into what this fetch brings. */
  readonly isLast: boolean;
}

/** An answer that does not fit the question. */
class BrokenAnswer extends Error {}

export function compileFetch(node: FetchNode, place: FetchPlace): Fetch {
  const { variableUsages = [], serviceName: subgraph } = node;
  const question: Question = { ask: compileQuestion(node, place), names: lazily(() => namesIn(node)), subgraph };
  const fetch = node.requires ? fetchEntities(node, place, question) : fetchRoot(node, place, question);
  const Variables = plainObjects();

  function failed({ faults }: Execution, entities: readonly Data[], error: unknown): void {
    const reported = error instanceof GraphQLError ? error : subgraphUnavailable(subgraph);
    const reason = reported === error ? undefined : (error as Error).message;
    const cause = faults.cause(`${subgraph} ${reported.message} ${reason}`, place.path, () => reported, reason);
    faults.lost(entities, question.names(), cause);
  }

  return (execution, entities) => {
    const variables = new Variables();
    copyOwn(execution.incoming.request.variables, variableUsages, variables);
    return fetch(execution, entities, variables).catch((error) => failed(execution, entities, error));
  };
}

interface Question {
  readonly subgraph: string;
  /** @throws where the subgraph cannot be asked */
  readonly ask: (execution: Execution, variables: Data) => ReturnType<GraphQLDataSource['process']>;
  /** The names of the fields that are asked of each object. */
  readonly names: () => ReadonlySet<string>;
}

interface Answered {
  /** At least one of the two is present. */
  readonly data: Data | null;
  readonly errors: readonly GraphQLFormattedError[];
}

type FetchWith = (execution: Execution, entities: readonly Data[], variables: Data) => Promise<void>;

function fetchRoot(node: FetchNode, { supergraph, path }: FetchPlace, { ask, subgraph, names }: Question): FetchWith {
  const rewrite = compileRewrites(supergraph, node.outputRewrites);
  return async (execution, entities, variables) => {
    const { data, errors } = answeredOf(await ask(execution, variables));
    if (data) {
      rewrite?.(data);
      for (const entity of entities) merge(entity, data);
    }
    if (errors.length > 0) await tell(execution, errors, data, { subgraph, path }, entities, names());
  };
}

/**
 * Entities with the same representation are asked for once, because they are the same to a subgraph. Stock asks for
 * each, which took 1.35 times as long for answers of 44 KB.
 */
function fetchEntities(node: FetchNode, { supergraph, path, isLast }: FetchPlace, question: Question): FetchWith {
  const { ask, subgraph, names } = question;
  const represent = compileRepresentation(supergraph, node.requires ?? []);
  const rewriteInput = compileRewrites(supergraph, node.inputRewrites);
  const identify = identifier(node.requires ?? []);
  const rewriteOutput = compileRewrites(supergraph, node.outputRewrites);
  return async (execution, entities, variables) => {
    const { representations, standsFor } = distinct(entities, represent, rewriteInput, identify);
    if (representations.length === 0) return;
    const asked = { subgraph, path, entities: standsFor };
    variables.representations = representations;
    const { data, errors } = answeredOf(await ask(execution, variables));
    const answered = data && entitiesIn(data, representations.length);
    /** By the index of their entity. */
    let complaints: Map<unknown, GraphQLFormattedError> | undefined;
    for (let index = 0; answered && index < answered.length; index += 1) {
      const entity = answered[index];
      const [first = 0, ...others] = standsFor[index] ?? [];
      const existing = entities[first] as Data;
      if (!isObject(entity) || contradicts(entity, existing)) {
        lose(index, entity, [first, ...others]);
        continue;
      }
      entity.__typename ||= existing.__typename;
      rewriteOutput?.(entity);
      const copies = others.map((at) => ({ at, entity: isLast ? entity : copy(entity) }));
      merge(existing, entity);
      for (const other of copies) merge(entities[other.at] as Data, other.entity);
    }
    if (errors.length > 0) await tell(execution, errors, data, asked, sent(), names());

    /** The answer may name an interface of the known type, but no other type. */
    function contradicts({ __typename: stated }: Data, existing: Data): boolean {
      if (!stated || stated === existing.__typename) return false;
      if (typeof stated !== 'string') return true;
      return (
        isObjectType(supergraph.getType(String(existing.__typename))) && !isAbstractType(supergraph.getType(stated))
      );
    }

    function lose(index: number, entity: unknown, places: readonly number[]): void {
      const { faults } = execution;
      const lost = places.map((at) => entities[at] as Data);
      complaints ??= new Map(errors.map((error) => [error.path?.[1], error]));
      const complaint = complaints.get(index);
      if (complaint)
        faults.lost(
          lost,
          names(),
          isOfAll(complaint, 2) ? causeOf(complaint, asked, faults) : faults.withAnother(subgraph),
        );
      else if (entity === null) faults.lost(lost, names(), null);
      else faults.lost(lost, names(), broken('an entity that is none, or of another type'));
    }

    function broken(reason: string): Cause {
      return execution.faults.cause(`${subgraph} ${reason}`, path, () => subgraphUnavailable(subgraph), reason);
    }

    function sent(): Data[] {
      return standsFor.flatMap((places) => places.map((at) => entities[at] as Data));
    }
  };
}

/** @throws BrokenAnswer */
function entitiesIn({ _entities: answered }: Data, count: number): readonly unknown[] {
  if (!Array.isArray(answered)) throw new BrokenAnswer('Expected "data._entities" in response to be an array');
  if (answered.length !== count) throw new BrokenAnswer(`Expected "data._entities" to contain ${count} elements`);
  return answered;
}

/**
 * Reports the errors of a subgraph. Where it gave no data, everything that was asked for is lost: the cause is the
 * error about the whole answer, if there is one.
 */
async function tell(
  { answer, faults }: Execution,
  errors: readonly GraphQLFormattedError[],
  data: Data | null,
  asked: Asked,
  entities: readonly Data[],
  names: ReadonlySet<string>,
): Promise<void> {
  await recordErrors(errors, asked, answer, faults);
  if (data) return;
  const ofAll = errors.find((error) => isOfAll(error, asked.entities ? 1 : 0));
  faults.lost(entities, names, ofAll ? causeOf(ofAll, asked, faults) : faults.withAnother(asked.subgraph));
}

/** @param depth of what the error may be about: 0 for the whole answer, 1 for all entities, 2 for one of them */
function isOfAll({ path }: GraphQLFormattedError, depth: number): boolean {
  return !path || path.length <= depth;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function distinct(
  entities: readonly Data[],
  represent: (entity: Data) => Data | null,
  rewrite: ApplyRewrites | undefined,
  identify: (representation: Data) => string,
): { representations: Data[]; standsFor: number[][] } {
  const representations: Data[] = [];
  const standsFor: number[][] = [];
  const known = new Map<string, number[]>();
  for (let at = 0; at < entities.length; at += 1) {
    const entity = entities[at] as Data;
    const representation = represent(entity);
    if (!representation?.__typename) continue;
    rewrite?.(representation);
    // A school with its timeline is about 20 KB, and schools usually come alone.
    if (entities.length === 1) return { representations: [representation], standsFor: [[at]] };
    const key = `${entity.__typename} ${identify(representation)}`;
    const same = known.get(key);
    if (same) same.push(at);
    else {
      const first = [at];
      known.set(key, first);
      representations.push(representation);
      standsFor.push(first);
    }
  }
  return { representations, standsFor };
}

function compileQuestion(node: FetchNode, { path, sources }: FetchPlace): Question['ask'] {
  const { serviceName: subgraph, operationName, operationDocumentNode: document } = node;
  const query = compact(node.operation);
  const pathInIncomingRequest = [...path];
  return ({ incoming, scans }, variables) => {
    const source = sources[subgraph];
    if (!source) throw new Error(`Couldn't find service with name "${subgraph}"`);
    const question = {
      kind: 'incoming operation',
      request: { query, variables, operationName, http: undefined },
      incomingRequestContext: incoming,
      context: incoming.context,
      document,
      pathInIncomingRequest,
      scan: scans?.get(node),
    };
    return source.process(question as Parameters<GraphQLDataSource['process']>[0]);
  };
}

/** @throws BrokenAnswer */
function answeredOf({ data = null, errors = NONE }: Awaited<ReturnType<GraphQLDataSource['process']>>): Answered {
  if (!data && errors.length === 0) throw new BrokenAnswer('an answer without data and without errors');
  return { data, errors };
}

const NONE: readonly GraphQLFormattedError[] = [];

function copyOwn(
  given: Readonly<Record<string, unknown>> | undefined,
  names: readonly string[],
  variables: Data,
): void {
  for (const name of names) {
    if (given && Object.hasOwn(given, name) && given[name] !== undefined) variables[name] = given[name];
  }
}
