import { createLocalHops, type SealedHop } from './sealed-request';
import { createHopSigner, HOP_LIFETIME_MS, type Hop, UnsignedHopError } from './signed-request';

const NOW = 1_800_000_000_000;
const QUESTION = { query: '{ me }' };
const hopOf = (): Hop => ({
  envelope: {
    caller: { kind: 'lms', subject: 'test', scopes: ['titles:read'], bound: ['SCHOOL:NW:100000'] },
    instant: NOW,
    requestId: 'r1',
    refused: ['STATE:BY'],
  },
  deadline: NOW + 1,
});

const { seal, open } = createLocalHops<typeof QUESTION>();
const sealed = (subgraph = 'schools') => seal(subgraph, hopOf(), QUESTION, NOW);

test('a hop opens to what was sealed: whose question it is, and the question', () => {
  expect(open('schools', sealed(), NOW)).toMatchObject({ hop: hopOf(), question: QUESTION });
});

test('a hop opens once', () => {
  const hop = sealed();
  open('schools', hop, NOW);
  const again = new UnsignedHopError('the question was not sealed by the gateway, or was taken before');
  expect(() => open('schools', hop, NOW)).toThrow(again);
});

test('a hop opens for the subgraph that it was sealed for, also after another one has tried', () => {
  const hop = sealed();
  expect(() => open('licences', hop, NOW)).toThrow('sealed for another subgraph');
  expect(open('schools', hop, NOW).question).toBe(QUESTION);
});

test.each([-1, 1])('a hop opens for 10 s, whichever way the clock is put (%i)', (direction) => {
  expect(open('schools', sealed(), NOW + direction * HOP_LIFETIME_MS).question).toBe(QUESTION);
  const old = sealed();
  expect(() => open('schools', old, NOW + direction * (HOP_LIFETIME_MS + 1))).toThrow('too old');
  expect(() => open('schools', old, NOW)).toThrow(UnsignedHopError);
});

describe('nothing opens but the very object that the sealer gave:', () => {
  const content = { hop: hopOf(), question: QUESTION, subgraph: 'schools', sealedAt: NOW };
  test.each<[string, (hop: SealedHop) => unknown]>([
    ['not what it holds, written by hand', () => content],
    ['not an empty object', () => Object.freeze({})],
    ['not a copy', (hop) => ({ ...hop })],
    [
      'not a copy with all descriptors and its prototype',
      (hop) => Object.freeze(Object.create(Object.getPrototypeOf(hop), Object.getOwnPropertyDescriptors(hop))),
    ],
    ['not a structured clone', (hop) => structuredClone(hop)],
    ['not what it is as JSON', (hop) => JSON.parse(JSON.stringify(hop))],
    ['not its text', (hop) => String(hop)],
    ['not a proxy', (hop) => new Proxy(hop, {})],
    ['not a proxy that answers for it', (hop) => new Proxy(hop, { get: (_, name) => content[name as 'hop'] })],
    ['not an object that inherits from it', (hop) => Object.create(hop)],
    ['not a list or a function that holds it', (hop) => Object.assign(() => hop, [hop])],
    ['not what another sealer gave', () => createLocalHops().seal('schools', hopOf(), QUESTION, NOW)],
    ['not what was signed for HTTP', () => createHopSigner(['key'])('schools', hopOf(), '{}', NOW)],
    ['not nothing', () => undefined],
    ['not null', () => null],
    ['not a symbol', () => Symbol('sealed')],
  ])('%s', (_, forge) => {
    const hop = sealed();
    expect(() => open('schools', forge(hop) as SealedHop, NOW)).toThrow(UnsignedHopError);
    expect(open('schools', hop, NOW).question).toBe(QUESTION);
  });
});

test('who holds a hop learns nothing of it, and cannot put anything into it', () => {
  const hop = sealed();
  expect(Reflect.ownKeys(hop)).toEqual([]);
  expect(Object.getPrototypeOf(hop)).toBe(Object.prototype);
  expect(Reflect.set(hop, 'caller', 'operator')).toBe(false);
  expect(Reflect.setPrototypeOf(hop, {})).toBe(false);
});

test('what was said of the caller cannot be altered any more, by neither side', () => {
  const given = hopOf();
  seal('schools', given, QUESTION, NOW);
  const { envelope } = given;
  const parts = [envelope, envelope.caller, envelope.caller.bound, envelope.caller.scopes, envelope.refused];
  expect(parts.map(Object.isFrozen)).toEqual(parts.map(() => true));
});
