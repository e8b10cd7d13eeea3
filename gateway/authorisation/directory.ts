/**
 * Facts about organisations that the gateway does not have and needs to decide: asked of the schools service, as the
 * gateway itself, over fields that no client can see.
 *
 * Lookups of one moment go out as one question, and the same fact is asked once at a time. An answer is used again for
 * at most 500 ms from the moment it was asked for, across requests: so a change of membership is seen well within the
 * second that the house promises, and a thousand requests for one school make two questions a second.
 */
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import { type OrganisationLine, parseOrganisationKey } from '../../caller/caller';
import { isDatabaseId } from '../../caller/database-id';

/** The owner of an entitlement's licence, and its holder, as organisation keys. */
export interface EntitlementLine {
  readonly owner: string;
  readonly holder: string;
}

/** Null stands for what does not exist. @throws SUBGRAPH_UNAVAILABLE from each */
export interface Directory {
  organisationLines(keys: readonly string[]): Promise<(OrganisationLine | null)[]>;
  entitlementLines(ids: readonly string[]): Promise<(EntitlementLine | null)[]>;
  licenceOwners(ids: readonly string[]): Promise<(string | null)[]>;
}

/** Puts a query to the schools service; its `facts` are in the order of `of`. */
export type AskForFacts = (query: string, variables: { readonly of: readonly string[] }) => Promise<readonly unknown[]>;

export const DIRECTORY_LIFETIME_MS = 500;
const LARGEST_QUESTION = 500;
const MAXIMUM_FACTS = 50_000;

export function createDirectory(ask: AskForFacts): Directory {
  const lines = factLoader<OrganisationLine>(
    ask,
    'query GatewayLines($of: [String!]!) { facts: organisationLines(keys: $of) { key schools } }',
    (key) => parseOrganisationKey(key) !== null,
  );
  const entitlements = factLoader<EntitlementLine>(
    ask,
    'query GatewayEntitlements($of: [ID!]!) { facts: entitlementLines(ids: $of) { owner holder } }',
    isDatabaseId,
  );
  const owners = factLoader<string>(
    ask,
    'query GatewayOwners($of: [ID!]!) { facts: licenceOwners(ids: $of) }',
    isDatabaseId,
  );
  return { organisationLines: lines, entitlementLines: entitlements, licenceOwners: owners };
}

/** @param canExist what is not so shaped is not asked for: one caller's nonsense must not spoil the common question */
export function factLoader<Fact>(ask: AskForFacts, query: string, canExist: (of: string) => boolean) {
  const loader = new DataLoader<string, Fact | null>(async (of) => (await ask(query, { of })) as (Fact | null)[], {
    maxBatchSize: LARGEST_QUESTION,
    cacheMap: new LRUCache<string, Promise<Fact | null>>({ ttl: DIRECTORY_LIFETIME_MS, max: MAXIMUM_FACTS }),
  });
  return (all: readonly string[]): Promise<(Fact | null)[]> =>
    Promise.all(all.map((of) => (canExist(of) ? loader.load(of) : null)));
}
