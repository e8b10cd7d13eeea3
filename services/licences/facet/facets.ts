/** Reads the subjects or publishers of the catalogue in the order of their list. They are counted each time. */
import type { Session } from '../../subgraph/database/session';
import { sortKey } from '../title/sort-key';
import type { Facet } from './facet';
import type { CountedName } from './facet-queries';

export type CountNames = (session: Session) => Promise<readonly CountedName[]>;

export async function readFacets(session: Session, count: CountNames): Promise<readonly Facet[]> {
  const counted = await count(session);
  return counted.map((one) => ({ ...one, sortKey: sortKey(one.name) })).sort(compareFacets);
}

/** Compares letter by letter as all lists of the catalogue do, so that the order is the same on every machine. */
export function compareFacets(one: Pick<Facet, 'sortKey' | 'name'>, other: Pick<Facet, 'sortKey' | 'name'>): number {
  const by = one.sortKey === other.sortKey ? 'name' : 'sortKey';
  return one[by] < other[by] ? -1 : one[by] > other[by] ? 1 : 0;
}
