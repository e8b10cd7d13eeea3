/** One question of a plan to one subgraph: what it is asked with, and where its answer goes. */
import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import { subgraphUnavailable } from '../errors';
import { copy, type Data, isObject, merge } from './data';
import type { Cause, Faults, Path } from './faults';
import { namesIn } from './origins';
import { compileRepresentation, type FindSame, sameFinder } from './representations';
import { type ApplyRewrites, compileRewrites } from './rewrites';
import type { DataSources, FetchNode, Incoming } from './stock';
import { type Asked, causeOf, tellErrors } from './subgraph-errors';

/** One execution of an operation. */
export interface Execution {
  readonly incoming: Incoming;
  /** What subgraphs answered so far, merged. */
  readonly answer: Data;
  readonly faults: Faults;
}

/** The objects at a place of the answer, and where each of them stands: `holders[at][keys[at]]`. */
export interface Found {
  readonly entities: Data[];
  /** Lists too. */
  readonly holders: Data[];
  readonly keys: string[];
}

/** Asks for the entities at the fetch's place, which is never empty, and merges the answer into them. */
export type Fetch = (execution: Execution, found: Found) => Promise<void>;

export interface FetchPlace {
  readonly path: Path;
  readonly supergraph: GraphQLSchema;
  readonly sources: DataSources;
  /** Nothing that comes later writes into what this fetch brings. */
  readonly isLast: boolean;
}

/** An answer that is none to the question. */
class BrokenAnswer extends Error {}

export function compileFetch(node: FetchNode, place: FetchPlace): Fetch {
  const { variableUsages = [], serviceName: subgraph } = node;
  const question: Question = { ask: compileQuestion(node, place), names: lazily(() => namesIn(node)), subgraph };
  const fetch = node.requires ? fetchEntities(node, place, question) : fetchRoot(node, place, question);
  return async (execution, found) => {
    try {
      await fetch(execution, found, ownVariables(execution.incoming.request.variables, variableUsages));
    } catch (error) {
      const { faults } = execution;
      const told = error instanceof GraphQLError ? error : subgraphUnavailable(subgraph);
      const reason = told === error ? undefined : (error as Error).message;
      const cause = faults.cause(`${subgraph} ${told.message} ${reason}`, place.path, () => told, reason);
      faults.lost(found.entities, question.names(), cause);
    }
  };
}

interface Question {
  readonly subgraph: string;
  /** @throws where nothing was answered */
  readonly ask: (execution: Execution, variables: Data) => Promise<Answered>;
  /** What is asked of each object. */
  readonly names: () => ReadonlySet<string>;
}

interface Answered {
  /** Not both are missing. */
  readonly data: Data | null;
  readonly errors: readonly GraphQLFormattedError[];
}

type FetchWith = (execution: Execution, found: Found, variables: Data) => Promise<void>;

function fetchRoot(node: FetchNode, { supergraph, path }: FetchPlace, { ask, subgraph, names }: Question): FetchWith {
  const rewrite = compileRewrites(supergraph, node.outputRewrites);
  return async (execution, { entities }, variables) => {
    const { data, errors } = await ask(execution, variables);
    if (data) {
      rewrite?.(data);
      for (const entity of entities) merge(entity, data);
    }
    if (errors.length > 0) await tell(execution, errors, data, { subgraph, path }, entities, names());
  };
}

/**
 * Entities with the same representation are asked for once: to a subgraph they are the same. (Stock asks for each, which
 * took 1.35 times as long on answers of 44 KB.)
 */
