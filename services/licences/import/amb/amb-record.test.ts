import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkRecord } from '../../../import-file/check-record';
import { ambRecord } from './amb-record';

/** The profile's own examples, beside the project; where they are missing, what needs them is skipped. */
const EXAMPLES = path.resolve(__dirname, '../../../../../shared/data/amb');
const testWithExamples = existsSync(EXAMPLES) ? test : test.skip;
if (!existsSync(EXAMPLES)) console.info('The examples of AMB are not beside the project: tests by them are skipped.');

const VALID = {
  '@context': ['https://w3id.org/kim/amb/context.jsonld', { '@language': 'de' }],
  id: 'https://medien.beispiel.de/vulkane',
  type: ['LearningResource', 'VideoObject'],
  name: 'Vulkane der Eifel',
};

function reasonsAgainst(record: unknown): readonly string[] {
  const checked = checkRecord(ambRecord, record);
  return 'reasons' in checked ? checked.reasons : [];
}

function examples(folder: string): [file: string, reasons: readonly string[]][] {
  const directory = path.join(EXAMPLES, folder);
  return readdirSync(directory).map((file) => [
    file,
    reasonsAgainst(JSON.parse(readFileSync(path.join(directory, file), 'utf8'))),
  ]);
}

testWithExamples('all 35 valid examples are taken', () => {
  const valid = examples('valid');
  expect(valid).toHaveLength(35);
  expect(valid.filter(([, reasons]) => reasons.length > 0)).toEqual([]);
});

testWithExamples('all 37 invalid examples are refused, each with what was expected', () => {
  const invalid = examples('invalid');
  expect(invalid).toHaveLength(37);
  for (const [file, reasons] of invalid) {
    expect([file, reasons.length]).toEqual([file, expect.any(Number)]);
    expect(reasons.length).toBeGreaterThan(0);
    for (const reason of reasons)
      expect([file, reason]).toEqual([file, expect.stringMatching(/^[\w@.[\]]+: (must be \S|is missing)/)]);
  }
});

test('a record of the least that there must be is taken', () => {
  expect(reasonsAgainst(VALID)).toEqual([]);
});

test.each([
  [{ name: undefined }, 'name: must be a text'],
  [{ inLanguage: 'de' }, 'inLanguage: must be a list; it is “de”'],
  [{ image: { id: 'https://medien.beispiel.de/bild' } }, 'image: must be a URI, not an object'],
  [{ keywords: ['Vulkan', 7] }, 'keywords[1]: must be a text; it is 7'],
  [{ duration: '12 Minuten' }, 'duration: must be a duration of ISO 8601, such as PT12M30S; it is “12 Minuten”'],
  [{ learningResourceType: [{ prefLabel: { de: 'Video' } }] }, 'learningResourceType[0].id: is missing'],
  [
    { about: [{ id: 'http://w3id.org/kim/schulfaecher/s1010', prefLabel: { deutsch: 'Geographie' } }] },
    'about[0].prefLabel: must be an object of texts by languages of two letters, such as { "de": "Vulkane" }',
  ],
  [
    { license: { id: 'https://medien.beispiel.de/agb' } },
    'license.id: must be the address of an open licence, such as https://creativecommons.org/licenses/by/4.0/; it is “https://medien.beispiel.de/agb”',
  ],
])('%j is refused', (wrong, reason) => {
  expect(reasonsAgainst({ ...VALID, ...wrong })).toEqual([reason]);
});

test('the first mistake of each field is told, and every field that is missing', () => {
  expect(reasonsAgainst({ type: ['Course'], keywords: [1, 2, 3] })).toEqual([
    '@context: is missing',
    'id: is missing',
    'name: is missing',
    'type: must be a list of types that contains LearningResource',
    'keywords[0]: must be a text; it is 1',
  ]);
});

test('what is no object is refused', () => {
  expect(reasonsAgainst([VALID])).toEqual(['must be an object with named fields']);
});
