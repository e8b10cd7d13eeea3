/**
 * Generates millions of titles as records of a titles file, from the demo's topics and from compounds of the parts that
 * the project lists. Words have the frequencies of ordinary text (Zipf). The same number always gives the same title.
 */
import { USAGE_RIGHTS } from '../../access/right';
import { PUBLISHERS } from '../../demo/catalogue/publishers';
import { SUBJECTS } from '../../demo/catalogue/subjects';
import { DISTRICTS } from '../../demo/places';
import { Random } from '../../demo/random';
import type { TitleRecord } from '../../services/licences/import/records';
import { COMPETENCES } from '../../services/licences/vocabulary/competences';
import { SCHOOL_TYPES } from '../../services/licences/vocabulary/school-types';
import { PARTS } from '../../words/compound-parts';

/** All but the first occur nowhere else, so the number of titles that have them is known. */
export const TERMS = {
  /** Occurs in the description of every title. */
  inAllTexts: 'gezeigt',
  /** Occurs in the name of a quarter of all titles. */
  frequentInName: 'Grundwissen',
  /** Occurs in the description of a quarter of all titles, and in no name. */
  frequentInText: 'Unterrichtsgespräch',
  /** Occurs in the name of one title in a hundred. */
  occasional: 'Moorleiche',
  /** Occurs in the descriptions of five titles and the names of two of them, however large the catalogue is. */
  rare: 'Quastenflosser',
} as const;

const RARE_EACH = 1_900;
const RARE_TITLES = 5;
const COMPOUNDS = 60_000;
const DAYS = 1_500;

const TOPICS = new Random('topics').shuffled(
  SUBJECTS.flatMap((subject) => subject.topics.map((topic) => ({ subject, topic }))),
);
const TOWNS = DISTRICTS.flatMap(({ municipalities }) => municipalities.map(({ name }) => name));
const WHOLE_PARTS = PARTS.trim()
  .split(/\s+/)
  .filter((part) => !part.endsWith('-') && part.length > 3);
const AREAS = COMPETENCES.filter(({ code }) => code.includes('.'));
const KINDS = [
  'VIDEO',
  'VIDEO',
  'VIDEO',
  'VIDEO',
  'VIDEO',
  'INTERACTIVE',
  'DOCUMENT',
  'IMAGE',
  'AUDIO',
  'WEB_PAGE',
] as const;
const FORMS = [
  'Film',
  'Kurzfilm',
  'Übungen',
  'Arbeitsblätter',
  'Das Quiz',
  'Fotos und Schaubilder',
  'Ein Gespräch',
  'Reportage',
];
const WORDS = makeCompounds();

function makeCompounds(): readonly string[] {
  const random = new Random('compounds');
  return Array.from({ length: COMPOUNDS }, () => {
    const word = random.pick(WHOLE_PARTS) + random.pick(WHOLE_PARTS);
    return word.charAt(0).toUpperCase() + word.slice(1);
  });
}

/** Picks later items less often: the second half as often as the first, the tenth a tenth as often. */
function zipf<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(items.length ** random.next()) - 1] as Item;
}

/** @param at the number of the title, counted from 0 */
export function generatedTitle(at: number): TitleRecord {
  const random = new Random(`catalogue ${at}`);
  const { subject, topic } = zipf(random, TOPICS);
  const aspect = random.pick(topic.aspects);
  const kind = random.pick(KINDS);
  const word = () => zipf(random, WORDS);
  const isRare = at % RARE_EACH === 7 && at < RARE_EACH * RARE_TITLES;
  const marks = [
    ...(at % 4 === 0 ? [TERMS.frequentInName] : []),
    ...(at % 100 === 11 ? [TERMS.occasional] : []),
    ...(isRare && at < RARE_EACH * 2 ? [TERMS.rare] : []),
  ];
  const name = [
    `${topic.name} – ${aspect}:`,
    ...marks,
    word(),
    random.chance(0.5) ? 'in' : 'und',
    random.chance(0.5) ? random.pick(TOWNS) : word(),
  ];
  const sentences = [
    `${random.pick(FORMS)} zum Thema „${topic.name}“ mit ${word()}, ${word()} und ${word()}.`,
    random.pick(subject.closingSentences),
    `Von ${word()} bis ${word()}, gezeigt am Beispiel von ${random.pick(TOWNS)}; dazu ${word()}.`,
    ...(at % 4 === 1 ? [`Anlass für ein ${TERMS.frequentInText}.`] : []),
    ...(isRare ? [`Es geht um den ${TERMS.rare}.`] : []),
  ];
  const hasDuration = kind === 'VIDEO' || kind === 'AUDIO';
  return {
    number: `G${String(at).padStart(7, '0')}`,
    name: name.join(' '),
    ...(random.chance(0.3) && { subtitle: `${random.pick(FORMS)} über ${word()}` }),
    ...(random.chance(0.4) && { series: random.pick(subject.series) }),
    description: sentences.join(' '),
    publisher: zipf(random, PUBLISHERS).name,
    kind,
    subjects: [subject.name],
    keywords: [topic.name, aspect, word(), word()],
    gradeFrom: topic.gradeFrom,
    gradeUntil: topic.gradeUntil,
    schoolTypes: random.shuffled(SCHOOL_TYPES).slice(0, random.between(1, 5)),
    competences: random.chance(0.45) ? [random.pick(AREAS).code] : [],
    languages: [random.chance(0.9) ? 'de' : random.pick(['en', 'fr', 'es', 'tr'])],
    ...(random.chance(0.5) && { ageRating: random.pick([0, 0, 0, 6, 12] as const) }),
    year: 2026 - Math.floor(36 * random.next() ** 2),
    ...(hasDuration && { durationSeconds: random.between(120, 3_000) }),
    rights: random.chance(0.8) ? [...USAGE_RIGHTS] : ['STREAM', 'LMS_EMBEDDING', 'HOME_USE'],
    ...(random.chance(0.03) && { openLicence: 'CC-BY-4.0' }),
    ...(kind === 'VIDEO' &&
      random.chance(0.3) && {
        parts: topic.aspects.map((part) => ({ name: part, durationSeconds: random.between(60, 400) })),
      }),
    playUrl: `https://medien.example/${at}`,
    addedOn: dayBefore(random.between(0, DAYS)),
  };
}

function dayBefore(days: number): string {
  return new Date(Date.UTC(2026, 2, 1) - days * 86_400_000).toISOString().slice(0, 10);
}
