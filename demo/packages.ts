/**
 * The packages of the state, of subjects, of publishers and of districts. One tenth of the catalogue is in no package.
 */

import { PUBLISHERS } from './catalogue/publishers';
import { SUBJECTS } from './catalogue/subjects';
import type { DemoTitle } from './catalogue/titles';
import type { DemoCalendar } from './demo-calendar';
import { DISTRICTS } from './places';
import { Random } from './random';
import { isShowcase } from './showcase';
import type { PackageRecord } from './whole-records';

export const STATE_PACKAGE = 'NW-GRUND';
export const ASSOCIATION_PACKAGES = ['INKLUSION', 'BERUF', 'HEIMAT'] as const;

export const subjectPackage = (subjectCode: string, kind: 'BASIS' | 'PLUS') => `FACH-${subjectCode}-${kind}`;
export const publisherPackage = (publisherCode: string) => `VERLAG-${publisherCode}`;
export const districtPackage = (districtAgs: string) => `KREIS-${districtAgs}`;
export const associationPackage = (association: string, kind: string) => `${association}-${kind}`;

export function demoPackages(catalogue: readonly DemoTitle[], calendar: DemoCalendar): PackageRecord[] {
  const chance = new Random('titles that no package holds');
  const titles = catalogue.filter((title) => !isShowcase(title) && !chance.chance(0.1));
  return [
    statePackage(titles, calendar),
    ...associationPackages(titles),
    ...subjectPackages(titles, calendar),
    ...publisherPackages(titles),
    ...districtPackages(titles),
  ];
}

/**
 * Holds the overview of nearly every topic and some of the other titles, some of which were added or removed in the
 * course of time.
 */
function statePackage(titles: readonly DemoTitle[], calendar: DemoCalendar): PackageRecord {
  const random = new Random('state package');
  const isOverview = (title: DemoTitle) => title.name === title.topic;
  const chosen = titles.filter((title) => (isOverview(title) ? random.chance(0.95) : random.chance(0.14)));
  return {
    type: 'package',
    number: STATE_PACKAGE,
    name: 'Landespaket Grundversorgung Nordrhein-Westfalen',
    titles: chosen.map(({ number }) => {
      const draw = random.next();
      if (draw < 0.05) return { title: number, from: calendar.schoolYear(0) };
      if (draw < 0.09) return { title: number, until: calendar.schoolYear(0) };
      return draw < 0.11 ? { title: number, until: calendar.schoolYear(1) } : number;
    }),
  };
}

function associationPackages(titles: readonly DemoTitle[]): PackageRecord[] {
  return (['LVR', 'LWL'] as const).flatMap((association) => {
    const random = new Random(`packages of ${association}`);
    const kinds: Record<(typeof ASSOCIATION_PACKAGES)[number], [string, (title: DemoTitle) => boolean]> = {
      INKLUSION: ['Inklusion und Leichte Sprache', ({ name }) => name.endsWith('in Leichter Sprache')],
      BERUF: ['Berufliche Bildung', ({ subjectCode }) => ['42', '08', '23'].includes(subjectCode)],
      HEIMAT: [
        'Landesgeschichte und Region',
        ({ topic }) =>
          [
            'Ruhrgebiet',
            'Rhein',
            'Industrialisierung',
            'Landespolitik',
            'Moore',
            'Fluss und Auwald',
            'Rom in Germanien',
          ].includes(topic),
      ],
    };
    return ASSOCIATION_PACKAGES.map((kind) => ({
      type: 'package' as const,
      number: associationPackage(association, kind),
      name: `${association}-Paket ${kinds[kind][0]}`,
      titles: titles.filter((title) => kinds[kind][1](title) && random.chance(0.7)).map(({ number }) => number),
    }));
  });
}

function subjectPackages(titles: readonly DemoTitle[], calendar: DemoCalendar): PackageRecord[] {
  return SUBJECTS.flatMap(({ code, name }) => {
    const random = new Random(`packages of subject ${code}`);
    const ofSubject = random.shuffled(titles.filter(({ subjectCode }) => subjectCode === code));
    const middle = Math.ceil(ofSubject.length * 0.45);
    return [
      { number: subjectPackage(code, 'BASIS'), name: `${name} – Basispaket`, titles: ofSubject.slice(0, middle) },
      {
        number: subjectPackage(code, 'PLUS'),
        name: `${name} – Pluspaket`,
        titles: ofSubject.slice(middle, middle * 2),
      },
    ].map((part) => ({
      type: 'package' as const,
      number: part.number,
      name: part.name,
      titles: part.titles.map(({ number }) =>
        random.chance(0.04) ? { title: number, from: calendar.schoolYear(0) } : number,
      ),
    }));
  });
}

function publisherPackages(titles: readonly DemoTitle[]): PackageRecord[] {
  return PUBLISHERS.map(({ name, code }) => ({
    type: 'package',
    number: publisherPackage(code),
    name: `Gesamtprogramm ${name}`,
    titles: titles.filter(({ publisher }) => publisher === name).map(({ number }) => number),
  }));
}

function districtPackages(titles: readonly DemoTitle[]): PackageRecord[] {
  return DISTRICTS.map(({ ags, name }) => {
    const random = new Random(`package of district ${ags}`);
    const size = random.between(50, 130) / titles.length;
    return {
      type: 'package',
      number: districtPackage(ags),
      name: `Kreispaket ${name}`,
      titles: titles.filter(() => random.chance(size)).map(({ number }) => number),
    };
  });
}
