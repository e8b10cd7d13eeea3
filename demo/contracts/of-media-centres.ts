/** The contracts of media centres for their district, for themselves, for groups and for single schools. */
import { PUBLISHERS } from '../catalogue/publishers';
import { SUBJECTS } from '../catalogue/subjects';
import { type DemoCalendar, daysAfter } from '../demo-calendar';
import {
  type DemoMediaCentre,
  type DemoSchoolGroup,
  MEDIA_CENTRES,
  mediaCentreOf,
  schoolGroups,
} from '../media-centres';
import { districtPackage, publisherPackage, subjectPackage } from '../packages';
import { Random } from '../random';
import type { DemoSchool } from '../schools';
import { SHOWCASE } from '../showcase';
import {
  type Contract,
  DURATION_DAYS,
  entitlement,
  licence,
  PUPILS,
  publisherName,
  RIGHTS,
  sellerOf,
  withInterruption,
} from './contract';

/** A media centre may have bought the whole programme of these publishers. Nobody has bought that of others. */
const BOUGHT_PUBLISHERS = PUBLISHERS.filter(({ code }) => Number(code) > 3 && Number(code) % 3 !== 0);

export function mediaCentreContracts(schools: readonly DemoSchool[], calendar: DemoCalendar): Contract[] {
  return [
    ...MEDIA_CENTRES.flatMap((centre) => [
      ...(centre.municipalityAgs === null ? [forTheDistrict(centre, calendar)] : []),
      ofOnePublisher(centre, calendar),
      forSingleSchools(
        centre,
        schools.filter((school) => mediaCentreOf(school) === centre),
        calendar,
      ),
    ]),
    ...schoolGroups(schools).map((group, index) => forAGroup(group, index, calendar)),
  ];
}

function key(centre: DemoMediaCentre) {
  return `MEDIA_CENTRE:NW:${centre.number}`;
}

/**
 * The contract binds the centre that signed it, so schools of the district that another centre serves are not covered.
 */
function forTheDistrict(centre: DemoMediaCentre, calendar: DemoCalendar): Contract {
  const random = new Random(`district licence of ${centre.number}`);
  const { ags, name } = centre.district;
  const made = licence({
    number: `KL-${ags}`,
    name: `Kreis-Onlinelizenz ${name}`,
    kind: 'Kreis-Onlinelizenz',
    publisher: random.pick(BOUGHT_PUBLISHERS).name,
    owner: key(centre),
    holderLevels: ['MEDIA_CENTRE'],
    rights: random.chance(0.3) ? RIGHTS.lending : RIGHTS.online,
    pupilRights: random.pick([PUPILS.none, PUPILS.atSchool, PUPILS.atHome]),
    term: random.chance(0.5)
      ? { kind: 'FIXED', from: calendar.schoolYear(-3), until: calendar.schoolYear(3) }
      : { kind: 'UNLIMITED', from: calendar.schoolYear(-3) },
    priceCents: random.between(60, 240) * 10_000,
    packages: [districtPackage(ags)],
  });
  const years = random.chance(0.35) ? [-1, 0, 1] : [-1, 0];
  return {
    licence: made,
    entitlements: years.map((year) =>
      entitlement(made, key(centre), calendar.schoolYear(year), calendar.schoolYear(year + 1)),
    ),
  };
}

