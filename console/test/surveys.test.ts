/** A survey from the draft to the preview of what is to be assigned: the media centre asks, a school authority answers. */
import { violationsOn } from './axe';
import { test } from './browser';
import { DESK_WORLD } from './desk-world';
import { clerkAt, runConsole, signedInAt, system, world } from './running-console';

runConsole(DESK_WORLD);

let address = '';

test('a survey is drafted, with a licence and something that nobody has bought yet, and opened', async () => {
  const { page, context, complaints } = await clerkAt('/surveys');
  await page.getByText('Keine Bedarfsabfragen').waitFor();
  await page.getByRole('link', { name: 'Neue Bedarfsabfrage' }).click();
  await page.getByRole('button', { name: 'Als Entwurf speichern' }).click();
  await page.getByText('Titel, ein Tag in der Zukunft').waitFor();
  await page.getByLabel('Worum geht es?').fill('Bedarf für das Schuljahr');
  const search = page.getByRole('searchbox', { name: 'Lizenz suchen oder neuen Vorschlag nennen' });
  await search.fill('Biologie');
  await page.getByRole('button', { name: /^Biologie kompakt/ }).click();
  await page.getByLabel('Preis je Stück für Biologie kompakt (Euro)').fill('12,50');
  await search.fill('Weltatlas');
  await page.getByRole('button', { name: '„Weltatlas“ als neuen Vorschlag aufnehmen' }).click();
  await page.getByRole('button', { name: 'Als Entwurf speichern' }).click();
  await page.getByRole('heading', { level: 1, name: 'Bedarf für das Schuljahr' }).waitFor();
  await page.getByText('Entwurf').waitFor();
  address = new URL(page.url()).pathname;
  await page.getByRole('button', { name: 'Abfrage öffnen' }).click();
  await page.getByRole('button', { name: 'Abfrage beenden' }).waitFor();
  await page.getByText('0 von 1').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('an asked organisation answers, and may change the answer', async () => {
  const { page, context, complaints } = await signedInAt('/surveys', /^Anmelden als Stadt|^Stadt/);
  await page.getByText('wartet auf Ihre Antwort').waitFor();
  await page.getByRole('link', { name: 'Bedarf für das Schuljahr' }).click();
  await page.getByText('12,50').waitFor();
  await page.getByLabel('Wie viele von Biologie kompakt').fill('3');
  await page.getByLabel('Bemerkung zu Biologie kompakt').fill('<b>für alle</b>');
  await page.getByRole('button', { name: 'Antwort senden' }).click();
  await page.getByText('Ihre Antwort ist gespeichert').waitFor();
  await page.getByLabel('Wie viele von Biologie kompakt').fill('4');
  await page.getByText('Ihre Antwort ist gespeichert').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Antwort senden' }).click();
  await page.getByText('Ihre Antwort ist gespeichert').waitFor();
  await page.reload();
  expect(await page.getByLabel('Wie viele von Biologie kompakt').inputValue()).toBe('4');
  expect(await page.getByText('Was gewünscht wird').count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test('those who ask see what is wanted and what it costs, and get to the preview of an assignment', async () => {
  const { page, context, complaints } = await clerkAt(address);
  await page.getByRole('row', { name: /Biologie kompakt\D+1\D+4\D+50,00/ }).waitFor();
  await page.getByRole('row', { name: /Stadt.*Biologie kompakt.*4.*<b>für alle<\/b>/ }).waitFor();
  await page.getByRole('button', { name: 'Lizenz zuordnen Weltatlas' }).click();
  await page.getByRole('dialog').getByRole('searchbox', { name: 'Lizenz' }).fill('Altvertrag');
  await page.getByRole('button', { name: /^Altvertrag/ }).click();
  await page.getByRole('row', { name: /Weltatlas.*liegt vor/ }).waitFor();
  await page.getByRole('link', { name: 'Vorschau: 1 Lizenz für 1 Stelle' }).click();
  await page.getByText('1 neu, 0 bestehen schon, 0 abgelehnt').waitFor();
  expect(new URL(page.url()).searchParams.get('licences')).toBe(world.licence('Biologie kompakt'));
  expect(complaints).toEqual([]);
  await context.close();
});

test.each(['light', 'dark'] as const)('axe finds nothing on its pages, in %s', async (colorScheme) => {
  for (const role of [/Medienzentrum/, /^Anmelden als Stadt|^Stadt/]) {
    const { page, context } = await signedInAt(address, role, { colorScheme });
    expect(await violationsOn(page)).toEqual([]);
    await context.close();
  }
});

test('a survey that somebody else changed meanwhile is not overwritten', async () => {
  const { page, context } = await clerkAt(address);
  await page.getByRole('button', { name: 'Abfrage beenden' }).waitFor();
  const other = await context.newPage();
  await other.goto(`${system.url}${address}`);
  await other.getByRole('button', { name: 'Abfrage beenden' }).click();
  await other.getByRole('button', { name: 'Noch einmal öffnen' }).waitFor();
  await page.getByRole('button', { name: 'Abfrage beenden' }).click();
  await page
    .getByRole('dialog', { name: 'Jemand war schneller' })
    .getByRole('button', { name: 'Schließen' })
    .last()
    .click();
  await page.getByRole('button', { name: 'Löschen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Löschen' }).click();
  await page.getByText('Keine Bedarfsabfragen').waitFor();
  await context.close();
});
