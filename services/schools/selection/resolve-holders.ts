import { type Caller, type OrganisationKey, organisationKey } from '../../../caller/caller';
import { badUserInput } from '../../../request/client-errors';
import type { Transaction } from '../../subgraph/database/session';
import { keyOfHolder } from '../organisation/holder-input';
import { requireReadable } from '../organisation/require-readable';
import { readSchoolFilter } from '../school/school-filter';
import { findSchoolsInReach, findSelectedSchools } from '../school/selected-schools-queries';
import type { HolderSelection } from './holder-selection';
import { MAX_ROWS } from './holder-selection';
import { readPastedNumbers } from './pasted-numbers';
import type { ResolvedSchools, UnmatchedRow } from './resolved-types';

const NONE: ReadonlySet<string> = new Set();

export interface ResolvedHolders {
  readonly keys: OrganisationKey[];
  readonly unmatched: UnmatchedRow[];
}

/**
 * Returns the organisations that are selected, each once: those that are named, whether they are in the caller's
 * reach or not; then the schools in reach that fit the filter, as of `now`; then those of the pasted list. What may
 * be done for them is not decided here. It takes at most two statements, however many they are.
 *
 * @param place the selection, as the client knows it
 * @throws BAD_USER_INPUT where nothing is named; FORBIDDEN where the filter names something that the caller may not
 * read
 */
export async function resolveHolders(
  db: Transaction,
  caller: Caller,
  { holders, schools, numbers }: HolderSelection,
  now: number,
  place = 'input.selection',
): Promise<ResolvedHolders> {
  if (holders == null && schools == null && numbers == null) {
    throw badUserInput(`${place}: name organisations by holders, by schools or by numbers.`);
  }
  const named = (holders ?? []).map((holder, index) => keyOfHolder(`${place}.holders[${index}]`, holder));
  const fitting = schools ? await fittingSchools(db, caller, schools, now, place) : [];
  const pasted = await resolveNumbers(db, caller, numbers ?? [], `${place}.numbers`);
  const matched = pasted.matched.map(({ id }) => organisationKey('SCHOOL', id));
  return { keys: [...new Set([...named, ...fitting, ...matched])], unmatched: pasted.unmatched };
}

/** Returns the schools in reach that fit the filter. */
export async function fittingSchools(
  db: Transaction,
  caller: Caller,
  filter: NonNullable<HolderSelection['schools']>,
  now: number,
  place: string,
): Promise<OrganisationKey[]> {
  const list = readSchoolFilter(`${place}.schools`, filter, now);
  await requireReadable(db, caller, list.organisations, `${place}.schools`);
  return (await findSelectedSchools(db, caller, list)).map(({ key }) => key);
}

/**
 * Returns what a pasted list names, in its order: each of its entries is in one of the lists.
 *
 * @param place the list, as the client knows it
 * @param also ids of schools that it may name besides those in reach
 * @throws BAD_USER_INPUT where it has too many entries
 */
export async function resolveNumbers(
  db: Transaction,
  caller: Caller,
  rows: readonly string[],
  place: string,
  also: ReadonlySet<string> = NONE,
): Promise<ResolvedSchools> {
  const entries = readPastedNumbers(rows);
  if (entries.length > MAX_ROWS) {
    throw badUserInput(`${place}: ${entries.length} numbers (maximum ${MAX_ROWS}). Send them in several requests.`);
  }
  const ids = new Set(entries.flatMap(({ id }) => id ?? []));
  const inReach = ids.size > 0 ? await findSchoolsInReach(db, caller, ids) : ids;
  const firstRow = new Map<string, number>();
  const resolved: ResolvedSchools = { matched: [], duplicates: [], unmatched: [] };
  for (const { row, text, id } of entries) {
    if (id === null || !(inReach.has(id) || also.has(id))) {
      resolved.unmatched.push({ row, text, reason: id === null ? 'NOT_A_NUMBER' : 'NOT_IN_REACH' });
    } else if (firstRow.has(id)) {
      resolved.duplicates.push({ row, text, id, firstRow: firstRow.get(id) as number });
    } else {
      firstRow.set(id, row);
      resolved.matched.push({ row, text, id });
    }
  }
  return resolved;
}
