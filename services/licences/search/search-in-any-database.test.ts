/** The rule is ours: what is stored and what is found are the same whatever locale a database has. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { migrate } from '../../../database/migrate';
import { TEST_SECRET } from '../../../test/database';
import { run } from '../../../test/import-records';
import { titles } from '../import/import-titles';
import { isFound, searchOf } from './search';

const LOCALES = [
  "locale 'C'",
  "locale_provider builtin builtin_locale 'C.UTF-8'",
  "locale_provider icu icu_locale 'tr-TR'",
];
const NAMES = [
  'L’imparfait',
  '„Faustspiel“ erklärt',
  '1949–1990',
  'Mensch–Umwelt',
  '»ÖKOLOGIE«',
  'Was ist was?',
  'IĞDIR',
  'ΟΔΥΣΣΕΥΣ',
  'www.planet-schule.de',
  '1914-1918',
];
const SEARCHES = [
  'imparfait',
  'faust',
  'erklärt',
  '1990',
  '1918',
  '-1918',
  'umwelt',
  'ökologie',
  'Öko',
  'was',
  'i',
  'I',
  'οδυσ',
  'planet',
  'schule.de',
  'NR-1',
  'nr-I',
];

let admin: Client;
const made: string[] = [];

beforeAll(async () => {
  admin = new Client({ connectionString: process.env.TEST_DATABASE_URL });
  await admin.connect();
});
afterAll(async () => {
  for (const name of made) await admin?.query(`drop database ${name} with (force)`);
  await admin?.end();
});

interface Stored {
  readonly stored: string[];
  /** With what they are looked up by where they are misspelt. */
  readonly words: object[];
  readonly found: Record<string, string[]>;
}

async function inDatabase(locale: string): Promise<Stored> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin.query(`create database ${name} template template0 encoding 'UTF8' ${locale}`);
  made.push(name);
  const url = new URL(process.env.TEST_DATABASE_URL as string);
  url.pathname = name;
  await migrate(url.toString(), TEST_SECRET);
  const records = NAMES.map((title, at) => ({
    number: `NR-${at || 'I'}`,
    name: title,
    kind: 'VIDEO',
    publisher: 'Haus',
  }));
  await run(url.toString(), titles, records);
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  try {
    const extensions = await client.query('select extname from pg_extension');
    // The second one is for periods.
    expect(extensions.rows.map((row) => row.extname).sort()).toEqual(['btree_gist', 'plpgsql']);
    const { rows } = await client.query('select search::text from licences.title order by id');
    const words = await client.query('select word, keys from licences.title_word order by word');
    const found: Record<string, string[]> = {};
    for (const text of SEARCHES) {
      const search = searchOf(text);
      if (!search) throw new Error(`${text} has no word`);
      const values: unknown[] = [];
      const condition = isFound(search, values);
      const titles = await client.query(`select name from licences.title t where ${condition} order by id`, values);
      found[text] = titles.rows.map((row) => row.name);
    }
    return { stored: rows.map((row) => row.search), words: words.rows, found };
  } finally {
    await client.end();
  }
}

test('the same is stored and found, without an extension for texts, where LC_CTYPE is C and in any other locale', async () => {
  const first = await inDatabase(LOCALES[0] as string);
  for (const locale of LOCALES.slice(1)) expect(await inDatabase(locale)).toEqual(first);
  expect(first.words).toContainEqual({
    word: 'ökologie',
    keys: expect.arrayContaining(['ökologie', 'kologie', '#0454']),
  });
  expect(first.found).toMatchObject({
    imparfait: ['L’imparfait'],
    faust: ['„Faustspiel“ erklärt'],
    '1990': ['1949–1990'],
    '-1918': ['1914-1918'],
    Öko: ['»ÖKOLOGIE«'],
    was: ['Was ist was?'],
    οδυσ: ['ΟΔΥΣΣΕΥΣ'],
    'nr-I': ['L’imparfait'],
  });
});
