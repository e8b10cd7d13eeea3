import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { HEADER, row, sampleFile } from '../../../test/sample-school-file';
import { fileOf, problemsOf, staged } from '../../../test/staged-files';
import { MAX_RECORD_LENGTH } from '../../import-file/file-record';
import { readAuthorities, readSchoolForms } from './key-lists';
import { readOfficialSchools } from './official-list';
import type { ListedSchool } from './school-list';

/** Public data beside this project. The tests that need it are skipped where it is missing. */
const DATA = path.resolve(__dirname, '../../../../shared/data/schools');
const testWithData = existsSync(DATA) ? test : test.skip;
const asOf = new Date('2026-11-22T12:00:00Z');
const fine = [row('100001'), row('100002')];
const read = (bytes: Buffer) => staged(readOfficialSchools(fileOf(bytes), asOf));

testWithData('the ministry’s real list is read as it is', async () => {
  const schools = await staged(readOfficialSchools(path.join(DATA, 'nrw-schuldaten-2021.csv'), asOf));
  expect(schools).toHaveLength(5507);
  expect(await staged(readAuthorities(path.join(DATA, 'key_traeger.xml')))).toHaveLength(775);
  expect(await staged(readSchoolForms(path.join(DATA, 'key_schulformschluessel.xml')))).toHaveLength(18);
  expect(schools.filter(({ nullWords, undated }) => nullWords || undated)).toEqual([]);
  expect(schools[0]).toEqual({
    number: '100000',
    name: 'Studienkolleg des Ökumenischen Studienwerks e.V. für ausländische Studierende',
    shortName: 'Bochum, WBK KOL Studienkolleg',
    formCode: '25',
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
    undated: false,
    nullWords: 0,
    line: 3,
  });
});

const TRIALS = path.resolve(DATA, '../trials/schools');
const testWithTrials = existsSync(TRIALS) ? test : test.skip;

testWithTrials('of the forms in which lists arrive, those that lost nothing are read', async () => {
  const refused = new Map<string, string>();
  for (const name of readdirSync(TRIALS)) {
    const [reason] = await problemsOf(readOfficialSchools(path.join(TRIALS, name), asOf));
    if (reason) refused.set(name.slice(0, 3), reason);
  }
  expect([...refused.keys()].sort().join(' ')).toBe(
    'v04 v05 v06 v07 v08 v11 v16 v18 v19 v21 v22 v26 v27 v28 v29 v32 v33 v34 v35',
  );
  expect(refused.get('v29')).toContain(
    'line 3: Schulbezeichnung_1: was encoded twice (it should be “Grundschule Große',
  );
});

test('line ends of Windows, a byte order mark, and a missing first line sep=; make no difference', async () => {
  const schools = await read(sampleFile(fine));
  const windows = Buffer.concat([Buffer.from('\ufeff'), sampleFile(fine, { newline: '\r\n' })]);
  expect(await read(windows)).toEqual(schools);
  const bare = Buffer.from([HEADER, ...fine].join('\n'));
  expect((await read(bare)).map(({ name, line }) => [name, line])).toEqual([
    ['Städt. Gemeinschaftsgrundschule', 2],
    ['Städt. Gemeinschaftsgrundschule', 3],
  ]);
});

test('what spreadsheets leave behind is accepted: empty rows, line breaks and decomposed letters in a name', async () => {
  const name = { Schulbezeichnung_1: 'Sta\u0308dt.\r\nSchule  am\u00a0Rhein' };
  const rows = [row('100001', name), ';'.repeat(22), '""', ' ; ;', row('100002'), ';;;', '', '  ', '\u001a'];
  expect((await read(sampleFile(rows))).map(({ name, line }) => [name, line])).toEqual([
    ['Städt. Schule am Rhein', 3],
    ['Städt. Gemeinschaftsgrundschule', 8],
  ]);
});

test('the word null is counted in columns that are read, and nowhere else', async () => {
  const counted = async (fields: Record<string, string>) =>
    (await read(sampleFile([row('100001', fields)])))[0] as ListedSchool;
  const odd = await counted({ Homepage: 'null', 'E-Mail': ' null ', Telefon: 'null' });
  expect(odd).toMatchObject({ nullWords: 2, homepage: null, email: null });
  expect(await counted({ Telefon: 'null' })).toMatchObject({ nullWords: 0 });
});

test('the newer header, with Bezirksregierung, is accepted, too', async () => {
  const header = HEADER.replace('Kurzbezeichnung;', 'Kurzbezeichnung;Bezirksregierung;');
  const rows = fine.map((line) => line.replace('"Köln, GG Nußbaumer Straße"', '$&;"Köln"'));
  expect(await read(sampleFile(rows, { header }))).toEqual(await read(sampleFile(fine)));
});

describe('a broken file is refused with the line and the reason', () => {
  const latin1 = Buffer.concat([sampleFile(['']), Buffer.from(row('100001'), 'latin1')]);
  const cases: [string, Buffer, string[]][] = [
    ['an empty file', Buffer.from(''), ['the file is empty']],
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
      'a school number that occurs twice',
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
      ['line 3: Schulnummer: must be six digits; it is “10000A”'],
    ],
    [
      'a date that does not exist',
      sampleFile([row('100001', { Schulbetriebsdatum: '31.02.2020' })]),
      [
        'line 3: Schulbetriebsdatum: must be a day of the calendar such as 31.07.2026, of the years 1900 to 2200; it is “31.02.2020”',
      ],
    ],
    [
      'an unknown operation key',
      sampleFile([row('100001', { Schulbetriebsschluessel: '7' })]),
      ['line 3: Schulbetriebsschluessel: must be one of 0, 1, 2, 3, 4, 5, 6, 9; it is “7”'],
    ],
    [
      'a municipality in another state',
      sampleFile([row('100001', { Gemeindeschluessel: '09162000' })]),
      ['line 3: Gemeindeschluessel: lies in no district of Nordrhein-Westfalen; it is “09162000”'],
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
      'a quote that is never closed',
      sampleFile([`${row('100001')}\n"${'x;\n'.repeat(MAX_RECORD_LENGTH / 2)}`]),
      [expect.stringMatching(/^line \d+: the record is longer than 4,194,304 characters/)],
    ],
    [
      'a line of nothing but separators',
      sampleFile([';'.repeat(MAX_RECORD_LENGTH + 1)]),
      ['line 3: the record is longer than 4,194,304 characters; split it, or close what is left open in it'],
    ],
    [
      'a character that a wrong conversion left',
      sampleFile([row('100001', { Ort: 'K\ufffdln' })]),
      ['line 3: Ort: holds the character U+FFFD, which no text may hold; it is “K�ln”'],
    ],
    [
      'several problems, all reported at once',
      sampleFile([row('1'), row('100002', { Rechtsform: '', Traegernummer: 'x' })]),
      [
        'line 3: Schulnummer: must be six digits; it is “1”',
        'line 4: Rechtsform: must be one digit',
        'line 4: Traegernummer: must be a number of up to ten digits; it is “x”',
      ],
    ],
  ];
  test.each(cases)('%s', async (_what, bytes, problems) => {
    expect(await problemsOf(readOfficialSchools(fileOf(bytes), asOf))).toEqual(problems);
  });

  test('twenty problems are listed, and the others counted', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => row(`${index}`));
    const refused = read(sampleFile([...rows, row('100001'), row('100001')]));
    await expect(refused).rejects.toMatchObject({ problems: { length: 20 }, more: 30 });
  });
});
