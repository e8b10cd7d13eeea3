import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ownerTransaction } from '../../../../database/queryable';
import { createTestDatabase, type TestDatabase } from '../../../../test/database';
import { run } from '../../../../test/import-records';
import { importRecords } from '../../../import-file/import-records';
import { findSubjects } from '../../vocabulary/subject-queries';
import { titles } from '../import-titles';
import { readSubjectFile, type SubjectDelivery } from './import-subjects';

/** Real vocabularies, beside the project; where they are missing, what needs them is skipped. */
const REAL = path.resolve(__dirname, '../../../../../shared/data/subjects');
const testWithLists = existsSync(REAL) ? test : test.skip;
if (!existsSync(REAL)) console.info('The lists of subjects are not beside the project: the test by them is skipped.');

let database: TestDatabase;
const directory = mkdtempSync(path.join(os.tmpdir(), 'subjects-'));
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => database.reset());
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await database.drop();
});

function take(file: string, given: Partial<SubjectDelivery> = {}) {
  const { records, importer } = readSubjectFile(file, {
    format: 'eaf',
    source: 'eaf',
    confirmedLosses: null,
    ...given,
  });
  return ownerTransaction(database.ownerUrl, (db) => importRecords(db, records, importer));
}

function deliver(content: string | Buffer, given: Partial<SubjectDelivery> = {}) {
  const file = path.join(directory, 'vocabulary');
  writeFileSync(file, content);
  return take(file, given);
}

const eaf = (keys: string) => `<?xml version="1.0" encoding="UTF-8"?>
<valuespaces><valuespace property="ccm:taxonid">${keys}</valuespace></valuespaces>`;
const KEYS = `<key cap="Vergangenheit">240</key>
  <key cap="Zeiten" parent="240">24002</key>
  <key cap="Steinzeit" parent="24002">2400201</key>
  <key cap="Allgemeines" parent="240">24009</key>
  <key cap="Himmelskunde">990</key>
  <key cap="Allgemeines" parent="990">99001</key>`;

const PREFIXES = `@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix kim: <http://w3id.org/kim/schulfaecher/> .
@prefix oeh: <http://w3id.org/openeduhub/vocabs/discipline/> .
@base <https://faecher.example/> .
<> a skos:ConceptScheme ; skos:hasTopConcept <1>, <2> .`;
const skos = (concepts: string) => deliver(`${PREFIXES}\n${concepts}`, { format: 'skos', source: 'land' });

const known = async () => ownerTransaction(database.ownerUrl, findSubjects);
const stored = () =>
  database.query('select source_id as id, code, name, kim from licences.subject order by source, source_id');
const tally = (added: number, changed = 0, unchanged = 0, removed = 0) => ({
  subjects: { added, changed, unchanged },
  'subjects removed': { added: 0, changed: removed, unchanged: 0 },
});

test('names of a source take the place of ours, and reach below; the same file again changes nothing', async () => {
  expect((await deliver(eaf(KEYS))).tallies).toEqual(tally(6));
  expect((await deliver(eaf(KEYS))).tallies).toEqual(tally(0, 0, 6));
  const subjects = await known();
  expect(subjects.of('240')).toEqual({
    code: '240',
    name: 'Vergangenheit',
    kim: 'http://w3id.org/kim/schulfaecher/s1011',
  });
  expect(subjects.nearest('240020199')?.name).toBe('Steinzeit');
  expect(subjects.read(['Geschichte', 'Himmelskunde', 'Allgemeines', 's1011'])).toEqual({
    names: ['Geschichte', 'Himmelskunde', 'Allgemeines', 's1011'],
    codes: ['240', '990'],
    unknown: [],
  });
});

test('titles that are delivered afterwards stand in the tree', async () => {
  await deliver(eaf(KEYS));
  const title = {
    number: 'A',
    name: 'Film',
    publisher: 'Verlag',
    kind: 'VIDEO',
    subjects: ['2400201', 'Himmelskunde'],
  };
  await run(database.ownerUrl, titles, [title]);
  const [found] = await database.query(
    'select subjects, subject_codes as codes, unknown_codes as unknown from licences.title',
  );
  expect(found).toEqual({
    subjects: ['Steinzeit', 'Himmelskunde'],
    codes: ['240', '24002', '2400201', '990'],
    unknown: [],
  });
});

test('a concept stands for the code that it states, or for that of a KIM subject; what stands for none is kept and told', async () => {
  const { tallies, notes } = await skos(`
    <1> a skos:Concept ; skos:prefLabel "History"@en, "Gesellschaft und Zeit"@de ; skos:altLabel "GuZ"@de ; skos:exactMatch kim:s1011 .
    <2> a skos:Concept ; skos:prefLabel "Sternenkunde" ; skos:closeMatch oeh:46014 .
    <3> a skos:Concept ; skos:prefLabel "Gesellschaftslehre"@de ; skos:closeMatch kim:s1010, kim:s1011 .`);
  expect(tallies).toEqual(tally(3));
  expect(notes).toEqual(['Kept although they stand for no code: 1 (Gesellschaftslehre).']);
  expect(await stored()).toEqual([
    {
      id: 'https://faecher.example/1',
      code: '240',
      name: 'Gesellschaft und Zeit',
      kim: 'http://w3id.org/kim/schulfaecher/s1011',
    },
    { id: 'https://faecher.example/2', code: '46014', name: 'Sternenkunde', kim: null },
    { id: 'https://faecher.example/3', code: null, name: 'Gesellschaftslehre', kim: null },
  ]);
  const subjects = await known();
  expect(subjects.of('240')?.name).toBe('Geschichte');
  expect(subjects.read(['GuZ', 'https://faecher.example/2', 'Gesellschaftslehre'])).toMatchObject({
    codes: ['240', '460', '46014'],
  });
});

