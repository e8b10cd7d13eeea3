/** Addresses after a reload, from a colleague, or with mistakes; and figures that must agree between places. */
import { randomUUID } from 'node:crypto';
import { countRecorded } from '../../test/count-recorded';
import { tokenOf } from '../../test/system';
import { test } from './browser';
import { DESK_WORLD } from './desk-world';
import { clerkAt, database, runConsole, system, world } from './running-console';

runConsole({
  ...DESK_WORLD,
  entitlements: {
    ...DESK_WORLD.entitlements,
    over: { licence: 'Biologie kompakt', holder: 'Falkenschule', from: '2020-08-01', until: '2021-08-01' },
  },
});

const numberOf = (name: string) => world.organisation(name).slice('NW:'.length);

test('an undone change is not offered for undoing again after a reload, because that would assign it again', async () => {
  const holders = `SCHOOL:${world.organisation('Bussardschule')}`;
  const licences = world.licence('Biologie kompakt');
  const { page, context } = await clerkAt(`/desk/assign?licences=${licences}&holders=${holders}&step=preview`);
  await page.getByRole('button', { name: '1 Freischaltung anlegen' }).click();
  await page.getByText('Freigeschaltet: 1').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Rückgängig machen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rückgängig machen' }).click();
  await page.getByText('Rückgängig gemacht: 1').waitFor();
  await page.reload();
  await page.getByText('Diese Freischaltungen wurden rückgängig gemacht').waitFor();
  expect(await page.getByRole('button', { name: 'Rückgängig machen' }).count()).toBe(0);
  await context.close();
});

