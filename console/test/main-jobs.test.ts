/** The main jobs of the console, played in a browser against the running system. */
import { randomUUID } from 'node:crypto';
import { countRecorded } from '../../test/count-recorded';
import { tokenOf } from '../../test/system';
import { test, visit } from './browser';
import { DESK_WORLD, inDays } from './desk-world';
import { browser, clerkAt, database, runConsole, system, world } from './running-console';

runConsole(DESK_WORLD);

const numberOf = (name: string) => world.organisation(name).slice('NW:'.length);

test('a visitor signs in with one click, sees the worklists, and signs out', async () => {
  const { page, context, complaints } = await visit(browser);
  await page.goto(`${system.url}/`);
  await page.getByRole('heading', { level: 1, name: 'Anmelden' }).waitFor();
  await page.getByRole('button', { name: /Medienzentrum/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Arbeitslisten' }).waitFor();
  await page.getByText('Altvertrag').first().waitFor();
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await page.getByRole('heading', { level: 1, name: 'Anmelden' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a telephone call: the school is found by its name, and its page says what it may use until when', async () => {
  const { page, context, complaints } = await clerkAt('/worklists');
  await page.getByRole('combobox', { name: 'Schule suchen' }).fill('Adler');
  await page.getByRole('option', { name: /Adlerschule/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Adlerschule' }).waitFor();
  const entitlements = page.getByRole('table', { name: 'Freischaltungen' });
  expect(await entitlements.getByRole('row').nth(1).innerText()).toMatch(/Altvertrag[\s\S]*gültig/);
  await page
    .getByRole('table', { name: 'Darf die Schule dieses Medium nutzen?' })
    .getByText('Vulkane')
    .first()
    .waitFor();
  await page.getByLabel('Stand am').fill('2031-01-01');
  await page.getByText('Für diese Schule ist an diesem Tag nichts freigeschaltet').waitFor();
  expect(new URL(page.url()).searchParams.get('day')).toBe('2031-01-01');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a list of schools comes by mail: unmatched rows are named, the rest is previewed, assigned and undone', async () => {
  const { page, context, complaints } = await clerkAt('/desk/assign');
  await page.getByRole('button', { name: 'Hinzufügen Biologie kompakt' }).click();
  await page.getByLabel('Liste einfügen').check();
  const rows = [
    numberOf('Adlerschule'),
    `DE-NW-${numberOf('Falkenschule')}`,
    numberOf('Fremde Schule'),
    'Schule am See',
  ];
  await page.getByLabel('Schulnummern, eine je Zeile').fill(rows.join('\n'));
  await page.getByRole('button', { name: 'Liste prüfen' }).click();
  await page.getByText('2 Zeilen ohne Schule').first().waitFor();
  await page.getByRole('cell', { name: 'Schule am See' }).waitFor();
  await page.getByRole('cell', { name: 'keine Schulnummer lesbar' }).waitFor();
  await page.getByRole('button', { name: '2 Schulen der Liste nehmen' }).click();
  await page.getByRole('button', { name: 'Vorschau anzeigen' }).click();
  await page.getByText('2 neu, 0 bestehen schon, 0 abgelehnt').waitFor();
  await page.reload();
  await page.getByText('2 neu, 0 bestehen schon, 0 abgelehnt').waitFor();
  await page.getByRole('row', { name: /neu.*Biologie kompakt.*Adlerschule.*an 1 von 1 Schulen/ }).waitFor();
  await page
    .getByRole('table', { name: 'Die gewählten Lizenzen' })
    .getByRole('row', { name: /Biologie kompakt.*unbegrenzt/ })
    .waitFor();
  await page.getByRole('button', { name: '2 Freischaltungen anlegen' }).click();
  await page.getByText('Freigeschaltet: 2').waitFor();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Als CSV herunterladen' }).click(),
  ]);
  const lines = (await textOf(await download.createReadStream())).trim().split('\r\n');
  expect(lines.length).toBe(3);
  expect(lines[1]).toMatch(/^neu;Biologie kompakt;/);

  await page.getByRole('button', { name: 'Rückgängig machen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rückgängig machen' }).click();
  await page.getByText('Rückgängig gemacht: 2').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('schools are chosen by an authority that is found by typing, and the address names it after a reload', async () => {
  const { page, context, complaints } = await clerkAt('/desk/assign?way=filter');
  const field = page.getByRole('combobox', { name: 'Schulträger' });
  await field.fill('Stad');
  await page.getByRole('option', { name: /^Stadt/ }).waitFor();
  await field.press('Enter');
  await page.getByRole('button', { name: 'Schulträger: Alle' }).waitFor();
  expect(new URL(page.url()).searchParams.get('authority')).toBe(world.organisation('Stadt'));
  await page.reload();
  await page.locator('.pick__chosen').getByText('Stadt').waitFor();
  await page.getByRole('button', { name: /Alle 4 Treffer nehmen/ }).waitFor();
  await page.getByRole('button', { name: 'Schulträger: Alle' }).click();
  await field.fill('Nirgends');
  await page.getByText('Nichts gefunden').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('on the page of a school, a medium that it may not use is found too, with the reason', async () => {
  const { page, context, complaints } = await clerkAt(`/schools/${numberOf('Falkenschule')}`);
  await page.getByLabel('Titel, Thema oder Mediennummer').fill('Vulkane');
  await page.getByText('Gibt es, darf diese Schule aber nicht nutzen').waitFor();
  await page.getByRole('listitem').filter({ hasText: 'Vulkane' }).getByText('nicht lizenziert').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a report is narrowed to a subject or a school that is found by typing', async () => {
  const { page, context, complaints } = await clerkAt('/reports');
  await page.getByText('Eingrenzen', { exact: true }).click();
  const field = page.getByRole('combobox', { name: 'Schule', exact: true });
  await field.fill('Adler');
  await page.getByRole('option', { name: /Adlerschule/ }).waitFor();
  await field.press('Enter');
  await page
    .getByRole('list', { name: 'Eingegrenzt auf' })
    .getByText(/Adlerschule|NW:/)
    .waitFor();
  expect(new URL(page.url()).searchParams.get('schools')).toBe(world.organisation('Adlerschule'));
  expect(complaints).toEqual([]);
  await context.close();
});

test('all schools that match are chosen, though one page shows them; one has it already', async () => {
  const { page, context } = await clerkAt('/desk/assign?way=filter');
  await page.getByRole('button', { name: 'Hinzufügen Altvertrag' }).click();
  await page.getByRole('button', { name: /Alle 4 Treffer nehmen/ }).click();
  await page.getByRole('button', { name: 'Vorschau anzeigen' }).click();
  await page.getByText('4 neu, 0 bestehen schon, 0 abgelehnt').waitFor();
  expect(new URL(page.url()).searchParams.get('all')).toBe('1');
  await context.close();
});

test('an entitlement is suspended with a preview, its history shows that, and it is undone', async () => {
  const { page, context, complaints } = await clerkAt('/desk');
  await page.getByLabel('Altvertrag, Adlerschule auswählen').check();
  await page.getByRole('button', { name: 'Aussetzen' }).click();
  await page.getByLabel(/^Grund/).fill('Rechnung offen');
  await page.getByRole('button', { name: 'Vorschau anzeigen' }).click();
  await page.getByText('Noch ist nichts geändert').waitFor();
  await page.getByRole('button', { name: '1 ausführen' }).click();
  await page.getByText('Ausgeführt: 1').waitFor();
  await page.getByRole('button', { name: 'Altvertrag' }).click();
  await page.getByRole('dialog').getByText('„Rechnung offen“').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Rückgängig machen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rückgängig machen' }).click();
  await page.getByText('Rückgängig gemacht: 1').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('the address of an entitlement opens it beside the list', async () => {
  const { page, context } = await clerkAt(`/entitlements/${world.entitlement('alt')}`);
  await page.getByRole('dialog', { name: 'Altvertrag' }).getByText('Adlerschule').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('table', { name: 'Freischaltungen' }).waitFor();
  await context.close();
});

test('who did that, and why? The trail shows it, with what was changed together', async () => {
  const { page, context, complaints } = await clerkAt('/administration');
  const table = page.getByRole('table', { name: 'Verwaltung' });
  const row = table.getByRole('row', { name: /Ausgesetzt.*Rechnung offen.*demo-clerk/ });
  await row.getByRole('button', { name: /^Alles dieser Änderung/ }).click();
  await page.getByText('1 Eintrag', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Zusammen geändert.*entfernen$/ }).click();
  await page.getByText('1 Eintrag', { exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Meine Aufträge' }).click();
  await page
    .getByRole('link', { name: /^Ansehen/ })
    .first()
    .click();
  await page.getByText('Freigeschaltet: 2').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a figure for the council: used by school, a click narrows it to the titles, and the file has the same rows', async () => {
  const lms = await tokenOf('lms', `AUTHORITY:${world.organisation('Stadt')}`);
  const event = { title: world.title('Vulkane'), school: world.organisation('Adlerschule'), action: 'STREAM' };
  const events = Array.from({ length: 20 }, () => ({ ...event, id: randomUUID(), usedAt: new Date().toISOString() }));
  const recorded = await system.ask(
    lms,
    'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }',
    { events },
  );
  expect(recorded.data).toEqual({ recordUsage: { recorded: 20 } });
  await countRecorded(database);

  const { page, context, complaints } = await clerkAt('/reports');
  const table = page.getByRole('table', { name: 'Berichte' });
  await table.getByRole('row', { name: /Adlerschule\D+20/ }).waitFor();
  await table.getByRole('row', { name: /Summe 20/ }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Als CSV herunterladen' }).click(),
  ]);
  const lines = (await textOf(await download.createReadStream())).trim().split('\r\n');
  expect(lines[1]).toMatch(/^Adlerschule;20;20;/);
  await table.getByRole('button', { name: 'Adlerschule' }).click();
  await table.getByRole('row', { name: /Vulkane\D+20/ }).waitFor();
  expect(new URL(page.url()).searchParams.get('schools')).toBe(world.organisation('Adlerschule'));
  await page.goBack();
  await table.getByRole('button', { name: 'Adlerschule' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a row of a worklist is postponed, and found again', async () => {
  const { page, context, complaints } = await clerkAt('/worklists');
  await page.getByRole('button', { name: 'Zurückstellen Altvertrag' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Zurückstellen bis').fill(inDays(10).slice(0, 10));
  await dialog.getByLabel('Notiz für Kolleginnen und Kollegen').fill('Angebot abwarten');
  await dialog.getByRole('button', { name: 'Speichern' }).click();
  await page.getByText('1 Eintrag', { exact: true }).waitFor();
  await page.getByLabel('Zurückgestellte').selectOption('SNOOZED');
  await page.getByText('„Angebot abwarten“').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
