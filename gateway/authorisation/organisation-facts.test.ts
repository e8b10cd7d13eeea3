import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildASTSchema, parse, validate } from 'graphql';
import type { Caller, OrganisationKey } from '../../caller/caller';
import { subgraphUnavailable } from '../errors/errors';
import { startTestSupergraph } from '../test-supergraph/start';
import { MEMBERSHIPS } from '../test-supergraph/subgraphs';
import { createOrganisationFacts, FACTS_LIFETIME_MS } from './organisation-facts';

const LMS = boundTo('SCHOOL:NW:100000');
const SUPERGRAPH = buildASTSchema(
  parse(readFileSync(path.join(__dirname, '../../schema/supergraph.graphql'), 'utf8')),
  { assumeValidSDL: true },
);

function boundTo(...bound: OrganisationKey[]): Caller {
  return { kind: 'lms', subject: 'lms', scopes: [], bound };
}

function recording(answer: (of: readonly string[]) => unknown[] = (of) => of.map((key) => ({ key, schools: [] }))) {
  const questions: string[][] = [];
  const organisations = createOrganisationFacts(async (_caller, _query, { of }) => {
    questions.push([...of]);
    return answer(of);
  });
  return { questions, organisations };
}

test('lookups of one moment go out as one question, each fact once', async () => {
  const { questions, organisations } = recording();
  const [first, second] = await Promise.all([
    organisations.organisationLines(LMS, ['STATE:NW', 'SCHOOL:NW:100000']),
    organisations.organisationLines(LMS, ['SCHOOL:NW:100000', 'SCHOOL:NW:100001']),
  ]);
  expect(questions).toEqual([['STATE:NW', 'SCHOOL:NW:100000', 'SCHOOL:NW:100001']]);
  expect(first.map((line) => line?.key)).toEqual(['STATE:NW', 'SCHOOL:NW:100000']);
  expect(second.map((line) => line?.key)).toEqual(['SCHOOL:NW:100000', 'SCHOOL:NW:100001']);
});

test.each<[string, unknown]>([
  ['a text', 'abc'],
  ['a number', 5],
  ['an object', {}],
  ['fewer of them', []],
  ['more of them', [null, null]],
  ['a number for a line', [5]],
  ['a line without schools', [{ key: 'STATE:NW' }]],
  ['schools that are texts', [{ key: 'STATE:NW', schools: ['SCHOOL:NW:100000'] }]],
  ['schools in a number', [{ key: 'STATE:NW', schools: 5 }]],
  ['a key that is an object', [{ key: {}, schools: [] }]],
])('by facts that are none, such as %s, nothing is decided', async (_, facts) => {
  const { organisations } = recording(() => facts as unknown[]);
  await expect(organisations.organisationLines(LMS, ['STATE:NW'])).rejects.toMatchObject({
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'schools' },
  });
});

test.each<[string, unknown]>([
  ['schools of which one is not a list of keys', [{ key: 'STATE:NW', schools: [['SCHOOL:NW:1', 5]] }, null]],
  ['a line beside a number', [{ key: 'STATE:NW', schools: [] }, 5]],
])('nor by %s, though the rest of them are facts', async (_, facts) => {
  const { organisations } = recording(() => facts as unknown[]);
  await expect(organisations.organisationLines(LMS, ['STATE:NW', 'STATE:BY'])).rejects.toMatchObject({
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'schools' },
  });
});

test.each<[unknown, boolean]>([
  [{ owner: 'STATE:NW', holder: 'SCHOOL:NW:1' }, true],
  [null, true],
  [{ owner: 'STATE:NW' }, false],
  [{ holder: 'SCHOOL:NW:1' }, false],
  [{ owner: 5, holder: 'SCHOOL:NW:1' }, false],
  [{ owner: 'STATE:NW', holder: {} }, false],
  ['STATE:NW', false],
  [undefined, false],
])('of an entitlement, %j is a fact: %s', async (fact, isFact) => {
  const { organisations } = recording(() => [fact]);
  const [found] = await Promise.allSettled([organisations.entitlementLines(LMS, ['1'])]);
  expect(found).toEqual(
    isFact ? { status: 'fulfilled', value: [fact] } : expect.objectContaining({ status: 'rejected' }),
  );
});

