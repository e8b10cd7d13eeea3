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

/** Returns the filters that all lists have, as the address states them. */
export function noteFilterOf({ state, assigned }: Address): { state: NoteState; assignedTo: NoteAssignee | null } {
  return {
    state: state === 'SNOOZED' || state === 'ALL' ? state : 'OPEN',
    assignedTo: assigned === 'ME' || assigned === 'NOBODY' || assigned === 'ANYBODY' ? assigned : null,
  };
}

/** Returns whether a list shows only what the reader may change, which it does unless the address states otherwise. */
export function useAmendable(): boolean | null {
  const [{ foreign }] = useAddress();
  return useMay('entitlements:write') && foreign !== '1' ? true : null;
}

export interface RowToNote {
  readonly id: string;
  readonly name: string;
  readonly note: Note | null;
}

/** Returns the address of the desk page that previews the change that a row has prepared. */
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
