/** Caches the parts of a ruling (licensed-titles.ts): holdings, terms of licences, open packages and decisions. */
import { LRUCache } from 'lru-cache';
import { holds } from '../../../access/period';
import type { AccessRequest, Decision, SchoolFacts } from '../../../access/rule';
import { partsOf, schoolOf } from '../../../access/timeline';
import { InvalidatedCache } from '../../subgraph/cache/invalidated-cache';
import { perService, type SubgraphContext } from '../../subgraph/context';
import type { Holding } from './holding';
import type { LicenceTerms } from './licence-terms-queries';
import { makeHoldings, readTerms, type Terms } from './licensed-titles';
import { type AccessState, accessStateAt, type Ruling, rulingOn, type TitleContents } from './ruling';

/**
 * A holding takes the names of its licences, and about 1 KB for each package that they grant; the terms of a licence
 * take as much.
 */
const NAME_BYTES = 80;
const PACKAGE_BYTES = 1_000;
const TERMS_BYTES = 1_000;
const HOLDINGS_BYTES = 40_000_000;
const ALL_TERMS_BYTES = 50_000_000;
const RULINGS_BYTES = 20_000_000;
/** Characters from each end of a holding's text. */
const SAMPLE = 100;
/** The size of what is kept for a ruling, for each package in it, and for each decision besides its key. */
const RULING_BYTES = 1_000;
const OPEN_BYTES = 40;
const DECISION_BYTES = 300;

interface KeptHolding {
  /** The holding's part of a timeline. */
  readonly text: string;
  readonly holding: Holding;
  /** Unique in this process: the keys of what is made from the holding contain it. */
  readonly serial: number;
}

interface KeptRuling extends AccessState {
  readonly school: SchoolFacts;
  /** By the titles’ decision keys. */
  readonly decisions: Map<string, Decision>;
}

const caches = perService((changes) => {
  const rulings = new LRUCache<string, KeptRuling>({
    maxSize: RULINGS_BYTES,
    sizeCalculation: ({ packages: { free, seated }, decisions }, key) => {
      const byKey = [...decisions.keys()].reduce((sum, { length }) => sum + DECISION_BYTES + length, 0);
      return RULING_BYTES + key.length + OPEN_BYTES * (free.length + seated.length) + byKey;
    },
  });
  changes.watchCache?.('rulings', () => ({
    bytes: rulings.calculatedSize,
    entries: rulings.size,
    most: RULINGS_BYTES,
  }));
  return {
    /** By a sample of their texts. Schools with the same membership in a holder share it. */
    holdings: new InvalidatedCache<KeptHolding>(
      changes,
      HOLDINGS_BYTES,
      ({ holding, text }, sample) => sample.length + text.length + bytesOf(holding),
      'holdings',
    ),
    /**
     * By licence, terms of all times; an empty list for a licence that does not exist. Schools share their licences,
     * and these seldom change.
     */
    terms: new InvalidatedCache<readonly LicenceTerms[]>(
      changes,
      ALL_TERMS_BYTES,
      ({ length }) => TERMS_BYTES * Math.max(1, length),
      'terms',
    ),
    /** Keyed by everything that it is made from, so nothing invalidates it: a changed holding has another serial. */
    rulings,
  };
});

function bytesOf({ names, groups }: Holding): number {
  return groups.reduce(
    (sum, { packages }) => sum + PACKAGE_BYTES * (1 + packages.length),
    NAME_BYTES * (1 + names.length),
  );
}

let lastSerial = 0;

/** Returns the ruling at once, where all holdings are cached. */
export function cachedRuling(
  context: SubgraphContext,
  timeline: string,
  question: AccessRequest,
): Ruling | Promise<Ruling> {
  const [school, ...texts] = partsOf(timeline);
  const known = texts.map((text) => holdingInCache(context, text));
  return isWhole(known)
    ? rulingOf(context, school, known, question)
    : readHoldings(context, texts, known).then((all) => rulingOf(context, school, all, question));
}

/** Null where the holding could not be cached; then nothing that is made from it is cached either. */
type FoundHolding = Pick<KeptHolding, 'holding'> & { readonly serial: number | null };

