/**
 * Reads the school list of the ministry of North Rhine-Westphalia as it is published (`schuldaten.csv`).
 * docs/import-formats.md describes the file.
 */
import { z } from 'zod';
import { readCsvRecords } from '../../import-file/csv-records';
import { beginOf } from '../../import-file/days';
import { isWithinYears, lineOrNull, YEARS } from '../../import-file/fields';
import type { FileRecord } from '../../import-file/file-record';
import { NRW_DISTRICTS, STATE } from '../regions/nrw-districts';
import { readAuthorities, readSchoolForms } from './key-lists';
import { OPERATION_KEYS, operatingTime } from './operation';
import { type ListedSchool, type Part, type SchoolList, schoolsBy } from './school-list';

interface OfficialFiles {
  readonly schools: string;
  /** The key lists `key_traeger.xml` and `key_schulformschluessel.xml`. */
  readonly authorities?: string | undefined;
  readonly schoolForms?: string | undefined;
}

/** @param asOf the instant at which the list holds: “the current school year” is the one of this instant */
export function officialList(files: OfficialFiles, asOf: Date): SchoolList {
  return {
    state: STATE.number,
    source: 'official',
    schools: readOfficialSchools(files.schools, asOf),
    ...(files.authorities !== undefined && { authorities: readAuthorities(files.authorities) }),
    ...(files.schoolForms !== undefined && { schoolForms: readSchoolForms(files.schoolForms) }),
  };
}

export function readOfficialSchools(file: string, asOf: Date): Part<ListedSchool> {
  const columns = Object.keys(COLUMNS) as Column[];
  const table = { name: 'the school list; it begins with Schulnummer;Schulform;…', columns };
  return { file, records: withoutNullWords(readCsvRecords(file, table)), kind: schoolsBy(officialSchool(asOf)) };
}

const DISTRICT_KEYS = new Set(NRW_DISTRICTS.map((district) => district.ags));

const form = (pattern: RegExp, message: string) => z.string().regex(pattern, message);
const optional = lineOrNull();
const municipality = form(/^\d{8}$/, 'must be eight digits').refine(
  (ags) => DISTRICT_KEYS.has(ags.slice(0, 5)),
  `lies in no district of ${STATE.name}`,
);

/** The columns that are read. The file has more (telephone, coordinates), and may have new ones anywhere. */
const COLUMNS = {
  Schulnummer: form(/^\d{6}$/, 'must be six digits'),
  Schulform: form(/^[0-9A-Z]{1,3}$/, 'must be a key such as 02'),
  Schulbezeichnung_1: optional,
  Schulbezeichnung_2: optional,
  Schulbezeichnung_3: optional,
  Kurzbezeichnung: optional,
  PLZ: optional,
  Ort: optional,
  Strasse: optional,
  'E-Mail': optional,
  Homepage: optional,
  Rechtsform: form(/^\d$/, 'must be one digit'),
  Traegernummer: form(/^\d{1,10}$/, 'must be a number of up to ten digits'),
  Gemeindeschluessel: municipality,
  Schulbetriebsschluessel: z.enum(OPERATION_KEYS as [string], `must be one of ${OPERATION_KEYS.join(', ')}`),
  Schulbetriebsdatum: z.string().transform((date, context) => {
    const day = isoDate(date);
    if (day === undefined) {
      const message = `must be a day of the calendar such as 31.07.2026, of the years ${YEARS.first} to ${YEARS.last}`;
      context.addIssue({ code: 'custom', message, input: date });
      return z.NEVER;
    }
    return day;
  }),
};
type Column = keyof typeof COLUMNS;

/** Some programs, such as the ministry's, write “null” for what they do not know. It is read as empty, and counted. */
const isNullWord = (field: string) => field.toLowerCase() === 'null';

async function* withoutNullWords(records: AsyncIterable<FileRecord>): AsyncGenerator<FileRecord> {
  for await (const found of records) {
    if ('problem' in found) yield found;
    else {
      const fields = Object.entries(found.record as Record<Column, string>);
      const nullWords = fields.filter(([, field]) => isNullWord(field)).length;
      const read = fields.map(([column, field]) => [column, isNullWord(field) ? '' : field]);
      yield { line: found.line, record: { ...Object.fromEntries(read), nullWords } };
    }
  }
}

/** Reads the school of a row. */
function officialSchool(asOf: Date): z.ZodType<ListedSchool> {
  return z.object({ ...COLUMNS, nullWords: z.int() }).transform((school, context) => {
    const parts = [school.Schulbezeichnung_1, school.Schulbezeichnung_2, school.Schulbezeichnung_3];
    const name = parts.filter((part) => part !== null).join(' ') || school.Kurzbezeichnung;
    if (name === null) {
      context.addIssue({ code: 'custom', message: 'must not be empty', path: ['Schulbezeichnung_1'] });
      return z.NEVER;
    }
    const operating = operatingTime(school.Schulbetriebsschluessel, school.Schulbetriebsdatum, asOf);
    return {
      number: school.Schulnummer,
      name,
      shortName: school.Kurzbezeichnung ?? name,
      formCode: school.Schulform,
      legalFormCode: school.Rechtsform,
      authorityNumber: school.Traegernummer,
      municipalityAgs: school.Gemeindeschluessel,
      postcode: school.PLZ ?? '',
      city: school.Ort ?? '',
      street: school.Strasse ?? '',
      email: school['E-Mail'],
      homepage: school.Homepage,
      operationCode: school.Schulbetriebsschluessel,
      operatingFrom: operating.from,
      operatingUntil: operating.until,
      undated: school.Schulbetriebsdatum === null,
      nullWords: school.nullWords,
    };
  });
}

/** Reads `31.07.2026` as `2026-07-31`; null where it is empty, undefined where it is not a day of this form. */
function isoDate(text: string): string | null | undefined {
  if (text === '') return null;
  const [, day, month, year] = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  if (!year || !isWithinYears(date)) return undefined;
  try {
    beginOf(date);
    return date;
  } catch {
    return undefined;
  }
}
