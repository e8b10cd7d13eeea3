/**
 * The search for media: facets and their counts, choosing and removing values, suggestions, "did you mean", by keyboard
 * alone.
 */
import { violationsOn } from './axe';
import { test } from './browser';
import { DESK_WORLD } from './desk-world';
import { clerkAt, database, runConsole, signedInAt, system, world } from './running-console';

const HOSTILE_TITLE = 'Wetter <img src=x onerror="window.taken=1">';

runConsole({
  ...DESK_WORLD,
  titles: { ...DESK_WORLD.titles, Rhythmus: { open: true }, Vulkanausbruch: {}, [HOSTILE_TITLE]: {} },
});

const FACTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  Bienen: {
    subject_codes: ['080', '08005'],
    grade_from: 5,
    grade_until: 6,
    school_types: ['GYMNASIUM'],
    year: 2019,
    duration_seconds: 600,
    age_rating: 0,
    competences: ['5', '5.1'],
  },
  Wale: { subject_codes: ['080'], grade_from: 7, grade_until: 9, year: 2021, duration_seconds: 4_000, age_rating: 6 },
  Vulkane: { subject_codes: ['220', '22003'], grade_from: 5, grade_until: 10, year: 2021, kind: 'AUDIO' },
  Vulkanausbruch: { subject_codes: ['220'], languages: ['en', 'de'], added_at: '2026-01-01T00:00:00Z' },
  Rhythmus: { kind: 'INTERACTIVE' },
  [HOSTILE_TITLE]: {
    details: {
      parts: [{ name: '<b onclick="window.taken=1">Regen</b>', number: '9.1', description: null, durationSeconds: 90 }],
      materials: [{ kind: 'WORKSHEET', label: '<i>Blatt</i>', url: 'javascript:window.taken=1' }],
      thumbnailUrl: null,
      playUrl: 'https://play.example/wetter',
      downloadUrl: null,
      sourceLicence: null,
    },
  },
};

beforeAll(async () => {
  if (!database) return;
  for (const [name, facts] of Object.entries(FACTS)) {
    const columns = Object.keys(facts);
    await database.query(
      `update licences.title set ${columns.map((column, at) => `${column} = $${at + 2}`).join(', ')} where name = $1`,
      [name, ...columns.map((column) => facts[column])],
    );
  }
});

const hitsOn = (page: Awaited<ReturnType<typeof clerkAt>>['page']) =>
  page.getByRole('region', { name: /Medi(um|en)/ }).getByRole('heading', { level: 3 });

test('a value of a facet narrows the list to the count beside it, stands in the address, and can be removed', async () => {
  const { page, context, complaints } = await clerkAt('/search');
  const facets = page.getByRole('region', { name: 'Eingrenzen' });
  await facets.getByRole('button', { name: 'Biologie 2 Medien' }).click();
  await page.getByRole('heading', { name: '2 Medien' }).waitFor();
  expect(new URL(page.url()).search).toBe('?subject=080');
  // Another value of the same facet keeps its count; one of another facet is counted within what is chosen.
  await facets.getByRole('button', { name: 'Geografie 2 Medien' }).waitFor();
  await facets.getByRole('button', { name: 'Jahrgang 8 1 Medien' }).click();
  await page.getByRole('heading', { name: '1 Medium' }).waitFor();
  expect(await hitsOn(page).allTextContents()).toEqual(['Wale']);

  await page.reload();
  await page.getByRole('heading', { name: '1 Medium' }).waitFor();
  const chosen = page.getByRole('list', { name: 'Eingegrenzt auf' });
  await chosen.getByText('Fach: Biologie').waitFor();
  expect(await facets.getByRole('button', { name: 'Jahrgang 8 1 Medien' }).getAttribute('aria-pressed')).toBe('true');
  await chosen.getByRole('button', { name: 'Jahrgangsstufe: Jahrgang 8 entfernen' }).click();
  await page.getByRole('heading', { name: '2 Medien' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: '1 Medium' }).waitFor();
  await page.getByRole('button', { name: 'Alle Filter entfernen' }).click();
  await page.getByRole('heading', { name: '6 Medien' }).waitFor();
  expect(new URL(page.url()).search).toBe('');
  expect(complaints).toEqual([]);
  await context.close();
});