test('what a source no longer has goes, and a delivery that is cut is refused', async () => {
  const keys = Array.from({ length: 20 }, (_, at) => `<key cap="Fach ${at}">${900 + at}</key>`);
  await deliver(eaf(keys.join('')));
  await deliver(eaf(KEYS), { source: 'andere' });
  expect((await deliver(eaf(keys.slice(1).join('')))).tallies).toEqual(tally(0, 0, 19, 1));
  const lost = 'the file lacks 16 of the 19 subjects of this source';
  await expect(deliver(eaf(keys.slice(0, 4).join('')))).rejects.toThrow(lost);
  await expect(deliver(eaf(''))).rejects.toThrow('this is not a list of EAF subjects');
  expect((await stored()).length).toBe(25);
  const confirmed = await deliver(eaf(keys.slice(1, 4).join('')), { confirmedLosses: 16 });
  expect(confirmed.tallies).toEqual(tally(0, 0, 3, 16));
});

test.each([
  [
    'a code of no length that there is',
    '<key cap="Fach">24</key>',
    'must hold a code of 3, 5, 7, 9 or 11 digits; it is “24”',
  ],
  [
    'a parent that is not its beginning',
    '<key cap="Fach" parent="250">24001</key>',
    'parent: must be the beginning of 24001; it is “250”',
  ],
  ['a subject without a name', '<key>240</key>', 'cap: '],
  ['the same code twice', '<key cap="A">240</key><key cap="B">240</key>', 'the subject 240'],
])('refused: %s', async (_, keys, reason) => {
  await expect(deliver(eaf(keys))).rejects.toThrow(reason);
  expect(await stored()).toEqual([]);
});

const BOMB = `<?xml version="1.0"?><!DOCTYPE v [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<valuespaces><valuespace><key cap="&b;">240</key></valuespace></valuespaces>`;
test.each<[string, string | Buffer, Partial<SubjectDelivery>, string]>([
  ['entities', BOMB, {}, 'a DOCTYPE is not taken'],
  ['a file that is cut', eaf(KEYS).slice(0, 200), {}, 'not XML'],
  ['Latin-1', Buffer.from(eaf('<key cap="Französisch">200</key>'), 'latin1'), {}, 'the encoding is not UTF-8'],
  ['Turtle as XML', PREFIXES, {}, 'not XML'],
  ['Turtle that is cut', `${PREFIXES} <1> a skos:Concept ; skos:prefLabel "Fa`, { format: 'skos' }, 'not Turtle'],
  ['Turtle without concepts', PREFIXES, { format: 'skos' }, 'it must hold a skos:Concept'],
  [
    'a concept in two places',
    `${PREFIXES} <1> a skos:Concept ; skos:prefLabel "A" . <2> a skos:Concept ; skos:prefLabel "B" . <1> a skos:Concept ; skos:prefLabel "C" .`,
    { format: 'skos' },
    'the subject https://faecher.example/1',
  ],
  [
    'a concept without a German label',
    `${PREFIXES} <1> a skos:Concept ; skos:prefLabel "History"@en .`,
    { format: 'skos' },
    'must have one skos:prefLabel in German',
  ],
  [
    'a text without an end',
    `${PREFIXES} <1> a skos:Concept ; skos:prefLabel """${'Fach '.repeat(1_000_000)}`,
    { format: 'skos' },
    'longer than',
  ],
])('refused with the database unchanged: %s', async (_, content, given, reason) => {
  await expect(deliver(content, given)).rejects.toThrow(reason);
  expect(await stored()).toEqual([]);
});

testWithLists('the real lists of EAF, KIM and North Rhine-Westphalia are taken, and name all codes', async () => {
  const list = await take(path.join(REAL, 'eaf-sachgebiete.xml'));
  expect(list.tallies.subjects?.added).toBeGreaterThan(1_400);
  const kim = await take(path.join(REAL, 'schulfaecher.ttl'), { format: 'skos', source: 'kim' });
  expect(kim.tallies.subjects).toEqual({ added: 61, changed: 0, unchanged: 0 });
  const land = await take(path.join(REAL, 'skos-nw.ttl'), { format: 'skos', source: 'nw' });
  expect(land.tallies.subjects?.added).toBeGreaterThan(60);
  const subjects = await known();
  expect(subjects.read(['Astronomie', 'http://w3id.org/kim/schulfaecher/s1040', 'WP Chemie'])).toMatchObject({
    codes: ['100', '460', '46014'],
    unknown: [],
  });
  expect(subjects.of('46014')?.kim).toBe('http://w3id.org/kim/schulfaecher/s1040');
  console.info([...list.notes, ...kim.notes, ...land.notes].join('\n'));
});
