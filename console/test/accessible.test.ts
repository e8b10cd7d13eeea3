/** axe-core finds nothing on any page or dialog, in light and in dark; and nothing is wider than the window at 770 and 320 px. */
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

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every place in ${colorScheme}`, async () => {
    const { page, context } = await clerkAt('/worklists', { colorScheme });
    const school = `/schools/${world.organisation('Adlerschule').slice('NW:'.length)}`;
    const preview = `/desk/assign?licences=${world.licence('Altvertrag')}&holders=AUTHORITY:${world.organisation('Stadt')}&step=preview`;
    const found: Record<string, string[]> = {};
    for (const place of [...PLACES, school, preview]) {
      await page.goto(`${system.url}${place}`);
      const violations = await violationsOn(page);
      if (violations.length > 0) found[place] = violations;
    }
    expect(found).toEqual({});
    await context.close();
  });

  test(`what is the operator’s in ${colorScheme}`, async () => {
    const { page, context } = await signedInAt('/administration', /Betrieb/, { colorScheme });
    for (const view of ['imports', 'imports&kind=entitlements', 'keys', 'verify']) {
      await page.goto(`${system.url}/administration?view=${view}`);
      expect([view, await violationsOn(page)]).toEqual([view, []]);
    }
    await page.goto(`${system.url}/administration?view=keys`);
    await page.getByRole('button', { name: 'Neuer Schlüssel' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await context.close();
  });

  test(`sign-in, panel and dialogs in ${colorScheme}`, async () => {
    const out = await visit(browser, { colorScheme });
    await out.page.goto(`${system.url}/`);
    expect(await violationsOn(out.page)).toEqual([]);
    await out.context.close();

    const { page, context } = await clerkAt('/desk', { colorScheme });
    await page.getByRole('button', { name: 'Altvertrag' }).first().click();
    await page.getByRole('dialog').getByText('Verlauf').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.goto(`${system.url}/worklists`);
    await page
      .getByRole('button', { name: /^Zurückstellen/ })
      .first()
      .click();
    await page.getByRole('dialog').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await context.close();
  });
}

test.each([770, 320])('no page is wider than a window of %i px', async (width) => {
  const { page, context } = await clerkAt('/worklists', { viewport: { width, height: 800 } });
  const wide: string[] = [];
  for (const place of PLACES) {
    await page.goto(`${system.url}${place}`);
    await settled(page);
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (excess > 0) wide.push(`${place}: ${excess} px`);
  }
  expect(wide).toEqual([]);
  await context.close();
});
