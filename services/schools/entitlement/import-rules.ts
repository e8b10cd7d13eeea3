/** The rules for an entitlement of a file: about its licence, its holder, and what is on record already. */
import { dateOf, midnightAfter } from '../../../access/calendar';
import { rightSet } from '../../../access/right';
import { beginOf } from '../../import-file/days';
import type { Place } from '../../import-file/import-error';
import type { Holder, LicenceTerms, StoredEntitlement } from './import-queries';
import type { EntitlementRecord } from './import-record';

/** An entitlement of the file, with what it refers to. */
export interface Line {
  readonly place: Place;
  readonly record: EntitlementRecord;
  readonly licence: LicenceTerms;
  readonly holder: Holder;
  readonly from: string;
  /** Null: without an end of its own. */
  readonly until: string | null;
}

/** Returns the line with what it refers to, or the reasons against it. */
export function lineOfRecord(
  place: Place,
  record: EntitlementRecord,
  licence: LicenceTerms | undefined,
  holder: Holder | undefined,
): Line | string[] {
  if (!licence || !holder) {
    return [
      ...(licence ? [] : [`licence: there is no licence ${record.licence}`]),
      ...(holder ? [] : [`holder: there is no organisation ${record.holder}`]),
    ];
  }
  const from = beginOf(record.from);
  const until = untilOf(record, licence);
  const termUntil = endOf(licence);
  const surplus = record.rights?.filter((right) => !licence.rights.includes(right)) ?? [];
  const reasons = [
    ...(licence.holderLevels.includes(holder.level)
      ? []
      : [
          `holder: the licence ${licence.number} may not be held by a ${holder.level}, only by ${licence.holderLevels.join(', ')}`,
        ]),
    ...(surplus.length > 0 ? [`rights: the licence ${licence.number} does not grant ${surplus.join(', ')}`] : []),
    ...(termUntil !== null && termUntil <= from
      ? [`from: the licence ${licence.number} ends on ${dateOf(Date.parse(termUntil))}, before the entitlement begins`]
      : []),
  ];
  return reasons.length > 0 ? reasons : { place, record, licence, holder, from, until };
}

/** Where the file states no end, an entitlement follows its licence's term, or has the days from its activation. */
function untilOf({ from, until }: EntitlementRecord, { termKind, durationDays }: LicenceTerms): string | null {
  if (until) return beginOf(until);
  if (termKind !== 'DURATION') return null;
  return new Date(midnightAfter(Date.parse(beginOf(from)), durationDays ?? 0)).toISOString();
}

function endOf({ termUntil }: LicenceTerms): string | null {
  return termUntil === null ? null : new Date(termUntil).toISOString();
}

/** Returns the differences to the entitlement on record that an import may not make. */
export function differences({ record, licence, until }: Line, stored: StoredEntitlement): string[] {
  const remedy = 'an entitlement does not change: revoke it, and add another with a “from” of its own';
  const rights = record.rights && rightSet(record.rights);
  const overlap = record.suspended?.some(({ from, until: end }) => {
    const [begin, finish] = [beginOf(from), beginOf(end)];
    return stored.suspensions.some(
      (other) =>
        other.from !== begin &&
        (finish === null || other.from < finish) &&
        (other.until === null || begin < other.until),
    );
  });
  return [
    ...(record.until && until !== (stored.until ?? endOf(licence))
      ? [`until: on record it is ${stored.until ? dateOf(Date.parse(stored.until)) : 'that of its licence'}; ${remedy}`]
      : []),
    ...(rights !== undefined && rights !== rightSet(stored.rights)
      ? [`rights: on record they are ${stored.rights.join(', ')}; ${remedy}`]
      : []),
    ...(record.suspended?.length === 0 && stored.suspensions.length > 0
      ? [
          `suspended: an empty list ends no suspension, and on record there is one from ${stored.suspensions.map(({ from }) => dateOf(Date.parse(from))).join(', ')}; leave it out, or name its “from” with the “until” at which it ends`,
        ]
      : []),
    ...(overlap ? ['suspended: overlaps a suspension on record'] : []),
  ];
}
