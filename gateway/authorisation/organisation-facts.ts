/**
 * Facts about organisations that the gateway needs to decide. It asks the schools service on behalf of the caller,
 * over fields that no client can see. The service tells only what this caller may read, so a foreign organisation
 * takes the same questions and statements as one that does not exist, and counts as the caller's own work.
 *
 * Lookups of one moment are batched into one question for each binding, and the same fact is asked for once at a
 * time. An answer is reused for at most 500 ms, across requests of callers with the same binding: a change of
 * membership takes effect within the promised second, and a thousand requests for one school make two questions a
 * second.
 */
import { createHash } from 'node:crypto';
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import { type Caller, type OrganisationLine, parseOrganisationKey } from '../../caller/caller';
import { isDatabaseId } from '../../request/values/database-id';
import { isObject } from '../../request/values/plain-objects';
import type { Metrics } from '../../telemetry/metrics';
import { sharesOf } from '../cache-memory';
import { subgraphUnavailable } from '../errors/errors';

/** The owner and the holder of an entitlement's licence, as organisation keys. */
export interface EntitlementLine {
  readonly owner: string;
  readonly holder: string;
}

/**
 * They are returned at once where all of them are kept. Null stands for what does not exist, or what this caller may
 * not read.
 */
type Facts<Fact> = (Fact | null)[] | Promise<(Fact | null)[]>;

/** Each method @throws SUBGRAPH_UNAVAILABLE. */
export interface OrganisationFacts {
  organisationLines(caller: Caller, keys: readonly string[]): Facts<OrganisationLine>;
  /** The lines of organisations that were, at some time, in one line with an organisation the caller is bound to. */
  linesOfUses(caller: Caller, keys: readonly string[]): Facts<OrganisationLine>;
  entitlementLines(caller: Caller, ids: readonly string[]): Facts<EntitlementLine>;
  licenceOwners(caller: Caller, ids: readonly string[]): Facts<string>;
  /** The owners of school groups that the caller may change, by key. */
  schoolGroupOwners(caller: Caller, keys: readonly string[]): Facts<string>;
  /**
   * The owners of surveys, subscriptions, changes and packages that the caller may change; `SURVEY:17`,
   * `SUBSCRIPTION:17` and so on.
   */
  objectOwners(caller: Caller, objects: readonly string[]): Facts<readonly string[]>;
}

/** Puts a query to the schools service on behalf of the caller. Its `facts` are in the order of `of`. */
export type AskForFacts = (
  caller: Caller,
  query: string,
  variables: { readonly of: readonly string[] },
) => Promise<readonly unknown[]>;

export const FACTS_LIFETIME_MS = 500;
const LARGEST_QUESTION = 500;
/** The size of a fact in memory, besides its name and its caller's binding. */
const FACT_BYTES = 800;

interface FactCaches {
  /** The size of each of the six caches. */
  readonly bytes: number;
  readonly watchCache?: Metrics['watchCache'];
}

export function createOrganisationFacts(
  ask: AskForFacts,
  caches: FactCaches = { bytes: sharesOf().facts },
): OrganisationFacts {
  const named = (cache: string): FactCache => ({ ...caches, cache });
  const lines = factLoader<OrganisationLine>(
    named('facts of organisations'),
    ask,
    'query GatewayLines($of: [String!]!) { facts: organisationLines(keys: $of) { key schools preparedBy { key schools } } }',
    (key) => parseOrganisationKey(key) !== null,
    isLine,
  );
  const ofUses = factLoader<OrganisationLine>(
    named('facts of uses'),
    ask,
    'query GatewayLinesOfUses($of: [String!]!) { facts: linesOfUses(keys: $of) { key schools } }',
    (key) => parseOrganisationKey(key) !== null,
    isLine,
  );
  const entitlements = factLoader<EntitlementLine>(
    named('facts of entitlements'),
    ask,
    'query GatewayEntitlements($of: [ID!]!) { facts: entitlementLines(ids: $of) { owner holder } }',
    isDatabaseId,
    isEntitlement,
  );
  const owners = factLoader<string>(
    named('facts of licences'),
    ask,
    'query GatewayOwners($of: [ID!]!) { facts: licenceOwners(ids: $of) }',
    isDatabaseId,
    isText,
  );
  const groupOwners = factLoader<string>(
    named('facts of school groups'),
    ask,
    'query GatewayGroupOwners($of: [String!]!) { facts: schoolGroupOwners(keys: $of) }',
    (key) => parseOrganisationKey(key)?.level === 'SCHOOL_GROUP',
    isText,
  );
  const objectOwners = factLoader<readonly string[]>(
    named('facts of surveys and changes'),
    ask,
    'query GatewayObjectOwners($of: [String!]!) { facts: objectOwners(objects: $of) }',
    (object) => isDatabaseId(object.slice(object.indexOf(':') + 1)),
    isTexts,
  );
  return {
    organisationLines: lines,
    linesOfUses: ofUses,
    entitlementLines: entitlements,
    licenceOwners: owners,
    schoolGroupOwners: groupOwners,
    objectOwners,
  };
}

