/** A school as the services have it before they decide anything, by the services' own statements. */
import type { DataSource } from 'typeorm';
import { decodeTimeline, entitlementsByLicence, type Timeline } from '../access/timeline';
import { type Caller, type OrganisationKey, SCOPES_OF_KIND } from '../caller/caller';
import { findLicenceTerms } from '../services/licences/access/licence-terms';
import { type Scope, scopeOf } from '../services/licences/access/scope';
import { findSchools } from '../services/schools/school/school-queries';
import { Session } from '../services/subgraph/session';

export interface OpenSchool {
  readonly caller: Caller;
  readonly scope: Scope;
}

/** What a request does that finds nothing kept: school with timeline, over the hop and back, terms of the licences. */
export async function openSchool(
  schools: DataSource,
  licences: DataSource,
  id: string,
  bound: OrganisationKey = `SCHOOL:${id}`,
): Promise<OpenSchool> {
  const caller: Caller = { kind: 'lms', subject: 'bench', scopes: SCOPES_OF_KIND.lms, bound: [bound] };
  const timeline = await timelineOf(schools, caller, id);
  const ids = [...entitlementsByLicence(timeline).keys()];
  const terms = await inSession(licences, caller, (session) => findLicenceTerms(session, ids));
  return { caller, scope: scopeOf(timeline, terms) };
}

export async function timelineOf(schools: DataSource, caller: Caller, id: string): Promise<Timeline> {
  const [school] = await inSession(schools, caller, (session) => findSchools(session, [id], [id]));
  if (!school?.timeline) throw new Error(`${id} is missing`);
  return decodeTimeline(school.timeline);
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
