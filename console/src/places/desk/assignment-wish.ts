import type { AssignEntitlementsInput, HolderLevel, SchoolFilter } from '../../api/operations';
import { type Address, listOf } from '../../shell/address';
import { beginOf, endOf } from '../../words/format';
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

export function inputOf(wish: Wish, { from, until, note, skip, override }: Address): AssignEntitlementsInput {
  const { licenceIds, holders, schools, rows } = wish;
  const selection = { ...(schools && { schools }), ...(rows.length > 0 && { numbers: rows }) };
  return {
    licenceIds,
    holders,
    ...(Object.keys(selection).length > 0 && { selection }),
    ...(from && { validFrom: from.includes('T') ? from : beginOf(from) }),
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
