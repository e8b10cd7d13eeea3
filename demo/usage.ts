/** A year of uses: of titles that the school was entitled to on that day, in lessons mostly, and some titles not at all. */
import { type Audience, USAGE_RIGHTS, type UsageRight } from '../access/right';
import type { LicenceRecord } from '../services/licences/import/records';
import type { EntitlementRecord } from '../services/schools/entitlement/import-record';
import type { DemoTitle } from './catalogue/titles';
import { type DemoCalendar, isSchoolDay } from './demo-calendar';
import type { DemoWorld } from './demo-world';
import { mediaCentreOf } from './media-centres';
import { Random, weightedPicker } from './random';
import { type DemoSchool, demoSchools } from './schools';
import { FORMS } from './school-names';
import { SHOWCASE } from './showcase';

export interface DemoEvent {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly usedAt: number;
  readonly schoolNumber: string;
  readonly titleNumber: string;
  readonly action: 'STREAM' | 'DOWNLOAD' | 'VIEW';
  readonly audience: Audience;
}

export const EVENT_COUNT = 60_000;
const DAYS = 365;
const LARGE_PACKAGE = 120;
/** The least popular part of the catalogue, licensed or not, is never used. */
const NEVER_USED = 0.12;

/** Biology, physics, mathematics, German, English, history, geography, primary-school science. */
const WIDELY_TAUGHT = new Set(['01', '05', '06', '10', '12', '20', '21', '40']);

/** An entitlement, and what it opens. */
interface Source {
  readonly holder: string;
  readonly from: string;
  readonly until: string;
  readonly suspended: EntitlementRecord['suspended'];
  readonly rights: readonly UsageRight[];
  readonly pupilRights: readonly UsageRight[];
  /** Most popular first. */
  readonly titles: readonly TitleInSource[];
}

interface TitleInSource {
  readonly title: DemoTitle;
  readonly from: string;
  readonly until: string;
}

const BEGINNING = '0000';
const END = '9999';

export function demoEvents(world: Omit<DemoWorld, 'events'>): DemoEvent[] {
  const random = new Random('uses');
  const { calendar } = world;
  const pickDay = weightedPicker(daysOfTheYear(calendar), ({ weight }) => weight);
  const pickSchool = weightedPicker(world.schools, (school) => liveliness(school));
  const sourcesOf = sourceFinder(world);
  const events: DemoEvent[] = [];
  while (events.length < EVENT_COUNT) {
    const { date, midnight, lessons } = pickDay(random);
    const school = pickSchool(random);
    if ((school.operatingFrom ?? BEGINNING) > date || date >= (school.operatingUntil ?? END)) continue;
    const sources = sourcesOf(school, date);
    if (sources.length === 0) continue;
    const source = random.pick(sources);
    // What opens little is used little: a title of a small package is not to lead every list.
    if (!random.chance(source.titles.length / LARGE_PACKAGE)) continue;
    const chosen = random.pickPopular(source.titles);
    if (date < chosen.from || chosen.until <= date || !suits(chosen.title, school)) continue;
    const use = useOf(chosen.title, source, random);
    if (!use) continue;
    const minute = lessons ? lessonMinute(random) : random.between(9 * 60, 21 * 60);
    events.push({
      id: random.uuid(),
      usedAt: midnight + minute * 60_000 + random.between(0, 59) * 1_000,
      schoolNumber: school.number,
      titleNumber: chosen.title.number,
      ...use,
    });
  }
  return events.sort((a, b) => a.usedAt - b.usedAt);
}

interface Day {
  readonly date: string;
  readonly midnight: number;
  readonly lessons: boolean;
  readonly weight: number;
}

/** The 365 days before today. */
function daysOfTheYear({ today }: DemoCalendar): Day[] {
  return Array.from({ length: DAYS }, (_, index) => {
    const day = today.minus({ days: DAYS - index });
    const lessons = isSchoolDay(day);
    const season = [1.1, 1.15, 1.1, 0.9, 1, 0.75, 0.6, 0.8, 1, 1.05, 1.3, 1.15][day.month - 1] as number;
    const weekday = day.weekday === 5 ? 0.8 : 1;
    return {
      date: day.toISODate() as string,
      midnight: day.toMillis(),
      lessons,
      weight: lessons ? season * weekday : day.weekday > 5 ? 0.06 : 0.04,
    };
  });
}

/** Between the first and the ninth lesson; the afternoon is quieter. */
function lessonMinute(random: Random): number {
  return random.chance(0.85) ? random.between(7 * 60 + 55, 13 * 60 + 10) : random.between(13 * 60 + 10, 20 * 60);
}

