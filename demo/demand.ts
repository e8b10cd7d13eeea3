/**
 * Makes denials: of titles that nothing opened for the school, and of seats that were all taken. A title with an open
 * licence is never denied.
 */
import type { DemoTitle } from './catalogue/titles';
import { Random, weightedPicker } from './random';
import type { DemoSchool } from './schools';
import { activityOf, type Day, type DemoEvent, daysOfTheYear, isForForm, lessonMinute } from './usage';
import { BEGINNING, END, inForce, type Source, sourceFinder, type WorldWithoutUse } from './usage-sources';

const NOT_LICENSED = 2_400;
const LIMIT_EXCEEDED = 500;
/** This many titles are asked for again and again, and nobody asks for the others. */
const WANTED_TITLES = 60;

/** @param sources all of the world */
export function demoDenials(world: WorldWithoutUse, sources: readonly Source[]): DemoEvent[] {
  const random = new Random('demand');
  const pickDay = weightedPicker(
    daysOfTheYear(world.calendar).filter(({ lessons }) => lessons),
    ({ weight }) => weight,
  );
  const pickSchool = weightedPicker(world.schools, activityOf);
  const sourcesOf = sourceFinder(world, sources);
  const wanted = wantedTitles(sources, random);

  function made(action: DemoEvent['action'], count: number, titleOf: TitleOf): DemoEvent[] {
    const events: DemoEvent[] = [];
    while (events.length < count) {
      const day = pickDay(random);
      const school = pickSchool(random);
      if ((school.operatingFrom ?? BEGINNING) > day.date || day.date >= (school.operatingUntil ?? END)) continue;
      const open = sourcesOf(school, day.date).filter((source) => inForce(source, day.date));
      const title = titleOf(open, school, day);
      if (!title) continue;
      events.push({
        id: random.uuid(),
        usedAt: day.midnight + lessonMinute(random) * 60_000 + random.between(0, 59) * 1_000,
        schoolNumber: school.number,
        titleNumber: title.number,
        action,
        audience: random.chance(0.3) ? 'PUPIL' : 'TEACHER',
      });
    }
    return events;
  }

  return [
    ...made('NOT_LICENSED', NOT_LICENSED, (open, school) => {
      const title = random.pickPopular(wanted);
      const isOpen = open.some(({ titles }) => titles.some((one) => one.title === title));
      return !isOpen && isForForm(title, school) ? title : null;
    }),
    ...made('LIMIT_EXCEEDED', LIMIT_EXCEEDED, (open, school, { date }) => {
      const counted = open.filter(({ seats, titles }) => seats !== undefined && titles.length > 0);
      if (counted.length === 0) return null;
      const { title, from, until } = random.pickPopular(random.pick(counted).titles);
      return from <= date && date < until && !title.openLicence && isForForm(title, school) ? title : null;
    }),
  ];
}

type TitleOf = (open: readonly Source[], school: DemoSchool, day: Day) => DemoTitle | null;

/** Picks titles that somebody has licensed, so that the desk can assign them. */
function wantedTitles(sources: readonly Source[], random: Random): DemoTitle[] {
  const held = new Set(sources.flatMap(({ titles }) => titles.map(({ title }) => title)));
  const shown = [...held].filter((one) => !one.withdrawnOn && !one.playoutUntil && !one.openLicence);
  return random.shuffled(shown).slice(0, WANTED_TITLES);
}
