import {
  createHopVerifier,
  ENVELOPE_HEADER,
  type Envelope,
  HOP_LIFETIME_MS,
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
  test.each<[string, Record<string, string>, Parameters<typeof verify>[1]]>([
    ['without headers', {}, {}],
    ['without a signature', { [ENVELOPE_HEADER]: good[ENVELOPE_HEADER] as string }, {}],
    ['with an empty signature', { ...good, [SIGNATURE_HEADER]: '' }, {}],
    [
      'with a part of the signature',
      { ...good, [SIGNATURE_HEADER]: good[SIGNATURE_HEADER]?.slice(0, -1) as string },
      {},
    ],
    ['with another caller', { ...good, [ENVELOPE_HEADER]: forged.toString('base64url') }, {}],
    ['with another body', good, { body: '{"query":"{ secrets }"}' }],
    ['at another subgraph', good, { subgraph: 'usage' }],
    ['with a foreign key', signHop(['foreign'], 'schools', ENVELOPE, BODY, NOW), {}],
    ['where no key is configured', good, { keys: [] }],
    ['when it comes late', good, { now: NOW + HOP_LIFETIME_MS + 1 }],
    ['when it comes from the future', good, { now: NOW - HOP_LIFETIME_MS - 1 }],
  ])('%s', (_, headers, options) => {
    expect(() => verify(headers, options)).toThrow(UnsignedHopError);
  });
});

describe('a subgraph', () => {
  const taken = (verifier: ReturnType<typeof createHopVerifier>, headers: Record<string, string>, now = NOW) =>
    verifier({ get: (name) => headers[name] }, BODY, now);

  test('takes each attempt once, and the same question again as an attempt of its own', () => {
    const verifier = createHopVerifier(['key'], 'schools');
    const first = signHop(['key'], 'schools', ENVELOPE, BODY, NOW);
    const second = signHop(['key'], 'schools', ENVELOPE, BODY, NOW);
    expect(taken(verifier, first)).toMatchObject(ENVELOPE);
    expect(() => taken(verifier, first)).toThrow(UnsignedHopError);
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
