import { decodeTimeline, entitlementsByLicence } from '../../../access/timeline';
import { perService, type SubgraphContext } from '../../subgraph/context';
import { KeptUntilChanged } from '../../subgraph/kept-until-changed';
import { findLicenceTerms, type LicenceTerms } from './licence-terms';
import { type Scope, scopeOf } from './scope';

/** What is made of one entitlement of a timeline takes about 1 KB, and so do the terms of a licence. */
const ENTITLEMENT_BYTES = 1_000;
const TERMS_BYTES = 1_000;
const SCOPES_BYTES = 75_000_000;
const ALL_TERMS_BYTES = 50_000_000;

const kept = perService((changes) => ({
  /** By the timeline itself: a school whose entitlements changed has another one. */
  scopes: new KeptUntilChanged<Scope>(
    changes,
    SCOPES_BYTES,
    ({ timeline }, text) => text.length + ENTITLEMENT_BYTES * (timeline.entitlements.length + 1),
    'scopes',
  ),
  /** By licence; null for one that is not there. Schools share their licences, and these seldom change. */
  terms: new KeptUntilChanged<LicenceTerms | null>(changes, ALL_TERMS_BYTES, () => TERMS_BYTES, 'terms'),
}));

/** The scope that a school's timeline spans, with the terms of all its licences. */
export async function scopeOfSchool(context: SubgraphContext, timelineText: string): Promise<Scope> {
  const { scopes } = kept(context);
  const known = scopes.get(timelineText);
  if (known) return known;
  const timeline = decodeTimeline(timelineText);
  const licences = [...entitlementsByLicence(timeline).keys()];
  const scope = scopeOf(timeline, await termsOf(context, licences));
  scopes.keep(timelineText, scope, context.readIn, licences);
  return scope;
}

/** The terms of licences by id. One statement for those that are not kept; none where all are. */
async function termsOf(context: SubgraphContext, ids: readonly string[]): Promise<LicenceTerms[]> {
  const { terms } = kept(context);
  const known = new Map(ids.map((id) => [id, terms.get(id)]));
  const unknown = ids.filter((id) => known.get(id) === undefined);
  if (unknown.length > 0) {
    const found = new Map((await findLicenceTerms(context.session, unknown)).map((licence) => [licence.id, licence]));
    for (const id of unknown) {
      const licence = found.get(id) ?? null;
      known.set(id, licence);
      terms.keep(id, licence, context.readIn, [id]);
    }
  }
  return ids.flatMap((id) => known.get(id) ?? []);
}
