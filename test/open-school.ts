/** A school as the services have it before they decide anything, by their own statements; and the same with other terms. */
import type { DataSource } from 'typeorm';
import { decodeHolding, holdingsOf, schoolOf } from '../access/timeline';
import { type Caller, type OrganisationKey, SCOPES_OF_KIND } from '../caller/caller';
import { Turns } from '../request/turns';
import { holdingOf } from '../services/licences/access/holding';
import type { LicenceTerms } from '../services/licences/access/licence-terms-queries';
import { type Scope, scopeOf } from '../services/licences/access/scope';
import { scopeOfSchool } from '../services/licences/access/scope-of-school';
import type { School } from '../services/schools/school/school';
import { schoolWithTimelineLoader } from '../services/schools/school/school-loader';
import { type Changes, NOTHING_KEPT } from '../services/subgraph/cache/invalidation-feed';
import type { SubgraphContext } from '../services/subgraph/context';

import { Session } from '../services/subgraph/database/session';

export interface OpenSchool {
  readonly caller: Caller;
  readonly row: string;
  readonly timeline: string;
  readonly scope: Scope;
}

/** What a request does: school with timeline, over the hop and back, terms of the licences. @param kept nothing where left out */
export async function openSchool(
  schools: DataSource,
  licences: DataSource,
  id: string,
  bound: readonly OrganisationKey[] = [`SCHOOL:${id}`],
  kept?: { readonly schools: Changes; readonly licences: Changes },
): Promise<OpenSchool> {
  const caller: Caller = { kind: 'lms', subject: 'bench', scopes: SCOPES_OF_KIND.lms, bound };
  const { row, timeline } = await inSession(schools, caller, (session) =>
    schoolIn(contextOf(caller, session, kept?.schools), id),
  );
  const scope = await inSession(licences, caller, async (session) =>
    scopeOfSchool(contextOf(caller, session, kept?.licences), timeline),
  );
  return { caller, row, timeline, scope };
}

export function schoolIn(context: SubgraphContext, id: string): Promise<School & { readonly timeline: string }> {
  return schoolWithTimelineLoader(context).load(id);
}

/** @param changes nothing is kept where they are left out */
export function contextOf(caller: Caller, session: Session, changes: Changes = NOTHING_KEPT): SubgraphContext {
  const turns = new Turns();
  return { caller, session, changes, readIn: changes.generation(), now: Date.now(), requestId: 'test', turns };
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

/** The ids of all licences of the school. */
export function licencesOf({ holdings }: Scope): string[] {
  return [...new Set(holdings.flatMap(({ names }) => names))];
}

/** Of a school with this timeline, were these the terms of its licences. */
export function scopeWith(timeline: string, terms: readonly LicenceTerms[]): Scope {
  const byId = new Map(terms.map((licence) => [licence.id, licence]));
  return scopeOf(
    schoolOf(timeline),
    holdingsOf(timeline).map((text) => holdingOf(decodeHolding(text), byId)),
  );
}
