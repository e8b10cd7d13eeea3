/** Hostile situations: a name that is a script, a session that ends during work, another reader in another tab. */
import { test } from './browser';
import { DESK_WORLD, HOSTILE } from './desk-world';
import { clerkAt, runConsole, system, world } from './running-console';

runConsole(DESK_WORLD);

test('a script in the name of a school is shown as text everywhere', async () => {
  const number = world.organisation(HOSTILE).slice('NW:'.length);
  const { page, context, complaints } = await clerkAt(`/schools/${number}`);
  await page.getByRole('heading', { level: 1, name: HOSTILE }).waitFor();
  await page.goto(`${system.url}/desk`);
  await page.getByRole('link', { name: HOSTILE }).waitFor();
  await page.getByRole('combobox', { name: 'Schule suchen' }).fill('script');
  await page.getByRole('option', { name: /<script>/ }).waitFor();
  expect(await page.evaluate('window.taken')).toBeUndefined();
  expect(complaints).toEqual([]);
  await context.close();
});

test('the content security policy refuses a script that nevertheless got into the page', async () => {
  const { page, context } = await clerkAt('/worklists');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.taken = 1';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.taken = 1">');
  });
  await page.waitForTimeout(300);
  expect(await page.evaluate('window.taken')).toBeUndefined();
  await context.close();
});

test('the session ends between preview and applying: the clerk signs in again and it is applied, once', async () => {
  const holders = ['Adlerschule', 'Bussardschule'].map((name) => `SCHOOL:${world.organisation(name)}`);
  const address = `/desk/assign?licences=${world.licence('Biologie kompakt')}&holders=${holders}&step=preview`;
  const { page, context } = await clerkAt(address);
  await page.getByText('2 neu, 0 bestehen schon, 0 abgelehnt').waitFor();
  await context.clearCookies();
  await page.getByRole('button', { name: '2 Freischaltungen anlegen' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ihre Sitzung ist abgelaufen' });
  await dialog.getByRole('button', { name: /Medienzentrum/ }).click();
  await page.getByText('Freigeschaltet: 2').waitFor();
  await context.close();
});

test('two tabs have previewed the same change: the second changes nothing, says why, and shows the present state', async () => {
  const chosen = [world.entitlement('alt'), world.entitlement('gift')].join(',');
  const { page, context, complaints } = await clerkAt(`/desk/change?action=suspend&ids=${chosen}&step=preview`);
  const apply = { name: '2 ausführen' };
  await page.getByRole('button', apply).waitFor();
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole('button', apply).click();
  await other.getByText('Ausgeführt: 2').waitFor();

  await page.getByRole('button', apply).click();
  await page.getByText('Nichts wurde geändert').waitFor();
  await page.getByRole('row', { name: /inzwischen von anderen geändert.*Adlerschule/ }).waitFor();
  await page.getByRole('button', { name: 'Neue Vorschau' }).click();
  await page.getByRole('button', { name: '0 ausführen' }).waitFor();
  await page.getByRole('row', { name: /ist schon so.*Adlerschule/ }).waitFor();

  await other.getByRole('button', { name: 'Rückgängig machen' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Rückgängig machen' }).click();
  await other.getByText('Rückgängig gemacht: 2').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('another reader signs in in another tab: this tab shows nothing of the former reader', async () => {
  const { page, context } = await clerkAt('/desk');
  await page.getByText('Altvertrag').first().waitFor();
  const other = await context.newPage();
  await other.goto(`${system.url}/imprint`);
  await other.getByRole('button', { name: 'Abmelden' }).click();
  await other.getByRole('button', { name: /Statistik/ }).click();
  await other.getByRole('link', { name: 'Mediensuche' }).waitFor();
  await page.getByRole('link', { name: 'Freischaltungen' }).waitFor({ state: 'detached' });
  await context.close();
});

test('signing out in one tab removes all data from the other tabs', async () => {
  const { page, context } = await clerkAt('/desk');
  await page.getByText('Altvertrag').first().waitFor();
  const other = await context.newPage();
  await other.goto(`${system.url}/imprint`);
  await other.getByRole('button', { name: 'Abmelden' }).click();
  await page.getByRole('button', { name: /Medienzentrum/ }).waitFor();
  expect(await page.getByText('Altvertrag').count()).toBe(0);
  expect(new URL(page.url()).pathname).toBe('/desk');
  await context.close();
});

test('a session that has ended elsewhere is noticed when the tab is visible again', async () => {
  const { page, context } = await clerkAt('/desk');
  await page.getByText('Altvertrag').first().waitFor();
  await context.clearCookies();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.getByRole('dialog', { name: 'Ihre Sitzung ist abgelaufen' }).waitFor();
  await context.close();
});

test('an unknown address shows a page with the navigation, below the console or not', async () => {
  const { page, context } = await clerkAt('/desk');
  for (const address of ['/console/nothing', '/nowhere', '/desk/nowhere']) {
    await page.goto(`${system.url}${address}`);
    await page.getByRole('heading', { level: 1, name: 'Diese Seite gibt es nicht' }).waitFor();
    await page.getByRole('navigation', { name: 'Bereiche' }).waitFor();
  }
  await context.close();
});

test('a page that is older than the system says so, and stays as it is', async () => {
  const { page, context } = await clerkAt('/desk/assign');
  await page.getByRole('button', { name: 'Hinzufügen Altvertrag' }).click();
  await page.route('**/console/graphql', (route) => {
    const { variables } = route.request().postDataJSON();
    return route.continue({ postData: JSON.stringify({ id: `sha256:${'0'.repeat(64)}`, variables }) });
  });
  await page.getByLabel('Liste einfügen').check();
  await page.getByLabel('Schulnummern, eine je Zeile').fill('123456');
  await page.getByRole('button', { name: 'Liste prüfen' }).click();
  await page.getByText('Es gibt eine neue Version').waitFor();
  expect(new URL(page.url()).searchParams.get('licences')).toBe(world.licence('Altvertrag'));
  await context.close();
});

test('without a connection the page says so, keeps what was typed, and continues afterwards', async () => {
  const { page, context } = await clerkAt('/desk/assign?way=list');
  await page.getByLabel('Schulnummern, eine je Zeile').fill(world.organisation('Adlerschule'));
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Liste prüfen' }).click();
  await page.getByText('Keine Verbindung').waitFor();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Erneut versuchen' }).click();
  await page.getByText('1 Schule erkannt').waitFor();
  await context.close();
});