test('the query for each fact is valid in the services', async () => {
  const questions: string[] = [];
  const facts = createOrganisationFacts(async (_, query, { of }) => {
    questions.push(query);
    return of.map(() => null);
  });
  await facts.organisationLines(LMS, ['STATE:NW']);
  await facts.linesOfUses(LMS, ['STATE:NW']);
  await facts.entitlementLines(LMS, ['1']);
  await facts.licenceOwners(LMS, ['1']);
  await facts.schoolGroupOwners(LMS, ['SCHOOL_GROUP:NW:1']);
  await facts.objectOwners(LMS, ['SURVEY:1']);
  for (const question of questions) expect(validate(SUPERGRAPH, parse(question))).toEqual([]);
  const asked = questions.map((question) => /facts: (\w+)/.exec(question)?.[1]);
  expect(asked).toEqual([
    'organisationLines',
    'linesOfUses',
    'entitlementLines',
    'licenceOwners',
    'schoolGroupOwners',
    'objectOwners',
  ]);
});

test('the error is the one by which the question failed', async () => {
  const error = subgraphUnavailable('schools', 7);
  const organisations = createOrganisationFacts(() => Promise.reject(error));
  await expect(organisations.organisationLines(LMS, ['STATE:NW'])).rejects.toBe(error);
});

test('the six caches are watched by name, each with its size: the longer what it holds, the more', async () => {
  const figures = new Map<string, () => { bytes: number; entries: number; most: number }>();
  const watchCache = (name: string, read: () => { bytes: number; entries: number; most: number }) =>
    void figures.set(name, read);
  const ask = async (_: Caller, __: string, { of }: { of: readonly string[] }) => of.map(() => null);
  const { organisationLines } = createOrganisationFacts(ask, { bytes: 10_000, watchCache });
  const read = () => [...figures].map(([name, figure]) => [name, figure()]);
  const empty = { bytes: 0, entries: 0, most: 10_000 };
  expect(read()).toEqual([
    ['facts of organisations', empty],
    ['facts of uses', empty],
    ['facts of entitlements', empty],
    ['facts of licences', empty],
    ['facts of school groups', empty],
    ['facts of surveys and changes', empty],
  ]);
  await organisationLines(LMS, ['STATE:NW']);
  const one = figures.get('facts of organisations')?.();
  expect(one).toEqual({ bytes: expect.any(Number), entries: 1, most: 10_000 });
  await organisationLines(LMS, ['SCHOOL:NW:100000']);
  const { bytes = 0, entries } = figures.get('facts of organisations')?.() ?? {};
  expect(entries).toBe(2);
  expect(bytes - 2 * (one?.bytes ?? 0)).toBe(2 * ('SCHOOL:NW:100000'.length - 'STATE:NW'.length));
});

test('an answer is used again for a moment, and then asked for anew', async () => {
  const { questions, organisations } = recording();
  await organisations.organisationLines(LMS, ['STATE:NW']);
  await organisations.organisationLines(LMS, ['STATE:NW']);
  expect(questions).toHaveLength(1);
  await wait(FACTS_LIFETIME_MS + 20);
  await organisations.organisationLines(LMS, ['STATE:NW']);
  expect(questions).toHaveLength(2);
});

test('callers that are bound alike share facts, and others do not', async () => {
  const { questions, organisations } = recording();
  await organisations.organisationLines(LMS, ['STATE:NW']);
  await organisations.organisationLines(boundTo('SCHOOL:NW:100000'), ['STATE:NW']);
  expect(questions).toEqual([['STATE:NW']]);
  await organisations.organisationLines(boundTo('SCHOOL:NW:100001'), ['STATE:NW']);
  await organisations.organisationLines({ ...LMS, kind: 'licensing' }, ['STATE:NW']);
  expect(questions).toEqual([['STATE:NW'], ['STATE:NW'], ['STATE:NW']]);
});

