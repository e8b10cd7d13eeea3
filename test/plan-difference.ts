/**
 * Compares an answer of the compiled executor with that of the stock one, and checks that the compiled one leaves no
 * null without an error unless a subgraph returned null.
 */
import { GraphQLError } from 'graphql';
import { ErrorInPlaces } from '../gateway/errors/error-places';
import { asksFor, selectionsOf } from '../gateway/execution/origins';
import type { Outcome } from '../gateway/execution/stock';
import type { Exchange, Faults } from '../gateway/execution/test-supergraphs/seeded-subgraph';

/** Counts what was compared, and what was found. */
export class Findings {
  operations = 0;
  executions = 0;
  readonly ways = new Map<string, number>();
  /** Executions with errors, with unexplained nulls in the stock answer, and with neither. */
  readonly outcomes = { errors: 0, holes: 0, whole: 0 };
  /** Errors that stock and compiled both threw, with their numbers. */
  readonly thrown = new Map<string, number>();
  /** Executions in which stock reported an error at the place of another entity. */
  misplaced = 0;
  /** Executions in which stock lost the whole answer or a part of it, and ours kept the rest. */
  destroyed = 0;
  /** Executions with an unexplained null in the stock answer, of a field that the plan does not fetch. */
  unasked = 0;
  /** Errors that only stock received, because ours refused the object that the fetch depends on and did not send it. */
  unheard = 0;
  keptMore = 0;
  readonly representations = { stock: 0, compiled: 0 };
  /** Answers that were written as text, and those without errors that came as objects instead. */
  readonly texts = { written: 0, characters: 0, left: 0 };
  /**
   * Answers of subgraphs that were read as text, and those that had to be parsed although they could have been read.
   */
  readonly scans = { read: 0, left: 0 };
}

export interface ObservedExecution {
  readonly outcome?: Outcome;
  readonly thrown?: string;
  readonly exchanges: readonly Exchange[];
}

/** Where several conditions lack a boolean, either may be reported (decision 0012). */
function withoutVariable(thrown: string | undefined): string | undefined {
  return thrown?.replace(/^(Invalid non-boolean value null for Boolean! variable) .*$/, '$1');
}

/** @returns what is wrong, in words */
export function difference(
  stock: ObservedExecution,
  ours: ObservedExecution,
  { faults, findings }: Conditions,
): string | undefined {
  if (stock.thrown !== undefined || ours.thrown !== undefined) {
    return withoutVariable(stock.thrown) === withoutVariable(ours.thrown)
      ? undefined
      : `stock throws ${stock.thrown}, compiled throws ${ours.thrown}`;
  }
  const [expected, actual] = [stock.outcome as Outcome, ours.outcome as Outcome];
  const wrong =
    differentData(expected, actual, findings) ??
    unreportedErrors(expected, ours, findings) ??
    errorsOfNothing(expected, ours, { faults, findings }) ??
    unexplainedNulls(ours);
  return wrong && `${wrong}\nstock:    ${written(expected)}\ncompiled: ${written(actual)}`;
}

interface Conditions {
  readonly faults: Faults;
  readonly findings: Findings;
}

function written({ data, errors, extensions }: Outcome): string {
  const told = errors?.map((error) => ({ ...error.toJSON?.(), places: placesOf(error) }));
  return JSON.stringify({ data, told, extensions });
}

/** Compares the data. Stock may have null for what ours has kept, and may have lost everything. */
function differentData(stock: Outcome, ours: Outcome, findings: Findings): string | undefined {
  if (JSON.stringify(stock.data) === JSON.stringify(ours.data)) return undefined;
  if (!keepsMore(stock.data, ours.data)) return 'data';
  if (stock.data === undefined) findings.destroyed += 1;
  else findings.keptMore += 1;
  return undefined;
}

function keepsMore(stock: unknown, ours: unknown): boolean {
  if (stock === null || stock === undefined) return true;
  if (typeof stock !== 'object' || typeof ours !== 'object' || ours === null) return stock === ours;
  const keys = Object.keys(stock);
  if (keys.join() !== Object.keys(ours).join()) return false;
  return keys.every((key) => keepsMore(own(stock, key), own(ours, key)));
}

