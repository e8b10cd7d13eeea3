/** The served supergraph is replaced while clients go on sending requests. */
import { createMetrics } from '../telemetry/metrics';
import { noTelemetry } from '../telemetry/telemetry';
import { until } from '../test/until';
import { hashOf } from './documents/documents-manifest';
import { readSupergraph } from './supergraph/supergraph';
import { composeTestSupergraph } from './test-supergraph/compose';
import { startTestSupergraph, type TestSupergraph } from './test-supergraph/start';
import { LICENCES, SCHOOLS, USAGE } from './test-supergraph/subgraphs';

const LMS = ['lms', 'SCHOOL:NW:100000'] as const;
const SCHOOL = '{ school(number: "100000") { name usage } }';
const REFUSED = '{ school(number: "100000") { name refused } }';
const TRUSTED = 'query Uses { school(number: "100000") { usage } }';

const metrics = createMetrics();
/** The SDL of the usage service. */
let uses: () => number | Promise<number> = () => 3;
let house: TestSupergraph;

function composed(change: (sdl: string) => string = (sdl) => sdl): string {
  return composeTestSupergraph([
    { name: 'schools', sdl: SCHOOLS.sdl },
    { name: 'licences', sdl: LICENCES.sdl },
    { name: 'usage', sdl: change(USAGE.sdl) },
  ]);
}
const whole = composed();
const withoutRefused = composed((sdl) => sdl.replace(' refused: Int', ''));

beforeAll(async () => {
  Object.assign(USAGE.resolvers.School, { usage: () => uses() });
  const telemetry = { ...noTelemetry(), metrics };
  const trusted = [
    { client: 'lms', id: hashOf(TRUSTED), hash: hashOf(TRUSTED), text: TRUSTED, place: 'lms.json, operation Uses' },
  ];
  house = await startTestSupergraph({ supergraph: withoutRefused, telemetry, documents: { trusted, only: false } });
});
afterAll(() => house.stop());

const serve = (sdl: string) => house.gateway.replaceSupergraph(() => sdl);
const ready = async () =>
  (await (await fetch(`${house.gateway.url}/health/ready`)).json()) as { status: string; supergraph?: string };

test('no request fails while supergraphs are replaced under load, and the new field is there afterwards', async () => {
  expect((await house.send(LMS, REFUSED)).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  let over = false;
  const answers: string[] = [];
  const clients = Array.from({ length: 8 }, async () => {
    while (!over) answers.push((await house.send(LMS, SCHOOL)).text);
  });
  for (const sdl of [whole, withoutRefused, whole, withoutRefused, whole]) {
    const before = answers.length;
    expect(await serve(sdl)).toBe(true);
    await until('clients are answered by it', () => answers.length > before + 20);
  }
  over = true;
  await Promise.all(clients);
  expect(new Set(answers)).toEqual(new Set([answers[0]]));
  expect(JSON.parse(answers[0] as string)).toEqual({ data: { school: { name: 'Schule NW:100000', usage: 3 } } });
  expect((await house.send(LMS, REFUSED)).codes).toEqual(['FORBIDDEN']);
});

test('a request ends on the supergraph on which it began', async () => {
  await serve(whole);
  let begun = false;
  let letGo: (uses: number) => void = () => undefined;
  uses = () => {
    begun = true;
    return new Promise((done) => {
      letGo = done;
    });
  };
  const answer = house.send(LMS, '{ school(number: "100000") { usage refused } }');
  await until('the request waits for a subgraph', () => begun);
  await serve(withoutRefused);
  uses = () => 3;
  expect((await house.send(LMS, REFUSED)).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  letGo(4);
  expect(await answer).toMatchObject({ data: { school: { usage: 4, refused: null } }, codes: ['FORBIDDEN'] });
});

test.each<[string, () => string, RegExp]>([
  ['is no GraphQL', () => `${whole}\ntype {`, new RegExp(`^line ${whole.split('\n').length + 1}: Syntax Error`)],
  ['requires nothing of anybody', () => readSupergraph(whole).forPlanner, /requires nothing/],
  [
    'leaves a root field open',
    () => whole.replace(/uses: Int!.*/, 'uses: Int! @join__field(graph: USAGE)'),
    /^line \d+: Query\.uses is open to everybody/m,
  ],
  ['has a part that nobody is configured for', () => whole.replaceAll('"usage"', '"users"'), /the subgraph users/],
  [
    'breaks a trusted operation',
    () => composed((sdl) => sdl.replace(' usage: Int', '')),
    /lms\.json, operation Uses: Cannot query field/,
  ],
  [
    'is not there',
    () => {
      throw new Error('ENOENT: no such file');
    },
    /ENOENT/,
  ],
])('a supergraph that %s is refused, and the one before stays in service', async (_, read, why) => {
  await serve(whole);
  await expect(house.gateway.replaceSupergraph(read)).rejects.toThrow(why);
  expect((await house.send(LMS, SCHOOL)).data).toEqual({ school: { name: 'Schule NW:100000', usage: 3 } });
  expect(await metrics.text()).toMatch(/^freischalter_supergraph_refused 1$/m);
  await until('readiness tells of it', async () => (await ready()).supergraph !== undefined);
  expect(await ready()).toMatchObject({ status: 'ready', supergraph: 'refused, the one before is served' });
  expect(await serve(whole)).toBe(false);
  expect(await metrics.text()).toMatch(/^freischalter_supergraph_refused 0$/m);
});

test('trusted documents are planned before a client asks for them, again for each supergraph', async () => {
  await serve(withoutRefused);
  await serve(whole);
  const plans = async () => /plan_cache_total\{result="miss"\} (\d+)/.exec(await metrics.text())?.[1];
  const before = await plans();
  const answer = await house.post(JSON.stringify({ documentId: hashOf(TRUSTED), operationName: 'Uses' }), {
    authorization: `Bearer ${await house.issuer.token('lms', ['SCHOOL:NW:100000'])}`,
  });
  expect(answer.data).toEqual({ school: { usage: 3 } });
  expect(await plans()).toBe(before);
});