function ofOnePublisher(centre: DemoMediaCentre, calendar: DemoCalendar): Contract {
  const random = new Random(`publisher licence of ${centre.number}`);
  const { code, name } = random.pick(BOUGHT_PUBLISHERS);
  const made = licence({
    number: `ML-${centre.number.slice(3)}-${code}`,
    name: `Medienzentrumslizenz ${name}`,
    kind: 'Medienzentrumslizenz',
    publisher: name,
    owner: key(centre),
    holderLevels: ['MEDIA_CENTRE', 'SCHOOL_GROUP', 'SCHOOL'],
    rights: random.chance(0.5) ? RIGHTS.lending : RIGHTS.all,
    pupilRights: PUPILS.atSchool,
    term: { kind: 'FIXED', from: calendar.schoolYear(-2), until: calendar.schoolYear(2) },
    priceCents: random.between(25, 90) * 10_000,
    noticeOn: calendar.day(new Random(`notice of ${centre.number}`).between(10, 85)),
    packages: [publisherPackage(code)],
  });
  return {
    licence: made,
    entitlements: [
      entitlement(made, key(centre), calendar.schoolYear(-2), calendar.schoolYear(0)),
      withInterruption(
        entitlement(made, key(centre), calendar.schoolYear(0), calendar.schoolYear(2)),
        random,
        calendar,
      ),
    ],
  };
}

/** These licences are assigned school by school, anew in every school year. */
function forSingleSchools(centre: DemoMediaCentre, schools: readonly DemoSchool[], calendar: DemoCalendar): Contract {
  const random = new Random(`school licences of ${centre.number}`);
  const subject = random.pick(SUBJECTS);
  const made = licence({
    number: `MS-${centre.number.slice(3)}-${subject.code}`,
    name: `Kontingent ${subject.name} (${centre.name})`,
    kind: 'Schullizenz',
    publisher: sellerOf(subject.code, random),
    owner: key(centre),
    holderLevels: ['SCHOOL'],
    rights: RIGHTS.online,
    pupilRights: random.pick([PUPILS.none, PUPILS.atSchool, PUPILS.atHome]),
    term: { kind: 'UNLIMITED' },
    ...seatsOf(centre, random),
    priceCents: random.between(8, 30) * 10_000,
    packages: [subjectPackage(subject.code, 'BASIS'), subjectPackage(subject.code, 'PLUS')],
  });
  const entitlements = schools.flatMap((school) => {
    const years = [-2, -1, 0, 1].filter((year) => random.chance({ [-2]: 0.8, [-1]: 0.85, 0: 0.9, 1: 0.25 }[year] ?? 0));
    return years.map((year) =>
      withInterruption(
        entitlement(made, `SCHOOL:NW:${school.number}`, calendar.schoolYear(year), calendar.schoolYear(year + 1)),
        random,
        calendar,
      ),
    );
  });
  return { licence: made, entitlements };
}

/**
 * Some licences count seats. That of the centre that a visitor sees does, so that there are schools that found no free
 * seat.
 */
function seatsOf(centre: DemoMediaCentre, random: Random): { seats?: number } {
  if (random.chance(0.2)) return { seats: random.between(2, 8) * 15 };
  return key(centre) === SHOWCASE.mediaCentre ? { seats: 30 } : {};
}

function forAGroup(group: DemoSchoolGroup, index: number, calendar: DemoCalendar): Contract {
  const random = new Random(`licence of ${group.number}`);
  const { code } = BOUGHT_PUBLISHERS[(index * 3) % BOUGHT_PUBLISHERS.length] as { code: string };
  const holder = `SCHOOL_GROUP:NW:${group.number}`;
  const from = calendar.day(-random.between(30, 330));
  const before = daysAfter(from, -DURATION_DAYS);
  const made = licence({
    number: `GL-${group.number}`,
    name: `Gruppenlizenz ${group.name}`,
    kind: 'Schulgruppenlizenz',
    publisher: publisherName(code),
    owner: key(group.mediaCentre),
    holderLevels: ['SCHOOL_GROUP', 'SCHOOL'],
    rights: RIGHTS.school,
    pupilRights: PUPILS.atHome,
    term: { kind: 'DURATION', days: DURATION_DAYS, from: before, until: calendar.schoolYear(4) },
    priceCents: random.between(9, 25) * 10_000,
    packages: [publisherPackage(code)],
  });
  return {
    licence: made,
    entitlements: [
      entitlement(made, holder, before, from),
      entitlement(made, holder, from, daysAfter(from, DURATION_DAYS)),
    ],
  };
}
