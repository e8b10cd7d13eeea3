/** The page of a school: the organisations to which it belongs, belonged and will belong, on any day. */
import { violationsOn } from './axe';
import { test } from './browser';
import { DESK_WORLD } from './desk-world';
import { clerkAt, runConsole, signedInAt, system, world } from './running-console';

const GROUP = 'Pilot <img src=x onerror="window.taken=1">';

runConsole({
  ...DESK_WORLD,
  organisations: { ...DESK_WORLD.organisations, Dorf: 'AUTHORITY', [GROUP]: 'SCHOOL_GROUP', Gymnasien: 'SCHOOL_GROUP' },
  schools: {
    ...DESK_WORLD.schools,
    Kolleg: {
      belongsTo: [
        { to: 'Dorf', until: '2024-08-01' },
        { to: 'Stadt', from: '2024-08-01' },
        { to: 'Medienzentrum' },
        { to: GROUP, from: '2023-08-01', until: '2024-02-01' },
        { to: 'Gymnasien', from: '2022-08-01' },
      ],
    },
  },
});

const page = () => `/schools/${world.organisation('Kolleg').slice('NW:'.length)}`;

test('its authority and its groups are shown with their periods, for today and for an earlier day', async () => {
  const { page: tab, context, complaints } = await clerkAt(page());
  const part = tab.getByRole('region', { name: 'Zuständigkeit' });
  await part.getByText(/^Stadt \(\d+\), seit 01\.08\.2024$/).waitFor();
  await part.getByText(/^Gymnasien \(\d+\), seit 01\.08\.2022$/).waitFor();
  expect(await part.getByText(/Pilot/).isVisible()).toBe(false);
  await part.getByText('2 frühere oder künftige Zugehörigkeiten').click();
  await part.getByRole('row', { name: /Dorf.*Schulträger.*–.*31\.07\.2024/ }).waitFor();
  await part.getByRole('row', { name: /Pilot <img.*Schulgruppe.*01\.08\.2023.*31\.01\.2024/ }).waitFor();

  await tab.getByLabel('Stand am').fill('2023-10-01');
  await part.getByText(/^Dorf \(\d+\), bis 31\.07\.2024$/).waitFor();
  await part.getByText(/^Pilot <img.* seit 01\.08\.2023 bis 31\.01\.2024$/).waitFor();
  await tab.getByText('Sie sehen den Stand am 01.10.2023. Die Nutzung ist die von heute.').waitFor();
  expect(await tab.evaluate('window.taken')).toBeUndefined();
  expect(complaints).toEqual([]);
  await context.close();
});

test('the former periods open by keyboard', async () => {
  const { page: tab, context } = await clerkAt(page());
  const summary = tab.getByText('2 frühere oder künftige Zugehörigkeiten');
  await summary.focus();
  await tab.keyboard.press('Enter');
  await tab.getByRole('row', { name: /Dorf/ }).waitFor();
  await context.close();
});

test('a reader who may not see periods sees the present organisations', async () => {
  const { page: tab, context, complaints } = await signedInAt(page(), /Statistik/);
  const part = tab.getByRole('region', { name: 'Zuständigkeit' });
  await part.getByText(/^Stadt \(\d+\)$/).waitFor();
  expect(await part.getByText(/seit|frühere/).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test.each(['light', 'dark'] as const)('axe finds nothing in %s, with all periods open', async (colorScheme) => {
  const { page: tab, context } = await clerkAt(page(), { colorScheme });
  await tab.getByText('2 frühere oder künftige Zugehörigkeiten').click();
  expect(await violationsOn(tab)).toEqual([]);
  await tab.setViewportSize({ width: 320, height: 600 });
  await tab.goto(`${system.url}${page()}?day=2023-10-01`);
  await tab.getByText(/frühere oder künftige/).click();
  expect(await violationsOn(tab)).toEqual([]);
  const excess = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(excess).toBeLessThanOrEqual(0);
  await context.close();
});
