/**
 * `npm run screenshots`: starts everything with fresh demo data, signs in as each role that a picture needs, and writes a picture of
 * each place into docs/console/, 1280 and 770 pixels wide.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const CONSOLE = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const PROJECT = path.dirname(CONSOLE);
const PICTURES = path.join(PROJECT, 'docs', 'console');
/** Of a screen, and of the frame in which a learning platform shows a picker. */
const WIDTHS = [1280, 770];
const HEIGHT = 900;
const PATIENCE_MS = 60_000;

/** The showcase of the demo data: demo/showcase.ts. */
const SCHOOL = '900102';
const SCHOOLS = ['900101', '900102', '900103', '999999', 'Schule am Rhein'];

/** In the order of a day. Each is a place, as one role sees it, after what somebody did there. */
const PLACES = [
  { name: 'sign-in', role: null, at: '/' },
  { name: 'worklists', role: /^Medienzentrum/, at: '/worklists', act: findWorklist },
  { name: 'search', role: /^Medienzentrum/, at: '/search?q=Vulkane' },
  { name: 'school', role: /^Medienzentrum/, at: `/schools/${SCHOOL}` },
  { name: 'desk', role: /^Medienzentrum/, at: '/desk' },
  { name: 'assign', role: /^Medienzentrum/, at: '/desk/assign', act: previewAssignment },
  { name: 'reports', role: /^Statistik/, at: '/reports' },
  { name: 'cost', role: /^Medienzentrum/, at: '/reports?report=cost' },
  { name: 'surveys', role: /^Medienzentrum/, at: '/surveys/new' },
  { name: 'administration', role: /^Medienzentrum/, at: '/administration' },
  { name: 'imports', role: /^Betrieb/, at: '/administration?view=imports' },
  { name: 'keys', role: /^Betrieb/, at: '/administration?view=keys', act: makeKey },
  { name: 'accessibility', role: /^Medienzentrum/, at: '/accessibility' },
];

/** The list in which most is to be done. */
async function findWorklist(page) {
  const tabs = page.getByRole('navigation', { name: 'Arbeitslisten' });
  const rows = page.getByRole('table').getByRole('row');
  let fullest = { name: '', count: 0 };
  await tabs.getByRole('link').first().waitFor();
  for (const name of await tabs.getByRole('link').allInnerTexts()) {
    const count = await openWorklist(name);
    if (count > fullest.count) fullest = { name, count };
  }
  if (fullest.count === 0) throw new Error('There is nothing in any worklist, so there is nothing to show.');
  await openWorklist(fullest.name);

  async function openWorklist(name) {
    await tabs.getByRole('link', { name, exact: true }).click();
    await tabs.locator('[aria-current="page"]', { hasText: name }).waitFor();
    await rows.first().or(page.getByText('Nichts zu tun')).waitFor();
    await settled(page);
    return rows.count();
  }
}

/** Until nothing is on its way, and nothing stands for what is. */
async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.querySelector('.loading, [aria-busy="true"]'));
}

async function previewAssignment(page) {
  await page
    .getByRole('button', { name: /^Hinzufügen/ })
    .first()
    .click();
  await page.getByLabel('Liste einfügen').check();
  await page.getByLabel('Schulnummern, eine je Zeile').fill(SCHOOLS.join('\n'));
  await page.getByRole('button', { name: 'Liste prüfen' }).click();
  await page.getByRole('button', { name: /Schulen der Liste nehmen/ }).click();
  await page.getByRole('button', { name: 'Vorschau anzeigen' }).click();
  await page.getByText(/\d+ neu, /).waitFor();
}

async function makeKey(page) {
  await page.getByRole('button', { name: 'Neuer Schlüssel' }).click();
  await page.getByRole('dialog').getByLabel('Wofür er ist').fill('Moodle der Stadt');
}

async function takeScreenshots(url, browser) {
  mkdirSync(PICTURES, { recursive: true });
  for (const old of readdirSync(PICTURES)) if (old.endsWith('.png')) rmSync(path.join(PICTURES, old));
  for (const width of WIDTHS) {
    for (const role of new Set(PLACES.map((place) => place.role))) {
      const context = await browser.newContext({ locale: 'de-DE', viewport: { width, height: HEIGHT } });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      page.on('pageerror', (error) => {
        throw new Error(`${page.url()}: ${error.message}`);
      });
      await page.goto(url);
      if (role) await page.getByRole('button', { name: role }).first().click();
      if (role) await page.getByRole('navigation', { name: 'Bereiche' }).waitFor();
      for (const { name, at, act } of PLACES.filter((place) => place.role === role)) {
        await page.goto(new URL(at, url).href);
        await act?.(page);
        await settled(page);
        await page.mouse.move(0, 0);
        await page.evaluate(() => document.fonts.ready);
        const file = path.join(PICTURES, `${name}-${width}.png`);
        await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
        console.log(path.relative(PROJECT, file));
      }
      await context.close();
    }
  }
}

/** @returns the address of the gateway, and what stops it and removes its data */
async function startSystem() {
  const data = mkdtempSync(path.join(tmpdir(), 'freischalter-screenshots-'));
  const words = ['PORT=0', `DATA_DIR=${data}`, process.execPath, path.join('commands', 'bootstrap.mjs'), 'start'];
  const child = spawn('env', words, { cwd: PROJECT, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  const url = await new Promise((done, failed) => {
    createInterface(child.stdout).on('line', (line) => {
      const [, at] = /The console is at (\S+)/.exec(line) ?? [];
      if (at) done(at);
    });
    void ended.then(() => failed(new Error('The system did not start: see above.')));
  }).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

const told = execFileSync(process.execPath, [path.join(CONSOLE, 'test', 'chromium.mjs')], { encoding: 'utf8' });
// In German throughout: fields of days and months speak the language of the browser, not of the page.
const browser = await chromium.launch({ ...JSON.parse(told), env: { LANG: 'de_DE.UTF-8' } });
const system = await startSystem();
try {
  await takeScreenshots(system.url, browser);
} finally {
  await browser.close();
  await system.stop();
}