test('an invalid day in an address is ignored, and the page is shown', async () => {
  const { page, context, complaints } = await clerkAt('/search');
  const addresses = [
    `/schools/${numberOf('Adlerschule')}?day=`,
    '/desk?ends=',
    '/administration?from=',
    '/desk/assign?from=',
    `/desk/assign?licences=${world.licence('Altvertrag')}&holders=SCHOOL:NW:1&step=preview&until=`,
  ];
  for (const address of addresses) {
    for (const day of ['gestern', '2026-02-31', '9999-12-31']) {
      await page.goto(`${system.url}${address}${day}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.getByRole('navigation', { name: 'Bereiche' }).count()).toBe(1);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toMatch(/lässt sich nicht anzeigen/);
    }
  }
  expect(complaints).toEqual([]);
  await context.close();
});

test('an instant that a worklist has prepared is shown as the day that it is in Germany', async () => {
  const { page, context } = await clerkAt('/desk/assign?from=2027-07-31T22:00:00.000Z');
  expect(await page.getByLabel(/^Ab /).inputValue()).toBe('2027-08-01');
  await context.close();
});

test('what has ended since is shown on a day on which it was in force, with today’s status', async () => {
  const { page, context } = await clerkAt(`/schools/${numberOf('Falkenschule')}?day=2021-03-01`);
  const table = page.getByRole('table', { name: 'Freischaltungen' });
  await table.getByRole('row', { name: /Biologie kompakt.*beendet/ }).waitFor();
  await table.getByRole('columnheader', { name: 'Stand heute' }).waitFor();
  await context.close();
});

test('a filter is restored when a change of the rows that it chose is abandoned', async () => {
  const { page, context } = await clerkAt('/desk?search=Adler');
  await page.getByLabel('Altvertrag, Adlerschule auswählen').check();
  await page.getByRole('button', { name: 'Aussetzen' }).click();
  await page.getByRole('link', { name: 'Abbrechen' }).click();
  await page.getByRole('table', { name: 'Freischaltungen' }).waitFor();
  expect(new URL(page.url()).search).toBe('?search=Adler');
  await context.close();
});

test('the page of a school and the report show the same figure, and a narrowed report keeps its names', async () => {
  const lms = await tokenOf('lms', `AUTHORITY:${world.organisation('Stadt')}`);
  const now = new Date();
  const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15));
  // Each of two months has seven. Rounded separately they would be 5 and 5, and together they are 15.
  const events = [before, now].flatMap((at) =>
    Array.from({ length: 7 }, () => ({
      id: randomUUID(),
      title: world.title('Vulkane'),
      school: world.organisation('Bussardschule'),
      action: 'STREAM',
      usedAt: at.toISOString(),
    })),
  );
  const recorded = await system.ask(
    lms,
    'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }',
    { events },
  );
  expect(recorded.data).toEqual({ recordUsage: { recorded: 14 } });
  await countRecorded(database);

  const { page, context, complaints } = await clerkAt(`/schools/${numberOf('Bussardschule')}`);
  const figure = page.getByRole('listitem').filter({ hasText: 'Nutzungen in 12 Monaten' });
  await figure.getByText('15', { exact: true }).waitFor();
  // The year before is not shown as 0, because nobody reported anything.
  await page.goto(`${system.url}/reports?compare=YEAR_BEFORE`);
  await page
    .getByRole('row', { name: /Bussardschule/ })
    .getByText('nicht gemeldet')
    .waitFor();
  await page.getByText('Als Tabelle').click();
  await page
    .getByRole('row', { name: /nicht gemeldet/ })
    .nth(9)
    .waitFor();
  await page.goto(`${system.url}/reports`);
  const table = page.getByRole('table', { name: 'Berichte' });
  await table.getByRole('row', { name: /Bussardschule\D+15/ }).waitFor();

  await table.getByRole('button', { name: 'Bussardschule' }).click();
  await table.getByRole('row', { name: /Vulkane\D+15/ }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Bussardschule entfernen' }).waitFor();
  await page.getByLabel('Aufschlüsseln nach').selectOption('KIND');
  await table.getByRole('button', { name: 'Film' }).click();
  await page.getByRole('button', { name: 'Film entfernen' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a change can be undone from the trail after its result was left', async () => {
  const { page, context, complaints } = await clerkAt('/desk?search=Adler');
  await page.getByLabel('Altvertrag, Adlerschule auswählen').check();
  await page.getByRole('button', { name: 'Aussetzen' }).click();
  await page.getByLabel(/^Grund/).fill('Versehen');
  await page.getByRole('button', { name: 'Vorschau anzeigen' }).click();
  await page.getByText('Ausgesetzt, bis fortgesetzt wird · „Versehen“').waitFor();
  await page.getByRole('button', { name: '1 ausführen' }).click();
  await page.getByRole('table', { name: 'Ergebnis' }).getByText('geändert', { exact: true }).waitFor();
  await page.goto(`${system.url}/administration`);
  const row = page.getByRole('table', { name: 'Verwaltung' }).getByRole('row', { name: /Versehen/ });
  await row.getByText(`Schule ${numberOf('Adlerschule')}`).waitFor();
  await row.getByRole('button', { name: /^Alles dieser Änderung/ }).click();
  await page.getByRole('button', { name: 'Rückgängig machen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rückgängig machen' }).click();
  await page.getByText('Rückgängig gemacht: 1').waitFor();
  await page.goto(`${system.url}/desk?search=Adler`);
  await page.getByRole('row', { name: /Altvertrag.*gültig/ }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a pasted list is there again after a reload, with the rows that were not taken', async () => {
  const { page, context } = await clerkAt(`/desk/assign?way=list&licences=${world.licence('Biologie kompakt')}`);
  const field = page.getByLabel('Schulnummern, eine je Zeile');
  await field.fill(`${numberOf('Adlerschule')}\nSchule am See`);
  await page.getByLabel('Einzeln suchen').check();
  await page.getByLabel('Liste einfügen').check();
  await page.reload();
  expect(await field.inputValue()).toBe(`${numberOf('Adlerschule')}\nSchule am See`);
  await page.getByRole('button', { name: '1 Schule der Liste nehmen' }).click();
  await page.getByText('Liste: 1 Zeilen').first().waitFor();
  await page.getByRole('button', { name: 'Vorschau anzeigen' }).click();
  await page.getByText('1 neu, 0 bestehen schon, 0 abgelehnt').waitFor();
  await page.goBack();
  expect(await field.inputValue()).toMatch(/Schule am See$/);
  await context.close();
});

test('where media are searched for a school, a number that is not one of the reader’s schools is reported', async () => {
  const { page, context } = await clerkAt('/search?school=999999');
  await page.getByText('Diese Schulnummer liegt nicht in Ihrer Zuständigkeit, oder es gibt sie nicht').waitFor();
  await context.close();
});

test('a row of the expiring entitlements leads to prolonging it as far as its licence lasts', async () => {
  const { page, context, complaints } = await clerkAt('/worklists');
  await page.getByRole('link', { name: 'Verlängern Altvertrag' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Ende von Freischaltungen ändern' }).waitFor();
  expect(await page.getByLabel('Endet mit der Lizenz').isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Vorschau anzeigen' }).click();
  await page.getByRole('button', { name: '1 ausführen' }).click();
  await page.getByText('Ausgeführt: 1').waitFor();
  await page.goto(`${system.url}/worklists`);
  await page.getByText('1 Eintrag', { exact: true }).waitFor();
  // The text is shown in words, not in columns of a table.
  await page.goto(`${system.url}/desk?search=Schule&ends=&licence=${world.licence('Altvertrag')}&status=ALL`);
  const told: string[] = [];
  await page.getByRole('table').waitFor();
  for (const button of await page.getByRole('table').getByRole('button', { name: 'Altvertrag' }).all()) {
    await button.click();
    await page.getByRole('dialog').getByText('Verlauf').waitFor();
    told.push(...(await page.getByRole('dialog').locator('.history__change').allTextContents()));
    await page.getByRole('button', { name: 'Schließen' }).click();
  }
  expect(told.join()).toMatch(/Zeitraum: .* → /);
  expect(told.filter((line) => /^[a-z]|\["|_/.test(line))).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});
