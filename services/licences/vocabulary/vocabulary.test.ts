import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { COMPETENCES, withAreas } from './competences';
import { OPEN_LICENCES, readOpenLicence } from './open-licences';
import { readSchoolType } from './school-types';
import { leavesOf, OWN_SUBJECTS } from './subjects';

const { read: readSubjects, nearest, all: SUBJECTS } = OWN_SUBJECTS;

test('a subject is named by code, by KIM key or address, or by name, and stands under all above it', () => {
  const both = { names: ['Geschichte'], codes: ['240'], unknown: [] };
  expect(readSubjects(['240'])).toEqual(both);
  expect(readSubjects(['geschichte'])).toEqual({ ...both, names: ['geschichte'] });
  expect(readSubjects(['http://w3id.org/kim/schulfaecher/s1011'])).toMatchObject({ codes: ['240'] });
  expect(readSubjects(['s1011'])).toMatchObject({ codes: ['240'] });
  expect(readSubjects(['Französisch', '24002'])).toEqual({
    names: ['Französisch', 'Epochen'],
    codes: ['200', '20002', '240', '24002'],
    unknown: [],
  });
});

test('a name that nobody knows stays a name, a code below a known one stands there, and another one is told', () => {
  expect(readSubjects(['Heimatkunde', '2400206', '99901'])).toEqual({
    names: ['Heimatkunde', 'Epochen', '99901'],
    codes: ['240', '24002', '2400206', '999', '99901'],
    unknown: ['99901'],
  });
});

test('the lowest codes are those under which nothing stands', () => {
  expect(leavesOf(['200', '20002', '240'])).toEqual(['20002', '240']);
  expect(nearest('2400206')?.name).toBe('Epochen');
  expect(nearest('999')).toBeUndefined();
});

test('competences are six areas with four parts each, and a part stands under its area', () => {
  expect(COMPETENCES.filter(({ code }) => code.length === 1).map(({ code }) => code)).toEqual([...'123456']);
  expect(COMPETENCES).toHaveLength(30);
  expect(withAreas(['2.1', '4'])).toEqual(['2', '2.1', '4']);
});

test.each([
  ['CC-BY-SA-4.0', 'CC-BY-SA-4.0'],
  ['cc-by-4.0', 'CC-BY-4.0'],
  ['https://creativecommons.org/licenses/by-sa/4.0/', 'CC-BY-SA-4.0'],
  ['http://creativecommons.org/licenses/by/3.0/de/legalcode', 'CC-BY-3.0'],
  ['https://creativecommons.org/publicdomain/zero/1.0', 'CC0-1.0'],
  ['https://creativecommons.evil.example/licenses/by/4.0/', undefined],
  ['https://evil.example/?creativecommons.org/licenses/by/4.0/', undefined],
  ['CC-BY', undefined],
  ['All rights reserved', undefined],
])('%s is the open licence %s', (written, id) => {
  expect(readOpenLicence(written)?.id).toBe(id);
});

test('each open licence is found by its own address', () => {
  for (const { id, url } of OPEN_LICENCES) expect(readOpenLicence(url)?.id).toBe(id);
});

test('a type of school is read by its German name, too', () => {
  expect(['Gymnasium', 'PRIMARY', 'Förderschule', 'Volkshochschule'].map(readSchoolType)).toEqual([
    'GYMNASIUM',
    'PRIMARY',
    'SPECIAL_NEEDS',
    undefined,
  ]);
});

const DATA = path.resolve(__dirname, '../../../../shared/data/subjects');
if (!existsSync(DATA)) console.info(`Without the subject lists (${DATA}) the comparison with them is skipped.`);
const testWithLists = existsSync(DATA) ? test : test.skip;

testWithLists('our codes are codes of the EAF list, and its parents are prefixes', () => {
  const list = readFileSync(path.join(DATA, 'eaf-sachgebiete.xml'), 'utf8');
  const keys = [...list.matchAll(/<key cap="[^"]*"(?: parent="([^"]*)")?>(\d+)</g)].map(([, parent, code]) => ({
    parent,
    code,
  }));
  expect(keys.length).toBeGreaterThan(1_000);
  const codes = new Set(keys.map(({ code }) => code));
  expect(SUBJECTS.filter(({ code }) => !codes.has(code)).map(({ code }) => code)).toEqual([]);
  for (const { parent, code = '' } of keys) expect(parent ?? '').toBe(code.length > 3 ? code.slice(0, -2) : '');
  const unknown = readSubjects([...codes].filter((code) => code !== undefined)).unknown;
  expect(unknown).toEqual([]);
});

/** For which KIM states a code that the EAF list lacks, or one of primary schools only, or none that means the same. */
const OTHERWISE = ['400', '12005', '48005', '50005'];

testWithLists('our KIM subjects are concepts of the KIM list, and mean the EAF code that it states', () => {
  const list = readFileSync(path.join(DATA, 'schulfaecher.ttl'), 'utf8');
  const concepts = new Map(
    [...list.matchAll(/<(s\d+)> a skos:Concept ;([\s\S]*?)(?=\n\n|$)/g)].map(([, id, body = '']) => [
      id,
      [...body.matchAll(/oeh:(\d+)/g)].map(([, code]) => code),
    ]),
  );
  for (const { kim, code } of SUBJECTS) {
    if (!kim) continue;
    const stated = concepts.get(kim.split('/').at(-1));
    expect(stated).toBeDefined();
    if (!OTHERWISE.includes(code) && (stated ?? []).length > 0) expect(stated).toContain(code);
  }
});