/** Big schools use more, and each school has its own habits. */
function liveliness({ number, formCode }: DemoSchool): number {
  const size = { [FORMS.primary.code]: 0.6, [FORMS.gymnasium.code]: 1.7, [FORMS.gesamtschule.code]: 1.8, [FORMS.vocational.code]: 1.5 };
  const habit = `NW:${number}` === SHOWCASE.school ? 1.5 : new Random(`habits of ${number}`).next();
  return (size[formCode as keyof typeof size] ?? 0.9) * (0.15 + habit * habit * 2.2);
}

/** Whether pupils of that form are taught at a grade that the title is for. */
function suits({ gradeFrom = 1, gradeUntil = 13 }: DemoTitle, { formCode }: DemoSchool): boolean {
  if (formCode === FORMS.primary.code) return gradeFrom <= 4;
  const last = [FORMS.hauptschule.code, FORMS.realschule.code, FORMS.sekundarschule.code].includes(formCode as '04') ? 10 : 13;
  return gradeUntil >= 5 && gradeFrom <= last;
}

function useOf({ rights }: DemoTitle, source: Source, random: Random): Pick<DemoEvent, 'action' | 'audience'> | null {
  const allows = (right: UsageRight) => source.rights.includes(right) && rights.includes(right);
  const fate = random.next();
  if (fate < 0.14) return { action: 'VIEW', audience: 'TEACHER' };
  if (fate < 0.28 && allows('DOWNLOAD')) return { action: 'DOWNLOAD', audience: 'TEACHER' };
  if (!allows('STREAM')) return null;
  const forPupils = source.pupilRights.includes('STREAM') && random.chance(0.4);
  return { action: 'STREAM', audience: forPupils ? 'PUPIL' : 'TEACHER' };
}

/** Finds the entitlements that were in force for a school on a day. */
function sourceFinder(world: Omit<DemoWorld, 'events'>): (school: DemoSchool, date: string) => readonly Source[] {
  const byHolder = new Map<string, Source[]>();
  for (const source of allSources(world)) {
    byHolder.set(source.holder, [...(byHolder.get(source.holder) ?? []), source]);
  }
  const before = new Map(demoSchools(world.calendar, 'before').map((school) => [school.number, school.authorityNumber]));
  const thisSchoolYear = world.calendar.schoolYear(0);
  const known = new Map<string, readonly Source[]>();
  return (school, date) => {
    const authority = date < thisSchoolYear ? (before.get(school.number) ?? school.authorityNumber) : school.authorityNumber;
    const key = `${school.number} ${authority}`;
    const sources = known.get(key) ?? holdersOf(world, school, authority).flatMap((holder) => byHolder.get(holder) ?? []);
    known.set(key, sources);
    return sources.filter((source) => inForce(source, date));
  };
}

function holdersOf(world: Omit<DemoWorld, 'events'>, school: DemoSchool, authority: string): string[] {
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

function inForce({ from, until, suspended }: Source, date: string): boolean {
  return from <= date && date < until && !suspended.some((hole) => hole.from <= date && date < (hole.until ?? END));
}

/** What the entitlement's period, its revocation and the licence's term leave. */
function window({ from, until = END, revokedOn = END }: EntitlementRecord, { term }: LicenceRecord): [from: string, until: string] {
  const [termFrom, termUntil] =
    term.kind === 'SCHOOL_YEAR'
      ? [`${term.startYear}-08-01`, `${term.startYear + 1}-08-01`]
      : [term.from ?? BEGINNING, ('until' in term && term.until) || END];
  return [latest(from, termFrom), earliest(until, revokedOn, termUntil)];
}

function earliest(...dates: string[]): string {
  return dates.reduce((first, date) => (date < first ? date : first));
}

function latest(...dates: string[]): string {
  return dates.reduce((last, date) => (date > last ? date : last));
}

function allSources({ titles, packages, licences, entitlements }: Omit<DemoWorld, 'events'>): Source[] {
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
    return { holder, from, until, suspended, rights, pupilRights: licence.pupilRights, titles };
  });
}

/** Most popular first: what many schools teach, and films that lead into a topic, before what few look for. */
function byPopularity(titles: readonly DemoTitle[]): DemoTitle[] {
  const random = new Random('popularity');
  const scores = new Map<DemoTitle, number>();
  for (const title of titles) {
    const introduces = title.name === title.topic || title.name.endsWith('kurz erklärt');
    const film = title.kind === 'VIDEO' || title.kind === 'INTERACTIVE';
    scores.set(title, random.next() + (introduces ? 0.5 : 0) + (film ? 0.2 : 0) + (WIDELY_TAUGHT.has(title.subjectCode) ? 0.3 : 0));
  }
  return titles.toSorted((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0));
}

/** When the package holds the title, and it may be shown. */
function available(title: DemoTitle, from: string, until: string): TitleInSource {
  return {
    title,
    from: latest(from, title.playoutFrom ?? BEGINNING),
    until: earliest(until, title.playoutUntil ?? END, title.withdrawnOn ?? END),
  };
}
