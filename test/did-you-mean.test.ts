/** A list suggests only words that find something in it: in what a school may use, under a filter, in the catalogue. */
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type System, startSystem, tokenOf } from './system';

let database: TestDatabase;
let world: SeededWorld;
let system: System;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: { Gezeiten: {}, Vulkane: {} },
    packages: { Paket: [{ title: 'Gezeiten' }] },
    licences: {
      Lizenz: { owner: 'Stadt', heldAt: ['AUTHORITY'], rights: ['STREAM'], packages: [{ package: 'Paket' }] },
    },
    entitlements: { 'für die Stadt': { licence: 'Lizenz', holder: 'Stadt', from: '2024-08-01' } },
  });
  system = await startSystem(database);
  token = await tokenOf('lms', `SCHOOL:${world.organisation('Schule')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

async function suggested(search: string, given = ''): Promise<{ catalogue: string | null; school: string | null }> {
  const list = `(search: "${search}"${given}) { didYouMean edges { node { name } } }`;
  const number = world.organisation('Schule').slice('NW:'.length);
  const { data, errors } = await system.ask(
    token,
    `{ titles${list} school(number: "${number}") { licensedTitles${list} } }`,
  );
  expect(errors).toBeUndefined();
  const { titles, school } = data as {
    titles: { didYouMean: string | null };
    school: { licensedTitles: { didYouMean: string | null } };
  };
  return { catalogue: titles.didYouMean, school: school.licensedTitles.didYouMean };
}

test('a word of a title that the school may use is suggested in both lists', async () => {
  expect(await suggested('Gezaiten')).toEqual({ catalogue: 'Gezeiten', school: 'Gezeiten' });
});

test('a word of a title that the school may not use is suggested in the catalogue only', async () => {
  expect(await suggested('Vulkahne')).toEqual({ catalogue: 'Vulkane', school: null });
});

test('a word that finds nothing under the filter is not suggested', async () => {
  expect(await suggested('Gezaiten', ', filter: { kinds: [AUDIO] }')).toEqual({ catalogue: null, school: null });
});

test('a search that finds something, or has no mistake, gets no suggestion', async () => {
  expect(await suggested('Gezeiten')).toEqual({ catalogue: null, school: null });
  expect(await suggested('Vulkane')).toEqual({ catalogue: null, school: null });
});
