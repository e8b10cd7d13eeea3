import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkRecord } from '../../../import-file/check-record';
import { readXmlElements } from '../../../import-file/xml-elements';
import { recordOf } from '../delivery/source-record';
import { ARIX } from './arix';
import { ARIX_RECORDS } from './arix-record';

/** A real answer, beside the project; where it is missing, what needs it is skipped. */
const REAL = path.resolve(__dirname, '../../../../../shared/data/arix/arix_record_XMEDIENLB-5552796.xml');
const testWithRecord = existsSync(REAL) ? test : test.skip;
if (!existsSync(REAL)) console.info('The real answer of ARIX is not beside the project: the test by it is skipped.');

const directory = mkdtempSync(path.join(os.tmpdir(), 'arix-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function read(file: string) {
  const found = [];
  for await (const one of readXmlElements(file, ARIX_RECORDS))
    found.push('record' in one ? checkRecord(recordOf(ARIX, 'medien'), one.record) : one);
  return found;
}

async function titleOf(fields: string) {
  const file = path.join(directory, 'answer.xml');
  writeFileSync(file, `<result more="more"><r identifier="FILM-1"><f n="titel">Vulkane</f>${fields}</r></result>`);
  const [first] = await read(file);
  return first as { value: Record<string, unknown> };
}

testWithRecord('a real record is taken with all that it says', async () => {
  expect(await read(REAL)).toEqual([
    {
      value: expect.objectContaining({
        number: 'medien.XMEDIENLB-5552796',
        origin: { source: 'medien', id: 'XMEDIENLB-5552796' },
        name: 'Basiswissen Politik',
        subtitle: 'Demokratie in Deutschland',
        publisher: 'MedienLB',
        kind: 'VIDEO',
        subjects: ['68002', '48002'],
        keywords: ['Demokratie', 'Gesetzgebung', 'Parlament', 'Politik', 'Wahl'],
        gradeFrom: 8,
        gradeUntil: 13,
        languages: ['de'],
        ageRating: null,
        year: 2009,
        durationSeconds: 1200,
        playoutFrom: null,
        playoutUntil: null,
        sourceLicence: '2099-12-31',
      }),
    },
  ]);
});

test.each([
  ['<f n="verfende">0000-00-00</f>', { playoutUntil: null }],
  ['<f n="verfende">2027-07-31</f>', { playoutUntil: '2027-08-01' }],
  ['<f n="verfanf">2026-08-01</f>', { playoutFrom: '2026-08-01' }],
  ['<f n="licence">ndr-</f>', { sourceLicence: 'ndr-' }],
  ['<f n="fsk">Lehr</f>', { ageRating: null }],
  ['<f n="fsk">12</f>', { ageRating: 12 }],
  ['<f n="adressat">E; A(1-4); A(7)</f>', { gradeFrom: 1, gradeUntil: 7 }],
  ['<f n="adressat">Q</f>', { gradeFrom: null, gradeUntil: null }],
  ['<f n="geb">22003, 080</f>', { subjects: ['22003', '080'] }],
  ['<f n="text">Erster Satz.~br>Zweiter Satz.</f>', { description: 'Erster Satz.\nZweiter Satz.' }],
  ['<f n="laenge">1 h 5 min f</f>', { durationSeconds: 3900 }],
  ['<f n="typ">29</f>', { kind: 'AUDIO', sourceKind: null }],
  ['<f n="typ">CP</f>', { kind: 'OTHER', sourceKind: 'CP' }],
  ['<f n="typ">constructor</f>', { kind: 'OTHER', sourceKind: 'constructor' }],
  [
    '<f n="typ">55</f><f n="url">https://medien.example/seite</f>',
    { kind: 'WEB_PAGE', playUrl: 'https://medien.example/seite' },
  ],
  ['<f n="url">http://medien.example/seite</f>', { kind: 'WEB_PAGE', playUrl: null }],
  ['<f n="produ">Film &amp; Bild (Köln, Bonn); Andere (Ulm)</f>', { publisher: 'Film & Bild' }],
  ['<f n="lieferant">Verleih</f>', { publisher: 'Verleih' }],
  ['<f n="sprache">de; EN, sonstige</f>', { languages: ['de', 'en'] }],
  ['<F N="utitel">Feuer</F>', { subtitle: 'Feuer' }],
])('%s', async (fields, title) => {
  expect(await titleOf(fields)).toEqual({ value: expect.objectContaining(title) });
});

test.each([
  ['<r><f n="titel">Vulkane</f></r>', ['<r> has no attribute “identifier”']],
  ['<r identifier="1"><f n="text">Ohne Titel</f></r>', ['titel: is missing']],
  [
    '<r identifier="1"><f n="titel">Rot <b>und</b> blau</f></r>',
    ['the field “titel” holds an element; write “<” as &lt;'],
  ],
  ['<r identifier="1"><g n="titel">x</g></r>', ['<g> in line 1 is not expected, only <f n="…">']],
  [
    `<r identifier="1"><f n="titel">x</f><f n="laenge">${'1'.repeat(2_001)}</f></r>`,
    ['the field “laenge” has more than 2,000 characters'],
  ],
])('%#: what is wrong is refused', async (record, reasons) => {
  const file = path.join(directory, 'wrong.xml');
  writeFileSync(file, `<result>${record}</result>`);
  expect(await read(file)).toEqual([{ reasons }]);
});