async function readHoldings(
  context: SubgraphContext,
  texts: readonly string[],
  known: readonly (KeptHolding | undefined)[],
): Promise<FoundHolding[]> {
  const unknown = texts.filter((_, index) => !known[index]);
  const made = await makeHoldings(unknown, (ids) => cachedTerms(context, ids));
  const kept = new Map(unknown.map((text, index) => [text, keepHolding(context, text, made[index] as Holding)]));
  return texts.map((text, index) => known[index] ?? (kept.get(text) as FoundHolding));
}

function holdingInCache(context: SubgraphContext, text: string): KeptHolding | undefined {
  const found = caches(context).holdings.get(sampleOf(text));
  return found?.text === text ? found : undefined;
}

function keepHolding(context: SubgraphContext, text: string, holding: Holding): FoundHolding {
  lastSerial += 1;
  const entry = { text: apart(text), holding, serial: lastSerial };
  caches(context).holdings.keep(apart(sampleOf(text)), entry, context.readGeneration, holding.names);
  return holdingInCache(context, text) === entry ? entry : { holding, serial: null };
}

/**
 * Beginning, end and length: these contain the period of the membership, and entitlements that no other holder has. A
 * Map hashes the whole key, which for a holding with 1,700 entitlements takes 25 µs each time; comparing it with the
 * cached one takes one.
 */
function sampleOf(text: string): string {
  return text.length <= 2 * SAMPLE ? text : `${text.slice(0, SAMPLE)}${text.slice(-SAMPLE)}${text.length}`;
}

/** Copies a text, because a part of a text keeps the whole text in memory. */
function apart(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

/** One statement reads those that are not cached; none where all are. */
async function cachedTerms(context: SubgraphContext, ids: readonly string[]): Promise<Terms> {
  const { terms } = caches(context);
  const known = new Map<string, readonly LicenceTerms[]>();
  const unknown: string[] = [];
  for (const id of ids) {
    const licence = terms.get(id);
    if (licence === undefined) unknown.push(id);
    else known.set(id, licence);
  }
  if (unknown.length === 0) return known;
  for (const [id, licence] of await readTerms(context.session, unknown)) {
    known.set(id, licence);
    terms.keep(id, licence, context.readGeneration, [id]);
  }
  return known;
}

/** @param school the timeline's part about the school itself */
function rulingOf(
  context: SubgraphContext,
  school: string,
  found: readonly FoundHolding[],
  question: AccessRequest,
): Ruling {
  const holdings = found.map(({ holding }) => holding);
  const serials = found.map(({ serial }) => serial);
  if (!isWhole(serials)) return rulingOn({ school: schoolOf(school), holdings }, question);
  const key = `${question.right} ${question.audience} ${school} ${serials.join(' ')}`;
  const { rulings } = caches(context);
  let state = rulings.get(key);
  if (!state || !holds(state.during, question.at)) {
    const facts = schoolOf(school);
    state = { ...accessStateAt({ school: facts, holdings }, question), school: facts, decisions: new Map() };
    rulings.set(key, state);
  }
  const ruling = rulingOn({ school: state.school, holdings }, question, state);
  const { decisions } = state;
  return remembering(ruling, state, `${key} ${state.during.from}`, () => {
    // A new object, because the cache does not measure again what it holds already. What was evicted is not put back.
    if (rulings.peek(key)?.decisions === decisions) rulings.set(key, { ...state });
  });
}

/**
 * Titles that differ only in their names are decided once. @param reckon is called each time the number of decisions
 * has doubled
 */
function remembering(ruling: Ruling, { decisions }: KeptRuling, identity: string, reckon: () => void): Ruling {
  function remembered(title: TitleContents): Decision {
    const key = title.seatFreeFrom.size > 0 ? null : title.decisionKey;
    const known = key === null ? undefined : decisions.get(key);
    if (known) return known;
    const decision = ruling.decide(title);
    if (key !== null) {
      decisions.set(key, decision);
      if ((decisions.size & (decisions.size - 1)) === 0) reckon();
    }
    return decision;
  }
  return { ...ruling, identity, decide: remembered };
}

function isWhole<Value>(values: readonly (Value | undefined | null)[]): values is readonly Value[] {
  return values.every((value) => value != null);
}
