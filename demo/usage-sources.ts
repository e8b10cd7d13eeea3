/**
 * Finds what a school could use on a day: the entitlements that were in force for it, and the titles that they open.
 */
import { USAGE_RIGHTS, type UsageRight } from '../access/right';
import type { DemoTitle } from './catalogue/titles';
import type { DemoCalendar } from './demo-calendar';
import { type DemoSchoolGroup, mediaCentreOf } from './media-centres';
import { Random } from './random';
import { type DemoSchool, demoSchools } from './schools';
import type { EntitlementRecord, LicenceRecord, PackageRecord } from './whole-records';

export interface WorldWithoutUse {
  readonly calendar: DemoCalendar;
  readonly schools: readonly DemoSchool[];
  readonly groups: readonly DemoSchoolGroup[];
  readonly titles: readonly DemoTitle[];
  readonly packages: readonly PackageRecord[];
  readonly licences: readonly LicenceRecord[];
  readonly entitlements: readonly EntitlementRecord[];
}

/** The least popular part of the catalogue is never used, whether licensed or not. */
const NEVER_USED = 0.12;

/** Biology, physics, mathematics, German, English, history, geography, and primary-school science. */
const WIDELY_TAUGHT = new Set(['01', '05', '06', '10', '12', '20', '21', '40']);

/** An entitlement and the titles that it opens. */
export interface Source {
  readonly holder: string;
  readonly from: string;
  readonly until: string;
  readonly suspended: EntitlementRecord['suspended'];
  readonly rights: readonly UsageRight[];
  readonly pupilRights: readonly UsageRight[];
  /** The number of seats; undefined where none are counted. */
  readonly seats: number | undefined;
  /** The titles, with the most popular first. */
  readonly titles: readonly TitleInSource[];
}

interface TitleInSource {
  readonly title: DemoTitle;
  readonly from: string;
  readonly until: string;
}

export const BEGINNING = '0000';
export const END = '9999';

/** Finds the entitlements of all holders that covered a school on a day, whether in force or not. */
export function sourceFinder(
  world: WorldWithoutUse,
  sources: readonly Source[],
): (school: DemoSchool, date: string) => readonly Source[] {
  const byHolder = new Map<string, Source[]>();
  for (const source of sources) {
    const ofHolder = byHolder.get(source.holder);
    if (ofHolder) ofHolder.push(source);
    else byHolder.set(source.holder, [source]);
  }
  const before = new Map(
    demoSchools(world.calendar, 'before').map((school) => [school.number, school.authorityNumber]),
  );
  const thisSchoolYear = world.calendar.schoolYear(0);
  const lastYear = new Map<string, readonly Source[]>();
  const thisYear = new Map<string, readonly Source[]>();
  return (school, date) => {
    const { number, authorityNumber } = school;
    const [known, authority] =
      date < thisSchoolYear ? [lastYear, before.get(number) ?? authorityNumber] : [thisYear, authorityNumber];
    const found = known.get(number);
    if (found) return found;
    const covering = holdersOf(world, school, authority).flatMap((holder) => byHolder.get(holder) ?? []);
    known.set(number, covering);
    return covering;
  };
}

function holdersOf(world: WorldWithoutUse, school: DemoSchool, authority: string): string[] {
  const groups = world.groups.filter(({ schoolNumbers }) => schoolNumbers.includes(school.number));
  return [
    'STATE:NW',
    `REGIONAL_ASSOCIATION:NW:${school.district.association}`,
    `DISTRICT:NW:${school.district.ags}`,
    `MEDIA_CENTRE:NW:${mediaCentreOf(school).number}`,
    `AUTHORITY:NW:${authority}`,
    ...groups.map(({ number }) => `SCHOOL_GROUP:NW:${number}`),
    `SCHOOL:NW:${school.number}`,
  ];
}

export function inForce({ from, until, suspended }: Source, date: string): boolean {
  return from <= date && date < until && !suspended.some((hole) => hole.from <= date && date < (hole.until ?? END));
}

/** Returns the period in which the entitlement's period, its revocation and the licence's term leave it in force. */
function window(
  { from, until = END, revokedOn = END }: EntitlementRecord,
  { term }: LicenceRecord,
): [from: string, until: string] {
  const [termFrom, termUntil] =
    term.kind === 'SCHOOL_YEAR'
      ? [`${term.startYear}-08-01`, `${term.startYear + 1}-08-01`]
      : [term.from ?? BEGINNING, ('until' in term && term.until) || END];
  return [latest(from, termFrom), earliest(until, revokedOn, termUntil)];
}

function earliest(...dates: string[]): string {
  return dates.sort()[0] as string;
}

function latest(...dates: string[]): string {
  return dates.sort().at(-1) as string;
}

export function allSources({ titles, packages, licences, entitlements }: WorldWithoutUse): Source[] {
  const used = byPopularity(titles).slice(0, Math.floor(titles.length * (1 - NEVER_USED)));
  const rank = new Map(used.map((title, index) => [title.number, index]));
  const titleByNumber = new Map(used.map((title) => [title.number, title]));
  const contents = new Map(packages.map((one) => [one.number, one.titles]));
  const opened = new Map(
    licences.map((licence) => {
      const listed = [...licence.packages.flatMap((number) => contents.get(number) ?? []), ...licence.titles];
      const found = listed.flatMap((entry): TitleInSource[] => {
        const { title: number, from = BEGINNING, until = END } = typeof entry === 'string' ? { title: entry } : entry;
        const title = titleByNumber.get(number);
        return title ? [available(title, from, until)] : [];
      });
      found.sort((a, b) => (rank.get(a.title.number) ?? 0) - (rank.get(b.title.number) ?? 0));
      return [licence.number, { licence, titles: found }];
    }),
  );
  return entitlements.map((entitlement) => {
    const { licence, titles } = opened.get(entitlement.licence) as { licence: LicenceRecord; titles: TitleInSource[] };
    const { holder, suspended, rights: narrowed = USAGE_RIGHTS } = entitlement;
    const [from, until] = window(entitlement, licence);
    const rights = licence.rights.filter((right) => narrowed.includes(right));
    return { holder, from, until, suspended, rights, pupilRights: licence.pupilRights, seats: licence.seats, titles };
  });
}

/** Orders titles by popularity: those that many schools teach, and films that introduce a topic, come first. */
function byPopularity(titles: readonly DemoTitle[]): DemoTitle[] {
  const random = new Random('popularity');
  const scores = new Map<DemoTitle, number>();
  for (const title of titles) {
    const introduces = title.name === title.topic || title.name.endsWith('kurz erklärt');
    const film = title.kind === 'VIDEO' || title.kind === 'INTERACTIVE';
    scores.set(
      title,
      random.next() + (introduces ? 0.5 : 0) + (film ? 0.2 : 0) + (WIDELY_TAUGHT.has(title.subjectCode) ? 0.3 : 0),
    );
  }
  return titles.toSorted((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0));
}

/** Returns the period in which the package holds the title and the title may be shown. */
function available(title: DemoTitle, from: string, until: string): TitleInSource {
  return {
    title,
    from: latest(from, title.playoutFrom ?? BEGINNING),
    until: earliest(until, title.playoutUntil ?? END, title.withdrawnOn ?? END),
  };
}
