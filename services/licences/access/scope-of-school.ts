import { type AlikeEntitlements, decodeHolding, holdingsOf, schoolOf } from '../../../access/timeline';
import { KeptUntilChanged } from '../../subgraph/cache/invalidated-cache';
import { perService, type SubgraphContext } from '../../subgraph/context';
import { type Holding, holdingOf } from './holding';
import { findLicenceTerms, type LicenceTerms } from './licence-terms-queries';
import { type Scope, scopeOf } from './scope';

/** Of a holding: the names of its licences, and about 1 KB for each package that a way leads to; so do the terms of a licence. */
const NAME_BYTES = 80;
const PACKAGE_BYTES = 1_000;
const TERMS_BYTES = 1_000;
/** A scope holds its holdings, kept or not, and may be the last to do so: each of the two is bounded by all of them. */
const SCOPES_BYTES = 40_000_000;
const HOLDINGS_BYTES = 40_000_000;
const ALL_TERMS_BYTES = 50_000_000;

const kept = perService((changes) => ({
  /** By the timeline itself: a school whose entitlements changed has another one. */
  scopes: new KeptUntilChanged<Scope>(
    changes,
    SCOPES_BYTES,
    ({ holdings }, text) => holdings.reduce((sum, holding) => sum + bytesOf(holding), text.length),
    'scopes',
  ),
  /** By what the timeline says of it. */
  holdings: new KeptUntilChanged<Holding>(
    changes,
    HOLDINGS_BYTES,
    (holding, text) => text.length + bytesOf(holding),
    'holdings',
  ),
  /** By licence; null for one that is not there. Schools share their licences, and these seldom change. */
  terms: new KeptUntilChanged<LicenceTerms | null>(changes, ALL_TERMS_BYTES, () => TERMS_BYTES, 'terms'),
}));

function bytesOf({ names, ways }: Holding): number {
  return ways.reduce(
    (sum, { packages }) => sum + PACKAGE_BYTES * (1 + packages.length),
    NAME_BYTES * (1 + names.length),
  );
}

/** The scope that a school's timeline spans, with the terms of all its licences: at once, where it is kept. */
export function scopeOfSchool(context: SubgraphContext, timeline: string): Scope | Promise<Scope> {
  return kept(context).scopes.get(timeline) ?? readScope(context, timeline);
}

async function readScope(context: SubgraphContext, timeline: string): Promise<Scope> {
  const holdings = await readHoldings(context, holdingsOf(timeline));
  const scope = scopeOf(schoolOf(timeline), holdings);
  kept(context).scopes.keep(
    timeline,
    scope,
    context.readIn,
    holdings.flatMap(({ names }) => names),
  );
  return scope;
}

async function readHoldings(context: SubgraphContext, texts: readonly string[]): Promise<Holding[]> {
  const { holdings } = kept(context);
  const known = new Map(texts.map((text) => [text, holdings.get(text)]));
  const unknown = texts
    .filter((text) => known.get(text) === undefined)
    .map((text) => ({ text, entitlements: decodeHolding(text) }));
  const terms = await termsOf(context, licencesIn(unknown.flatMap(({ entitlements }) => entitlements)));
  for (const { text, entitlements } of unknown) {
    const holding = holdingOf(entitlements, terms);
    known.set(text, holding);
    holdings.keep(apart(text), holding, context.readIn, holding.names);
  }
  return texts.map((text) => known.get(text) as Holding);
}

function licencesIn(entitlements: readonly AlikeEntitlements[]): ReadonlySet<string> {
  const licences = new Set<string>();
  for (const { idsAndLicences } of entitlements) {
    for (let at = 1; at < idsAndLicences.length; at += 2) licences.add(String(idsAndLicences[at]));
  }
  return licences;
}

/** The text alone: as a part of another one, it would keep all of that in memory. */
function apart(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

/** The terms of licences by id, of those that are there. One statement for those that are not kept; none where all are. */
async function termsOf(
  context: SubgraphContext,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, LicenceTerms | null>> {
  const { terms } = kept(context);
  const known = new Map<string, LicenceTerms | null>();
  const unknown: string[] = [];
  for (const id of ids) {
    const licence = terms.get(id);
    if (licence === undefined) unknown.push(id);
    else known.set(id, licence);
  }
  if (unknown.length === 0) return known;
  const found = new Map((await findLicenceTerms(context.session, unknown)).map((licence) => [licence.id, licence]));
  for (const id of unknown) {
    const licence = found.get(id) ?? null;
    known.set(id, licence);
    terms.keep(id, licence, context.readIn, [id]);
  }
  return known;
}
