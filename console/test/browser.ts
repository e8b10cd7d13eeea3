/** Runs the Chromium that npm has installed, for the tests of a file. */
import { execFileSync } from 'node:child_process';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

let browser: Browser | null = null;

/**
 * Whether the browser runs on this machine. Where it does not, the reason is printed and the tests that need it are
 * skipped.
 */
export const CAN_BROWSE: boolean = (() => {
  // The package holds a Chromium for Linux on x64 only, and npm offers none for other machines.
  if (process.platform === 'linux' && process.arch === 'x64') return true;
  console.error(
    `Skipped: there is no Chromium for ${process.platform} on ${process.arch} in npm. Run them on Linux x64.`,
  );
  return false;
})();

export const test = CAN_BROWSE ? globalThis.test : globalThis.test.skip;

export async function openBrowser(): Promise<Browser> {
  const output = execFileSync(process.execPath, [`${__dirname}/chromium.mjs`], { encoding: 'utf8' });
  browser = await chromium.launch(JSON.parse(output));
  return browser;
}

export async function closeBrowser(): Promise<void> {
  await browser?.close();
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page has reported: refused scripts and styles, and exceptions. None is ever expected. */
  readonly complaints: readonly string[];
}

/** Opens a browser window of its own, with cookies of its own. */
export async function visit(opened: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Visit> {
  const context = await opened.newContext({ locale: 'de-DE', viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isNoise = message.type() !== 'error' || /the server responded with a status of 40[13]/.test(message.text());
    if (!isNoise) complaints.push(message.text());
  });
  return { page, context, complaints };
}
