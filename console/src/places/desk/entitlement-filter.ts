import type { EntitlementFilter, EntitlementStatus, HolderLevel, SchoolFilter } from '../../api/operations';
import { type Address, listOf } from '../../shell/address';
import { asDay, endOf } from '../../words/format';

/** Stands in the address of a change in place of a last day, and means the end of the licence. */
export const WITH_LICENCE = 'LICENCE';

const OPEN: EntitlementStatus[] = ['IN_FORCE', 'SCHEDULED', 'SUSPENDED'];

/** Returns the filter of entitlements that an address states. */
export function entitlementFilterOf(address: Address): EntitlementFilter {
  const { status, level, licence, mine } = address;
  const ends = asDay(address.ends);
  const schools = schoolFilterOf(address);
  return {
    ...(status !== 'ALL' && { status: status ? (listOf(status) as EntitlementStatus[]) : OPEN }),
    ...(level && { holderLevels: [level as HolderLevel] }),
    ...(ends && { endsBefore: endOf(ends) }),
    ...(licence && { licence }),
    ...(mine && { amendable: true }),
    ...(Object.keys(schools).length > 0 && { schools }),
  };
}

export const SCHOOL_FILTERS = ['search', 'form', 'city', 'district', 'authority', 'group'] as const;

/** Returns the filter of schools that an address states by the same names. */
export function schoolFilterOf(address: Address): SchoolFilter {
  const given = SCHOOL_FILTERS.filter((name) => address[name]?.trim());
  return Object.fromEntries(given.map((name) => [name, address[name]?.trim()]));
}
