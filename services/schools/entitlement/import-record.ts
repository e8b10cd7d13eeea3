/** The file format of entitlements, which are part of licences files. docs/import-formats.md describes it. */
import { z } from 'zod';
import { USAGE_RIGHTS } from '../../../access/right';
import { day, MAX_CHOICES, organisation } from '../../import-file/fields';

const beforeUntil = (period: { from: string; until?: string | undefined }) =>
  !period.until || period.from < period.until;
const NOT_BEFORE = { error: 'must be a day after “from”', path: ['until'] };

/** For one entitlement: one a month over forty years. */
const MAX_SUSPENSIONS = 500;

/**
 * The assignment of a licence to a holder, identified by licence, holder and `from`. Dates are days in Europe/Berlin;
 * the `until` day is the first on which it no longer holds.
 */
export const entitlementRecord = z
  .strictObject({
    type: z.literal('entitlement'),
    licence: z.string().regex(/^[A-Za-z0-9._-]{1,60}$/, 'must be the number of a licence'),
    holder: organisation,
    from: day,
    until: day.optional(),
    /** A new entitlement that states none has all rights of the licence. */
    rights: z.array(z.enum(USAGE_RIGHTS)).min(1).max(MAX_CHOICES).optional(),
    revokedOn: day.optional(),
    suspended: z
      .array(z.strictObject({ from: day, until: day.optional() }).refine(beforeUntil, NOT_BEFORE))
      .max(MAX_SUSPENSIONS)
      .refine(apart, 'suspensions overlap')
      .optional(),
  })
  .refine(beforeUntil, NOT_BEFORE);
export type EntitlementRecord = z.infer<typeof entitlementRecord>;

function apart(periods: readonly { from: string; until?: string | undefined }[]): boolean {
  const inOrder = periods.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return inOrder.every((period, index) => {
    const next = inOrder[index + 1];
    return !next || (period.until !== undefined && period.until <= next.from);
  });
}
