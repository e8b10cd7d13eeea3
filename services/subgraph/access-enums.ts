import { registerEnumType } from 'type-graphql';
import { DENIAL_REASONS } from '../../access/rule';

export const AccessOutcome = { ALLOWED: 'ALLOWED', DENIED: 'DENIED' } as const;
registerEnumType(AccessOutcome, { name: 'AccessOutcome' });

export const DenialReasonEnum = Object.fromEntries(DENIAL_REASONS.map((reason) => [reason, reason]));
registerEnumType(DenialReasonEnum, {
  name: 'DenialReason',
  description: 'Why not. Of several reasons the one that comes closest to an allow is given.',
});
