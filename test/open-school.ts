/**
 * Reads a school with the services' own statements, in the form from which they decide access, and varies its terms.
 */
import type { DataSource } from 'typeorm';
import { decodeHolding, holdingsOf, schoolOf } from '../access/timeline';
import { type Caller, type OrganisationKey, SCOPES_OF_KIND } from '../caller/caller';
import { Turns } from '../request/turns';
import { holdingOf } from '../services/licences/access/holding';
import type { LicenceTerms } from '../services/licences/access/licence-terms-queries';
import { readGrants } from '../services/licences/access/licensed-titles';
import type { SchoolGrants } from '../services/licences/access/ruling';
import type { School } from '../services/schools/school/school';
import { schoolWithTimelineLoader } from '../services/schools/school/school-loader';
import { type InvalidationFeed, NO_INVALIDATION_FEED } from '../services/subgraph/cache/invalidation-feed';
import { type SubgraphContext, USUAL_SETTINGS } from '../services/subgraph/context';

import { Session } from '../services/subgraph/database/session';

export interface OpenSchool {
  readonly caller: Caller;
  readonly row: string;
  readonly timeline: string;
}

/** @param changes the invalidation feed; nothing is cached where it is left out */
export async function openSchool(
  schools: DataSource,
  id: string,
  bound: readonly OrganisationKey[] = [`SCHOOL:${id}`],
  changes?: InvalidationFeed,
): Promise<OpenSchool> {
  const caller: Caller = { kind: 'lms', subject: 'bench', scopes: SCOPES_OF_KIND.lms, bound };
  const { row, timeline } = await inSession(schools, caller, (session) =>
    schoolIn(contextOf(caller, session, changes), id),
  );
  return { caller, row, timeline };
}

export function grantsOf(licences: DataSource, { caller, timeline }: OpenSchool): Promise<SchoolGrants> {
  return inSession(licences, caller, (session) => readGrants(session, timeline));
}

export function schoolIn(context: SubgraphContext, id: string): Promise<School & { readonly timeline: string }> {
  return schoolWithTimelineLoader(context).load(id);
}

/** @param changes the invalidation feed; nothing is cached where it is left out */
export function contextOf(
  caller: Caller,
  session: Session,
  changes: InvalidationFeed = NO_INVALIDATION_FEED,
): SubgraphContext {
  return {
    caller,
    session,
    changes,
    settings: USUAL_SETTINGS,
    readGeneration: changes.generation(),
    now: Date.now(),
    requestId: 'test',
    turns: new Turns(),
  };
}

export async function inSession<Result>(
  source: DataSource,
  caller: Caller,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = new Session(source, caller);
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

/** Returns the ids of all licences of the school. */
export function licencesOf({ holdings }: SchoolGrants): string[] {
  return [...new Set(holdings.flatMap(({ names }) => names))];
}

/** Returns the grants of a school with this timeline if its licences had these terms. */
export function grantsWith(timeline: string, terms: readonly LicenceTerms[]): SchoolGrants {
  const byId = new Map(terms.map(({ id }) => [id, terms.filter((one) => one.id === id)]));
  return {
    school: schoolOf(timeline),
    holdings: holdingsOf(timeline).map((text) => holdingOf(decodeHolding(text), byId)),
  };
}