test('lookups of one moment of two callers that are bound alike are one question', async () => {
  const { questions, organisations } = recording();
  await Promise.all([
    organisations.organisationLines(LMS, ['STATE:NW']),
    organisations.organisationLines(boundTo('SCHOOL:NW:100000'), ['STATE:BY']),
  ]);
  expect(questions).toEqual([['STATE:NW', 'STATE:BY']]);
});

test('lookups of one moment of two bindings are two questions, and one that fails leaves the other its answer', async () => {
  const asked: string[] = [];
  const organisations = createOrganisationFacts(async (caller, _, { of }) => {
    asked.push(`${caller.bound}: ${of}`);
    if (caller === LMS) throw subgraphUnavailable('schools');
    return of.map((key) => ({ key, schools: [] }));
  });
  const answers = await Promise.allSettled([
    organisations.organisationLines(LMS, ['STATE:NW']),
    organisations.organisationLines(boundTo('SCHOOL:NW:100001'), ['STATE:NW', 'STATE:BY']),
  ]);
  expect(asked).toEqual(['SCHOOL:NW:100000: STATE:NW', 'SCHOOL:NW:100001: STATE:NW,STATE:BY']);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});

test('a question that failed is asked again at once', async () => {
  let away = true;
  const { questions, organisations } = recording((of) => {
    if (away) throw subgraphUnavailable('schools');
    return of.map((key) => ({ key, schools: [] }));
  });
  await expect(organisations.organisationLines(LMS, ['STATE:NW'])).rejects.toMatchObject({
    extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
  });
  away = false;
  expect(await organisations.organisationLines(LMS, ['STATE:NW'])).toEqual([{ key: 'STATE:NW', schools: [] }]);
  expect(questions).toHaveLength(2);
});

test('no question is sent for an object that cannot exist', async () => {
  const { questions, organisations } = recording();
  expect(await organisations.organisationLines(LMS, ['SCHOOL:nw', 'NW:100000', ''])).toEqual([null, null, null]);
  expect(await organisations.linesOfUses(LMS, ['SCHOOL:nw', 'NW:100000', ''])).toEqual([null, null, null]);
  expect(await organisations.licenceOwners(LMS, ['0', '-1', '1 or 1=1', '9'.repeat(19)])).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(await organisations.entitlementLines(LMS, ['abc'])).toEqual([null]);
  expect(await organisations.objectOwners(LMS, ['SURVEY:abc', 'CHANGE:undefined'])).toEqual([null, null]);
  expect(questions).toEqual([]);
});

test('a school that changed its authority is reached by the new one within a second, and no longer by the old one', async () => {
  const house = await startTestSupergraph();
  const old = ['lms', 'AUTHORITY:NW:10182'] as const;
  const next = ['lms', 'AUTHORITY:NW:20000'] as const;
  const before = MEMBERSHIPS['SCHOOL:NW:100000'] as string[];
  try {
    const query = '{ school(number: "100000") { id } }';
    expect((await house.send(old, query)).codes).toEqual([]);
    expect((await house.send(next, query)).codes).toEqual(['FORBIDDEN']);
    MEMBERSHIPS['SCHOOL:NW:100000'] = before.map((key) => (key === 'AUTHORITY:NW:10182' ? 'AUTHORITY:NW:20000' : key));
    await wait(FACTS_LIFETIME_MS + 20);
    expect((await house.send(old, query)).codes).toEqual(['FORBIDDEN']);
    expect((await house.send(next, query)).codes).toEqual([]);
  } finally {
    MEMBERSHIPS['SCHOOL:NW:100000'] = before;
    await house.stop();
  }
});
