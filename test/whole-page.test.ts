/** A page of titles with everything selected takes as many statements as a short one. */
import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { titleDetails } from '../services/licences/title/title-details';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { statementsOf } from './statements';
import { codesOf, type System, startSystem, tokenOf } from './system';

const TITLES = 60;
const titles = Array.from({ length: TITLES }, (_, at) => `Film ${String(at).padStart(2, '0')}`);

let database: TestDatabase;
let world: SeededWorld;
let system: System;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: Object.fromEntries(titles.map((title, at) => [title, { open: at % 3 === 0 }])),
    packages: Object.fromEntries(titles.map((title, at) => [`Paket ${at}`, [{ title }]])),
    licences: Object.fromEntries(
      titles.map((_, at) => [
        `Lizenz ${at}`,
        { owner: 'Stadt', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [{ package: `Paket ${at}` }] },
      ]),
    ),
    entitlements: Object.fromEntries(
      titles.map((_, at) => [`E ${at}`, { licence: `Lizenz ${at}`, holder: 'Schule', from: '2024-08-01' }]),
    ),
  });
  const details = titleDetails({
    parts: [{ name: 'Anfang' }, { name: 'Ende' }],
    materials: [{ kind: 'WORKSHEET', label: 'Blatt', url: 'https://medien.example/blatt' }],
  });
  await database.query(`update licences.title set details = $1, subject_codes = '{240}', competences = '{2,2.1}'`, [
    JSON.stringify(details),
  ]);
  system = await startSystem(database);
  token = await tokenOf('lms', `SCHOOL:${world.organisation('Schule')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

/** All fields of a title that need no argument. */
function everything(): string {
  const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));
  const fields = Object.values((schema.getType('Title') as GraphQLObjectType).getFields());
  return fields
    .filter(({ args }) => args.length === 0)
    .map(({ name, type }) => {
      const inner = getNamedType(type);
      if (!isObjectType(inner)) return name;
      const leaves = Object.values(inner.getFields()).filter((field) => isLeafType(getNamedType(field.type)));
      return `${name} { ${leaves.map((leaf) => leaf.name).join(' ')} }`;
    })
    .join(' ');
}

test.each([
  [
    'licensed titles',
    (first: number) => `school(number: "100001") { licensedTitles(first: ${first}) { ${page(true)} } }`,
  ],
  ['the catalogue', (first: number) => `titles(first: ${first}) { ${page(false)} }`],
])('%s: a page of 50 takes as many statements as a page of five', async (_, query) => {
  const number = world.organisation('Schule').slice('NW:'.length);
  const asked = (first: number) => `{ ${query(first).replace('100001', number)} }`;
  await system.ask(token, asked(5));
  const five = await statementsOf(() => system.ask(token, asked(5)));
  const fifty = await statementsOf(() => system.ask(token, asked(50)));
  for (const { made } of [five, fifty]) expect(codesOf(made)).toEqual([]);
  const { edges, totalCount } = (fifty.made.data.school?.licensedTitles ?? fifty.made.data.titles) as any;
  expect(edges).toHaveLength(50);
  expect(totalCount).toBe(TITLES);
  expect(edges[0].node).toMatchObject({
    parts: [{ name: 'Anfang' }, { name: 'Ende' }],
    openLicence: { id: 'CC-BY-4.0' },
  });
  expect(fifty.counts).toEqual(five.counts);
  expect(Object.values(fifty.counts).reduce((sum, count) => sum + (count ?? 0), 0)).toBeLessThan(15);
});

function page(isLicensed: boolean): string {
  const ofEdge = isLicensed
    ? 'basis level rights validUntil entitlement { id holder { name } licence { name number } }'
    : '';
  const school = world.organisation('Schule');
  return `totalCount facets { name isExact values { value label parent count } } pageInfo { hasNextPage endCursor }
    edges { cursor ${ofEdge} node { ${everything()} availability(school: "${school}") { outcome } } }`;
}
