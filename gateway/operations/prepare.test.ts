/** The preparation of a text is charged before it begins, once, and also where the text is refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type GraphQLError } from 'graphql';
import type { Caller } from '../../caller/caller';
import { PROJECT_ROOT } from '../../environment';
import { UNRECORDED } from '../../telemetry/span';
import { SchemaCosts } from '../limits/cost-of-field';
import { createRate } from '../limits/rate';
import { readSupergraph } from '../supergraph/supergraph';
import { startTestSupergraph } from '../test-supergraph/start';
import { OperationCache } from './operation-cache';
import { createPrepare, Refused } from './prepare';

const file = (name: string) => readFileSync(join(PROJECT_ROOT, 'schema', name), 'utf8');
const schema = buildSchema(file('api.graphql'));
const { fieldGraphs: graphs, plannerFields, ...supergraph } = readSupergraph(file('supergraph.graphql'));
const rules = { ...supergraph, schema, costs: new SchemaCosts(schema, supergraph.costs) };

const caller = (subject: string, ...bound: Caller['bound'][number][]): Caller => ({
  kind: 'lms',
  subject,
  scopes: [],
  bound,
});
const ADA = caller('ada', 'SCHOOL:NW:100000');
const BEN = caller('ben', 'SCHOOL:NW:100000');
const EVE = caller('eve', 'SCHOOL:NW:200000');
const school = (fields: string) => `{ school(number: "1") { ${fields} } }`;

function preparing(milliseconds: number, perOrganisation = 10 * milliseconds) {
  const cache = new OperationCache(10_000_000);
  const newOperations = { perSubject: milliseconds, perOrganisation };
  const rate = createRate({ perSubject: 1_000, perOrganisation: 1_000, newOperations });
  const paid: number[] = [];
  const counted = {
    ...rate,
    async prepare(who: Caller | null, cost: number) {
      await rate.prepare(who, cost);
      paid.push(cost);
    },
  };
  const prepare = createPrepare({ rules, graphs, plannerFields, cache, rate: counted, production: true });
  const code = async (who: Caller | null, text: string): Promise<string> => {
    try {
      await prepare(text, { caller: who, span: UNRECORDED, isPaid: true });
      return 'prepared';
    } catch (error) {
      const [first] = error instanceof Refused ? error.errors : [error as GraphQLError];
      return String(first?.extensions.code);
    }
  };
  return { cache, prepare, code, spent: () => paid.reduce((sum, part) => sum + part, 0) };
}

const BAD = school('name nothing');

test('a text is prepared and charged once', async () => {
  const { code, spent } = preparing(1_000);
  expect(await code(ADA, school('name'))).toBe('prepared');
  const once = spent();
  expect(once).toBeGreaterThan(0);
  for (const who of [ADA, BEN, EVE]) expect(await code(who, school('name'))).toBe('prepared');
  expect(spent()).toBe(once);
});

test('simultaneous requests with the same new text are charged for it once, all together', async () => {
  const { code, spent } = preparing(10_000);
  await code(ADA, school('name '));
  const once = spent();
  await Promise.all(Array.from({ length: 20 }, () => code(ADA, school(' name'))));
  expect(spent()).toBe(2 * once);
});

test.each([
  ['that is not valid', BAD, 'GRAPHQL_VALIDATION_FAILED'],
  ['that cannot be read', '{ school', 'GRAPHQL_PARSE_FAILED'],
  ['that is too large', school('name '.repeat(1_001)), 'OPERATION_TOO_COSTLY'],
  ['whose fields would be compared too often', school('name '.repeat(400)), 'OPERATION_TOO_COSTLY'],
  ['whose fragment spreads itself', '{ ...f } fragment f on Query { ...f }', 'GRAPHQL_VALIDATION_FAILED'],
])('a text %s is charged once, and refused again without any work', async (_, text, refusal) => {
  const { code, spent, cache } = preparing(1_000);
  expect(await code(ADA, text)).toBe(refusal);
  const once = spent();
  expect(once).toBeGreaterThan(0);
  expect(cache.size.entries).toBe(1);
  for (let time = 0; time < 5; time += 1) expect(await code(EVE, text)).toBe(refusal);
  expect(spent()).toBe(once);
});

test('a caller without budget gets no new text prepared, valid or not; known texts are still answered', async () => {
  const { code } = preparing(10);
  const known = school('name');
  expect(await code(ADA, known)).toBe('prepared');
  let answer = 'prepared';
  for (let n = 0; n < 20 && answer === 'prepared'; n += 1) answer = await code(ADA, school(`a${n}: name`));
  expect(answer).toBe('RATE_LIMITED');
  expect(await code(ADA, school('name nothing'))).toBe('RATE_LIMITED');
  expect(await code(ADA, known)).toBe('prepared');
  expect(await code(BEN, school('x: name'))).toBe('prepared');
});

test('an organisation has a budget for all its tokens together, and does not use up that of another', async () => {
  const { code } = preparing(10, 12);
  let prepared = 0;
  for (let n = 0; n < 20; n += 1) {
    if ((await code(caller(`s${n}`, 'SCHOOL:NW:100000'), school(`a${n}: name`))) === 'prepared') prepared += 1;
  }
  expect(prepared).toBeGreaterThan(2);
  expect(prepared).toBeLessThan(12);
  expect(await code(EVE, school('y: name'))).toBe('prepared');
});

test('requests without a token share one small budget, which no other request uses', async () => {
  const { code } = preparing(1_000);
  const answers = new Set<string>();
  for (let n = 0; n < 400; n += 1) answers.add(await code(null, `{ a${n}: __typename }`));
  expect(answers).toEqual(new Set(['prepared', 'RATE_LIMITED']));
  expect(await code(ADA, school('name'))).toBe('prepared');
});

test('a text that was prepared for a caller is still refused without a token', async () => {
  const { code } = preparing(1_000);
  expect(await code(ADA, school('name'))).toBe('prepared');
  expect(await code(null, school('name'))).toBe('UNAUTHENTICATED');
  expect(await code(ADA, school('name'))).toBe('prepared');
});

test('four hundred different operations of the usual size at once are let in', async () => {
  const { code } = preparing(2_000, 3_000);
  for (let n = 0; n < 400; n += 1) {
    const text = school(
      `a${n}: name district { name } licensedTitles(first: 20) { totalCount edges { validUntil node { id name } entitlement { id licence { name } } } }`,
    );
    expect(await code(ADA, text)).toBe('prepared');
  }
});

test('the cache is bounded in bytes, and its refusals count', async () => {
  const { code, cache, prepare } = preparing(1_000_000);
  for (let n = 0; n < 150; n += 1) {
    await code(ADA, school(`a${n}: access(titleIds: [${Array(900).fill('"1"').join(' ')}]) { outcome }`));
    await code(ADA, school(`nothing${n} ${'#'.repeat(50_000)}`));
  }
  const { bytes, entries, most } = cache.size;
  expect(bytes).toBeLessThanOrEqual(most);
  expect(bytes).toBeGreaterThan(most / 2);
  expect(entries).toBeLessThan(300);
  const prepared = await prepare(school('name'), { caller: ADA, span: UNRECORDED, isPaid: true });
  expect(cache.find(school('name'))).toBe(prepared);
});

test('a text that grows takes more memory and may evict others; it is evicted as a whole', async () => {
  const { cache, prepare } = preparing(1_000_000);
  const texts = Array.from({ length: 100 }, (_, n) => school(`a${n}: name`));
  const [one] = await Promise.all(texts.map((text) => prepare(text, { caller: ADA, span: UNRECORDED, isPaid: true })));
  if (!one) throw new Error('nothing was prepared');
  const before = cache.size.bytes;
  const fetch = { kind: 'Fetch', operation: 'x'.repeat(100_000) };
  one.operation(undefined).planned = { queryPlan: { node: fetch } } as never;
  expect(cache.size.bytes).toBe(before);
  cache.grown(one);
  expect(cache.size.bytes - before).toBeGreaterThan(1_000_000);
  expect(cache.find(one.text)).toBe(one);
  one.operation(undefined).planned = { queryPlan: { node: { ...fetch, operation: 'x'.repeat(1_000_000) } } } as never;
  cache.grown(one);
  expect(cache.find(one.text)).toBeUndefined();
  cache.grown(one);
  expect(cache.find(one.text)).toBeUndefined();
});

test('what is left of an operation for a caller is prepared separately, and charged', async () => {
  const rate = { perSubject: 1_000, perOrganisation: 1_000, newOperations: { perSubject: 9, perOrganisation: 1_000 } };
  const house = await startTestSupergraph({ rate });
  try {
    const token = await house.issuer.token('lms', ['SCHOOL:NW:100000']);
    const ask = async (numbers: readonly string[]) => {
      const query = `query (${'abcde'.split('').map((name) => `$${name}: String!`)}) { ${'abcde'
        .split('')
        .map((name) => `${name}: school(number: $${name}) { name }`)
        .join(' ')} }`;
      const variables = Object.fromEntries('abcde'.split('').map((name, at) => [name, numbers[at]]));
      const { codes } = await house.post(JSON.stringify({ query, variables }), { authorization: `Bearer ${token}` });
      return codes;
    };
    const [own, foreign] = ['100000', '200000'];
    expect(await ask([own, own, own, own, own])).toEqual([]);
    const seen = new Set<string>();
    for (const at of [0, 1, 2, 3, 4]) {
      const numbers = Array.from({ length: 5 }, (_, n) => (n === at ? foreign : own));
      for (const code of await ask(numbers)) seen.add(code);
    }
    expect(seen).toContain('RATE_LIMITED');
    expect(await ask([own, own, own, own, own])).toEqual([]);
  } finally {
    await house.stop();
  }
});
