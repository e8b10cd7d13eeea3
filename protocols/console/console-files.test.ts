/** The page of the console and its files, as browsers and intermediaries get them. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type BrowserAnswer, consoleBrowser } from '../../test/console-browser';
import { type ConsoleWorld, createConsoleWorld } from '../../test/console-world';
import { sendRaw } from '../../test/raw-request';
import type { System } from '../../test/system';
import { until } from '../../test/until';
import type { Progress } from './file-routes';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const SCRIPT = `console.log('${'a'.repeat(100_000)}');`;

let world: ConsoleWorld;
let folder: string;
let progress: Progress = { state: 'absent' };
let system: System;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'console-files-'));
  world = await createConsoleWorld();
  system = await world.start({
    folder: path.join(folder, 'dist'),
    progress: () => progress,
    demo: world.demo('Stadt'),
  });
});
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true });
});

const browser = consoleBrowser(() => system.url);

function write(name: string, content: string | Buffer): void {
  const file = path.join(folder, 'dist', name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function build(page: string): void {
  write('assets/index-1.js', SCRIPT);
  write('assets/index-1.js.br', brotliCompressSync(SCRIPT));
  write('assets/index-1.js.gz', gzipSync(SCRIPT));
  write('assets/font-1.woff2', Buffer.from([0, 255, 1]));
  write('assets/deep/icon-1.svg', '<svg/>');
  write('secret.txt', 'beside the assets');
  write('index.html', page);
}

const PLACES = [
  '/',
  '/search',
  '/search?q=x',
  '/desk',
  '/desk/assign/holders',
  '/worklists',
  '/reports/',
  '/schools/NW:900102',
  '/entitlements/12',
  '/administration',
  '/surveys/12',
  '/accessibility',
  '/imprint',
  '/privacy',
];

describe('while nothing is built', () => {
  test.each<[Progress, string]>([
    [{ state: 'building', step: 'Die Pakete <werden> geladen.' }, 'Die Pakete &lt;werden&gt; geladen.'],
    [{ state: 'failed' }, 'konnte nicht gebaut werden'],
    [{ state: 'absent' }, 'ist nicht gebaut'],
  ])('the page shows the progress of the build, and reloads itself: %j', async (state, text) => {
    progress = state;
    const { status, headers, text: page } = await browser.open('/desk');
    expect([status, headers['retry-after'], headers.refresh]).toEqual([503, '3', '3']);
    expect(page).toContain(text);
    expectStrict(headers, page);
  });

  test('GraphQL and health answer as usual', async () => {
    expect((await browser.open('/health/live')).status).toBe(200);
    expect((await browser.send('/graphql', { query: '{ __typename }' })).status).toBe(200);
  });
});

function expectStrict(headers: BrowserAnswer['headers'], page: string): void {
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  expect(page).not.toMatch(/<script(?![^>]* src=)|<style|style=|\son\w+=|javascript:/i);
}

describe('when it is built', () => {
  beforeAll(async () => {
    build('<!doctype html><title>one</title>');
    await until('the console is there', async () => (await browser.open('/')).status === 200);
  });

  test.each(PLACES)(
    '%s is the page, under the strict policy, and no cache may answer without asking us',
    async (place) => {
      const { status, headers, text } = await browser.open(place);
      expect([status, text, headers['cache-control']]).toEqual([200, '<!doctype html><title>one</title>', 'no-cache']);
      expectStrict(headers, text);
    },
  );

  test.each([
    '/deskx',
    '/Desk',
    '/search%2f',
    '/console',
    '/console/',
    '/index.html',
    '/console/index.html',
    '/assets/index-1.js',
  ])('%s is not found, and browsers get the page of the console with this status', async (place) => {
    const { status, headers, text } = await browser.open(place);
    expect([status, text]).toEqual([404, '<!doctype html><title>one</title>']);
    expectStrict(headers, text);
    const program = await browser.open(place, { accept: '*/*' });
    expect([program.status, program.json.errors.length]).toEqual([404, 1]);
  });

  test('the page is not sent again to a browser that has its tag, and never for HEAD', async () => {
    const { headers } = await browser.open('/desk');
    const again = await browser.open('/desk', { 'if-none-match': `"x", ${headers.etag}` });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', headers.etag]);
    expectStrict({ ...again.headers }, '');
    expect((await browser.open('/desk', { 'if-none-match': 'W/"other"' })).status).toBe(200);
    const head = await fetch(`${system.url}/desk`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '33', '']);
  });

  test.each([
    ['br', 'br', SCRIPT],
    ['gzip, br;q=0.1', 'gzip', SCRIPT],
    ['identity', null, SCRIPT],
    ['zstd', null, SCRIPT],
  ])('a file is sent as the build compressed it if the browser accepts that: %s', async (accepted, encoding, text) => {
    const response = await fetch(`${system.url}/console/assets/index-1.js`, {
      headers: { 'accept-encoding': accepted },
    });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('vary')).toBe('accept-encoding');
    expect(await response.text()).toBe(text);
  });

  test('browsers may keep files for ever, and each file has its type', async () => {
    for (const [name, type] of [
      ['index-1.js', 'text/javascript; charset=utf-8'],
      ['font-1.woff2', 'font/woff2'],
      ['deep/icon-1.svg', 'image/svg+xml; charset=utf-8'],
    ]) {
      const { status, headers } = await browser.open(`/console/assets/${name}`);
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([
        200,
        type,
        'public, max-age=31536000, immutable',
      ]);
      expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'");
    }
  });

  test.each([
    '/console/assets/../secret.txt',
    '/console/assets/..%2fsecret.txt',
    '/console/assets/%2e%2e/secret.txt',
    '/console/assets/%2e%2e%2fsecret.txt',
    '/console/assets/..%5csecret.txt',
    '/console/assets/%252e%252e%252fsecret.txt',
    '/console/assets/deep/../../secret.txt',
    '/console/assets//etc/passwd',
    '/console/assets/%2fetc%2fpasswd',
    '/console/assets/index-1.js%00.html',
    '/console/assets/index-1.js.br',
    '/console/assets/',
    '/console/assets',
    '/console/assets/__proto__',
    '/console/assets/constructor',
    '/console/assets/%',
  ])('no path leads out of the folder: %s', async (target) => {
    const answered = await sendRaw(system.url, `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    expect(answered).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(answered).not.toContain('beside the assets');
  });

  test('a new build is served at once, and open pages still get the files of the build before', async () => {
    rmSync(path.join(folder, 'dist', 'assets'), { recursive: true });
    write('assets/index-2.js', 'two');
    write('index.html', '<!doctype html><title>two</title>');
    utimesSync(path.join(folder, 'dist', 'index.html'), new Date(), new Date(Date.now() + 5_000));
    await until('the new one is there', async () => (await browser.open('/')).text.includes('two'));
    expect((await browser.open('/console/assets/index-2.js')).text).toBe('two');
    expect((await browser.open('/console/assets/index-1.js')).status).toBe(200);
  });

  test('the build is served while another one is being put in its place', async () => {
    rmSync(path.join(folder, 'dist'), { recursive: true });
    await until('it was looked', async () => {
      await new Promise((done) => setTimeout(done, 1_100));
      return (await browser.open('/')).status === 200;
    });
    expect((await browser.open('/console/assets/index-2.js')).text).toBe('two');
  });
});

test('no other answer can be shown in a frame, or run scripts, as if it were a page of ours', async () => {
  for (const place of ['/console/session', '/console/graphql', '/console/plain.css', '/console/assets/none.js']) {
    const { headers } = await browser.open(place);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  }
});
