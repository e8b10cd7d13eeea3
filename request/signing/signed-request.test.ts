import { signatureOf } from '../../test/signature-proof/signature';
import {
  createRequestSigner,
  createRequestVerifier,
  ENVELOPE_HEADER,
  type Envelope,
  MalformedRequestError,
  parseObject,
  type RequestMetadata,
  SIGNATURE_HEADER,
  SIGNATURE_LIFETIME_MS,
  UnsignedRequestError,
} from './signed-request';

const NOW = 1_800_000_000_000;
const BODY = '{"query":"{ me }"}';
const ENVELOPE: Envelope = {
  caller: { kind: 'lms', subject: 'test', scopes: ['titles:read'], bound: ['SCHOOL:NW:100000'] },
  instant: NOW,
  requestId: 'r1',
};
const METADATA: RequestMetadata = { envelope: ENVELOPE };

const sign = (
  metadata: RequestMetadata = METADATA,
  { key = 'key', subgraph = 'schools', body = BODY as string | Buffer, now = NOW } = {},
) => createRequestSigner([key])(subgraph, metadata, body, now);
const reader = (headers: Record<string, string>) => ({ get: (name: string) => headers[name] });

function verify(
  headers: Record<string, string>,
  { keys = ['key'], subgraph = 'schools', body = BODY, now = NOW } = {},
): RequestMetadata {
  return createRequestVerifier(keys, subgraph)(reader(headers), Buffer.from(body), now);
}

test('a request that the gateway signed gives its envelope', () => {
  expect(verify(sign()).envelope).toEqual(ENVELOPE);
});

test('a key is rotated: the old one still verifies, the first one signs', () => {
  const old = sign(METADATA, { key: 'old' });
  const next = createRequestSigner(['new', 'old'])('schools', METADATA, BODY, NOW);
  expect(verify(old, { keys: ['new', 'old'] }).envelope).toEqual(ENVELOPE);
  expect(verify(next, { keys: ['new'] }).envelope).toEqual(ENVELOPE);
  expect(() => verify(old, { keys: ['new'] })).toThrow(UnsignedRequestError);
});

test('nothing is signed without a key', () => {
  expect(() => createRequestSigner([])).toThrow('No signing key is configured');
});

describe('a request is refused', () => {
  const good = sign();
  const { [ENVELOPE_HEADER]: envelope, [SIGNATURE_HEADER]: signature } = good;
  const forged = Buffer.from(
    JSON.stringify({ ...ENVELOPE, nonce: 'n', caller: { ...ENVELOPE.caller, kind: 'operator', bound: [] } }),
  ).toString('base64url');
  const mac = signature.split('.').at(-1) as string;
  const NOT_SIGNED = 'the request is not signed';
  const NOT_GENUINE = 'the signature is not the gateway’s';
  const TOO_OLD = 'the request is too old';
  test.each<[string, string, Record<string, string>, Parameters<typeof verify>[1]]>([
    ['without headers', NOT_SIGNED, {}, {}],
    ['without a signature', NOT_SIGNED, { [ENVELOPE_HEADER]: envelope }, {}],
    ['without an envelope', NOT_SIGNED, { [SIGNATURE_HEADER]: signature }, {}],
    ['with an empty signature', NOT_SIGNED, { ...good, [SIGNATURE_HEADER]: '' }, {}],
    ['with a part of the MAC', NOT_GENUINE, { ...good, [SIGNATURE_HEADER]: signature.slice(0, -1) }, {}],
    ['without a MAC', NOT_GENUINE, { ...good, [SIGNATURE_HEADER]: signature.slice(0, -mac.length) }, {}],
    ['with the MAC alone', NOT_GENUINE, { ...good, [SIGNATURE_HEADER]: mac }, {}],
    ['with another counter', NOT_GENUINE, { ...good, [SIGNATURE_HEADER]: signature.replace(/^1/, '2') }, {}],
    ['with another caller', NOT_GENUINE, { ...good, [ENVELOPE_HEADER]: forged }, {}],
    ['with another body', NOT_GENUINE, good, { body: '{"query":"{ secrets }"}' }],
    ['at another subgraph', NOT_GENUINE, good, { subgraph: 'usage' }],
    ['with a foreign key', NOT_GENUINE, sign(METADATA, { key: 'foreign' }), {}],
    ['where no key is configured', NOT_GENUINE, good, { keys: [] }],
    ['when it comes late', TOO_OLD, good, { now: NOW + SIGNATURE_LIFETIME_MS + 1 }],
    ['when it comes from the future', TOO_OLD, good, { now: NOW - SIGNATURE_LIFETIME_MS - 1 }],
  ])('%s', (_, reason, headers, options) => {
    const asking = () => verify(headers, options);
    expect(asking).toThrow(UnsignedRequestError);
    expect(asking).toThrow(reason);
  });
});

