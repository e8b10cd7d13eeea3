import type { HolderLevel } from '../../api/operations';
import { type Address, listOf } from '../../shell/address';
import { asDay, endOf } from '../../words/format';
import { entitlementFilterOf, WITH_LICENCE } from './entitlement-filter';

export const ACTIONS = ['amend', 'suspend', 'resume', 'move', 'revoke'] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * What is to be changed and how, as the address of the page states it. So it survives a reload, and can be sent to a
 * colleague.
 */
export interface ChangeRequest {
  readonly action: Action;
  readonly ids: readonly string[];
  /** Whether all that match the filters are chosen. */
  readonly isAll: boolean;
  /** The last day, such as 2027-07-31; empty where none is given. */
  readonly lastDay: string;
  readonly endsWithLicence: boolean;
  readonly holder: { readonly level: HolderLevel; readonly id: string } | null;
  readonly reason: string;
  readonly skipsRefused: boolean;
}

/** The parts of an address that belong to the change. All others are filters of the list. */
const OWN = ['action', 'ids', 'all', 'until', 'to', 'reason', 'skip', 'step', 'job', 'result'];

export function changeRequestOf(address: Address): ChangeRequest {
  const { until, to = '', reason = '' } = address;
  const colon = to.indexOf(':');
  return {
    action: ACTIONS.find((name) => name === address.action) ?? 'amend',
    ids: listOf(address.ids),
    isAll: address.all === '1',
    lastDay: asDay(until) ?? '',
    endsWithLicence: until === WITH_LICENCE,
    holder: colon > 0 ? { level: to.slice(0, colon) as HolderLevel, id: to.slice(colon + 1) } : null,
    reason,
    skipsRefused: address.skip === '1',
  };
}

export function isComplete({ action, lastDay, endsWithLicence, holder }: ChangeRequest): boolean {
  return action === 'amend' ? lastDay !== '' || endsWithLicence : action !== 'move' || holder !== null;
}

export function filtersOf(address: Address): Record<string, string> {
  return Object.fromEntries(Object.entries(address).filter(([name]) => !OWN.includes(name))) as Record<string, string>;
}

/** The inputs of the actions differ only in what is changed. Each action gets the fields that it accepts. */
export type ChangeInputFields = Readonly<Record<string, unknown>>;

export function changeInputOf(request: ChangeRequest, address: Address): ChangeInputFields {
  const { action, ids, isAll, lastDay, endsWithLicence, holder, reason, skipsRefused } = request;
  return {
    ...(isAll ? { selection: { filter: entitlementFilterOf(filtersOf(address)) } } : { entitlementIds: ids }),
    ...(reason.trim() && { reason: reason.trim() }),
    ...(action === 'amend' && { validUntil: endsWithLicence ? null : endOf(lastDay) }),
    ...(action === 'suspend' && lastDay && { until: endOf(lastDay) }),
    ...(action === 'move' && { holder }),
    ...(skipsRefused && { skipRefused: true }),
  };
}
