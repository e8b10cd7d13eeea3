/** Combines the stored purchases of a licence with those of a record. */
import { dateOf } from '../../../access/calendar';
import type { PurchaseFacts } from '../licence/purchase-queries';
import type { LicenceFacts } from '../licence/stored-licence-queries';
import type { LicenceRecord } from './records';

type Term = Pick<LicenceFacts, 'termKind' | 'termFrom' | 'termUntil' | 'durationDays'>;

/**
 * Fields that the record leaves out stay as they are. They also stay where the term of the licence changes, because
 * what was paid for the former days keeps its cost.
 *
 * @param term the term of the licence after the record; a new purchase pays for this term unless it states other days
 */
export function purchaseFacts(
  { number, term: restated, priceCents, purchases }: LicenceRecord,
  onRecord: readonly PurchaseFacts[],
  term: Term,
): readonly PurchaseFacts[] {
  if (purchases) {
    const known = new Map(onRecord.map((purchase) => [purchase.number, purchase]));
    return inOrder(
      purchases.map(({ number, cents, purchasedOn, from, until, schoolCount }) => {
        const same = known.get(number);
        return {
          ...daysOf(from, until, same ?? daysOfTerm(term)),
          number,
          cents,
          purchasedOn: purchasedOn === undefined ? (same?.purchasedOn ?? null) : purchasedOn,
          schoolCount: schoolCount === undefined ? (same?.schoolCount ?? null) : schoolCount,
        };
      }),
    );
  }
  if (priceCents === undefined) return onRecord;
  if (priceCents === null) return [];
  const [only] = onRecord;
  const days = only && !restated ? only : daysOfTerm(term);
  return [
    {
      ...daysOf(null, null, days),
      ...named(only ?? { number, purchasedOn: null, schoolCount: null }),
      cents: priceCents,
    },
  ];
}

/** Returns the reasons against these purchases. */
export function reasonsAgainstPurchases(
  { number, priceCents, purchases }: LicenceRecord,
  onRecord: readonly PurchaseFacts[],
): string[] {
  if (priceCents === undefined) return [];
  if (purchases) return ['priceCents: cannot stand beside “purchases”'];
  return onRecord.length > 1
    ? [`priceCents: the licence ${number} was bought ${onRecord.length} times; give all its “purchases” instead`]
    : [];
}

/** Returns `R-2026-17: 240000 cents, 2026-08-01 to 2027-08-01`. */
export function describePurchase({ number, cents, validFrom, validUntil, durationDays }: PurchaseFacts): string {
  const days = validFrom ? `, ${validFrom} to ${validUntil}` : durationDays ? `, ${durationDays} days` : '';
  return `${number}: ${cents} cents${days}`;
}

type Days = Pick<PurchaseFacts, 'validFrom' | 'validUntil' | 'durationDays'>;

function daysOf(from: string | null | undefined, until: string | null | undefined, otherwise: Days): Days {
  if (from && until) return { validFrom: from, validUntil: until, durationDays: null };
  const { validFrom, validUntil, durationDays } = otherwise;
  return { validFrom, validUntil, durationDays };
}

/** Returns no days where the term has no beginning or no end. */
function daysOfTerm({ termKind, termFrom, termUntil, durationDays }: Term): Days {
  if (termKind === 'DURATION') return { validFrom: null, validUntil: null, durationDays };
  const isBounded = termFrom !== null && termUntil !== null;
  return {
    validFrom: isBounded ? dateOf(Date.parse(termFrom)) : null,
    validUntil: isBounded ? dateOf(Date.parse(termUntil)) : null,
    durationDays: null,
  };
}

const named = ({
  number,
  purchasedOn,
  schoolCount,
}: Pick<PurchaseFacts, 'number' | 'purchasedOn' | 'schoolCount'>) => ({
  number,
  purchasedOn,
  schoolCount,
});

/** Sorts purchases as they are read from the database, so that equal ones compare as equal. */
function inOrder(purchases: readonly PurchaseFacts[]): readonly PurchaseFacts[] {
  return purchases.toSorted((a, b) => (a.number < b.number ? -1 : 1));
}
