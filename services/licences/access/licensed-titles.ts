/**
 * What a school may use, read from the database each time. The list is a page of the titles in open packages, and the
 * check is of titles by their ids; both are decided by the same ruling.
 *
 * cached-access.ts gives the same answers from memory, where it may; test/cache-equivalence.ts compares the two.
 */
import type { AccessRequest } from '../../../access/rule';
import { decodeHolding, type EqualEntitlements, holdingsOf, schoolOf } from '../../../access/timeline';
import type { Transaction } from '../../subgraph/database/session';
import type { TitlePage } from '../title/title-page';
import type { FoundTitles } from '../title/title-queries';
import { findTitlesWithPackages, listLicensedTitles, type TitleWithPackages } from './access-queries';
import { type Holding, holdingOf } from './holding';
import { findLicenceTerms, type LicenceTerms } from './licence-terms-queries';
import { type Ruling, rulingOn, type SchoolGrants } from './ruling';

type Awaitable<Value> = Value | Promise<Value>;

export interface Access {
  /** Returns what the rule says at the school with this timeline. */
  ruling(timeline: string, question: AccessRequest): Awaitable<Ruling>;
  /** Returns a page of the titles in open packages that themselves allow the use: the ruling allows each of them. */
  page(ruling: Ruling, page: TitlePage): Awaitable<FoundTitles<TitleWithPackages>>;
  /** Returns titles by id, for the ruling to decide. Unknown ids are left out. */
  titles(ruling: Ruling, ids: readonly string[]): Awaitable<readonly TitleWithPackages[]>;
}

export function readAccess(db: Transaction): Access {
  return {
    ruling: async (timeline, question) => rulingOn(await readGrants(db, timeline), question),
    page: (ruling, page) => listLicensedTitles(db, ruling, page),
    titles: (ruling, ids) => findTitlesWithPackages(db, ruling, [...new Set(ids)]),
  };
}

export async function readGrants(db: Transaction, timeline: string): Promise<SchoolGrants> {
  const holdings = await makeHoldings(holdingsOf(timeline), (ids) => readTerms(db, ids));
  return { school: schoolOf(timeline), holdings };
}

/** The terms of licences by id, from one amendment to the next; an empty list for a licence that does not exist. */
export type Terms = ReadonlyMap<string, readonly LicenceTerms[]>;

export async function readTerms(db: Transaction, ids: readonly string[]): Promise<Terms> {
  const terms = new Map<string, LicenceTerms[]>(ids.map((id) => [id, []]));
  for (const one of await findLicenceTerms(db, ids)) terms.get(one.id)?.push(one);
  return terms;
}

/** Makes the holdings of a timeline, in their order. @param termsOf is called once for all licences */
export async function makeHoldings(
  texts: readonly string[],
  termsOf: (ids: readonly string[]) => Promise<Terms>,
): Promise<Holding[]> {
  const decoded = texts.map(decodeHolding);
  const terms = await termsOf([...licencesIn(decoded.flat())]);
  return decoded.map((entitlements) => holdingOf(entitlements, terms));
}

function licencesIn(entitlements: readonly EqualEntitlements[]): ReadonlySet<string> {
  const licences = new Set<string>();
  for (const { idsAndLicences } of entitlements) {
    for (let at = 1; at < idsAndLicences.length; at += 2) licences.add(String(idsAndLicences[at]));
  }
  return licences;
}
