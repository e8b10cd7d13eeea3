import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { HEADER, row, sampleFile } from '../../../test/sample-school-file';
import { ImportRefused, spoken } from '../../import-file/refusal';
import { readAuthorities, readSchoolForms } from './key-lists';
import { readOfficialList } from './official-list';

/** Public data beside this project; where it is missing, what needs it is skipped. */
const DATA = path.resolve(__dirname, '../../../../shared/data/schools');
const testWithData = existsSync(DATA) ? test : test.skip;
const asOf = new Date('2026-11-22T12:00:00Z');
const fine = [row('100001'), row('100002')];

function problemsOf(bytes: Buffer): string[] {
  try {
    readOfficialList(bytes, { asOf });
  } catch (error) {
    if (error instanceof ImportRefused) return error.problems.map(spoken);
    throw error;
  }
  return [];
}

testWithData('the ministry’s real list is read as it is', () => {
  const file = (name: string) => readFileSync(path.join(DATA, name));
  const { list, oddities } = readOfficialList(file('nrw-schuldaten-2021.csv'), {
    asOf,
    authorities: readAuthorities(file('key_traeger.xml')),
    schoolForms: readSchoolForms(file('key_schulformschluessel.xml')),
  });
  expect(list.schools).toHaveLength(5507);
  expect(list.authorities).toHaveLength(773);
  expect(list.authorities.filter(({ name }) => name === null)).toHaveLength(48);
  expect(list.municipalities).toHaveLength(396);
  expect(oddities).toEqual([]);
  expect(list.schools[0]).toEqual({
    number: '100000',
    name: 'Studienkolleg des Ökumenischen Studienwerks e.V. für ausländische Studierende',
    shortName: 'Bochum, WBK KOL Studienkolleg',
    formCode: '25',
    form: 'Weiterbildungskolleg',
    legalFormCode: '2',
    authorityNumber: '10100',
    municipalityAgs: '05911000',
    postcode: '44799',
    city: 'Bochum',
    street: 'Girondelle 80',
    email: '100000@schule.nrw.de',
    homepage: 'https://www.studienkolleg-bochum.de',
    operationCode: '6',
    operatingFrom: '1974-01-01',
    operatingUntil: null,
    line: 3,
  });
});

test('line ends of Windows, a byte order mark, and no first line sep=; make no difference', () => {
  const { list } = readOfficialList(sampleFile(fine), { asOf });
  const windows = Buffer.concat([Buffer.from('\ufeff'), sampleFile(fine, { newline: '\r\n' })]);
  expect(readOfficialList(windows, { asOf }).list).toEqual(list);
  const bare = Buffer.from([HEADER, ...fine].join('\n'));
  expect(readOfficialList(bare, { asOf }).list.schools.map(({ name, line }) => [name, line])).toEqual([
    ['Städt. Gemeinschaftsgrundschule', 2],
    ['Städt. Gemeinschaftsgrundschule', 3],
  ]);
});

test('the word null is told of where it stands in a column that is read, and nowhere else', () => {
  const told = (fields: Record<string, string>) =>
    readOfficialList(sampleFile([row('100001', fields)]), { asOf }).oddities;
  const odd = 'fields that hold the word “null”, read as empty: 2';
  expect(told({ Homepage: 'null', 'E-Mail': ' null ', Telefon: 'null' })).toContain(odd);
  expect(told({ Telefon: 'null' })).toEqual(told({}));
});

test('the newer header, with Bezirksregierung, is read too', () => {
  const header = HEADER.replace('Kurzbezeichnung;', 'Kurzbezeichnung;Bezirksregierung;');
  const rows = fine.map((line) => line.replace('"Köln, GG Nußbaumer Straße"', '$&;"Köln"'));
  const { list } = readOfficialList(sampleFile(rows, { header }), { asOf });
  expect(list).toEqual(readOfficialList(sampleFile(fine), { asOf }).list);
});

