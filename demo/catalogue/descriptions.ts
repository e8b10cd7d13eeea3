/**
 * Adds the descriptions by which teachers choose, besides subject and grade: types of school, competences, parts,
 * material, and open licences.
 */
import { COMPETENCES } from '../../services/licences/vocabulary/competences';
import type { SchoolType } from '../../services/licences/vocabulary/school-types';
import { Random } from '../random';
import type { TitleRecord } from '../whole-records';
import type { Topic } from './topic-table';

type Described = Pick<TitleRecord, 'name' | 'kind' | 'durationSeconds'>;

const SITE = 'https://medien.example';
const PARTS_OF_AREAS = COMPETENCES.filter(({ code }) => code.includes('.'));
/** Media of these kinds may have open licences, because nobody in the demo sells them. */
const OPEN_KINDS: ReadonlySet<string> = new Set(['WEB_PAGE', 'INTERACTIVE']);
const SECONDARY: readonly SchoolType[] = ['HAUPTSCHULE', 'REALSCHULE', 'SEKUNDARSCHULE', 'COMPREHENSIVE', 'GYMNASIUM'];
const UPPER: readonly SchoolType[] = ['COMPREHENSIVE', 'GYMNASIUM', 'VOCATIONAL'];

/** Uses random numbers of its own, so that all other random values stay the same. */
export function descriptionOf(title: Described, topic: Topic, number: string): Partial<TitleRecord> {
  const random = new Random(`description of ${number}`);
  const isFilm = title.kind === 'VIDEO';
  const isOpen = OPEN_KINDS.has(title.kind) && random.chance(0.2);
  const address = `${SITE}/${number}`;
  return {
    schoolTypes: schoolTypesOf(topic),
    competences: random.chance(0.45) ? [random.pick(PARTS_OF_AREAS).code] : [],
    ...(isOpen && { openLicence: random.pick(['CC-BY-4.0', 'CC-BY-SA-4.0', 'CC0-1.0']) }),
    ...(isFilm && title.name === topic.name && { parts: partsOf(topic, title.durationSeconds) }),
    ...(isFilm && random.chance(0.4) && { materials: materialsOf(address) }),
    ...(isFilm && { thumbnailUrl: `${address}.jpg` }),
    playUrl: address,
  };
}

function schoolTypesOf({ gradeFrom, gradeUntil }: Topic): SchoolType[] {
  return [
    ...(gradeFrom <= 4 ? (['PRIMARY'] as const) : []),
    ...(gradeUntil >= 5 && gradeFrom <= 10 ? SECONDARY : []),
    ...(gradeUntil >= 11 ? UPPER.filter((type) => gradeFrom > 10 || !SECONDARY.includes(type)) : []),
  ];
}

/** Makes the chapters that the description names, one after the other. */
function partsOf({ aspects }: Topic, durationSeconds = 0) {
  const each = Math.max(30, Math.floor(durationSeconds / aspects.length));
  return aspects.map((name) => ({ name, durationSeconds: each }));
}

function materialsOf(address: string) {
  return [
    { kind: 'WORKSHEET' as const, label: 'Arbeitsblatt mit Lösungen', url: `${address}/arbeitsblatt.pdf` },
    { kind: 'TRANSCRIPT' as const, label: 'Sprechertext', url: `${address}/sprechertext.pdf` },
  ];
}
