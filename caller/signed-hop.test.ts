import { createHmac } from 'node:crypto';
import {
  createHopVerifier,
  ENVELOPE_HEADER,
  type Envelope,
  HOP_LIFETIME_MS,
  localName,
  MalformedHopError,
  parseObject,
  SIGNATURE_HEADER,
  signHop,
  UnsignedHopError,
  verifyHop,
} from './signed-hop';

const NOW = 1_800_000_000_000;
const BODY = '{"query":"{ me }"}';
const ENVELOPE: Envelope = {
  caller: { kind: 'lms', subject: 'test', scopes: ['titles:read'], bound: ['SCHOOL:NW:100000'] },
  instant: NOW,
  requestId: 'r1',
};

function verify(
  headers: Record<string, string>,
  { keys = ['key'], subgraph = 'schools', body = BODY, now = NOW } = {},
) {
  return verifyHop(keys, subgraph, { get: (name) => headers[name] }, body, now);
}

test('a hop that the gateway signed gives its envelope', () => {
  expect(verify(signHop(['key'], 'schools', ENVELOPE, BODY, NOW))).toMatchObject(ENVELOPE);
});

test('a key is rotated: the old one still verifies, the first one signs', () => {
  const old = signHop(['old'], 'schools', ENVELOPE, BODY, NOW);
  const next = signHop(['new', 'old'], 'schools', ENVELOPE, BODY, NOW);
  expect(verify(old, { keys: ['new', 'old'] })).toMatchObject(ENVELOPE);
  expect(verify(next, { keys: ['new'] })).toMatchObject(ENVELOPE);
  expect(() => verify(old, { keys: ['new'] })).toThrow(UnsignedHopError);
});

describe('a hop is refused', () => {
  const good = signHop(['key'], 'schools', ENVELOPE, BODY, NOW);
  const forged = Buffer.from(
    JSON.stringify({ ...ENVELOPE, caller: { ...ENVELOPE.caller, kind: 'operator', bound: [] } }),
  );
  const NOT_SIGNED = 'the request is not signed';
  const NOT_GENUINE = 'the signature is not the gateway’s';
  const TOO_OLD = 'the request is too old';
  test.each<[string, string, Record<string, string>, Parameters<typeof verify>[1]]>([
    ['without headers', NOT_SIGNED, {}, {}],
    ['without a signature', NOT_SIGNED, { [ENVELOPE_HEADER]: good[ENVELOPE_HEADER] as string }, {}],
    ['without an envelope', NOT_SIGNED, { [SIGNATURE_HEADER]: good[SIGNATURE_HEADER] as string }, {}],
    ['with an empty signature', NOT_SIGNED, { ...good, [SIGNATURE_HEADER]: '' }, {}],
    [
      'with a part of the signature',
      NOT_GENUINE,
      { ...good, [SIGNATURE_HEADER]: good[SIGNATURE_HEADER]?.slice(0, -1) as string },
      {},
    ],
    ['with another caller', NOT_GENUINE, { ...good, [ENVELOPE_HEADER]: forged.toString('base64url') }, {}],
    ['with another body', NOT_GENUINE, good, { body: '{"query":"{ secrets }"}' }],
    ['at another subgraph', NOT_GENUINE, good, { subgraph: 'usage' }],
    ['with a foreign key', NOT_GENUINE, signHop(['foreign'], 'schools', ENVELOPE, BODY, NOW), {}],
    ['where no key is configured', NOT_GENUINE, good, { keys: [] }],
    ['when it comes late', TOO_OLD, good, { now: NOW + HOP_LIFETIME_MS + 1 }],
    ['when it comes from the future', TOO_OLD, good, { now: NOW - HOP_LIFETIME_MS - 1 }],
  ])('%s', (_, reason, headers, options) => {
    const asking = () => verify(headers, options);
    expect(asking).toThrow(UnsignedHopError);
    expect(asking).toThrow(reason);
  });
});

test.each([NOW - HOP_LIFETIME_MS, NOW + HOP_LIFETIME_MS])(
  'a hop of %i is taken for 10 s before and after',
  (signedAt) => {
    expect(verify(signHop(['key'], 'schools', ENVELOPE, BODY, signedAt))).toMatchObject(ENVELOPE);
  },
);

test('a body of bytes is signed as the text that it holds', () => {
  expect(verify(signHop(['key'], 'schools', ENVELOPE, Buffer.from(BODY), NOW))).toMatchObject(ENVELOPE);
});

test('subgraph, envelope and body are signed apart: none can pass a part of itself on to the next', () => {
  const headers = signHop(['key'], 'schools', ENVELOPE, BODY, NOW);
  const text = `schools\n${headers[ENVELOPE_HEADER]}\n${BODY}`;
  expect(headers[SIGNATURE_HEADER]).toBe(createHmac('sha256', 'key').update(text).digest('base64url'));
});

