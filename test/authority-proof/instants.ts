/** Identifies the row that an instant belongs to. No two rows of a random world share an instant. */
import type { EntitlementRow, Oracle } from './oracle';
import { entitlementsOfSchool } from './rights';

const dates = new WeakMap<Oracle, Map<number, string[]>>();

/** Returns the names of the rows that each instant belongs to. */
export function ownersOfInstants(oracle: Oracle): Map<number, string[]> {
  const known = dates.get(oracle);
  if (known) return known;
  const found = new Map<number, string[]>();
  const add = (owner: string, ...instants: (number | null)[]) => {
    for (const at of instants) if (at !== null) found.set(at, [...(found.get(at) ?? []), owner]);
  };
  for (const { row, from, until, revokedAt } of oracle.entitlements) add(`entitlement ${row}`, from, until, revokedAt);
  for (const { entitlement, from, until } of oracle.suspensions) add(`entitlement ${entitlement}`, from, until);
  for (const { row, from, until } of oracle.licences) add(`licence ${row}`, from, until);
  for (const { school, from, until } of oracle.memberships) add(`school ${school}`, from, until);
  for (const { row, operatesFrom, operatesUntil } of oracle.organisations)
    add(`school ${row}`, operatesFrom, operatesUntil);
  dates.set(oracle, found);
  return found;
}

/** Returns the names, as in {@link ownersOfInstants}, of rows that concern a school. */
export function namesAround(oracle: Oracle, school: string): string[] {
  const entitlements: EntitlementRow[] = entitlementsOfSchool(oracle, school);
  return [
    `school ${school}`,
    ...entitlements.map(({ row }) => `entitlement ${row}`),
    ...entitlements.map(({ licence }) => `licence ${licence}`),
  ];
}