/**
 * Checks that what a subgraph reported is reported at its place, and that each unexplained null of stock has an error
 * at it, above it or in it.
 */
function unreportedErrors(
  { errors = [], extensions, data }: Outcome,
  ours: ObservedExecution,
  findings: Findings,
): string | undefined {
  const told = ours.outcome?.errors ?? [];
  if (data === undefined) return undefined;
  for (const error of errors) {
    const same = told.filter((one) => soundOf(one) === soundOf(error));
    if (!(error instanceof GraphQLError)) {
      const isReported = told.some(({ extensions: { code } }) => code === 'SUBGRAPH_UNAVAILABLE');
      if (!isReported) return `not reported: ${(error as Error).message}`;
      continue;
    }
    if (same.length === 0) {
      if (!wasUnasked(error, ours)) return `not reported: ${soundOf(error)}`;
      findings.unheard += 1;
      continue;
    }
    const raw = (error.originalError as { path?: unknown[] } | undefined)?.path;
    if (!error.path || (raw?.[0] === '_entities' && typeof raw[1] !== 'number')) continue;
    const places = same.flatMap(placesOf);
    if (places.some((place) => place.join() === error.path?.join())) continue;
    const isOfEntity = raw?.[0] === '_entities';
    if (!isOfEntity || !places.some((place) => withoutIndices(place) === withoutIndices(error.path ?? [])))
      return `not told at ${error.path}: ${error.message}`;
    findings.misplaced += 1;
    const wrong = same.map((one) => misplacedError(one, ours)).find(Boolean);
    if (wrong) return wrong;
  }
  for (const { path } of (extensions?.valueCompletion ?? []) as GraphQLError[]) {
    const there = valueAt(ours.outcome?.data, path as Place);
    if (there === null && !isExplained(path as Place, told)) return `a hole at ${path} is not told`;
  }
  return undefined;
}

/**
 * Stock accepts an entity that states another type, and fetches its fields. Ours rejects such an entity, reports it,
 * and fetches nothing (decision 0012).
 */
function wasUnasked({ message }: GraphQLError, { outcome, exchanges }: ObservedExecution): boolean {
  const isRefused = outcome?.errors?.some(({ extensions: { code } }) => code === 'SUBGRAPH_UNAVAILABLE') ?? false;
  return isRefused && !exchanges.some(({ answer }) => answer.errors?.some((error) => error.message === message));
}

function soundOf({ message, extensions }: GraphQLError): string {
  return JSON.stringify([message, extensions]);
}

type Place = readonly (string | number)[];

export function placesOf(error: GraphQLError): readonly Place[] {
  return error instanceof ErrorInPlaces ? (error.places.first as Place[]) : error.path ? [error.path] : [];
}

function withoutIndices(place: Place): string {
  return place.map((element) => (typeof element === 'number' ? '@' : element)).join();
}

/**
 * Where subgraphs keep to the schema and nothing fails, no error may be reported. Further errors of ours stand at a
 * null.
 */
function errorsOfNothing(
  stock: Outcome,
  { outcome, exchanges }: ObservedExecution,
  { faults, findings }: Conditions,
): string | undefined {
  const { errors = [], data } = outcome as Outcome;
  const isWhole = !stock.errors && !stock.extensions;
  if (isWhole && Object.values({ ...faults, isNull: 0 }).every((often) => often === 0)) {
    // Only the interface of the type is known, so the stock executor does not report the null that it returns for it.
    const others = errors.filter(
      (error) => !(error instanceof ErrorInPlaces && error.reason?.includes('of no object')),
    );
    const places = others.flatMap(placesOf);
    if (places.length > 0 && !places.some((place) => isAsked(place, exchanges))) findings.unasked += 1;
    else if (places.length > 0) return 'errors where nothing went wrong';
  }
  for (const error of errors) {
    if (!(error instanceof ErrorInPlaces) || error.extensions.code !== 'SUBGRAPH_UNAVAILABLE') continue;
    for (const place of error.places.first.filter((one) => one?.length))
      if (!place?.includes('@') && !isNullOn(data, place as Place)) return `told at ${place}, where something stands`;
  }
  return undefined;
}

