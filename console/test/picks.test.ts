/** Filters offer the values of all schools in reach, not only of the first page. */
import { test } from './browser';
import { DESK_WORLD } from './desk-world';
import { clerkAt, database, runConsole, world } from './running-console';

const MANY = 410;

runConsole({
  ...DESK_WORLD,
  schools: {
    ...DESK_WORLD.schools,
    ...Object.fromEntries(
      Array.from({ length: MANY }, (_, at) => [
        `Schule ${at}`,
        { belongsTo: DESK_WORLD.schools.Adlerschule.belongsTo },
      ]),
    ),
  },
});

beforeAll(async () => {
  if (!database) return;
  await database.query(
    `update schools.school set form_code = '77', form = 'Seefahrtschule', city = 'Helgoland'
     where id = (select id from schools.organisation where name = 'Schule ${MANY - 1}')`,
  );
});

test('a form, a city and a district of only the last of many schools are found', async () => {
  const { page, context, complaints } = await clerkAt('/desk/assign?way=filter');
  await page.getByRole('combobox', { name: 'Schulform' }).fill('see');
  await page.getByRole('option', { name: 'Seefahrtschule' }).click();
  await page.getByRole('button', { name: 'Alle 1 Treffer nehmen' }).waitFor();
  await page.getByRole('combobox', { name: 'Ort der Schule' }).fill('helgo');
  await page.getByRole('option', { name: 'Helgoland' }).click();
  await page.getByRole('combobox', { name: 'Kreis' }).fill('distr');
  await page.getByRole('option', { name: /^DISTRICT/ }).click();
  await page.getByRole('button', { name: 'Alle 1 Treffer nehmen' }).waitFor();
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    way: 'filter',
    form: 'Seefahrtschule',
    city: 'Helgoland',
    district: world.organisation('DISTRICT'),
  });
  expect(complaints).toEqual([]);
  await context.close();
});
