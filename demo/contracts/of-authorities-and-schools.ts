/** The contracts of school authorities for all or some of their schools, and of schools for themselves. */

import { SUBJECTS } from '../catalogue/subjects';
import { type DemoCalendar, daysAfter } from '../demo-calendar';
import { subjectPackage } from '../packages';
import { Random } from '../random';
import { allAuthorities, type DemoSchool } from '../schools';
import type { LicenceRecord } from '../whole-records';
import {
  type Contract,
  DURATION_DAYS,
  entitlement,
  licence,
  PUPILS,
  RIGHTS,
  sellerOf,
  withInterruption,
} from './contract';

export function authorityContracts(schools: readonly DemoSchool[], calendar: DemoCalendar): Contract[] {
  return allAuthorities().flatMap(({ number, name }, index) => {
    const own = schools.filter((school) => school.authorityNumber === number);
    if (own.length === 0 || (own.length < 6 && index % 5 > 1)) return [];
    const count = own.length >= 10 ? 2 : 1;
    return Array.from({ length: count }, (_, position) => ofAuthority(number, name ?? number, own, position, calendar));
  });
}

function ofAuthority(
  number: string,
  name: string,
  schools: readonly DemoSchool[],
  position: number,
  calendar: DemoCalendar,
): Contract {
  const random = new Random(`licence ${position} of authority ${number}`);
  const subject = random.pick(SUBJECTS);
  const holder = `AUTHORITY:NW:${number}`;
  const term = random.pick<LicenceRecord['term']>([
    { kind: 'FIXED', from: calendar.schoolYear(-2), until: calendar.schoolYear(2) },
    { kind: 'SCHOOL_YEAR', startYear: calendar.startYear },
    { kind: 'DURATION', days: DURATION_DAYS, until: calendar.schoolYear(3) },
    { kind: 'UNLIMITED', from: calendar.schoolYear(-3) },
  ]);
  const made = licence({
    number: `TL-${number}-${position + 1}`,
    name: `Schulträgerlizenz ${subject.name} (${name})`,
    kind: 'Schulträgerlizenz',
    publisher: sellerOf(subject.code, random),
    owner: holder,
    holderLevels: ['AUTHORITY', 'SCHOOL_GROUP', 'SCHOOL'],
    rights: random.pick([RIGHTS.online, RIGHTS.school, RIGHTS.lending]),
    pupilRights: random.pick([PUPILS.none, PUPILS.atSchool, PUPILS.atHome]),
    term,
    ...(random.chance(0.15) ? { seats: random.between(2, 20) * 10 } : {}),
    priceCents: random.between(30, 400) * 1_000,
    packages: random.chance(0.5)
      ? [subjectPackage(subject.code, 'BASIS'), subjectPackage(subject.code, 'PLUS')]
      : [subjectPackage(subject.code, 'BASIS')],
  });
  const holders =
    position === 0 && random.chance(0.45) ? [holder] : schools.map((school) => `SCHOOL:NW:${school.number}`);
  return { licence: made, entitlements: holders.flatMap((one) => entitlementsFor(made, one, random, calendar)) };
}

function entitlementsFor(made: LicenceRecord, holder: string, random: Random, calendar: DemoCalendar) {
  if (made.term.kind === 'DURATION') {
    const from = calendar.day(-random.between(2, 500));
    return [withInterruption(entitlement(made, holder, from, daysAfter(from, DURATION_DAYS)), random, calendar)];
  }
  const years = made.term.kind === 'SCHOOL_YEAR' ? [0] : random.chance(0.35) ? [-1, 0, 1] : [-1, 0];
  const narrowed: Partial<ReturnType<typeof entitlement>> = random.chance(0.08) ? { rights: ['STREAM'] } : {};
  return years.map((year) =>
    withInterruption(
      entitlement(made, holder, calendar.schoolYear(year), calendar.schoolYear(year + 1), narrowed),
      random,
      calendar,
    ),
  );
}

const SCHOOL_KINDS = ['Schullizenz', 'Volumenlizenz', 'Lerngruppenlizenz'] as const;

export function schoolContracts(schools: readonly DemoSchool[], calendar: DemoCalendar): Contract[] {
  const random = new Random('schools that bought for themselves');
  const buyers = random.shuffled(schools).slice(0, 48);
  return buyers.map((school, index) => {
    const kind = SCHOOL_KINDS[index % SCHOOL_KINDS.length] as (typeof SCHOOL_KINDS)[number];
    const subject = random.pick(SUBJECTS);
    const holder = `SCHOOL:NW:${school.number}`;
    const made = licence({
      number: `SL-${school.number}`,
      name: `${kind} ${subject.name}`,
      kind,
      publisher: sellerOf(subject.code, random),
      owner: holder,
      holderLevels: ['SCHOOL'],
      rights: kind === 'Lerngruppenlizenz' ? [...RIGHTS.streaming, 'EDITING'] : RIGHTS.online,
      pupilRights: kind === 'Schullizenz' ? PUPILS.none : PUPILS.atSchool,
      term: kind === 'Volumenlizenz' ? { kind: 'UNLIMITED' } : { kind: 'DURATION', days: DURATION_DAYS },
      ...(kind === 'Schullizenz' ? {} : { seats: kind === 'Volumenlizenz' ? random.between(3, 12) * 10 : 30 }),
      priceCents: random.between(90, 1_200) * 100,
      packages: [subjectPackage(subject.code, 'BASIS')],
    });
    const from = calendar.day(-random.between(1, 450));
    const until = kind === 'Volumenlizenz' ? undefined : daysAfter(from, DURATION_DAYS);
    return {
      licence: made,
      entitlements: [withInterruption(entitlement(made, holder, from, until), random, calendar)],
    };
  });
}