test('a hop carries all of the envelope, whether the caller was signed before or not', () => {
  const whole = { ...ENVELOPE, deadline: NOW + 1, refused: ['STATE:BY'], traceparent: '00-1-2-01' };
  for (let time = 0; time < 2; time += 1) {
    const { nonce, ...hop } = verify(signHop(['key'], 'schools', whole, BODY, NOW));
    expect(hop).toEqual({ ...whole, signedAt: NOW });
    expect(nonce).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('where question and answer stay in one process the subgraph has a name of its own', () => {
  expect(localName('schools')).toBe('local:schools');
});

describe('what the gateway signed and cannot be read', () => {
  function signed(envelope: unknown, text = JSON.stringify(envelope)): Record<string, string> {
    const encoded = Buffer.from(text).toString('base64url');
    const signature = createHmac('sha256', 'key').update(`schools\n${encoded}\n${BODY}`).digest('base64url');
    return { [ENVELOPE_HEADER]: encoded, [SIGNATURE_HEADER]: signature };
  }
  const hop = { ...ENVELOPE, nonce: 'n', signedAt: NOW };
  const caller = (change: object) => ({ ...hop, caller: { ...ENVELOPE.caller, ...change } });
  const NO_CALLER = 'The envelope names no caller.';

  test('is none if it has all that is looked at', () => {
    expect(verify(signed(hop))).toEqual(hop);
    expect(verify(signed({ ...hop, deadline: 1.5, refused: [] }))).toMatchObject({ deadline: 1.5, refused: [] });
  });

  test.each<[object | string | null, string]>([
    [{ ...hop, caller: undefined }, NO_CALLER],
    [{ ...hop, caller: null }, NO_CALLER],
    [{ ...hop, caller: 'lms' }, NO_CALLER],
    [caller({ kind: 'king' }), NO_CALLER],
    [caller({ scopes: 'titles:read' }), NO_CALLER],
    [caller({ scopes: ['titles:read', 1] }), NO_CALLER],
    [caller({ bound: undefined }), NO_CALLER],
    [caller({ bound: [null] }), NO_CALLER],
    [caller({ subject: undefined }), NO_CALLER],
    [caller({ subject: 'a\0b' }), NO_CALLER],
    [{ ...hop, instant: undefined }, 'The envelope names no instant.'],
    [{ ...hop, instant: 1.5 }, 'The envelope names no instant.'],
    [{ ...hop, deadline: 'soon' }, 'The envelope’s deadline is not a number.'],
    [{ ...hop, deadline: null }, 'The envelope’s deadline is not a number.'],
    [{ ...hop, refused: 'STATE:NW' }, 'The envelope’s refused organisations are not a list of keys.'],
    [{ ...hop, refused: [1] }, 'The envelope’s refused organisations are not a list of keys.'],
    [null, 'The envelope is not a JSON object.'],
    [[], 'The envelope is not a JSON object.'],
    ['text', 'The envelope is not a JSON object.'],
  ])('%j: %s', (envelope, reason) => {
    const asking = () => verify(signed(envelope));
    expect(asking).toThrow(MalformedHopError);
    expect(asking).toThrow(reason);
  });

  test('as JSON is told from what is no object, with the reason', () => {
    const error = catching(() => verify(signed(null, '{')));
    expect(error).toBeInstanceOf(MalformedHopError);
    expect(error).toMatchObject({ message: 'The envelope is not valid JSON.', cause: expect.any(SyntaxError) });
    expect(parseObject('{"a":1}', 'It')).toEqual({ a: 1 });
  });

  test.each([
    [{ ...hop, nonce: undefined }, 'the request has no nonce'],
    [{ ...hop, nonce: '' }, 'the request has no nonce'],
    [{ ...hop, nonce: 1 }, 'the request has no nonce'],
    [{ ...hop, signedAt: undefined }, 'the request is too old'],
  ])('%j is refused: %s', (envelope, reason) => {
    const asking = () => verify(signed(envelope));
    expect(asking).toThrow(UnsignedHopError);
    expect(asking).toThrow(reason);
  });
});

function catching(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

describe('a subgraph', () => {
  const taken = (verifier: ReturnType<typeof createHopVerifier>, headers: Record<string, string>, now = NOW) =>
    verifier({ get: (name) => headers[name] }, BODY, now);

  test('takes each attempt once, and the same question again as an attempt of its own', () => {
    const verifier = createHopVerifier(['key'], 'schools');
    const first = signHop(['key'], 'schools', ENVELOPE, BODY, NOW);
    const second = signHop(['key'], 'schools', ENVELOPE, BODY, NOW);
    expect(taken(verifier, first)).toMatchObject(ENVELOPE);
    expect(() => taken(verifier, first)).toThrow(new UnsignedHopError('the request was sent before'));
    expect(taken(verifier, second)).toMatchObject(ENVELOPE);
    expect(() => taken(verifier, first, NOW + HOP_LIFETIME_MS)).toThrow(UnsignedHopError);
  });

  test('does not count a forged hop as the genuine one’s use', () => {
    const verifier = createHopVerifier(['key'], 'schools');
    const genuine = signHop(['key'], 'schools', ENVELOPE, BODY, NOW);
    expect(() => taken(verifier, { ...genuine, [SIGNATURE_HEADER]: 'forged' })).toThrow(UnsignedHopError);
    expect(taken(verifier, genuine)).toMatchObject(ENVELOPE);
  });

  test('answers an old question that was signed just now: it waited in the gateway', () => {
    const waited = { ...ENVELOPE, instant: NOW - 2 * HOP_LIFETIME_MS };
    expect(taken(createHopVerifier(['key'], 'schools'), signHop(['key'], 'schools', waited, BODY, NOW))).toMatchObject(
      waited,
    );
  });
});