/** The planner also omits fields that are selected under contradicting conditions. */
function isAsked(place: Place, exchanges: readonly Exchange[]): boolean {
  return exchanges.some(({ query, path, representations }) => {
    const requires = representations.length > 0 ? [] : undefined;
    return asksFor({ path, selections: selectionsOf({ operation: query, requires }) }, place);
  });
}

function isNullOn(data: unknown, place: Place): boolean {
  let value = data;
  for (const key of place) {
    if (value === null || value === undefined) return true;
    value = own(value, key);
  }
  return value === null || value === undefined || typeof value === 'object';
}

function valueAt(data: unknown, place: Place): unknown {
  return place.reduce<unknown>((value, key) => own(value, key) ?? null, data);
}

/** Checks that every null has an error at it, above it or in it, or was returned by a subgraph. */
function unexplainedNulls({ outcome, exchanges }: ObservedExecution): string | undefined {
  const told = outcome?.errors ?? [];
  const nulls: Place[] = [];
  collectNulls(outcome?.data, [], nulls);
  for (const place of nulls) {
    if (isExplained(place, told)) continue;
    const name = place.findLast((key) => typeof key === 'string');
    const isInAnswer = exchanges.some(({ answer }) => returnsNull(answer.data, name as string));
    if (!isInAnswer) return `null at ${place}, of which nobody said anything`;
  }
  return undefined;
}

function collectNulls(value: unknown, place: Place, nulls: Place[]): void {
  if (value === null) nulls.push(place);
  else if (typeof value === 'object')
    for (const [key, inner] of Object.entries(value as object))
      collectNulls(inner, [...place, Array.isArray(value) ? Number(key) : key], nulls);
}

function isExplained(place: Place, told: readonly GraphQLError[]): boolean {
  return told.flatMap(placesOf).some((other) => {
    const shorter = Math.min(place.length, other.length);
    return place.slice(0, shorter).join() === other.slice(0, shorter).join();
  });
}

/** Finds a null of a field of that name, also under an alias of the planner, or of an entity. */
function returnsNull(data: unknown, name: string): boolean {
  if (typeof data !== 'object' || data === null) return false;
  return Object.entries(data).some(([key, value]) => {
    const isNamed = key === name || key.startsWith(`${name}__alias`) || key === '_entities';
    const isNull = value === null || (Array.isArray(value) && value.flat(5).includes(null));
    return (isNamed && isNull) || returnsNull(value, name);
  });
}

/** Finds an error of an entity at the place of another one, whose keys differ from those that were sent. */
function misplacedError(error: GraphQLError, { exchanges }: ObservedExecution): string | undefined {
  const roots = exchanges
    .filter(({ representations }) => representations.length === 0)
    .map(({ answer }) => answer.data);
  const asked = exchanges.flatMap(({ answer, representations }) =>
    (answer.errors ?? []).flatMap(({ message, path: [root, index, ...below] = [] }) =>
      root === '_entities' && typeof index === 'number' && error.message.includes(message)
        ? { of: representations[index] as Record<string, unknown>, below }
        : [],
    ),
  );
  for (const path of placesOf(error)) {
    const isRight = asked.some(({ of, below }) => {
      const place = path.slice(0, path.length - below.length);
      const there = roots.map((data) => place.reduce<unknown>(own, data)).find(Boolean);
      return Object.entries(of).every(
        ([key, value]) => key === '__typename' || typeof value === 'object' || own(there, key) === value || !there,
      );
    });
    if (asked.length > 0 && !isRight) return `the error at ${path} is of none of ${JSON.stringify(asked)}`;
  }
  return undefined;
}

function own(data: unknown, key: string | number): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, key) ? (data as never)[key] : undefined;
}
