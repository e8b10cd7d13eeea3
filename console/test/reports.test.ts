/** One click narrows all reports: from demand to schools and titles, and on to use and cost. */
import { randomUUID } from 'node:crypto';
import { countRecorded } from '../../test/count-recorded';
import { bought } from '../../test/purchases';
import { tokenOf } from '../../test/system';
import { violationsOn } from './axe';
import { test } from './browser';
import { DESK_WORLD } from './desk-world';
import { database, runConsole, signedInAt, system, world } from './running-console';

runConsole(DESK_WORLD);

beforeAll(async () => {
  if (!database) return;
  await database.query(bought('l.id = $1', '36500'), [world.licence('Altvertrag')]);
  const use = (school: string, title: string, action: string, count: number) =>
    Array.from({ length: count }, () => ({
      id: randomUUID(),
      school: world.organisation(school),
      title: world.title(title),
      action,
      usedAt: new Date().toISOString(),
    }));
  const events = [
    ...use('Adlerschule', 'Vulkane', 'STREAM', 20),
    ...use('Bussardschule', 'Bienen', 'NOT_LICENSED', 6),
    ...use('Adlerschule', 'Bienen', 'NOT_LICENSED', 2),
    ...use('Adlerschule', 'Wale', 'NOT_LICENSED', 1),
  ];
  const lms = await tokenOf('lms', `AUTHORITY:${world.organisation('Stadt')}`);
  const RECORD = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded } }';
  expect((await system.ask(lms, RECORD, { events })).data.recordUsage.recorded).toBe(events.length);
  await countRecorded(database);
});

test('demand is followed to the schools and back to titles, and the other reports stay narrowed to it', async () => {
  const { page, context, complaints } = await signedInAt('/reports?report=demand', /Stadt/);
  const table = page.getByRole('table', { name: 'Nachfrage' });
  await table.getByRole('row', { name: /Summe 9/ }).waitFor();
  await table.getByRole('button', { name: 'Bienen' }).click();
  await table.getByRole('row', { name: /Bussardschule.* 6/ }).waitFor();
  await table.getByRole('row', { name: /Summe 8/ }).waitFor();
  await table.getByRole('button', { name: 'Adlerschule' }).click();
  await table.getByRole('row', { name: /Bienen.* 2/ }).waitFor();
  await table.getByRole('row', { name: /Summe 2/ }).waitFor();
  const chosen = page.getByRole('list', { name: 'Eingegrenzt auf' });
  await chosen.getByRole('button', { name: 'Bienen entfernen' }).click();
  await table.getByRole('row', { name: /Summe 3/ }).waitFor();
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    report: 'demand',
    by: 'TITLE',
    schools: world.organisation('Adlerschule'),
  });

  await page.getByRole('link', { name: 'Nutzung', exact: true }).click();
  await chosen.getByText('Adlerschule').waitFor();
  await page
    .getByRole('table', { name: 'Berichte' })
    .getByRole('row', { name: /Summe 20/ })
    .waitFor();
  await page.reload();
  await chosen.getByText('Adlerschule').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('cost is followed from the licence to the school and its titles; the page says what cost is not divided by', async () => {
  const { page, context, complaints } = await signedInAt('/reports?report=cost', /Betrieb/);
  const table = page.getByRole('table', { name: 'Kosten je Nutzung' });
  await table.getByRole('button', { name: 'Altvertrag' }).click();
  await table.getByRole('row', { name: /Adlerschule.* 20/ }).waitFor();
  await table.getByRole('button', { name: 'Adlerschule' }).click();
  await table.getByRole('button', { name: 'Vulkane' }).click();
  // Cost by school is not divided among titles, so the report of use shows what was used there.
  await page
    .getByRole('table', { name: 'Berichte' })
    .getByRole('row', { name: /Adlerschule.* 20/ })
    .waitFor();
  await page.getByRole('link', { name: 'Kosten je Nutzung' }).click();
  await page
    .getByRole('list', { name: 'Danach lässt sich dieser Bericht nicht eingrenzen' })
    .getByText('Vulkane')
    .waitFor();
  await table.getByRole('button', { name: 'Altvertrag' }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

test('the file of demand has what the table shows, including the offer', async () => {
  const { page, context } = await signedInAt('/reports?report=demand', /Betrieb/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Als CSV herunterladen' }).click(),
  ]);
  const parts: Buffer[] = [];
  for await (const part of await download.createReadStream()) parts.push(part);
  const lines = Buffer.concat(parts).toString('utf8').trim().split('\r\n');
  expect(lines[0]).toBe('Medium;Nr.;nicht lizenziert;Plätze belegt;Günstigstes Angebot;Günstigstes Angebot (Euro)');
  expect(lines[1]).toBe('Bienen;Bienen;8;0;keine Lizenz bekannt;');
  expect(lines).toHaveLength(3);
  await context.close();
});
