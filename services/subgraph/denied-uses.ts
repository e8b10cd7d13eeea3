/**
 * Decides which denials are reported to the gateway, which records them as usage where that is switched on for the
 * caller's client.
 */
import type { DenialReason } from '../../access/rule';
import type { DeniedUse } from '../../request/denied-use';
import type { SubgraphContext } from './context';

/**
 * COUNTER's No_License and Limit_Exceeded: another licence, or more seats, would have allowed the use. Where the
 * title is withdrawn or the school closed, nothing would: such denials show no demand.
 */
const ACTIONS: Readonly<Record<DenialReason, DeniedUse['action'] | null>> = {
  NOT_LICENSED: 'NOT_LICENSED',
  REVOKED: 'NOT_LICENSED',
  EXPIRED: 'NOT_LICENSED',
  NOT_YET_VALID: 'NOT_LICENSED',
  SUSPENDED: 'NOT_LICENSED',
  RIGHT_NOT_GRANTED: 'NOT_LICENSED',
  NOT_FOR_PUPILS: 'NOT_LICENSED',
  SEATS_TAKEN: 'LIMIT_EXCEEDED',
  TITLE_WITHDRAWN: null,
  SCHOOL_CLOSED: null,
};

/** @param use that is wanted now; a question about another instant is not a use */
export function noteDenial(
  { denied }: SubgraphContext,
  { school, title, right, audience }: Omit<DeniedUse, 'action'>,
  reason: DenialReason,
): void {
  const action = ACTIONS[reason];
  if (action !== null) denied?.push({ school, title, action, right, audience });
}