function fetchEntities(node: FetchNode, { supergraph, path, isLast }: FetchPlace, question: Question): FetchWith {
  const { ask, subgraph, names } = question;
  const represent = compileRepresentation(supergraph, node.requires ?? []);
  const rewriteInput = compileRewrites(supergraph, node.inputRewrites);
  const finder = sameFinder(node.requires ?? []);
  const rewriteOutput = compileRewrites(supergraph, node.outputRewrites);
  return async (execution, found, variables) => {
    const { entities } = found;
    const { representations, standsFor } = distinct(entities, represent, rewriteInput, finder());
    if (representations.length === 0) return;
    const { data, errors } = await ask(execution, { ...variables, representations });
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
      const isAlone = isLast && others.length === 0 && !execution.faults.concern(existing);
      if (!isAlone || !takesThePlaceOf(existing, entity, found, first)) merge(existing, entity);
      for (const other of copies) merge(entities[other.at] as Data, other.entity);
    }
    const asked = { subgraph, path, entities: standsFor };
    if (errors.length > 0) await tell(execution, errors, data, asked, sent(), names());

    /** It may name an interface of the type that is known, and must not name another one. */
    function contradicts({ __typename: said }: Data, existing: Data): boolean {
      if (!said || said === existing.__typename) return false;
      if (typeof said !== 'string') return true;
      return isObjectType(supergraph.getType(String(existing.__typename))) && !isAbstractType(supergraph.getType(said));
    }

    function lose(index: number, entity: unknown, places: readonly number[]): void {
      const { faults } = execution;
      const lost = places.map((at) => entities[at] as Data);
      complaints ??= new Map(errors.map((error) => [error.path?.[1], error]));
      const said = complaints.get(index);
      if (said) faults.lost(lost, names(), causeOf(said, { subgraph, path }, faults));
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

/** Fields that an object had before it was asked about: mostly its name and its keys. */
const MOST_TAKEN_OVER = 4;

/**
 * Puts what came where that stands which was asked about, with what this had besides: to give a few fields to the one with
 * many takes less time than the other way round.
 *
 * @returns false, and nothing done, where the two would have to be merged
 */
function takesThePlaceOf(existing: Data, entity: Data, { holders, keys }: Found, at: number): boolean {
  const names = Object.keys(existing);
  if (names.length > MOST_TAKEN_OVER) return false;
  for (const name of names) {
    const isMerged = typeof existing[name] === 'object' && entity[name] !== undefined;
    if (isMerged || name in Object.prototype) return false;
  }
  for (const name of names) if (entity[name] === undefined) entity[name] = existing[name];
  const [holder, key] = [holders[at] as Data, keys[at] as string];
  holder[key] = entity;
  return true;
}

/** @throws BrokenAnswer */
function entitiesIn({ _entities: answered }: Data, count: number): readonly unknown[] {
  if (!Array.isArray(answered)) throw new BrokenAnswer('Expected "data._entities" in response to be an array');
  if (answered.length !== count) throw new BrokenAnswer(`Expected "data._entities" to contain ${count} elements`);
  return answered;
}

/** What a subgraph complains of. Where it gave no data, all that was asked is lost to the first of its errors. */
async function tell(
  { answer, faults }: Execution,
  errors: readonly GraphQLFormattedError[],
  data: Data | null,
  asked: Asked,
  entities: readonly Data[],
  names: ReadonlySet<string>,
): Promise<void> {
  await tellErrors(errors, asked, answer, faults);
  const [first] = errors;
  if (!data && first) faults.lost(entities, names, causeOf(first, asked, faults));
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
  find: FindSame,
): { representations: Data[]; standsFor: number[][] } {
  const representations: Data[] = [];
  const standsFor: number[][] = [];
  for (let at = 0; at < entities.length; at += 1) {
    const entity = entities[at] as Data;
    const representation = represent(entity);
    if (!representation?.__typename) continue;
    rewrite?.(representation);
    // What is told of a school is some 20 KB, and schools mostly come alone.
    if (entities.length === 1) return { representations: [representation], standsFor: [[at]] };
    find(entity.__typename, representation, () => {
      const places: number[] = [];
      representations.push(representation);
      standsFor.push(places);
      return places;
    }).push(at);
  }
  return { representations, standsFor };
}

function compileQuestion(node: FetchNode, { path, sources }: FetchPlace): Question['ask'] {
  const { serviceName: subgraph, operation: query, operationName, operationDocumentNode: document } = node;
  const pathInIncomingRequest = [...path];
  return async ({ incoming }, variables) => {
    const source = sources[subgraph];
    if (!source) throw new Error(`Couldn't find service with name "${subgraph}"`);
    const question = {
      kind: 'incoming operation',
      request: { query, variables, operationName, http: undefined },
      incomingRequestContext: incoming,
      context: incoming.context,
      document,
      pathInIncomingRequest,
    };
    const answered = await source.process(question as Parameters<GraphQLDataSource['process']>[0]);
    const { data = null, errors = NONE } = answered;
    if (!data && errors.length === 0) throw new BrokenAnswer('an answer without data and without errors');
    return { data, errors };
  };
}

const NONE: readonly GraphQLFormattedError[] = [];

function ownVariables(given: Readonly<Record<string, unknown>> | undefined, names: readonly string[]): Data {
  const variables: Data = Object.create(null);
  for (const name of names) {
    if (given && Object.hasOwn(given, name) && given[name] !== undefined) variables[name] = given[name];
  }
  return variables;
}