test.each([NOW - SIGNATURE_LIFETIME_MS, NOW + SIGNATURE_LIFETIME_MS])(
  'a request of %i is taken for 10 s before and after',
  (now) => {
    expect(verify(sign(METADATA, { now })).envelope).toEqual(ENVELOPE);
  },
);

test('a body of bytes is signed as the text that it holds', () => {
  expect(verify(sign(METADATA, { body: Buffer.from(BODY) })).envelope).toEqual(ENVELOPE);
});

test('a request is signed as it is written down', () => {
  const { [ENVELOPE_HEADER]: envelope, [SIGNATURE_HEADER]: signature } = sign({
    ...METADATA,
    deadline: NOW + 5,
    traceparent: '00-a-b-01',
  });
  const signedText = `1.${NOW}.${NOW + 5}.00-a-b-01`;
  expect(signature).toBe(signatureOf('key', { envelope, signedText, body: BODY }));
});

test('the envelope of a request is signed once; its requests are counted, to whichever subgraph they go', () => {
  const signer = createRequestSigner(['key']);
  const requests = ['schools', 'licences', 'schools'].map((subgraph) =>
    signer(subgraph, { ...METADATA, deadline: NOW }, BODY),
  );
  expect(new Set(requests.map((headers) => headers[ENVELOPE_HEADER])).size).toBe(1);
  expect(requests.map((headers) => headers[SIGNATURE_HEADER].split('.')[0])).toEqual(['1', '2', '3']);
  for (let request = 4; request < 100; request += 1) signer('usage', METADATA, BODY);
  expect(verify(signer('schools', METADATA, BODY, NOW)).envelope).toEqual(ENVELOPE);
  const other = signer('schools', { envelope: { ...ENVELOPE } }, BODY);
  expect(other[ENVELOPE_HEADER]).not.toBe(requests[0]?.[ENVELOPE_HEADER]);
});

test('what is signed stands in two headers, by whose names gateways and subgraphs of other versions know it', () => {
  expect(Object.keys(sign())).toEqual(['freischalter-envelope', 'freischalter-signature']);
});

test('the MAC that is sent has 256 bits, and the envelope’s own is not sent', () => {
  const { [ENVELOPE_HEADER]: envelope, [SIGNATURE_HEADER]: signature } = sign();
  expect(Buffer.from(signature.split('.').at(-1) as string, 'base64url')).toHaveLength(32);
  expect(JSON.parse(Buffer.from(envelope, 'base64url').toString())).toEqual({ ...ENVELOPE, nonce: expect.any(String) });
});

test('a request carries all of it, whether the caller was signed before or not', () => {
  const whole: RequestMetadata = {
    envelope: { ...ENVELOPE, refused: ['STATE:BY'] },
    deadline: NOW + 1,
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  };
  for (let time = 0; time < 2; time += 1) expect(verify(sign(whole))).toEqual(whole);
  expect(verify(sign({ ...whole, deadline: NOW + 0.5 }))).toEqual(whole);
});

