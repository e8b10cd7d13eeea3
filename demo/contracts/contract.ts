/** Makes a licence with its entitlements for the demo. */
import { USAGE_RIGHTS, type UsageRight } from '../../access/right';
import { PUBLISHERS } from '../catalogue/publishers';
import { type DemoCalendar, daysAfter } from '../demo-calendar';
import type { Random } from '../random';
import type { EntitlementRecord, LicenceRecord } from '../whole-records';

export interface Contract {
  readonly licence: LicenceRecord;
  readonly entitlements: readonly EntitlementRecord[];
}

export const RIGHTS = {
  streaming: ['STREAM', 'LMS_EMBEDDING'],
  online: ['STREAM', 'DOWNLOAD', 'LMS_EMBEDDING', 'HOME_USE'],
  school: ['STREAM', 'DOWNLOAD', 'SCHOOL_SERVER_COPY', 'LMS_EMBEDDING', 'EDITING', 'HOME_USE'],
  lending: ['STREAM', 'DOWNLOAD', 'LMS_EMBEDDING', 'HOME_USE', 'LENDING', 'PUBLIC_PERFORMANCE'],
  all: [...USAGE_RIGHTS],
} satisfies Record<string, UsageRight[]>;

export const PUPILS = {
  none: [],
  atSchool: ['STREAM'],
  atHome: ['STREAM', 'HOME_USE'],
} satisfies Record<string, UsageRight[]>;

/** Many contracts give a licence for 397 days from its first day. */
export const DURATION_DAYS = 397;

type Terms = Omit<LicenceRecord, 'type' | 'packages' | 'titles' | 'pupilRights'> &
  Partial<Pick<LicenceRecord, 'packages' | 'titles' | 'pupilRights'>>;

export function licence(terms: Terms): LicenceRecord {
  return { type: 'licence', packages: [], titles: [], pupilRights: [], ...terms };
}

export function entitlement(
  of: LicenceRecord,
  holder: string,
  from: string,
  until?: string,
  more: Partial<EntitlementRecord> = {},
): EntitlementRecord {
  return { type: 'entitlement', licence: of.number, holder, from, ...(until ? { until } : {}), suspended: [], ...more };
}

/**
 * Revokes or suspends some entitlements, or has them suspended for a while. Those that have not begun stay as they are.
 * It always takes the same number of random numbers, so that the day on which the demo is made changes dates only.
 */
export function withInterruption(made: EntitlementRecord, random: Random, calendar: DemoCalendar): EntitlementRecord {
  const draw = random.next();
  const ago = random.between(3, 60);
  const lasted = random.between(1, ago);
  const endsIn = random.chance(0.5) ? random.between(5, 50) : null;
  const day = calendar.day(-ago);
  if (made.from >= day || (made.until && made.until <= day)) return made;
  if (draw < 0.04) return { ...made, revokedOn: day };
  if (draw < 0.07) return { ...made, suspended: [{ from: day, ...(endsIn ? { until: calendar.day(endsIn) } : {}) }] };
  if (draw < 0.09) return { ...made, suspended: [{ from: day, until: daysAfter(day, lasted) }] };
  return made;
}

export function publisherName(code: string): string {
  const publisher = PUBLISHERS.find((candidate) => candidate.code === code);
  if (!publisher) throw new RangeError(`no publisher ${code}`);
  return publisher.name;
}

/** Picks a publisher that sells collections of a subject. */
export function sellerOf(subjectCode: string, random: Random): string {
  return random.pick(PUBLISHERS.filter(({ subjects }) => subjects.includes(subjectCode))).name;
}
