import { decodeTimeline, entitlementsByLicence } from '../../../access/timeline';
import { perService, type SubgraphContext } from '../../subgraph/context';
import { KeptForGeneration } from '../../subgraph/kept-for-generation';
import { findLicenceTerms } from './licence-terms';
import { type Scope, scopeOf } from './scope';

/** In characters of timelines; what is made of them takes some fifteen times as much memory. */
const CAPACITY = 5_000_000;

/** By the timeline itself: a school whose entitlements changed has another one. */
const keptScopes = perService(
  (changes) => new KeptForGeneration<{ scope: Scope; size: number }>(changes, CAPACITY, ({ size }) => size),
);

/** The scope that a school's timeline spans, with the terms of all its licences. */
export async function scopeOfSchool(context: SubgraphContext, timelineText: string): Promise<Scope> {
  const kept = keptScopes(context);
  const known = kept.get(timelineText);
  if (known) return known.scope;
  const timeline = decodeTimeline(timelineText);
  const licences = [...entitlementsByLicence(timeline).keys()];
  const scope = scopeOf(timeline, await findLicenceTerms(context.session, licences));
  kept.keep(timelineText, { scope, size: timelineText.length }, context.readIn);
  return scope;
}
