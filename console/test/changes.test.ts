/**
 * Changes of many entitlements as jobs: progress, every row, the file, undoing; and changes of a licence that worklists
 * prepare.
 */
import { violationsOn } from './axe';
import { test } from './browser';
import { DESK_WORLD, HOSTILE, inDays } from './desk-world';
import { clerkAt, database, runConsole, system, world } from './running-console';

const MANY = 1_100;

runConsole({
  ...DESK_WORLD,
  licences: {
    ...DESK_WORLD.licences,
    Gezählte: {
      owner: 'Medienzentrum',
      heldAt: ['SCHOOL'],
      rights: ['STREAM'],
      seats: 30,
      packages: [{ package: 'Erde' }],
    },
  },
  entitlements: {
    ...DESK_WORLD.entitlements,
    over: { licence: 'Biologie kompakt', holder: 'Falkenschule', from: '2020-08-01', until: '2021-08-01' },
    gezählt: { licence: 'Gezählte', holder: 'Falkenschule', from: '2024-08-01' },
  },
});

beforeAll(async () => {
  if (!database) return;
  await database.query(
    `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
     select e.licence_id, e.owner_id, (select id from schools.organisation where name = $2),
       tstzrange(day, day + interval '1 day'), e.rights, 'test'
     from schools.entitlement e, generate_series('2040-01-01'::timestamptz, '2040-01-01'::timestamptz + interval '1 day' * ($3 - 1), '1 day') day
     where e.id = $1`,
    [world.entitlement('alt'), HOSTILE, MANY],
  );
  await database.query('insert into licences.agreement (licence_id, notice_on) values ($1, current_date + 30)', [
    world.licence('Gezählte'),
  ]);
});

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

test('more than a thousand are revoked as a job: a preview, every row, the file, and all of it undone', async () => {
  const { page, context, complaints } = await clerkAt('/desk?status=SCHEDULED');
  context.setDefaultTimeout(60_000);
  await page.getByRole('table').getByRole('checkbox').nth(1).check();
  await page.getByRole('button', { name: 'Alle 1.100 Treffer auswählen' }).click();
  await page.getByRole('button', { name: 'Widerrufen' }).click();
  await page.getByLabel(/^Grund/).fill('Vertrag geplatzt');
  await page.getByRole('button', { name: 'Vorschau anzeigen' }).click();
  const apply = page.getByRole('button', { name: '1.100 ausführen' });
  await apply.waitFor();
  await page.getByText('1.100 Einträge').waitFor();
  expect((await database.query('select from schools.entitlement where revoked_at is not null')).length).toBe(0);

  await apply.click();
  await page.getByText('Ausgeführt: 1.100').waitFor();
  await page.reload();
  await page.getByText('Ausgeführt: 1.100').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Als CSV herunterladen' }).click(),
  ]);
  const lines = (await textOf(await download.createReadStream())).trim().split('\r\n');
  expect(lines.length).toBe(1 + MANY);
  // A name that a spreadsheet program or a page might interpret.
  expect(lines[1]).toContain('<script>');
  expect(await page.evaluate('window.taken')).toBeUndefined();

  await page.getByRole('button', { name: 'Rückgängig machen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rückgängig machen' }).click();
  await page.getByText('Rückgängig gemacht: 1.100').waitFor();
  expect((await database.query('select from schools.entitlement where revoked_at is not null')).length).toBe(0);

  await page.goto(`${system.url}/administration?view=jobs`);
  await page
    .getByRole('row', { name: /fertig.*1\.100/ })
    .first()
    .getByRole('link', { name: /^Ansehen/ })
    .click();
  await page.getByRole('heading', { level: 1, name: 'Auftrag' }).waitFor();
  await page
    .getByText(/: 1\.100/)
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a file that ends within a row is refused, and can be requested again', async () => {
  const { page, context, complaints } = await clerkAt(
    `/desk/change?action=suspend&ids=${world.entitlement('alt')},${world.entitlement('gift')}&reason=Probe&step=preview`,
  );
  const button = page.getByRole('button', { name: 'Als CSV herunterladen' });
  const downloads: unknown[] = [];
  page.on('download', (download) => downloads.push(download));
  await page.route('**/console/export.ndjson', async (route) => {
    const whole = await (await route.fetch()).text();
    await route.fulfill({ contentType: 'application/x-ndjson', body: whole.slice(0, -20) });
  });
  await button.click();
  await page.getByText('Unerwarteter Fehler').waitFor();
  expect(downloads).toEqual([]);
  await page.unroute('**/console/export.ndjson');
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  expect((await textOf(await download.createReadStream())).trim().split('\r\n').length).toBe(3);
  expect(await page.getByText('Unerwarteter Fehler').count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test.each([
  ['=HYPERLINK("https://example.org";"Klick")', `"'=HYPERLINK(""https://example.org"";""Klick"")"`],
  ['Schule, =HYPERLINK(A1), Ort', "Schule,' =HYPERLINK(A1), Ort"],
])('a formula in a name is a text in the file: %s', async (formula, cell) => {
  const rename = (from: string, to: string) =>
    database.query('update schools.organisation set name = $2 where name = $1', [from, to]);
  await rename('Adlerschule', formula);
  const { page, context, complaints } = await clerkAt(
    `/desk/change?action=suspend&ids=${world.entitlement('alt')}&step=preview`,
  );
  await page.getByRole('link', { name: formula }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Als CSV herunterladen' }).click(),
  ]);
  expect(await textOf(await download.createReadStream())).toContain(`;${cell};`);
  expect(complaints).toEqual([]);
  await context.close();
  await rename(formula, 'Adlerschule');
});