interface FactCache extends FactCaches {
  readonly cache: string;
}

interface Lookup {
  readonly caller: Caller;
  readonly of: string;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isLine = (fact: unknown): fact is OrganisationLine =>
  isObject(fact) &&
  isText(fact.key) &&
  Array.isArray(fact.schools) &&
  fact.schools.every(isTexts) &&
  (fact.preparedBy == null || isLine(fact.preparedBy));
const isEntitlement = (fact: unknown): fact is EntitlementLine =>
  isObject(fact) && isText(fact.owner) && isText(fact.holder);

/**
 * @param canExist tells whether a name has the right form. Other names are not looked up, because one caller's
 * malformed name must not make the shared query fail
 * @param isFact tells whether an answer has the right form. Other answers decide nothing
 */
function factLoader<Fact>(
  { cache, bytes, watchCache }: FactCache,
  ask: AskForFacts,
  query: string,
  canExist: (of: string) => boolean,
  isFact: (fact: unknown) => fact is Fact,
) {
  const cacheMap = new LRUCache<string, Promise<Fact | null>>({
    ttl: FACTS_LIFETIME_MS,
    maxSize: bytes,
    sizeCalculation: (_, { length }) => FACT_BYTES + 2 * length,
  });
  watchCache?.(cache, () => ({ bytes: cacheMap.calculatedSize, entries: cacheMap.size, most: bytes }));
  const keyOf = ({ caller, of }: Lookup) => `${bindingOf(caller)} ${of}`;
  const loader = new DataLoader<Lookup, Fact | null, string>(
    async (lookups) => {
      const answers = await askAll(ask, query, lookups, isFact);
      for (const [at, answer] of answers.entries()) if (answer instanceof Error) loader.clear(lookups[at] as Lookup);
      return answers;
    },
    {
      maxBatchSize: LARGEST_QUESTION,
      cacheKeyFn: keyOf,
      cacheMap,
    },
  );
  /** The results of the kept promises, so that a decision by a kept fact need not wait. */
  const facts = new WeakMap<Promise<Fact | null>, { readonly fact: Fact | null }>();

  function load(caller: Caller, of: string): Fact | null | Promise<Fact | null> {
    if (!canExist(of)) return null;
    const lookup = { caller, of };
    const kept = cacheMap.get(keyOf(lookup));
    const known = kept && facts.get(kept);
    if (known) return known.fact;
    // What is kept need not wait for the loader's next batch.
    if (kept) return kept;
    const asked = loader.load(lookup);
    asked.then(
      (fact) => facts.set(asked, { fact }),
      () => undefined,
    );
    return asked;
  }

  return (caller: Caller, all: readonly string[]): Facts<Fact> => {
    const found = all.map((of) => load(caller, of));
    return areResolved(found) ? found : Promise.all(found);
  };
}

/** Tells whether all values are there already. */
export function areResolved<Value>(values: (Value | Promise<Value>)[]): values is Value[] {
  return !values.some((value) => value instanceof Promise);
}

interface Question<Fact> {
  readonly caller: Caller;
  readonly of: string[];
  answer: readonly (Fact | null)[] | Error;
}

/** Asks one question for each binding. A question that fails leaves the others their answers. */
async function askAll<Fact>(
  ask: AskForFacts,
  query: string,
  lookups: readonly Lookup[],
  isFact: (fact: unknown) => fact is Fact,
): Promise<(Fact | null | Error)[]> {
  const questions = new Map<string, Question<Fact>>();
  const places = lookups.map(({ caller, of }) => {
    const binding = bindingOf(caller);
    const question: Question<Fact> = questions.get(binding) ?? { caller, of: [], answer: [] };
    questions.set(binding, question);
    return { question, at: question.of.push(of) - 1 };
  });
  await Promise.all(
    [...questions.values()].map(async (question) => {
      const { caller, of } = question;
      const facts: unknown = await ask(caller, query, { of }).catch((error: Error) => error);
      const areFacts = Array.isArray(facts) && facts.length === of.length && facts.every(isFactOrNull);
      question.answer = areFacts ? facts : facts instanceof Error ? facts : subgraphUnavailable('schools');
    }),
  );
  return places.map(({ question: { answer }, at }) => (answer instanceof Error ? answer : (answer[at] ?? null)));

  function isFactOrNull(fact: unknown): fact is Fact | null {
    return fact === null || isFact(fact);
  }
}

/** Kept by Caller, which stays the same object for all requests with a token. */
const BINDINGS = new WeakMap<Caller, string>();

/** Returns what facts depend on: callers with the same binding may read the same facts. */
function bindingOf(caller: Caller): string {
  let binding = BINDINGS.get(caller);
  if (binding === undefined) {
    const { kind, bound } = caller;
    binding = createHash('sha256')
      .update(JSON.stringify([kind, bound]))
      .digest('base64url');
    BINDINGS.set(caller, binding);
  }
  return binding;
}
