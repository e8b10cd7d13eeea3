/**
 * Checks with axe-core every page and dialog in light and in dark, and that nothing is wider than the window at 770 and
 * 320 px. Each page is opened once, because its colours and narrow layouts depend on its style sheets only.
 */
import type { Page } from 'playwright-core';
import { settled, violationsOn } from './axe';
import { test, visit } from './browser';
import { DESK_WORLD } from './desk-world';
import { browser, clerkAt, runConsole, signedInAt, system, world } from './running-console';

runConsole(DESK_WORLD);

const PLACES = [
  '/worklists',
  '/worklists?list=notice',
  '/worklists?list=twice',
  '/worklists?list=unused',
  '/worklists?list=demand',
  '/worklists?list=seats',
  '/desk',
  '/desk?authority=NW:1&city=Ort',
  '/desk/assign',
  '/desk/assign?way=filter',
  '/desk/assign?way=list',
  '/search',
  '/reports',
  '/reports?report=cost',
  '/reports?report=demand',
  '/administration',
  '/administration?view=licences',
  '/administration?view=jobs',
  '/surveys',
  '/surveys/new',
  '/accessibility',
  '/imprint',
  '/privacy',
  '/desk/nowhere',
];
const WIDTHS = [770, 320];
const WINDOW = { width: 1280, height: 900 };

/** Returns the faults of the open page, in both colour schemes and in narrow windows. */
async function faultsOn(page: Page): Promise<string[]> {
  await settled(page);
  const faults: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    faults.push(...(await violationsOn(page)).map((violation) => `in ${colorScheme}: ${violation}`));
  }
  for (const width of WIDTHS) {
    await page.setViewportSize({ ...WINDOW, width });
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (excess > 0) faults.push(`${excess} px wider than ${width} px`);
  }
  await page.setViewportSize(WINDOW);
  return faults;
}

test('every place', async () => {
  const { page, context } = await clerkAt('/worklists');
  const school = `/schools/${world.organisation('Adlerschule').slice('NW:'.length)}`;
  const preview = `/desk/assign?licences=${world.licence('Altvertrag')}&holders=AUTHORITY:${world.organisation('Stadt')}&step=preview`;
  const found: Record<string, string[]> = {};
  for (const place of [...PLACES, school, preview]) {
    await page.goto(`${system.url}${place}`);
    const faults = await faultsOn(page);
    if (faults.length > 0) found[place] = faults;
  }
  expect(found).toEqual({});
  await context.close();
});

test('the operator’s places', async () => {
  const { page, context } = await signedInAt('/administration', /Betrieb/);
  for (const view of ['imports', 'imports&kind=entitlements', 'verify', 'keys']) {
    await page.goto(`${system.url}/administration?view=${view}`);
    expect([view, await faultsOn(page)]).toEqual([view, []]);
  }
  await page.getByRole('button', { name: 'Neuer Schlüssel' }).click();
  await page.getByRole('dialog').waitFor();
  expect(await faultsOn(page)).toEqual([]);
  await context.close();
});

test('sign-in, panel and dialogs', async () => {
  const out = await visit(browser);
  await out.page.goto(`${system.url}/`);
  expect(await faultsOn(out.page)).toEqual([]);
  await out.context.close();

  const { page, context } = await clerkAt('/desk');
  await page.getByRole('button', { name: 'Altvertrag' }).first().click();
  await page.getByRole('dialog').getByText('Verlauf').waitFor();
  expect(await faultsOn(page)).toEqual([]);
  await page.goto(`${system.url}/worklists`);
  await page
    .getByRole('button', { name: /^Zurückstellen/ })
    .first()
    .click();
  await page.getByRole('dialog').waitFor();
  expect(await faultsOn(page)).toEqual([]);
  await context.close();
});