test('a job shows its progress, and can be cancelled', async () => {
  const { page, context, complaints } = await clerkAt('/worklists');
  const id = '00000000-0000-4000-8000-000000000001';
  let state = 'RUNNING';
  // Imitates a job with a hundred thousand answers, because this world has too few for one that lasts.
  await page.route('**/console/graphql', async (route) => {
    const { variables } = route.request().postDataJSON();
    if (variables.id !== id) return route.fallback();
    const isStopped = variables.first === undefined && state === 'STOPPING';
    const job = {
      id,
      state: isStopped ? 'CANCELLED' : 'RUNNING',
      done: 5_000,
      toDo: 110_000,
      error: null,
      result: null,
      change: null,
    };
    await route.fulfill({ json: { data: { job, cancelJob: job } } });
  });
  await page.goto(`${system.url}/desk/change?action=revoke&all=1&job=${id}`);
  await page.getByText('5.000 von 110.000').waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Abbrechen' }).click();
  state = 'STOPPING';
  await page.getByText('Abgebrochen: nichts wurde geändert').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('the choice for a change survives a reload, and refused rows are named and skipped', async () => {
  const [alt, over, counted] = ['alt', 'over', 'gezählt'].map((name) => world.entitlement(name));
  const day = inDays(30).slice(0, 10);
  const { page, context, complaints } = await clerkAt(
    `/desk/change?action=amend&ids=${alt},${over}&until=${day}&reason=Umzug&step=preview`,
  );
  await page.getByText('„Umzug“').waitFor();
  await page.getByRole('row', { name: /ist beendet.*Biologie kompakt/ }).waitFor();
  expect(await page.getByRole('button', { name: '1 ausführen' }).isDisabled()).toBe(true);
  await page.getByLabel('abgelehnt (1)').check();
  await page.getByText('1 Eintrag', { exact: true }).waitFor();
  await page.getByLabel('Abgelehnte überspringen und den Rest ausführen').check();
  await page.reload();
  await page.getByRole('button', { name: '1 ausführen' }).click();
  await page.getByText('Ausgeführt: 1').waitFor();

  await page.goto(
    `${system.url}/desk/change?action=move&ids=${counted}&to=SCHOOL:${world.organisation('Bussardschule')}&step=preview`,
  );
  await page.getByText('Neuer Inhaber: Bussardschule').waitFor();
  await page.getByRole('button', { name: '1 ausführen' }).click();
  await page.getByText('Ausgeführt: 1').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a day of notice that is settled leaves the worklist, by keyboard', async () => {
  const { page, context, complaints } = await clerkAt('/worklists?list=notice');
  const link = page.getByRole('link', { name: 'Kündigung als erledigt eintragen Gezählte' });
  await link.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Kündigungstermin einer Lizenz ändern' }).waitFor();
  await page.getByText('Gezählte (Gezählte)').waitFor();
  await page.getByText(/^Jetzt: \d\d\.\d\d\.\d{4}$/).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Eintragen' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Eingetragen', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Zur Arbeitsliste' }).click();
  await page.getByText('Nichts zu tun').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('bought seats are entered, unless the licence has changed meanwhile', async () => {
  const licence = world.licence('Gezählte');
  const seats = () =>
    database.query('select seats from licences.licence_terms where licence_id = $1 and upper_inf(valid)', [licence]);
  const { page, context, complaints } = await clerkAt(`/desk/licence?licence=${licence}&version=1&seats=31`);
  // The day of notice that was entered before has raised the version.
  await page.getByText('Die Lizenz wurde inzwischen geändert').waitFor();
  await page.getByRole('button', { name: 'Neuen Stand ansehen' }).click();
  await page.getByText('Jetzt: 30').waitFor();
  await page.getByLabel(/^Plätze/).fill('40');
  await page.getByRole('button', { name: 'Eintragen' }).click();
  await page.getByText('Eingetragen', { exact: true }).waitFor();
  expect(await seats()).toEqual([{ seats: 40 }]);
  expect(complaints).toEqual([]);
  await context.close();
});
