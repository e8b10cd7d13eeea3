import type { AssignEntitlementsInput, HolderLevel, SchoolFilter } from '../../api/operations';
import { type Address, listOf } from '../../shell/address';
import { asDay, beginOf, dayOf, endOf } from '../../words/format';
import { schoolFilterOf } from './entitlement-filter';

/** What is to be assigned, as the address of the page says it: it outlives a reload, and can be sent to a colleague. */
export interface Wish {
  readonly licenceIds: readonly string[];
  readonly holders: readonly { readonly level: HolderLevel; readonly id: string }[];
  /** All schools that fit, where they are chosen so. */
  readonly schools: SchoolFilter | null;
  /** Rows of a pasted list. They stand behind the # of the address, which is not sent to the server. */
  readonly rows: readonly string[];
}

export function wishOf(address: Address, hash: string): Wish {
  const holders = listOf(address.holders).map((text) => {
    const colon = text.indexOf(':');
    return { level: text.slice(0, colon) as HolderLevel, id: text.slice(colon + 1) };
  });
  const filter = { ...schoolFilterOf(address), inOperation: true };
  return {
    licenceIds: listOf(address.licences),
    holders,
    schools: address.all === '1' ? filter : null,
    rows: rowsOfHash(hash),
  };
}

export function isComplete({ licenceIds, holders, schools, rows }: Wish): boolean {
  return licenceIds.length > 0 && (holders.length > 0 || schools !== null || rows.length > 0);
}

/** The day from which it is to hold; a row of a worklist has put the instant into the address. */
export function firstDayOf({ from }: Address): string | undefined {
  if (!from?.includes('T')) return asDay(from);
  const instant = Date.parse(from);
  return Number.isFinite(instant) ? dayOf(instant) : undefined;
}

export function inputOf(wish: Wish, address: Address): AssignEntitlementsInput {
  const { note, skip, override } = address;
  const from = firstDayOf(address);
  const until = asDay(address.until);
  const { licenceIds, holders, schools, rows } = wish;
  const selection = { ...(schools && { schools }), ...(rows.length > 0 && { numbers: rows }) };
  return {
    licenceIds,
    holders,
    ...(Object.keys(selection).length > 0 && { selection }),
    ...(from && { validFrom: address.from?.includes('T') ? address.from : beginOf(from) }),
    ...(until && { validUntil: endOf(until) }),
    ...(note && { note }),
    ...(skip && { skipRefused: true }),
    ...(override && { overrideSuspended: true }),
  };
}

const MARK = 'list=';

export function hashOfRows(rows: readonly string[]): string {
  return rows.length > 0 ? `${MARK}${encodeURIComponent(rows.join('\n'))}` : '';
}

function rowsOfHash(hash: string): string[] {
  if (!hash.startsWith(MARK)) return [];
  try {
    return decodeURIComponent(hash.slice(MARK.length)).split('\n');
  } catch {
    return [];
  }
}
