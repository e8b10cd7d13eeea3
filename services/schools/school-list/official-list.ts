/**
 * Reads the school list of the ministry of North Rhine-Westphalia as it is published (`schuldaten.csv`).
 * docs/import-formats.md describes the file.
 */
import { beginOf } from '../../import-file/days';
import { Problems } from '../../import-file/refusal';
import { decodeText } from '../../import-file/text';
import { NRW_DISTRICTS, STATE } from '../regions/nrw-districts';
import { OPERATION_KEYS, operatingTime } from './operation';
import { COLUMNS, type Row, type Rows, readRows } from './rows';
import type { ListedAuthority, ListedMunicipality, ListedSchool, SchoolList } from './school-list';

export interface OfficialListOptions {
  /** The instant at which the list holds: “the current school year” is the one of this instant. */
  readonly asOf: Date;
  readonly authorities?: ReadonlyMap<string, ListedAuthority>;
  readonly schoolForms?: ReadonlyMap<string, string>;
}

export interface OfficialList {
  readonly list: SchoolList;
  /** What is odd about the file and does no harm, a sentence each. */
  readonly oddities: readonly string[];
}

const DISTRICT_KEYS = new Set(NRW_DISTRICTS.map((district) => district.ags));

/** @throws ImportRefused with every problem of the file, up to the number worth printing */
export function readOfficialList(bytes: Buffer, options: OfficialListOptions): OfficialList {
  const problems = new Problems();
  const { rows, nullWords } = readRows(decodeText(bytes), problems);
  const lineOf = new Map<string, number>();
  const schools: ListedSchool[] = [];
  const undated: string[] = [];
  for (const row of rows) {
    const number = row.field('Schulnummer');
    const reasons = reasonsAgainst(row);
    const first = lineOf.get(number);
    if (first !== undefined) reasons.push(`the school number ${number} stands in line ${first} already`);
    lineOf.set(number, first ?? row.line);
    for (const reason of reasons) problems.add(row.line, reason);
    if (reasons.length > 0) continue;
    schools.push(schoolOf(row, options));
    if (row.field('Schulbetriebsdatum') === '') undated.push(number);
  }
  problems.refuse();
  return {
    list: {
      state: STATE.number,
      source: 'official',
      schools,
      authorities: authoritiesOf(schools, options),
      municipalities: municipalitiesOf(rows),
    },
    oddities: oddities(nullWords, undated, options),
  };
}

function reasonsAgainst(row: Row): string[] {
  const date = row.field('Schulbetriebsdatum');
  const municipality = row.field('Gemeindeschluessel');
  const checks: [boolean, string][] = [
    [/^\d{6}$/.test(row.field('Schulnummer')), `the school number “${row.field('Schulnummer')}” is not six digits`],
    [
      /^[0-9A-Z]{1,3}$/.test(row.field('Schulform')),
      `the school form “${row.field('Schulform')}” is not a key such as 02`,
    ],
    [nameOf(row) !== '', 'the school has no name'],
    [/^\d$/.test(row.field('Rechtsform')), `the legal form “${row.field('Rechtsform')}” is not one digit`],
    [
      /^\d{1,10}$/.test(row.field('Traegernummer')),
      `the authority number “${row.field('Traegernummer')}” is not a number`,
    ],
    [/^\d{8}$/.test(municipality), `the municipality key “${municipality}” is not eight digits`],
    [
      !/^\d{8}$/.test(municipality) || DISTRICT_KEYS.has(municipality.slice(0, 5)),
      `the municipality key ${municipality} lies in no district of ${STATE.name}`,
    ],
    [
      OPERATION_KEYS.includes(row.field('Schulbetriebsschluessel')),
      `the operation key “${row.field('Schulbetriebsschluessel')}” is none of ${OPERATION_KEYS.join(', ')}`,
    ],
    [date === '' || isoDate(date) !== null, `“${date}” is not a date of the form 31.07.2026`],
    [
      COLUMNS.every((column) => !UNSTORABLE.some((character) => row.field(column).includes(character))),
      'a field holds a character that no text may hold (U+0000 or U+FFFD)',
    ],
  ];
  return checks.flatMap(([holds, reason]) => (holds ? [] : [reason]));
}

/** U+FFFD is what a wrong conversion before us left of an umlaut. */
const UNSTORABLE = ['\u0000', '\ufffd'];

function schoolOf(row: Row, { asOf, schoolForms }: OfficialListOptions): ListedSchool {
  const formCode = row.field('Schulform');
  const operationCode = row.field('Schulbetriebsschluessel');
  const operating = operatingTime(operationCode, isoDate(row.field('Schulbetriebsdatum')), asOf);
  return {
    number: row.field('Schulnummer'),
    name: nameOf(row),
    shortName: row.field('Kurzbezeichnung') || nameOf(row),
    formCode,
    form: schoolForms?.get(formCode) ?? null,
    legalFormCode: row.field('Rechtsform'),
    authorityNumber: row.field('Traegernummer'),
    municipalityAgs: row.field('Gemeindeschluessel'),
    postcode: row.field('PLZ'),
    city: row.field('Ort'),
    street: row.field('Strasse'),
    email: row.field('E-Mail') || null,
    homepage: row.field('Homepage') || null,
    operationCode,
    operatingFrom: operating.from,
    operatingUntil: operating.until,
    line: row.line,
  };
}

function nameOf(row: Row): string {
  const parts = [row.field('Schulbezeichnung_1'), row.field('Schulbezeichnung_2'), row.field('Schulbezeichnung_3')];
  return parts.filter((part) => part !== '').join(' ') || row.field('Kurzbezeichnung');
}

/** `31.07.2026` as `2026-07-31`; null where it is no date of the calendar. */
function isoDate(text: string): string | null {
  const [, day, month, year] = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  try {
    beginOf(date);
    return date;
  } catch {
    return null;
  }
}

function authoritiesOf(schools: readonly ListedSchool[], { authorities }: OfficialListOptions): ListedAuthority[] {
  const numbers = [...new Set(schools.map((school) => school.authorityNumber))].sort();
  return numbers.map((number) => authorities?.get(number) ?? { number, name: null, postcode: null, city: null });
}

/** A municipality goes by the place that most of its schools name. */
function municipalitiesOf(rows: Rows['rows']): ListedMunicipality[] {
  const places = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const ags = row.field('Gemeindeschluessel');
    const counts = places.get(ags) ?? new Map<string, number>();
    const place = row.field('Ort') || `Gemeinde ${ags}`;
    places.set(ags, counts.set(place, (counts.get(place) ?? 0) + 1));
  }
  return [...places]
    .map(([ags, counts]) => ({ ags, name: mostFrequent(counts) }))
    .sort((a, b) => (a.ags < b.ags ? -1 : 1));
}

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  const [[name] = ['']] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return name;
}

function oddities(nullWords: number, undated: readonly string[], options: OfficialListOptions): string[] {
  return [
    ...(nullWords > 0 ? [`fields that hold the word “null”, read as empty: ${nullWords}`] : []),
    ...(undated.length > 0
      ? [`schools without a Schulbetriebsdatum: ${undated.length} (${undated.slice(0, 5).join(', ')})`]
      : []),
    ...(options.authorities ? [] : ['no key list of authorities was given (--authorities key_traeger.xml)']),
    ...(options.schoolForms
      ? []
      : ['no key list of school forms was given (--school-forms key_schulformschluessel.xml)']),
  ];
}
