/**
 * What an operator does with the installation: imports a file after a trial, verifies the audit trail, creates and
 * revokes a key.
 */
import { violationsOn } from './axe';
import { test } from './browser';
import { DESK_WORLD } from './desk-world';
import { clerkAt, database, runConsole, signedInAt, system, world } from './running-console';

runConsole(DESK_WORLD);

const OPERATOR = /Betrieb/;
const title = (number: string) => JSON.stringify({ number, name: 'Möwen', publisher: 'Verlag', kind: 'VIDEO' });
const file = (text: string) => ({ name: 'möwen.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(text) });

test('a file is tried, its report is read, and the same file is imported', async () => {
  const { page, context, complaints } = await signedInAt('/administration?view=imports', OPERATOR);
  await page.getByLabel('Was wird importiert?').selectOption('titles');
  await page.getByLabel('Datei', { exact: true }).setInputFiles(file(title('X1')));
  await page.getByRole('button', { name: 'Probelauf starten' }).click();
  await page.getByText('Probelauf fertig, nichts geändert').waitFor({ timeout: 60_000 });
  await page
    .getByRole('table', { name: 'Was sich ändert' })
    .getByRole('row', { name: /Medien.*1 neu, 0 geändert, 0 unverändert/ })
    .waitFor();
  const stored = () => database.query("select name from licences.title where number = 'X1'");
  expect(await stored()).toEqual([]);
  await page.getByRole('button', { name: 'So importieren' }).click();
  await page.getByText('Importiert', { exact: true }).waitFor({ timeout: 60_000 });
  expect(await stored()).toEqual([{ name: 'Möwen' }]);
  await page.getByRole('button', { name: 'Anderer Import' }).click();
  await page
    .getByRole('row', { name: /Medien.*möwen\.ndjson.*fertig.*demo-operator/ })
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a file of a source is tried in its format, with the map of its columns', async () => {
  const { page, context } = await signedInAt('/administration?view=imports&kind=titles', OPERATOR);
  await page.getByLabel('Format').selectOption('csv');
  const table = { name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from('Nr;Titel\n7;Watt\n') };
  await page.getByLabel('Datei', { exact: true }).setInputFiles(table);
  await page.getByRole('button', { name: 'Probelauf starten' }).click();
  await page.getByText('Nennen Sie die Quelle.').waitFor();
  await page.getByLabel('Name der Quelle').fill('küste');
  await page.getByRole('button', { name: 'Probelauf starten' }).click();
  await page.getByText('Wählen Sie die Zuordnung der Spalten aus.').waitFor();
  const map = JSON.stringify({ id: 'Nr', name: 'Titel', kind: { always: 'VIDEO' } });
  const columns = { name: 'spalten.json', mimeType: 'application/json', buffer: Buffer.from(map) };
  await page.getByLabel('Zuordnung der Spalten').setInputFiles(columns);
  await page.getByLabel('Name der Quelle').fill('watt');
  await page.getByLabel('Nur ein Teil').check();
  await page.getByRole('button', { name: 'Probelauf starten' }).click();
  await page.getByText('Probelauf fertig, nichts geändert').waitFor({ timeout: 60_000 });
  await page
    .getByRole('table', { name: 'Was sich ändert' })
    .getByRole('row', { name: /Medien.*1 neu, 0 geändert, 0 unverändert/ })
    .waitFor();
  await context.close();
});

test('a file is chosen by keyboard, in German, and its name is shown as text, whatever it contains', async () => {
  const { page, context, complaints } = await signedInAt('/administration?view=imports&kind=titles', OPERATOR);
  await page.getByText('keine Datei gewählt').first().waitFor();
  const field = page.getByLabel('Datei', { exact: true });
  await field.focus();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
  const name = '<img src=x onerror="window.taken=1">.ndjson';
  await chooser.setFiles({
    name,
    mimeType: 'application/x-ndjson',
    buffer: Buffer.from('{"number": "X3", "kind": "<b>Film</b>"}'),
  });
  await page.getByText(name, { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Probelauf starten' }).click();
  await page
    .getByRole('table', { name: 'Abgelehnte Zeilen' })
    .getByRole('row', { name: /1 kind eines von: VIDEO.* “<b>Film<\/b>”/ })
    .waitFor({ timeout: 60_000 });
  expect(await page.evaluate('window.taken')).toBeUndefined();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a wrong file is refused, with the wrong line', async () => {
  const { page, context } = await signedInAt('/administration?view=imports&kind=titles', OPERATOR);
  await page.getByRole('button', { name: 'Probelauf starten' }).click();
  await page.getByText('Wählen Sie eine Datei aus.').waitFor();
  await page.getByLabel('Datei', { exact: true }).setInputFiles(file('{"number": "X2", "year": 0}'));
  await page.getByRole('button', { name: 'Probelauf starten' }).click();
  await page.getByText('Nicht importiert, nichts geändert').waitFor({ timeout: 60_000 });
  await page
    .getByRole('table', { name: 'Abgelehnte Zeilen' })
    .getByRole('row', { name: /1 year .* 0/ })
    .waitFor();
  const all = page.getByText('Alle Meldungen des Befehls');
  await all.focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('region', { name: 'Alle Meldungen des Befehls' })
    .getByText(/line 1: year/)
    .waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.getByRole('button', { name: 'So importieren' }).count()).toBe(0);
  await page.reload();
  await page.getByText('Nicht importiert, nichts geändert').waitFor();
  await context.close();
});

test('the audit trail is verified, also against a head that somebody kept', async () => {
  const { page, context, complaints } = await signedInAt('/administration?view=verify', OPERATOR);
  await page.getByRole('button', { name: 'Änderungsverlauf prüfen' }).click();
  await page.getByText('Der Änderungsverlauf ist unverändert').waitFor({ timeout: 60_000 });
  await page.getByLabel(/Aufbewahrte Köpfe/).fill('f'.repeat(64));
  await page.getByRole('button', { name: 'Änderungsverlauf prüfen' }).click();
  await page.getByText('Der Änderungsverlauf ist nicht, was geschrieben wurde').waitFor({ timeout: 60_000 });
  await page.getByText('Alle Meldungen des Befehls').click();
  await page
    .getByRole('region', { name: 'Alle Meldungen des Befehls' })
    .getByText(/is in no chain/)
    .waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a key is created for an existing organisation, shown once, and revoked', async () => {
  const { page, context, complaints } = await signedInAt('/administration?view=keys', OPERATOR);
  await page.getByText('Noch keine Schlüssel').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Neuer Schlüssel' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Wofür er ist').fill('Moodle der Stadt');
  await dialog.getByLabel(/Kennung/).fill('NW:00000');
  await dialog.getByRole('button', { name: 'Hinzufügen' }).click();
  await dialog.getByText('Eine solche Stelle gibt es nicht.').waitFor();
  await dialog.getByLabel(/Kennung/).fill(world.organisation('Stadt'));
  await dialog.getByRole('button', { name: 'Hinzufügen' }).click();
  await dialog.getByRole('listitem').getByText('Stadt').waitFor();
  await dialog.getByLabel('Nutzung melden').uncheck();
  await dialog.getByRole('button', { name: 'Schlüssel anlegen' }).click();
  const key = await page
    .getByRole('dialog', { name: 'Der Schlüssel ist angelegt' })
    .getByLabel('Schlüssel')
    .inputValue();
  const me = await fetch(`${system.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: '{ me { kind scopes } }' }),
  });
  expect(await me.json()).toEqual({
    data: { me: { kind: 'LMS', scopes: ['titles:read', 'schools:read', 'access:read'] } },
  });
  await page.getByRole('button', { name: 'Schließen' }).click();
  await page.getByRole('button', { name: 'Beenden Moodle der Stadt' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Beenden' }).click();
  await page.getByRole('row', { name: /Moodle der Stadt.*beendet am/ }).waitFor({ timeout: 60_000 });
  expect(complaints).toEqual([]);
  await context.close();
});

test('a clerk sees none of this', async () => {
  const { page, context } = await clerkAt('/administration?view=keys');
  await page.getByRole('link', { name: 'Meine Aufträge' }).waitFor();
  expect(await page.getByRole('link', { name: /Importe|Schlüssel|Prüfung/ }).count()).toBe(0);
  await context.close();
});
