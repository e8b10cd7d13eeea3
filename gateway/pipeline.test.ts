/** The work for a text is done once, by the calls of graphql-js and by the metrics. */
import * as parser from 'graphql/language/parser';
import * as validation from 'graphql/validation/validate';
import { noTelemetry, type Telemetry } from '../telemetry/telemetry';
import { startTestSupergraph, type TestSupergraph } from './test-supergraph/start';

const SCHOOL = ['lms', 'SCHOOL:NW:100000'] as const;
const OPERATOR = ['operator'] as const;

let telemetry: Telemetry;
let house: TestSupergraph;
beforeEach(async () => {
  jest.spyOn(parser, 'parse');
  jest.spyOn(validation, 'validate');
  telemetry = noTelemetry();
  house = await startTestSupergraph({ telemetry, production: false });
});
afterEach(async () => {
  await house.stop();
  jest.restoreAllMocks();
});

/** Returns how often this text was parsed in this process, and a document with an operation of that name validated. */
function readings(text: string, name: string) {
  const validated = jest
    .mocked(validation.validate)
    .mock.calls.filter(([, { definitions }]) => definitions.some((one) => 'name' in one && one.name?.value === name));
  return {
    read: jest.mocked(parser.parse).mock.calls.filter(([source]) => source === text).length,
    validated: validated.length,
  };
}

async function counted(metric: string): Promise<number> {
  const found = new RegExp(`^freischalter_${metric} (\\d+)$`, 'm').exec(await telemetry.metrics.text());
  return Number(found?.[1] ?? 0);
}

test('a text is read, validated and planned once, and the same executor gives its first and its later answers', async () => {
  const text = 'query Titles { school(number: "100000") { name usage licensedTitles { id } } }';
  const answers = [];
  for (const who of [SCHOOL, SCHOOL, OPERATOR, SCHOOL]) answers.push((await house.send(who, text)).text);
  expect(new Set(answers).size).toBe(1);
  expect(readings(text, 'Titles')).toEqual({ read: 1, validated: 1 });
  expect(await counted('plan_cache_total\\{result="miss"\\}')).toBe(1);
  expect(await counted('executions_total\\{way="compiled"\\}')).toBe(4);
});

test('fifty simultaneous requests with the same new text have it read and planned once', async () => {
  const text = 'query Name { school(number: "100000") { name usage } }';
  const answers = await Promise.all(Array.from({ length: 50 }, () => house.send(OPERATOR, text)));
  expect(new Set(answers.map(({ status, data }) => JSON.stringify([status, data]))).size).toBe(1);
  expect(readings(text, 'Name')).toEqual({ read: 1, validated: 1 });
  expect(await counted('plan_cache_total\\{result="miss"\\}')).toBe(1);
  expect(await counted('executions_total\\{way="compiled"\\}')).toBe(50);
});

test('what is left of an operation for some callers is planned once for all of them', async () => {
  const text = 'query Prices { titles { id price } me }';
  for (let time = 0; time < 3; time += 1) {
    expect((await house.send(SCHOOL, text)).codes).toEqual(['FORBIDDEN']);
    expect((await house.send(OPERATOR, text)).codes).toEqual([]);
  }
  expect(readings(text, 'Prices')).toEqual({ read: 1, validated: 1 });
  expect(await counted('plan_cache_total\\{result="miss"\\}')).toBe(2);
});

test('an operation that is not compiled is executed by Apollo Server, which neither reads nor validates nor plans it again', async () => {
  const text = 'query Types { __type(name: "School") { name } me }';
  const answers = [];
  for (let time = 0; time < 3; time += 1) answers.push((await house.send(OPERATOR, text)).data);
  expect(answers.map((data) => data?.__type)).toEqual(Array(3).fill({ name: 'School' }));
  expect(readings(text, 'Types')).toEqual({ read: 1, validated: 1 });
  expect(await counted('plan_cache_total\\{result="miss"\\}')).toBe(1);
  expect(await counted('executions_total\\{way="introspection"\\}')).toBe(3);
});
