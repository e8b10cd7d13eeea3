/** The catalogue of the demo: some 4,000 titles, made of the topic tables. */
import { USAGE_RIGHTS, type UsageRight } from '../../access/right';
import type { DemoCalendar } from '../demo-calendar';
import { Random } from '../random';
import type { TitleRecord } from '../whole-records';
import { descriptionOf } from './descriptions';
import { FORMATS } from './formats';
import { type Publisher, publishersOf } from './publishers';
import { SUBJECTS } from './subjects';
import type { Subject, Topic } from './topic-table';

export interface DemoTitle extends TitleRecord {
  readonly subjectCode: string;
  readonly topic: string;
}

type Draft = Pick<TitleRecord, 'name' | 'kind' | 'description'> & {
  readonly minutes?: readonly [number, number];
  readonly series?: string;
  readonly keywords: string[];
};

/** The language in which films of a subject are spoken, where it is not German. */
const SPOKEN_LANGUAGES: Record<string, string> = { '12': 'en', '13': 'fr', '14': 'es' };

/** Films of these subjects for older pupils are often rated 12. */
const OFTEN_RATED_12 = new Set(['03', '20', '22', '33', '34']);

const NO_DOWNLOAD: UsageRight[] = ['STREAM', 'LMS_EMBEDDING', 'HOME_USE'];
const NO_PERFORMANCE = USAGE_RIGHTS.filter((right) => right !== 'PUBLIC_PERFORMANCE' && right !== 'EDITING');
const EDITABLE = USAGE_RIGHTS.filter((right) => right !== 'PUBLIC_PERFORMANCE');

export function demoTitles(calendar: DemoCalendar): DemoTitle[] {
  return SUBJECTS.flatMap((subject) => {
    const drafts = subject.topics.flatMap((topic) =>
      titlesOf(subject, topic, calendar).map((title) => ({ ...title, of: topic })),
    );
    return drafts.map(({ of, ...title }, index) => {
      const number = `99${subject.code}${String(index + 1).padStart(3, '0')}`;
      return { ...title, ...descriptionOf(title, of, number), number };
    });
  });
}

function titlesOf(subject: Subject, topic: Topic, calendar: DemoCalendar): DemoTitle[] {
  const random = new Random(`titles of ${subject.code} ${topic.name}`);
  const house = random.pick(publishersOf(subject.code));
  const drafts = [...aspectFilms(subject, topic, random), ...otherFormats(subject, topic, random)];
  return drafts.map((draft) => {
    const publisher = draft.series || random.chance(0.8) ? house : random.pick(publishersOf(subject.code));
    return finished(subject, topic, draft, publisher, random, calendar);
  });
}

function aspectFilms(subject: Subject, topic: Topic, random: Random): Draft[] {
  const series = random.pick(subject.series);
  return topic.aspects.map((aspect) => {
    const lead = random.pick([
      `Schwerpunkt dieser Folge zum Thema „${topic.name}“: ${aspect}.`,
      `Der Film über „${topic.name}“ stellt „${aspect}“ in den Mittelpunkt.`,
      `Ein Film zum Thema „${topic.name}“ für ${gradesInWords(topic)}, mit dem Schwerpunkt „${aspect}“.`,
    ]);
    return {
      name: `${topic.name} – ${aspect}`,
      kind: 'VIDEO',
      description: `${lead} ${random.pick(subject.closingSentences)}`,
      minutes: [6, 24],
      series,
      keywords: [topic.name, aspect],
    };
  });
}

function otherFormats(subject: Subject, topic: Topic, random: Random): Draft[] {
  return FORMATS.filter((format) => !format.subjects || format.subjects.includes(subject.code))
    .filter((format) => random.chance(format.share))
    .map(({ kind, name, description, minutes }) => ({
      name: name(topic.name),
      kind,
      description: description(topic),
      ...(minutes ? { minutes } : {}),
      keywords: [topic.name, ...topic.aspects],
    }));
}

function finished(
  subject: Subject,
  topic: Topic,
  { minutes, series, ...draft }: Draft,
  publisher: Publisher,
  random: Random,
  calendar: DemoCalendar,
): DemoTitle {
  const film = draft.kind === 'VIDEO';
  return {
    ...draft,
    number: '',
    subjectCode: subject.code,
    topic: topic.name,
    ...(series ? { series } : {}),
    publisher: publisher.name,
    subjects: [subject.name],
    gradeFrom: topic.gradeFrom,
    gradeUntil: topic.gradeUntil,
    languages: film && SPOKEN_LANGUAGES[subject.code] ? [SPOKEN_LANGUAGES[subject.code] as string] : ['de'],
    ...(film ? { ageRating: ageRating(subject, topic, random) } : {}),
    year: calendar.startYear - Math.floor(random.next() ** 1.5 * 17),
    ...(minutes ? { durationSeconds: random.between(minutes[0] * 60, minutes[1] * 60) } : {}),
    rights: rightsOf(draft.kind, random),
    ...availability(random, calendar),
  };
}

function ageRating(subject: Subject, topic: Topic, random: Random): 0 | 6 | 12 | 16 {
  if (topic.gradeFrom >= 8 && OFTEN_RATED_12.has(subject.code))
    return random.chance(0.04) ? 16 : random.chance(0.6) ? 12 : 6;
  if (topic.gradeFrom >= 7) return random.chance(0.3) ? 6 : 0;
  return 0;
}

function rightsOf(kind: TitleRecord['kind'], random: Random): UsageRight[] {
  if (kind === 'WEB_PAGE' || (kind === 'VIDEO' && random.chance(0.13))) return [...NO_DOWNLOAD];
  if (kind === 'VIDEO') return random.chance(0.25) ? [...USAGE_RIGHTS] : [...NO_PERFORMANCE];
  return [...EDITABLE];
}

function availability(random: Random, calendar: DemoCalendar): Partial<TitleRecord> {
  const draw = random.next();
  const past = calendar.day(-random.between(15, 700));
  if (draw < 0.015) return { withdrawnOn: past };
  if (draw < 0.03) return { playoutFrom: calendar.schoolYear(-6), playoutUntil: past };
  if (draw < 0.04) return { playoutFrom: calendar.day(random.between(20, 200)) };
  if (draw < 0.1) return { playoutFrom: calendar.schoolYear(-5), playoutUntil: calendar.day(random.between(60, 900)) };
  return {};
}

function gradesInWords({ gradeFrom, gradeUntil }: Topic): string {
  return gradeFrom === gradeUntil ? `die Klasse ${gradeFrom}` : `die Klassen ${gradeFrom} bis ${gradeUntil}`;
}
