/**
 * Makes the uses of a year, mostly in lessons, of titles that the school was entitled to on that day. Some titles are
 * never used.
 */
import type { Audience, UsageRight } from '../access/right';
import type { DemoTitle } from './catalogue/titles';
import { type DemoCalendar, isSchoolDay } from './demo-calendar';
import { Random, weightedPicker } from './random';
import { FORMS } from './school-names';
import type { DemoSchool } from './schools';
import { SHOWCASE } from './showcase';
import { BEGINNING, END, inForce, type Source, sourceFinder, type WorldWithoutUse } from './usage-sources';

export interface DemoEvent {
  readonly id: string;
  /** In epoch milliseconds. */
  readonly usedAt: number;
  readonly schoolNumber: string;
  readonly titleNumber: string;
  /** The last two are denials (demand.ts). */
  readonly action: 'STREAM' | 'DOWNLOAD' | 'VIEW' | 'NOT_LICENSED' | 'LIMIT_EXCEEDED';
  readonly audience: Audience;
}

const EVENT_COUNT = 60_000;
const DAYS = 365;
/** A package with at least this many titles is used as often as any other. */
const LARGE_PACKAGE = 120;

/** @param sources all of the world */
export function demoEvents(world: WorldWithoutUse, sources: readonly Source[]): DemoEvent[] {
  const random = new Random('uses');
  const { calendar } = world;
  const pickDay = weightedPicker(daysOfTheYear(calendar), ({ weight }) => weight);
  const pickSchool = weightedPicker(world.schools, (school) => activityOf(school));
  const sourcesOf = sourceFinder(world, sources);
  const events: DemoEvent[] = [];
  while (events.length < EVENT_COUNT) {
    const { date, midnight, lessons } = pickDay(random);
    const school = pickSchool(random);
    if ((school.operatingFrom ?? BEGINNING) > date || date >= (school.operatingUntil ?? END)) continue;
    const source = random.pick(sourcesOf(school, date));
    if (!inForce(source, date)) continue;
    // A small package is used less often, so that its few titles do not lead every list.
    if (!random.chance(source.titles.length / LARGE_PACKAGE)) continue;
    const chosen = random.pickPopular(source.titles);
    if (date < chosen.from || chosen.until <= date || !isForForm(chosen.title, school)) continue;
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

export interface Day {
  readonly date: string;
  readonly midnight: number;
  readonly lessons: boolean;
  readonly weight: number;
}

/** Returns the 365 days before today. */
export function daysOfTheYear({ today }: DemoCalendar): Day[] {
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

/** Returns a minute between the first and the ninth lesson. The afternoon has fewer uses. */
export function lessonMinute(random: Random): number {
  return random.chance(0.85) ? random.between(7 * 60 + 55, 13 * 60 + 10) : random.between(13 * 60 + 10, 20 * 60);
}

/** Larger schools use more, and each school has habits of its own. */
export function activityOf({ number, formCode }: DemoSchool): number {
  const size = {
    [FORMS.primary.code]: 0.6,
    [FORMS.gymnasium.code]: 1.7,
    [FORMS.gesamtschule.code]: 1.8,
    [FORMS.vocational.code]: 1.5,
  };
  const habit = `NW:${number}` === SHOWCASE.school ? 1.5 : new Random(`habits of ${number}`).next();
  return (size[formCode as keyof typeof size] ?? 0.9) * (0.15 + habit * habit * 2.2);
}

/** Returns whether pupils of that form are taught in a grade that the title is for. */
export function isForForm({ gradeFrom = 1, gradeUntil = 13 }: DemoTitle, { formCode }: DemoSchool): boolean {
  if (formCode === FORMS.primary.code) return gradeFrom <= 4;
  const last = [FORMS.hauptschule.code, FORMS.realschule.code, FORMS.sekundarschule.code].includes(formCode as '04')
    ? 10
    : 13;
  return gradeUntil >= 5 && gradeFrom <= last;
}

function useOf({ rights }: DemoTitle, source: Source, random: Random): Pick<DemoEvent, 'action' | 'audience'> | null {
  const allows = (right: UsageRight) => source.rights.includes(right) && rights.includes(right);
  const draw = random.next();
  if (draw < 0.14) return { action: 'VIEW', audience: 'TEACHER' };
  if (draw < 0.28 && allows('DOWNLOAD')) return { action: 'DOWNLOAD', audience: 'TEACHER' };
  if (!allows('STREAM')) return null;
  const forPupils = source.pupilRights.includes('STREAM') && random.chance(0.4);
  return { action: 'STREAM', audience: forPupils ? 'PUPIL' : 'TEACHER' };
}
