import { PROJECT_ROOT } from '../../environment';
import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';
import { explorerRoutes } from './explorer';

const START = { token: 'a token', query: '{ me }', variables: {} };
const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
let house: TestSupergraph;
beforeAll(async () => {
  house = await startTestSupergraph({
    production: false,
    routes: explorerRoutes({ project: PROJECT_ROOT, start: async () => START }),
  });
});
afterAll(() => house.stop());

const get = (path: string, headers = {}) => fetch(`${house.gateway.url}${path}`, { headers });

test('a browser that opens /graphql gets the explorer; a client that asks for JSON is told to POST', async () => {
  const page = await get('/graphql', PAGE);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect((await get('/graphql', { accept: 'application/json' })).status).toBe(405);
  expect((await get('/graphql?query={me}')).status).toBe(405);
});

test('every file that the page loads is served here, and its policy allows no others', async () => {
  const page = await get('/graphql', PAGE);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  const text = await page.text();
  const files = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file = '']) => file);
  expect(files).toHaveLength(5);
  expect(text).not.toMatch(/<script(?![^>]* src=)|<style|style="|https?:/);
  for (const file of files) {
    const answer = await get(file);
    const type = file.endsWith('.css') ? 'text/css' : 'text/javascript';
    expect([file, answer.status, answer.headers.get('content-type')]).toEqual([file, 200, `${type}; charset=utf-8`]);
    expect((await answer.text()).length).toBeGreaterThan(500);
  }
  expect(await (await get('/explorer/start.json')).json()).toEqual(START);
});

test('without the explorer, none of its files is served', async () => {
  const without = await startTestSupergraph();
  expect((await fetch(`${without.gateway.url}/graphql`, { headers: PAGE })).status).toBe(405);
  for (const file of ['page.js', 'graphiql.js', 'start.json'])
    expect((await fetch(`${without.gateway.url}/explorer/${file}`)).status).toBe(404);
  await without.stop();
});