describe('what the gateway signed and cannot be read', () => {
  const signedText = `1.${NOW}..`;
  function signed(envelope: unknown, text = JSON.stringify(envelope)): Record<string, string> {
    const encoded = Buffer.from(text).toString('base64url');
    return {
      [ENVELOPE_HEADER]: encoded,
      [SIGNATURE_HEADER]: signatureOf('key', { envelope: encoded, signedText, body: BODY }),
    };
  }
  const whole = { ...ENVELOPE, nonce: 'n' };
  const caller = (change: object) => ({ ...whole, caller: { ...ENVELOPE.caller, ...change } });
  const NO_CALLER = 'The envelope names no caller.';

  test('is none if it has all that is looked at', () => {
    expect(verify(signed(whole)).envelope).toEqual(ENVELOPE);
    expect(verify(signed({ ...whole, refused: [] })).envelope).toMatchObject({ refused: [] });
  });

  test.each<[object | string | null, string]>([
    [{ ...whole, caller: undefined }, NO_CALLER],
    [{ ...whole, caller: null }, NO_CALLER],
    [{ ...whole, caller: 'lms' }, NO_CALLER],
    [caller({ kind: 'king' }), NO_CALLER],
    [caller({ scopes: 'titles:read' }), NO_CALLER],
    [caller({ scopes: ['titles:read', 1] }), NO_CALLER],
    [caller({ bound: undefined }), NO_CALLER],
    [caller({ bound: [null] }), NO_CALLER],
    [caller({ subject: undefined }), NO_CALLER],
    [caller({ subject: 'a\0b' }), NO_CALLER],
    [caller({ client: 5 }), NO_CALLER],
    [caller({ client: 'a\0b' }), NO_CALLER],
    [caller({ client: null }), NO_CALLER],
    [caller({ endUser: 5 }), NO_CALLER],
    [caller({ endUser: 'a\0b' }), NO_CALLER],
    [{ ...whole, instant: undefined }, 'The envelope names no instant.'],
    [{ ...whole, instant: 1.5 }, 'The envelope names no instant.'],
    [{ ...whole, refused: 'STATE:NW' }, 'The envelope’s refused organisations are not a list of keys.'],
    [{ ...whole, refused: [1] }, 'The envelope’s refused organisations are not a list of keys.'],
    [{ ...whole, nonce: undefined }, 'The envelope has no nonce.'],
    [{ ...whole, nonce: '' }, 'The envelope has no nonce.'],
    [{ ...whole, nonce: 1 }, 'The envelope has no nonce.'],
    [null, 'The envelope is not a JSON object.'],
    [[], 'The envelope is not a JSON object.'],
    ['text', 'The envelope is not a JSON object.'],
  ])('%j: %s', (envelope, reason) => {
    const asking = () => verify(signed(envelope));
    expect(asking).toThrow(MalformedRequestError);
    expect(asking).toThrow(reason);
  });

  test.each(['', '1', `1.${NOW}`, `1.${NOW}.`, `.${NOW}..`, `-1.${NOW}..`, `1.${NOW}.soon.`, `1.${NOW}..a b`, '1...'])(
    'a signature that says “%s” names no counter, or no time',
    (unreadable) => {
      const envelope = Buffer.from(JSON.stringify(whole)).toString('base64url');
      const signature = signatureOf('key', { envelope, signedText: unreadable, body: BODY });
      const asking = () => verify({ [ENVELOPE_HEADER]: envelope, [SIGNATURE_HEADER]: signature });
      expect(asking).toThrow(MalformedRequestError);
      expect(asking).toThrow('The signature names no counter and no time.');
    },
  );

  test('as JSON is told from what is no object, with the reason', () => {
    const error = catching(() => verify(signed(null, '{')));
    expect(error).toBeInstanceOf(MalformedRequestError);
    expect(error).toMatchObject({ message: 'The envelope is not valid JSON.', cause: expect.any(SyntaxError) });
    expect(parseObject('{"a":1}', 'It')).toEqual({ a: 1 });
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
  const taken = (verifier: ReturnType<typeof createRequestVerifier>, headers: Record<string, string>, now = NOW) =>
    verifier(reader(headers), Buffer.from(BODY), now).envelope;

  test('takes each attempt once, and the same question again as an attempt of its own', () => {
    const verifier = createRequestVerifier(['key'], 'schools');
    const signer = createRequestSigner(['key']);
    const first = signer('schools', METADATA, BODY, NOW);
    const second = signer('schools', METADATA, BODY, NOW);
    expect(taken(verifier, first)).toEqual(ENVELOPE);
    expect(() => taken(verifier, first)).toThrow(new UnsignedRequestError('the request was sent before'));
    expect(taken(verifier, second)).toEqual(ENVELOPE);
    expect(() => taken(verifier, first, NOW + SIGNATURE_LIFETIME_MS)).toThrow(UnsignedRequestError);
  });

  test('takes subgraph requests of two requests that are alike in all that they say', () => {
    const verifier = createRequestVerifier(['key'], 'schools');
    expect(taken(verifier, sign())).toEqual(ENVELOPE);
    expect(taken(verifier, sign())).toEqual(ENVELOPE);
  });

  test('does not count a forged request as the genuine one’s use', () => {
    const verifier = createRequestVerifier(['key'], 'schools');
    const genuine = sign();
    const forged = { ...genuine, [SIGNATURE_HEADER]: `${genuine[SIGNATURE_HEADER]}x` };
    expect(() => taken(verifier, forged)).toThrow(UnsignedRequestError);
    expect(taken(verifier, genuine)).toEqual(ENVELOPE);
  });

  test('answers an old question that was signed just now: it waited in the gateway', () => {
    const waited = { ...ENVELOPE, instant: NOW - 2 * SIGNATURE_LIFETIME_MS };
    const signer = createRequestSigner(['key']);
    signer('licences', { envelope: waited }, BODY, NOW - 2 * SIGNATURE_LIFETIME_MS);
    const headers = signer('schools', { envelope: waited }, BODY, NOW);
    expect(taken(createRequestVerifier(['key'], 'schools'), headers)).toEqual(waited);
  });
});
