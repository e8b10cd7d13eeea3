import type { Note, NoteAssignee, NoteState, Prepared, Worklist } from '../../api/operations';
import { useMay } from '../../session/use-session';
import { type Address, useAddress } from '../../shell/address';
import { lastDayOf } from '../../words/format';
import { WITH_LICENCE } from '../desk/entitlement-filter';

export const LISTS = ['expiring', 'starting', 'notice', 'twice', 'unused', 'demand', 'seats'] as const;
export type ListName = (typeof LISTS)[number];

export const WORKLIST: Readonly<Record<ListName, Worklist>> = {
  expiring: 'EXPIRING',
  starting: 'STARTING',
  notice: 'NOTICE_DUE',
  twice: 'COVERED_TWICE',
  unused: 'UNUSED',
  demand: 'IN_DEMAND',
  seats: 'SEATS_FULL',
};

export function listNameOf({ list }: Address): ListName {
  return LISTS.find((name) => name === list) ?? 'expiring';
}

/** The filters that every list has, as the address says them. */
export function noteFilterOf({ state, assigned }: Address): { state: NoteState; assignedTo: NoteAssignee | null } {
  return {
    state: state === 'SNOOZED' || state === 'ALL' ? state : 'OPEN',
    assignedTo: assigned === 'ME' || assigned === 'NOBODY' || assigned === 'ANYBODY' ? assigned : null,
  };
}

/** A list is of what can be done: of what the reader may change, unless the address says otherwise. */
export function useAmendable(): boolean | null {
  const [{ foreign }] = useAddress();
  return useMay('entitlements:write') && foreign !== '1' ? true : null;
}

export interface RowToNote {
  readonly id: string;
  readonly name: string;
  readonly note: Note | null;
}

/** The address of the desk at which what a row has prepared is ready for its preview. */
export function deskAddressOf({
  amend,
  assign,
  revoke,
  notice,
  seats,
}: Prepared): { to: '/desk/assign' | '/desk/change' | '/desk/licence'; search: Record<string, string> } | null {
  if (amend) {
    const ids = amend.entitlements.map(({ id }) => id).join(',');
    const until = amend.validUntil ? lastDayOf(amend.validUntil) : WITH_LICENCE;
    return { to: '/desk/change', search: { action: 'amend', ids, until } };
  }
  if (assign) {
    return {
      to: '/desk/assign',
      search: {
        licences: assign.licenceIds.join(','),
        holders: assign.holders.map(({ level, id }) => `${level}:${id}`).join(','),
        ...(assign.validFrom && { from: assign.validFrom }),
      },
    };
  }
  if (notice) {
    const { licenceId, version, noticeOn } = notice;
    return {
      to: '/desk/licence',
      search: { licence: licenceId, version: String(version), notice: noticeOn ?? 'NONE' },
    };
  }
  if (seats) {
    const { licenceId, version } = seats;
    return {
      to: '/desk/licence',
      search: { licence: licenceId, version: String(version), seats: String(seats.seats) },
    };
  }
  return revoke ? { to: '/desk/change', search: { action: 'revoke', ids: revoke.entitlementIds.join(',') } } : null;
}
