/** Wall 2 of this service: what of that which was asked for lies within the caller. It does not lean on the database's walls. */

import { type Caller, contains, parseOrganisationKey, reaches } from '../../../caller/caller';
import type { Transaction } from '../../subgraph/database/session';
import { findLines } from '../../subgraph/organisation/organisation-lines';
import { findOrganisationsOfSchools } from './reach-queries';

/** Of the schools (keys, `SCHOOL:NW:100000`), those in the caller's reach. A school that does not exist is in nobody's. */
export async function schoolsInReach(
  reader: Transaction,
  caller: Caller,
  keys: readonly string[],
): Promise<Set<string>> {
  const organisations = await findOrganisationsOfSchools(reader, keys.filter(wellFormed));
  return new Set(keys.filter((key) => organisations.has(key) && reaches(caller, organisations.get(key) ?? [])));
}

/** Of the organisations (keys, `AUTHORITY:NW:10182`), those that lie within what the caller is bound to. */
export async function organisationsWithin(
  reader: Transaction,
  caller: Caller,
  keys: readonly string[],
): Promise<Set<string>> {
  const own = keys.filter((key) => contains(caller, { key, schools: [] }));
  const others = keys.filter((key) => !own.includes(key) && wellFormed(key));
  const lines = others.length > 0 ? await findLines(reader, others) : [];
  return new Set([...own, ...lines.filter((line) => contains(caller, line)).map(({ key }) => key)]);
}

function wellFormed(key: string): boolean {
  return parseOrganisationKey(key) !== null;
}
