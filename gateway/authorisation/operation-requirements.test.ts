/** What is kept with an operation: by the scopes of its callers, and by the fields that they may not ask. Never of one for another. */
import { buildSchema, type FieldNode, parse } from 'graphql';
import type { Caller } from '../../caller/caller';
import { operationIn, type ParsedOperation, parsedDocument } from '../parsing/parsed-operation';
import { MAX_REMAINDERS, MAX_SETS_OF_SCOPES, OperationRequirements } from './operation-requirements';
import type { Requirement } from './requirements';

const SCHEMA = buildSchema('type Query { free: Int scoped: Int decided: Int both: Int }');
const scopes = [[['read']]];
const policies = [[['held']]];
const NEEDS = new Map<string, Requirement>([
  ['Query.scoped', { scopes, policies: [] }],
  ['Query.decided', { scopes: [], policies }],
  ['Query.both', { scopes, policies }],
]);

function requirementsOf(text: string): OperationRequirements {
  const parsed = operationIn(parsedDocument(parse(text))) as ParsedOperation;
  return new OperationRequirements(SCHEMA, NEEDS, parsed);
}

const callerWith = (...held: string[]): Caller => ({ kind: 'lms', subject: '', scopes: held, bound: [] });

test.each<[string[], string[], string[]]>([
  [[], ['Query.scoped', 'Query.both'], ['Query.decided']],
  [['read'], [], ['Query.decided', 'Query.both']],
])('for a caller with the scopes %j, %j are denied and %j are left to policies', (held, denied, left) => {
  const requirements = requirementsOf('{ free scoped decided both }');
  const found = requirements.byScopes(callerWith(...held));
  const coordinates = requirements.fields.filter(({ node }) => found.lacking.has(node));
  expect(coordinates.map(({ coordinate }) => coordinate)).toEqual(denied);
  expect(found.left.map(({ coordinate }) => coordinate)).toEqual(left);
});

describe('what is decided by scopes', () => {
  test('is decided once for all callers that have the same ones', () => {
    const requirements = requirementsOf('{ scoped }');
    const first = requirements.byScopes(callerWith('a', 'read'));
    expect(requirements.byScopes(callerWith('a', 'read'))).toBe(first);
    expect(requirements.byScopes(callerWith('read', 'a'))).toBe(first);
  });

  test('is decided anew for others, also where their names together read alike', () => {
    const requirements = requirementsOf('{ scoped }');
    expect(requirements.byScopes(callerWith('a', 'bread')).lacking.size).toBe(1);
    expect(requirements.byScopes(callerWith('ab', 'read')).lacking.size).toBe(0);
    expect(requirements.byScopes(callerWith()).lacking.size).toBe(1);
  });

  test(`is kept for ${MAX_SETS_OF_SCOPES} sets of scopes; with one more, all are forgotten`, () => {
    const requirements = requirementsOf('{ scoped }');
    const callers = Array.from({ length: MAX_SETS_OF_SCOPES }, (_, at) => callerWith(`scope ${at}`));
    const found = callers.map((caller) => requirements.byScopes(caller));
    expect(callers.map((caller) => requirements.byScopes(caller))).toEqual(found);
    for (const [at, caller] of callers.entries()) expect(requirements.byScopes(caller)).toBe(found[at]);
    requirements.byScopes(callerWith('one more'));
    for (const [at, caller] of callers.entries()) expect(requirements.byScopes(caller)).not.toBe(found[at]);
  });
});

describe('what is left of an operation', () => {
  const requirements = requirementsOf('{ free scoped decided both }');
  const nodeOf = (at: number) => requirements.fields[at]?.node as FieldNode;
  const [scoped, decided, both] = [nodeOf(0), nodeOf(1), nodeOf(2)];
  const sourceWithout = async (...denied: FieldNode[]) =>
    (await requirements.without(new Set(denied))).source.replace(/\s+/g, ' ');

  test.each<[FieldNode[], string]>([
    [[scoped], '{ free decided both }'],
    [[decided], '{ free scoped both }'],
    [[scoped, decided], '{ free both }'],
    [[both, scoped], '{ free decided }'],
    [[scoped, decided, both], '{ free }'],
  ])('is of the denied fields alone, whoever sent it before', async (denied, expected) => {
    await sourceWithout(both);
    expect(await sourceWithout(...denied)).toBe(expected);
    expect(await sourceWithout(both)).toBe('{ free scoped decided }');
  });

  test('is made and paid for once, and kept', async () => {
    const once = requirementsOf('{ free scoped decided }');
    const [one, other] = once.fields.map(({ node }) => new Set([node])) as [Set<FieldNode>, Set<FieldNode>];
    const said: string[] = [];
    const whenNew = { pay: async () => void said.push('paid'), kept: () => void said.push('kept') };
    expect(once.remainders).toEqual([]);
    const first = await once.without(one, whenNew);
    expect(said).toEqual(['paid', 'kept']);
    expect(await once.without(one, whenNew)).toBe(first);
    expect(said).toEqual(['paid', 'kept']);
    const second = await once.without(other);
    expect(new Set(once.remainders)).toEqual(new Set([first, second]));
  });

  test('is one for all who waited to pay for it', async () => {
    const denied = new Set([requirementsOf('{ free scoped }').fields[0]?.node as FieldNode]);
    const together = requirementsOf('{ free scoped }');
    const [first, second] = await Promise.all([together.without(denied), together.without(denied)]);
    expect(second).toBe(first);
  });

  test('is not made for whoever cannot pay', async () => {
    const unpaid = requirementsOf('{ free scoped }');
    const denied = new Set([unpaid.fields[0]?.node as FieldNode]);
    const kept = jest.fn();
    await expect(unpaid.without(denied, { pay: () => Promise.reject(new Error('no')), kept })).rejects.toThrow('no');
    expect([unpaid.remainders, kept.mock.calls]).toEqual([[], []]);
  });

  test(`is kept for the last ${MAX_REMAINDERS} sets of denied fields`, async () => {
    const names = Array.from({ length: MAX_REMAINDERS + 1 }, (_, at) => `a${at}: scoped`);
    const many = requirementsOf(`{ free ${names.join(' ')} }`);
    for (const { node } of many.fields) await many.without(new Set([node]));
    expect(many.remainders).toHaveLength(MAX_REMAINDERS);
  });
});
