/** The contracts of the state and of the two regional associations. */

import { subjectByCode } from '../catalogue/subjects';
import { type DemoCalendar, daysAfter } from '../demo-calendar';
import { ASSOCIATION_PACKAGES, associationPackage, publisherPackage, STATE_PACKAGE, subjectPackage } from '../packages';
import { DISTRICTS } from '../places';
import type { LicenceRecord } from '../whole-records';
import { type Contract, DURATION_DAYS, entitlement, licence, PUPILS, publisherName, RIGHTS } from './contract';

const STATE = 'STATE:NW';

export function stateContracts(calendar: DemoCalendar): Contract[] {
  return [basicSupply(calendar), ...perSchoolYear(calendar), ...fixedTerms(calendar), newTitlesForTeachers(calendar)];
}

function basicSupply(calendar: DemoCalendar): Contract {
  const made = licence({
    ...stateTerms('LL-0001', 'Landeslizenz Grundversorgung', 'Rheinbogen Lehrfilm'),
    rights: RIGHTS.school,
    pupilRights: PUPILS.atHome,
    term: { kind: 'UNLIMITED', from: calendar.schoolYear(-4) },
    priceCents: 240_000_000,
    packages: [STATE_PACKAGE],
  });
  return { licence: made, entitlements: [entitlement(made, STATE, calendar.schoolYear(-4))] };
}

/** These licences are bought anew every school year: the last one, this one and the next one. */
function perSchoolYear(calendar: DemoCalendar): Contract[] {
  return [-1, 0, 1].flatMap((year) => {
    const startYear = calendar.startYear + year;
    const season = `${startYear}/${String(startYear + 1).slice(2)}`;
    return ['41', '43'].map((code, index) => {
      const made = licence({
        ...stateTerms(
          `LL-${startYear}-${code}`,
          `Landeslizenz ${subjectByCode(code).name} ${season}`,
          publisherName(index ? '40' : '15'),
        ),
        rights: RIGHTS.online,
        pupilRights: PUPILS.atHome,
        term: { kind: 'SCHOOL_YEAR', startYear },
        priceCents: 31_500_000 + year * 900_000,
        packages: [subjectPackage(code, 'BASIS'), subjectPackage(code, 'PLUS')],
      });
      return {
        licence: made,
        entitlements: [entitlement(made, STATE, calendar.schoolYear(year), calendar.schoolYear(year + 1))],
      };
    });
  });
}

function fixedTerms(calendar: DemoCalendar): Contract[] {
  const contracts: [
    number: string,
    name: string,
    publisher: string,
    packages: string[],
    from: number,
    until: number,
  ][] = [
    [
      'LL-0011',
      'Landeslizenz Deutsch als Zweitsprache',
      publisherName('20'),
      [subjectPackage('11', 'BASIS'), subjectPackage('11', 'PLUS')],
      -3,
      2,
    ],
    ['LL-0012', 'Landeslizenz Spurensuche Geschichte', publisherName('27'), [publisherPackage('27')], -2, 3],
    ['LL-0013', 'Landeslizenz Astronomie', publisherName('11'), [subjectPackage('09', 'PLUS')], -4, 0],
    ['LL-0014', 'Landeslizenz Umwelt und Nachhaltigkeit', publisherName('06'), [publisherPackage('06')], 0, 3],
    ['LL-0015', 'Landeslizenz Berufliche Orientierung', publisherName('39'), [subjectPackage('42', 'BASIS')], 1, 4],
  ];
  return contracts.map(([number, name, publisher, packages, from, until]) => {
    const [begin, end] = [calendar.schoolYear(from), calendar.schoolYear(until)];
    const made = licence({
      ...stateTerms(number, name, publisher),
      rights: RIGHTS.online,
      pupilRights: number === 'LL-0012' ? PUPILS.none : PUPILS.atSchool,
      term: { kind: 'FIXED', from: begin, until: end },
      priceCents: 18_750_000,
      packages,
    });
    return { licence: made, entitlements: [entitlement(made, STATE, begin, end)] };
  });
}

function newTitlesForTeachers(calendar: DemoCalendar): Contract {
  const from = calendar.day(-120);
  const made = licence({
    ...stateTerms('LL-0020', 'Prüflizenz Neuerscheinungen für Lehrkräfte', publisherName('02')),
    kind: 'Prüflizenz',
    rights: RIGHTS.streaming,
    term: { kind: 'DURATION', days: DURATION_DAYS, from, until: calendar.day(700) },
    priceCents: 0,
    packages: [publisherPackage('02')],
  });
  return { licence: made, entitlements: [entitlement(made, STATE, from, daysAfter(from, DURATION_DAYS))] };
}

export function associationContracts(calendar: DemoCalendar): Contract[] {
  return (['LVR', 'LWL'] as const).flatMap((association) =>
    ASSOCIATION_PACKAGES.map((kind, index) => {
      const holder = `REGIONAL_ASSOCIATION:NW:${association}`;
      const made = licence({
        number: `${association}-0${index + 1}`,
        name: `${association}-Lizenz ${{ INKLUSION: 'Leichte Sprache', BERUF: 'Berufliche Bildung', HEIMAT: 'Region und Geschichte' }[kind]}`,
        kind: 'Verbandslizenz',
        publisher: publisherName(['03', '16', '01'][index] as string),
        owner: holder,
        holderLevels: ['REGIONAL_ASSOCIATION', 'DISTRICT'],
        rights: index === 2 ? RIGHTS.lending : RIGHTS.online,
        pupilRights: PUPILS.atHome,
        term: { kind: 'UNLIMITED', from: calendar.schoolYear(-3) },
        priceCents: 6_400_000,
        packages: [associationPackage(association, kind)],
      });
      return {
        licence: made,
        entitlements: (kind === 'BERUF' ? districtsOf(association) : [holder]).flatMap((one) => [
          entitlement(made, one, calendar.schoolYear(-3), calendar.schoolYear(0)),
          entitlement(made, one, calendar.schoolYear(0), calendar.schoolYear(2)),
        ]),
      };
    }),
  );
}

/** Returns the districts that take part, one in three. */
function districtsOf(association: 'LVR' | 'LWL'): string[] {
  return DISTRICTS.filter((district) => district.association === association)
    .filter((_, index) => index % 3 === 0)
    .map(({ ags }) => `DISTRICT:NW:${ags}`);
}

function stateTerms(number: string, name: string, publisher: string) {
  return {
    number,
    name,
    publisher,
    kind: 'Landeslizenz',
    owner: STATE,
    holderLevels: ['STATE'],
  } satisfies Partial<LicenceRecord>;
}