test('each facet narrows to as many media as it says', async () => {
  const { page, context, complaints } = await clerkAt('/search');
  const facets = page.getByRole('region', { name: 'Eingrenzen' });
  const values: [facet: string, value: RegExp, address: string, hits: string[]][] = [
    ['Schulform', /^Gymnasium 1 /, '?type=GYMNASIUM', ['Bienen']],
    ['Art', /^Ton 1 /, '?kind=AUDIO', ['Vulkane']],
    ['Dauer', /^über 60 Min. 1 /, '?duration=3601-', ['Wale']],
    ['Medienkompetenz', /^Analysieren und Reflektieren 1 /, '?competence=5', ['Bienen']],
    ['Produzent', /^Musterverlag 6 /, '?publisher=Musterverlag', []],
    ['Sprache', /^Englisch 1 /, '?language=en', ['Vulkanausbruch']],
    ['Altersfreigabe', /^bis FSK 0 1 /, '?age=0', ['Bienen']],
    ['Jahr', /^2021 2 /, '?year=2021', ['Vulkane', 'Wale']],
    ['Erlaubt ist', /^Streamen 6 /, '?right=STREAM', []],
    ['Offene Lizenz', /^mit offener Lizenz 1 /, '?open=true', ['Rhythmus']],
  ];
  for (const [facet, value, address, hits] of values) {
    await page.goto(`${system.url}/search`);
    const group = facets
      .locator('details')
      .filter({ has: page.locator('summary', { hasText: new RegExp(`^${facet}$`) }) });
    await group.waitFor();
    if ((await group.getAttribute('open')) === null) await group.locator('summary').click();
    const button = group.getByRole('button', { name: value });
    const count = (await button.locator('.facet__count').textContent())?.replace(' Medien', '');
    await button.click();
    await page.getByRole('heading', { name: count === '1' ? '1 Medium' : `${count} Medien` }).waitFor();
    expect([facet, new URL(page.url()).search]).toEqual([facet, address]);
    if (hits.length > 0) expect([facet, (await hitsOn(page).allTextContents()).sort()]).toEqual([facet, hits]);
  }
  await page.goto(`${system.url}/search?since=2026-02-01`);
  await page.getByRole('heading', { name: '5 Medien' }).waitFor();
  await page.getByText('Neu im Katalog seit: 01.02.2026').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('subjects are a tree: what is below a subject is shown when it is opened, and is open where it is chosen', async () => {
  const { page, context } = await clerkAt('/search');
  const facets = page.getByRole('region', { name: 'Eingrenzen' });
  await facets.getByRole('button', { name: 'Biologie 2 Medien' }).waitFor();
  expect(await facets.getByRole('button', { name: /^Tiere/ }).count()).toBe(0);
  await facets.getByRole('button', { name: 'Untergeordnetes von Biologie' }).click();
  await facets.getByRole('button', { name: 'Tiere 1 Medien' }).click();
  await page.getByRole('heading', { name: '1 Medium' }).waitFor();
  await page.reload();
  const chosen = facets.getByRole('button', { name: 'Tiere 1 Medien' });
  await chosen.waitFor();
  expect(await chosen.getAttribute('aria-pressed')).toBe('true');
  await context.close();
});

test('years from and to are typed, and narrow once they are left', async () => {
  const { page, context } = await clerkAt('/search');
  const facets = page.getByRole('region', { name: 'Eingrenzen' });
  await facets.locator('summary', { hasText: /^Jahr$/ }).click();
  await facets.getByLabel('von Jahr').fill('2018');
  await facets.getByLabel('bis Jahr').fill('2020');
  await facets.getByLabel('bis Jahr').press('Enter');
  await page.getByRole('heading', { name: '1 Medium' }).waitFor();
  expect(new URL(page.url()).search).toBe('?year=2018-2020');
  await page.getByText('Jahr: 2018–2020').waitFor();
  await context.close();
});

test('counts that are not of all media say so', async () => {
  const { page, context } = await clerkAt('/worklists');
  await page.route('**/console/graphql', async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    for (const facet of body.data?.titles?.facets ?? []) facet.isExact = false;
    await route.fulfill({ response, json: body });
  });
  await page.goto(`${system.url}/search`);
  await page.getByRole('button', { name: 'Biologie mehr als 2 Medien' }).waitFor();
  await page.getByText('die Zahlen sind Mindestwerte').waitFor();
  await context.close();
});

test('a search is done by keyboard alone: a suggestion is taken, and the hits are narrowed, ordered and widened again', async () => {
  const { page, context, complaints } = await clerkAt('/search');
  const field = page.getByRole('combobox', { name: 'Titel, Thema oder Mediennummer' });
  await page.getByRole('heading', { name: '6 Medien' }).waitFor();
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.type('Vulkan');
  await page.getByRole('option', { name: /^Vulkanausbruch/ }).waitFor();
  expect(await field.getAttribute('aria-expanded')).toBe('true');
  // No suggestion is taken unless it was chosen.
  expect(await field.getAttribute('aria-activedescendant')).toBeNull();
  await page.keyboard.press('Escape');
  await page.getByRole('option').first().waitFor({ state: 'hidden' });
  expect(await field.inputValue()).toBe('Vulkan');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '2 Medien' }).waitFor();
  expect(new URL(page.url()).search).toBe('?q=Vulkan');

  await page.keyboard.type('e');
  await page.getByRole('option', { name: /^Vulkane/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  const active = await field.getAttribute('aria-activedescendant');
  expect(await page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=Vulkane$/);
  expect(await field.inputValue()).toBe('Vulkane');

  await field.fill('');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '6 Medien' }).waitFor();
  const reach = async (name: string) => {
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate(() => (document.activeElement as HTMLElement).textContent)).startsWith(name)) return;
    }
    throw new Error(`The focus never came to ${name}.`);
  };
  await reach('Geografie');
  await page.keyboard.press('Space');
  await page.getByRole('heading', { name: '2 Medien' }).waitFor();
  // The focus stays where it was, so that another value can be chosen.
  expect(await page.evaluate(() => (document.activeElement as HTMLElement).textContent)).toMatch(/^Geografie/);
  await page.keyboard.press('Space');
  await page.getByRole('heading', { name: '6 Medien' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('for a misspelt word that finds nothing another one is suggested, and searched for on a click', async () => {
  const { page, context } = await clerkAt('/search?q=Rythmus');
  await page.getByText('Meinten Sie').waitFor();
  await page.getByRole('button', { name: 'Rhythmus' }).click();
  await page.getByRole('heading', { name: '1 Medium' }).waitFor();
  expect(await page.getByRole('combobox', { name: /^Titel, Thema/ }).inputValue()).toBe('Rhythmus');
  await context.close();
});

test('media are listed in the chosen order', async () => {
  const { page, context } = await clerkAt('/search?order=TITLE');
  await page.getByRole('heading', { name: '6 Medien' }).waitFor();
  expect((await hitsOn(page).allTextContents())[0]).toBe('Bienen');
  await page.getByLabel('Sortierung').selectOption('NEWEST');
  await page.waitForURL(/order=NEWEST/);
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  expect((await hitsOn(page).allTextContents()).at(-1)).toBe('Vulkanausbruch');
  await context.close();
});

test('for a school it shows what may be used until when, and counts only that where only that is wanted', async () => {
  const { page, context, complaints } = await clerkAt('/search');
  const field = page.getByRole('combobox', { name: 'Für welche Schule?' });
  await field.fill('Adler');
  await page.getByRole('option', { name: /Adlerschule/ }).waitFor();
  await field.press('Enter');
  const vulkane = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Vulkane' }) });
  await vulkane.getByText('nutzbar').waitFor();
  await vulkane.getByText(/^bis \d\d\.\d\d\.\d{4}$/).waitFor();
  await page.getByRole('listitem').filter({ hasText: 'Bienen' }).getByText('nicht lizenziert').waitFor();
  await page.getByLabel('Nur was die Schule nutzen darf').check();
  await page.getByRole('heading', { name: '2 Medien' }).waitFor();
  expect((await hitsOn(page).allTextContents()).sort()).toEqual(['Rhythmus', 'Vulkane']);
  await page.getByRole('button', { name: 'Geografie 1 Medien' }).click();
  await page.getByRole('heading', { name: '1 Medium' }).waitFor();
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    school: world.organisation('Adlerschule'),
    usable: '1',
    subject: '220',
  });
  // A misspelt word does not lead to titles that the school may not use.
  await page.goto(`${system.url}/search?school=${world.organisation('Adlerschule')}&usable=1&q=Bienne`);
  await page.getByRole('heading', { name: 'Kein Medium gefunden' }).waitFor();
  expect(await page.getByText('Meinten Sie').count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test('parts, material and links are shown; a script in any of them is shown as text', async () => {
  const { page, context, complaints } = await clerkAt('/search?q=Wetter');
  const hit = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: HOSTILE_TITLE }) });
  await hit.getByText('1 Teil, 1 Begleitmaterial').click();
  await hit.getByText('<b onclick="window.taken=1">Regen</b> · 9.1 · 2 Min.').waitFor();
  await hit.getByRole('link', { name: '<i>Blatt</i>' }).click();
  expect(await hit.getByRole('link', { name: /^Abspielen/ }).getAttribute('href')).toBe('https://play.example/wetter');
  const field = page.getByRole('combobox', { name: /^Titel, Thema/ });
  await field.fill('Wett');
  await page.getByRole('option', { name: /^Wetter <img/ }).waitFor();
  expect(await page.evaluate('window.taken')).toBeUndefined();
  expect(complaints.filter((text) => !/javascript:/.test(text))).toEqual([]);
  await context.close();
});