describe('a broken file is refused with the line and the reason', () => {
  const latin1 = Buffer.concat([sampleFile(['']), Buffer.from(row('100001'), 'latin1')]);
  const cases: [string, Buffer, string[]][] = [
    ['an empty file', Buffer.from(''), ['the file is empty']],
    ['no school', sampleFile([]), ['the list holds no school']],
    [
      'a header that lacks a column',
      sampleFile(fine, { header: HEADER.replace('Traegernummer;', '') }),
      ['line 2: the header lacks the column “Traegernummer”'],
    ],
    [
      'a header with a column twice',
      sampleFile(fine, { header: HEADER.replace('Telefon;', 'Ort;') }),
      ['line 2: the header has the column “Ort” twice'],
    ],
    [
      'another file',
      Buffer.from('a;b\n1;2\n'),
      ['line 1: this is not the header of the school list; it begins with Schulnummer;Schulform;…'],
    ],
    ['ISO-8859-1', latin1, ['line 4: the encoding is not UTF-8 (it may be ISO-8859-1); save the file as UTF-8']],
    ['UTF-16', Buffer.from('\ufeffsep=;', 'utf16le'), ['line 1: the file is UTF-16; save it as UTF-8']],
    [
      'a number that stands there twice',
      sampleFile([...fine, row('100001')]),
      ['line 5: the school number 100001 stands in line 3 already'],
    ],
    [
      'a short row',
      sampleFile([fine[0] as string, '"100002";"02";"Schule"']),
      ['line 4: 3 fields; the header has 23 columns'],
    ],
    ['a long row', sampleFile([`${fine[0]};"x"`]), ['line 3: 24 fields; the header has 23 columns']],
    [
      'a school number of letters',
      sampleFile([row('10000A')]),
      ['line 3: the school number “10000A” is not six digits'],
    ],
    [
      'a date that is none',
      sampleFile([row('100001', { Schulbetriebsdatum: '31.02.2020' })]),
      ['line 3: “31.02.2020” is not a date of the form 31.07.2026'],
    ],
    [
      'an operation key that is unknown',
      sampleFile([row('100001', { Schulbetriebsschluessel: '7' })]),
      ['line 3: the operation key “7” is none of 0, 1, 2, 3, 4, 5, 6, 9'],
    ],
    [
      'a municipality elsewhere',
      sampleFile([row('100001', { Gemeindeschluessel: '09162000' })]),
      ['line 3: the municipality key 09162000 lies in no district of Nordrhein-Westfalen'],
    ],
    [
      'a quote that is not closed',
      sampleFile([`${row('100001')}\n"100002;"02"`]),
      ['line 4: a closing quote is not followed by “;” or the end of the line; write a quote within a field twice'],
    ],
    [
      'a quote that is open at the end',
      sampleFile([`${row('100001')}\n"100002;`]),
      ['line 4: a quote is opened here or further up and never closed'],
    ],
    [
      'a quote in the middle of a field',
      sampleFile([`${row('100001')}\nStädt. "Linden"-Schule;`]),
      ['line 4: a quote stands in a field that does not begin with one; write the field in quotes, and this one twice'],
    ],
    [
      'what a wrong conversion left',
      sampleFile([row('100001', { Ort: 'K\ufffdln' })]),
      ['line 3: a field holds a character that no text may hold (U+0000 or U+FFFD)'],
    ],
    [
      'several problems, all said at once',
      sampleFile([row('1'), row('100002', { Rechtsform: '', Traegernummer: 'x' })]),
      [
        'line 3: the school number “1” is not six digits',
        'line 4: the legal form “” is not one digit',
        'line 4: the authority number “x” is not a number',
      ],
    ],
  ];
  test.each(cases)('%s', (_what, bytes, problems) => {
    expect(problemsOf(bytes)).toEqual(problems);
  });

  test('no more than twenty', () => {
    expect(problemsOf(sampleFile(Array.from({ length: 50 }, (_, index) => row(`${index}`))))).toHaveLength(20);
  });
});

describe('a key list', () => {
  test('that is not XML is refused with the line', () => {
    expect(() => readAuthorities(Buffer.from('<Traegerdaten>\n<Traeger>\n</Traegerdaten>'))).toThrow(
      /line \d+: not XML/,
    );
  });

  test('that is another one is refused', () => {
    const forms = Buffer.from(
      '<Daten><Schulform><Schluessel>02</Schluessel><Bezeichnung>Grundschule</Bezeichnung></Schulform></Daten>',
    );
    expect(readSchoolForms(forms).get('02')).toBe('Grundschule');
    expect(() => readAuthorities(forms)).toThrow(
      'this is not the key list: it must hold <Traegerdaten> with <Traeger> elements',
    );
  });
});
