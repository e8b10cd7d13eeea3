import type { AssignEntitlementsInput, HolderLevel, SchoolFilter } from '../../api/operations';
import { type Address, listOf } from '../../shell/address';
import { asDay, beginOf, dayOf, endOf } from '../../words/format';
import { schoolFilterOf } from './entitlement-filter';

/**
 * What is to be assigned, as the address of the page states it. So it survives a reload, and can be sent to a
 * colleague.
 */
export interface AssignmentRequest {
  readonly licenceIds: readonly string[];
  readonly holders: readonly { readonly level: HolderLevel; readonly id: string }[];
  /** The filter of schools, where they are chosen by a filter. */
  readonly schools: SchoolFilter | null;
  /** The rows of a pasted list. They stand behind the # of the address, which is not sent to the server. */
  readonly rows: readonly string[];
}

export function assignmentRequestOf(address: Address, hash: string): AssignmentRequest {
  const holders = listOf(address.holders).map((text) => {
    const colon = text.indexOf(':');
    return { level: text.slice(0, colon) as HolderLevel, id: text.slice(colon + 1) };
  });
  const filter = { ...schoolFilterOf(address), inOperation: true };
  return {
    licenceIds: listOf(address.licences),
    holders,
    schools: address.all === '1' ? filter : null,
    rows: listsOf(hash).list,
  };
}

export function isComplete({ licenceIds, holders, schools, rows }: AssignmentRequest): boolean {
  return licenceIds.length > 0 && (holders.length > 0 || schools !== null || rows.length > 0);
}

/** Returns the first day. A row of a worklist puts it into the address as an instant. */
export function firstDayOf({ from }: Address): string | undefined {
  if (!from?.includes('T')) return asDay(from);
  const instant = Date.parse(from);
  return Number.isFinite(instant) ? dayOf(instant) : undefined;
}

export function inputOf(request: AssignmentRequest, address: Address): AssignEntitlementsInput {
  const { note, skip, override } = address;
  const from = firstDayOf(address);
  const until = asDay(address.until);
  const { licenceIds, holders, schools, rows } = request;
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

/** The rows that were taken, and the list as it was pasted, including rows that could not be taken. */
export interface Lists {
  readonly list: readonly string[];
  readonly pasted: readonly string[];
}

export function hashOf(lists: Lists): string {
  const filled = (['list', 'pasted'] as const).filter((name) => lists[name].length > 0);
  return filled.map((name) => `${name}=${encodeURIComponent(lists[name].join('\n'))}`).join('&');
}

export function listsOf(hash: string): Lists {
  const rowsOf = (name: keyof Lists) => {
    const text = hash.split('&').find((part) => part.startsWith(`${name}=`));
    try {
      return text ? decodeURIComponent(text.slice(name.length + 1)).split('\n') : [];
    } catch {
      return [];
    }
  };
  return { list: rowsOf('list'), pasted: rowsOf('pasted') };
}
