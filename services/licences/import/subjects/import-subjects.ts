/**
 * Imports a vocabulary of subjects: the EAF classification, or a SKOS vocabulary whose concepts stand for its codes. A
 * source delivers its whole vocabulary, and subjects that it no longer has are removed. Titles keep what was derived
 * from their subjects until they are delivered again.
 */
import type { FileRecord } from '../../../import-file/file-record';
import type { Importer } from '../../../import-file/import-records';
import { refuseLosses } from '../../../import-file/losses';
import { readTurtleConcepts } from '../../../import-file/turtle-concepts';
import { readXmlElements } from '../../../import-file/xml-elements';
import { findSubjectRows } from '../../vocabulary/subject-queries';
import type { SubjectRow } from '../../vocabulary/subject-rows';
import { isSubjectCode, type Subjects, subjectsWith } from '../../vocabulary/subjects';
import { countLeftSubjects, removeLeftSubjects, STAGED_SUBJECTS, upsertSubjects } from './subject-queries';
import { type DeliveredSubject, EAF_RECORDS, eafSubject, skosSubject } from './subject-record';

export const SUBJECT_FORMATS = ['eaf', 'skos'] as const;

export interface SubjectDelivery {
  readonly format: (typeof SUBJECT_FORMATS)[number];
  /** The name of the source. */
  readonly source: string;
  /** How many subjects the delivery may remove because it lacks them; null for a few. */
  readonly confirmedLosses: number | null;
}

/** No list of subjects has more. All of them are held in memory while titles are read. */
const MAX_SUBJECTS = 10_000;

/** The vocabulary whose codes most other vocabularies use. Its digits are the codes of EAF. */
const DISCIPLINE = /^https?:\/\/w3id\.org\/openeduhub\/vocabs\/discipline\/(\d+)$/;
const KIM = /^https?:\/\/w3id\.org\/kim\/schulfaecher\/(s\d+)$/;

export function readSubjectFile(
  file: string,
  { format, source, confirmedLosses }: SubjectDelivery,
): { records: AsyncIterable<FileRecord>; importer: Importer<DeliveredSubject> } {
  return {
    records: format === 'eaf' ? readXmlElements(file, EAF_RECORDS) : readTurtleConcepts(file),
    importer: subjects(format, source, confirmedLosses),
  };
}

function subjects(
  format: SubjectDelivery['format'],
  source: string,
  confirmed: number | null,
): Importer<DeliveredSubject> {
  const withoutCode: string[] = [];
  let removed: number | undefined;
  return {
    ...STAGED_SUBJECTS,
    schema: (format === 'eaf' ? eafSubject : skosSubject) as unknown as Importer<DeliveredSubject>['schema'],
    most: MAX_SUBJECTS,
    identity: ({ id }) => `the subject ${id}`,
    async checkWhole(db) {
      const { left: ended, standing } = await countLeftSubjects(db, source);
      refuseLosses({ ended, standing, confirmed, what: 'subjects' });
    },
    async write(db, batch, changes) {
      const stored = await findSubjectRows(db);
      if (removed === undefined) {
        const gone = new Set(await removeLeftSubjects(db, source));
        removed = gone.size;
        for (const { sourceId, name } of stored.filter((one) => one.source === source && gone.has(one.sourceId)))
          changes.add(`subject ${sourceId}`, 'name', name, 'nothing');
      }
      const others = subjectsWith(stored.filter((one) => one.source !== source));
      const rows = batch.map(({ value }) => rowOf(source, value, others));
      const known = new Map(stored.filter((one) => one.source === source).map((one) => [one.sourceId, one]));
      for (const { sourceId, source: _, ...after } of rows) {
        const { source: __, sourceId: ___, ...before } = known.get(sourceId) ?? { source, sourceId, ...after };
        changes.compare(`subject ${sourceId}`, known.has(sourceId) ? before : undefined, after);
      }
      withoutCode.push(...rows.filter(({ code }) => code === null).map(({ name }) => name));
      const written = await upsertSubjects(db, rows);
      const added = written.filter((isNew) => isNew).length;
      const changed = written.length - added;
      return {
        subjects: { added, changed, unchanged: rows.length - written.length },
        'subjects removed': { added: 0, changed: batch[0]?.nr === 1 ? removed : 0, unchanged: 0 },
      };
    },
    async notes() {
      const some = `${withoutCode.slice(0, 20).join(', ')}${withoutCode.length > 20 ? ', …' : ''}`;
      return withoutCode.length > 0 ? [`Kept although they stand for no code: ${withoutCode.length} (${some}).`] : [];
    },
  };
}

/**
 * A concept stands for the code that it equals, is known to equal, or is close to, where that is only one code. Its KIM
 * subject is one that it equals, or the only one that it is close to.
 */
function rowOf(source: string, delivered: DeliveredSubject, others: Subjects): SubjectRow {
  const { id, name, otherNames, exact, close } = delivered;
  const ways = [exact, [id], close];
  const first = (of: (address: string) => string[]) =>
    ways.map((addresses) => onlyOne(addresses.flatMap(of))).find((one) => one !== undefined) ?? null;
  return {
    source,
    sourceId: id,
    code: isSubjectCode(id) ? id : first((address) => codesOf(address, others)),
    name,
    otherNames,
    kim: first((address) => (KIM.test(address) ? [address.replace('https:', 'http:')] : [])),
  };
}

function codesOf(address: string, others: Subjects): string[] {
  const stated = DISCIPLINE.exec(address)?.[1];
  if (stated !== undefined) return isSubjectCode(stated) ? [stated] : [];
  const { codes } = others.read([address]);
  const lowest = codes.at(-1);
  return lowest === undefined ? [] : [lowest];
}

function onlyOne(codes: readonly string[]): string | undefined {
  const different = [...new Set(codes)];
  return different.length === 1 ? different[0] : undefined;
}
