import { createRequestSeals, type SealedRequest } from './sealed-request';
import {
  createRequestSigner,
  type RequestMetadata,
  SIGNATURE_LIFETIME_MS,
  UnsignedRequestError,
} from './signed-request';

const NOW = 1_800_000_000_000;
const QUESTION = { query: '{ me }' };
const metadataOf = (): RequestMetadata => ({
  envelope: {
    caller: { kind: 'lms', subject: 'test', scopes: ['titles:read'], bound: ['SCHOOL:NW:100000'] },
    instant: NOW,
    requestId: 'r1',
    refused: ['STATE:BY'],
  },
  deadline: NOW + 1,
});

const { seal, open } = createRequestSeals<typeof QUESTION>();
const sealed = (subgraph = 'schools') => seal(subgraph, metadataOf(), QUESTION, NOW);

test('a request opens to what was sealed: whose question it is, and the question', () => {
  expect(open('schools', sealed(), NOW)).toMatchObject({ metadata: metadataOf(), question: QUESTION });
});

test('a request opens once', () => {
  const request = sealed();
  open('schools', request, NOW);
  const again = new UnsignedRequestError('the question was not sealed by the gateway, or was taken before');
  expect(() => open('schools', request, NOW)).toThrow(again);
});

test('a request opens for the subgraph that it was sealed for, also after another one has tried', () => {
  const request = sealed();
  expect(() => open('licences', request, NOW)).toThrow('sealed for another subgraph');
  expect(open('schools', request, NOW).question).toBe(QUESTION);
});

test.each([-1, 1])('a request opens for 10 s, whichever way the clock is put (%i)', (direction) => {
  expect(open('schools', sealed(), NOW + direction * SIGNATURE_LIFETIME_MS).question).toBe(QUESTION);
  const old = sealed();
  expect(() => open('schools', old, NOW + direction * (SIGNATURE_LIFETIME_MS + 1))).toThrow('too old');
  expect(() => open('schools', old, NOW)).toThrow(UnsignedRequestError);
});

describe('nothing opens but the very object that the sealer gave:', () => {
  const content = { metadata: metadataOf(), question: QUESTION, subgraph: 'schools', sealedAt: NOW };
  test.each<[string, (request: SealedRequest) => unknown]>([
    ['not what it holds, written by hand', () => content],
    ['not an empty object', () => Object.freeze({})],
    ['not a copy', (request) => ({ ...request })],
    [
      'not a copy with all descriptors and its prototype',
      (request) =>
        Object.freeze(Object.create(Object.getPrototypeOf(request), Object.getOwnPropertyDescriptors(request))),
    ],
    ['not a structured clone', (request) => structuredClone(request)],
    ['not what it is as JSON', (request) => JSON.parse(JSON.stringify(request))],
    ['not its text', (request) => String(request)],
    ['not a proxy', (request) => new Proxy(request, {})],
    [
      'not a proxy that answers for it',
      (request) => new Proxy(request, { get: (_, name) => content[name as 'metadata'] }),
    ],
    ['not an object that inherits from it', (request) => Object.create(request)],
    ['not a list or a function that holds it', (request) => Object.assign(() => request, [request])],
    ['not what another sealer gave', () => createRequestSeals().seal('schools', metadataOf(), QUESTION, NOW)],
    ['not what was signed for HTTP', () => createRequestSigner(['key'])('schools', metadataOf(), '{}', NOW)],
    ['not nothing', () => undefined],
    ['not null', () => null],
    ['not a symbol', () => Symbol('sealed')],
  ])('%s', (_, forge) => {
    const request = sealed();
    expect(() => open('schools', forge(request) as SealedRequest, NOW)).toThrow(UnsignedRequestError);
    expect(open('schools', request, NOW).question).toBe(QUESTION);
  });
});

test('who holds a request learns nothing of it, and cannot put anything into it', () => {
  const request = sealed();
  expect(Reflect.ownKeys(request)).toEqual([]);
  expect(Object.getPrototypeOf(request)).toBe(Object.prototype);
  expect(Reflect.set(request, 'caller', 'operator')).toBe(false);
  expect(Reflect.setPrototypeOf(request, {})).toBe(false);
});

test('what was said of the caller cannot be altered any more, by neither side', () => {
  const given = metadataOf();
  seal('schools', given, QUESTION, NOW);
  const { envelope } = given;
  const parts = [envelope, envelope.caller, envelope.caller.bound, envelope.caller.scopes, envelope.refused];
  expect(parts.map(Object.isFrozen)).toEqual(parts.map(() => true));
});
