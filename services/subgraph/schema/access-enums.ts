import { registerEnumType } from 'type-graphql';
import { BASES, DENIAL_REASONS } from '../../../access/rule';
import { enumOf } from './enums';

export const AccessOutcome = { ALLOWED: 'ALLOWED', DENIED: 'DENIED' } as const;
registerEnumType(AccessOutcome, {
  name: 'AccessOutcome',
  description: 'Whether a title may be used.',
  valuesConfig: {
    ALLOWED: { description: 'It may be used.' },
    DENIED: { description: 'It may not be used: the reason says why.' },
  },
});

export const DenialReasonEnum = Object.fromEntries(DENIAL_REASONS.map((reason) => [reason, reason]));
registerEnumType(DenialReasonEnum, {
  name: 'DenialReason',
  description: 'Why not. Of several reasons the one that comes closest to an allow is given.',
  valuesConfig: {
    NOT_LICENSED: { description: 'No entitlement of the school covers the title.' },
    REVOKED: { description: 'The entitlement was revoked.' },
    EXPIRED: { description: 'The entitlement has ended.' },
    NOT_YET_VALID: { description: 'The entitlement begins later.' },
    SUSPENDED: { description: 'The entitlement is suspended until it is resumed.' },
    RIGHT_NOT_GRANTED: { description: 'The title is licensed, but not for this right.' },
    NOT_FOR_PUPILS: { description: 'The right is granted to teachers and not to pupils.' },
    SEATS_TAKEN: { description: 'The licence counts concurrent uses, and all seats are taken.' },
    TITLE_WITHDRAWN: { description: 'The publisher has withdrawn the title.' },
    SCHOOL_CLOSED: { description: 'The school is not in operation.' },
  },
});

export const AccessBasisEnum = enumOf(BASES);
registerEnumType(AccessBasisEnum, {
  name: 'AccessBasis',
  description: 'By what a title may be used.',
  valuesConfig: {
    ENTITLEMENT: { description: 'An entitlement of the school covers it.' },
    OPEN_LICENCE: { description: 'It has an open licence (OER): no entitlement is needed, and none decides.' },
  },
});
