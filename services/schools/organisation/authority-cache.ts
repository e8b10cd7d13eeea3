/**
 * Caches school authorities for callers that are bound to them and for operators, until the database reports a change
 * (docs/decisions/0009). Row-level security shows them to these callers whatever the memberships are; other callers
 * ask the database.
 */
import { InvalidatedCache } from '../../subgraph/cache/invalidated-cache';
import { perService, type SubgraphContext } from '../../subgraph/context';
import type { SchoolAuthority } from './organisation';
import { type FoundAuthority, findAuthorities } from './organisation-queries';

/** Mostly for the keys: a caller may be bound to very many organisations. */
const BYTES = 4_000_000;
const AUTHORITY_BYTES = 800;

/** Cached by caller and key, because row-level security has shown it to this caller. A refusal is never cached. */
const cache = perService(
  (changes) =>
    new InvalidatedCache<FoundAuthority>(changes, BYTES, (_, key) => AUTHORITY_BYTES + 2 * key.length, 'authorities'),
);

/** Reads those that are not cached in one statement. */
export async function cachedAuthorities(
  context: SubgraphContext,
  keys: readonly string[],
): Promise<readonly SchoolAuthority[]> {
  const kept = cache(context);
  const known = keys.flatMap((key) => (isShown(context, key) && kept.get(seenBy(context, key))) || []);
  const unknown = keys.filter((key) => !known.some((one) => one.key === key));
  if (unknown.length === 0) return known;
  const found = await findAuthorities(context.session, unknown);
  for (const authority of found) {
    if (!isShown(context, authority.key)) continue;
    kept.keep(seenBy(context, authority.key), authority, context.readGeneration, [authority.row]);
  }
  return [...known, ...found];
}

function isShown({ caller }: SubgraphContext, key: string): boolean {
  return caller.kind === 'operator' || caller.bound.some((bound) => bound === key);
}

/** The key is unambiguous, whatever a client gives for a number. */
function seenBy({ session }: SubgraphContext, key: string): string {
  return JSON.stringify([session.rlsIdentity, key]);
}