test('on a narrow screen the facets open by a button, and at 400 % nothing is wider than the window', async () => {
  const { page, context } = await signedInAt('/search?q=Vulkan', /Stadt/, { viewport: { width: 770, height: 900 } });
  await page.getByRole('heading', { name: '2 Medien' }).waitFor();
  const value = page.getByRole('button', { name: 'Geografie 2 Medien' });
  expect(await value.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Eingrenzen' }).click();
  await value.waitFor();
  // A window of 1280 px at 400 % is 320 px wide.
  await page.setViewportSize({ width: 320, height: 256 });
  await value.click();
  await page.getByRole('heading', { name: '2 Medien' }).waitFor();
  await page.getByRole('button', { name: 'Eingrenzen (1 gewählt)' }).waitFor();
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(excess).toBeLessThanOrEqual(0);
  await context.close();
});

test.each(['light', 'dark'] as const)(
  'axe finds nothing in %s, with facets, suggestions and a question',
  async (colorScheme) => {
    const { page, context } = await clerkAt('/search?subject=080,08005&year=2018-2021', { colorScheme });
    await page.locator('details.facet').first().waitFor();
    await page.evaluate(() => {
      for (const facet of document.querySelectorAll<HTMLDetailsElement>('details.facet')) facet.open = true;
    });
    expect(await violationsOn(page)).toEqual([]);
    const field = page.getByRole('combobox', { name: /^Titel, Thema/ });
    await field.fill('Wal');
    await page.getByRole('option', { name: /^Wale/ }).waitFor();
    await field.press('ArrowDown');
    expect(await violationsOn(page)).toEqual([]);
    await page.goto(`${system.url}/search?q=Rythmus`);
    await page.getByText('Meinten Sie').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await context.close();
  },
);
