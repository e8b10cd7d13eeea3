/**
 * Worklists: their filters stand in the address, they begin with what the reader may change, and rows lead to the desk
 * with everything filled in.
 */
import { test } from './browser';
import { DESK_WORLD } from './desk-world';
import { clerkAt, runConsole, signedInAt, world } from './running-console';

runConsole({
  ...DESK_WORLD,
  licences: {
    ...DESK_WORLD.licences,
    Landeslizenz: { owner: 'STATE', heldAt: ['STATE'], rights: ['STREAM'], packages: [{ package: 'Natur' }] },
  },
  entitlements: {
    ...DESK_WORLD.entitlements,
    land: { licence: 'Landeslizenz', holder: 'STATE', from: '2024-08-01' },
  },
});

test('the unused licences are those that the reader may end, unless the others are chosen too; the address says so', async () => {
  const { page, context, complaints } = await clerkAt('/worklists?list=unused');
  const table = page.getByRole('table');
  await table.getByRole('button', { name: 'Zurückstellen Altvertrag' }).waitFor();
  await page.getByText('1 Eintrag', { exact: true }).waitFor();
  await page.getByLabel('Auch, was ich nicht ändern darf').check();
  await table.getByRole('button', { name: 'Zurückstellen Landeslizenz' }).waitFor();
  const foreign = table.getByRole('row', { name: /Landeslizenz/ });
  expect(await foreign.getByRole('link', { name: /^Widerrufen/ }).count()).toBe(0);
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ list: 'unused', foreign: '1' });
  await page.reload();
  await table.getByRole('button', { name: 'Zurückstellen Landeslizenz' }).waitFor();

  await table.getByRole('link', { name: 'Widerrufen Altvertrag' }).click();
  await page.getByRole('heading', { level: 1, name: 'Freischaltungen widerrufen' }).waitFor();
  const { ids } = Object.fromEntries(new URL(page.url()).searchParams);
  expect(ids?.split(',').sort()).toEqual([world.entitlement('alt'), world.entitlement('gift')].sort());
  await page.getByLabel(/^Grund/).fill('nicht genutzt');
  await page.getByRole('button', { name: 'Vorschau anzeigen' }).click();
  await page.getByRole('button', { name: '2 ausführen' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a reader who may change nothing sees all unused licences, and is offered no change', async () => {
  const { page, context, complaints } = await signedInAt('/worklists?list=unused', /Statistik/);
  await page.getByRole('cell', { name: /^Landeslizenz/ }).waitFor();
  expect(await page.getByLabel('Auch, was ich nicht ändern darf').count()).toBe(0);
  expect(await page.getByRole('link', { name: /^Widerrufen/ }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});
