/** Facets with more values than are counted beside the hits, and the names of chosen values where nothing is found. */
import { test } from './browser';
import { DESK_WORLD } from './desk-world';
import { clerkAt, database, runConsole, system } from './running-console';

const MANY = 120;
const numbers = Array.from({ length: MANY }, (_, at) => String(at + 1).padStart(3, '0'));

runConsole({
  ...DESK_WORLD,
  titles: { ...DESK_WORLD.titles, ...Object.fromEntries(numbers.map((n) => [`Film ${n}`, {}])) },
});

beforeAll(async () => {
  if (!database) return;
  await database.query(`insert into licences.publisher (name) select 'Studio ' || n from unnest($1::text[]) n`, [
    numbers,
  ]);
  await database.query(
    `update licences.title t set publisher_id = p.id from licences.publisher p
     where t.name like 'Film %' and p.name = 'Studio ' || substr(t.name, 6)`,
  );
  await database.query(
    `update licences.title set subject_codes = '{080,08005}', competences = '{5,5.1}' where name = 'Bienen'`,
  );
});

test('a facet says how many values it has in all, and finds one that is not among the most frequent', async () => {
  const { page, context, complaints } = await clerkAt('/search');
  const facet = page.locator('details.facet').filter({ has: page.locator('summary', { hasText: /^Produzent/ }) });
  await facet.locator('summary').click();
  // One publisher has three titles and each of the others one. In the order of names, the last ones are left out.
  expect(await facet.getByRole('button', { name: 'Studio 120 1 Medien' }).count()).toBe(0);
  await facet.getByRole('button', { name: /^Alle zeigen und durchsuchen/ }).click();
  await facet.getByText(`Die 100 häufigsten von ${MANY + 1}.`, { exact: false }).waitFor();
  await facet.getByLabel('Produzent suchen').fill('dio 12');
  await facet.getByText(`1 von ${MANY + 1}`).waitFor();
  await facet.getByRole('button', { name: 'Studio 120 1 Medien' }).click();
  await page.getByRole('heading', { name: '1 Medium' }).waitFor();
  expect(new URL(page.url()).search).toBe('?publisher=Studio+120');
  await facet.getByLabel('Produzent suchen').fill('gibt es nicht');
  await facet.getByText('Kein Wert enthält diesen Text.').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('chosen values have names even if nothing is found, also after a reload', async () => {
  const { page, context, complaints } = await clerkAt('/search?q=Nirgendwo&subject=08005&competence=5.1');
  await page.getByRole('heading', { name: 'Kein Medium gefunden' }).waitFor();
  const chosen = page.getByRole('list', { name: 'Eingegrenzt auf' });
  await chosen.getByRole('button', { name: 'Fach: Tiere entfernen' }).waitFor();
  await chosen.getByRole('button', { name: /^Medienkompetenz: [A-Z].* entfernen$/ }).waitFor();
  await page.reload();
  await chosen.getByRole('button', { name: 'Fach: Tiere entfernen' }).waitFor();
  await page.getByRole('region', { name: 'Eingrenzen' }).getByRole('button', { name: 'Tiere 0 Medien' }).waitFor();
  // An unknown code is shown unchanged.
  await page.goto(`${system.url}/search?subject=999999`);
  await chosen.getByRole('button', { name: 'Fach: 999999 entfernen' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
