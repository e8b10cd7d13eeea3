import {
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
  expect(verify(signHop(['key'], 'schools', ENVELOPE, BODY))).toEqual(ENVELOPE);
});

test('a key is rotated: the old one still verifies, the first one signs', () => {
  const old = signHop(['old'], 'schools', ENVELOPE, BODY);
  const next = signHop(['new', 'old'], 'schools', ENVELOPE, BODY);
  expect(verify(old, { keys: ['new', 'old'] })).toEqual(ENVELOPE);
  expect(verify(next, { keys: ['new'] })).toEqual(ENVELOPE);
  expect(() => verify(old, { keys: ['new'] })).toThrow(UnsignedHopError);
});

describe('a hop is refused', () => {
  const good = signHop(['key'], 'schools', ENVELOPE, BODY);
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
    ['with a foreign key', signHop(['foreign'], 'schools', ENVELOPE, BODY), {}],
    ['where no key is configured', good, { keys: [] }],
    ['when it comes late', good, { now: NOW + HOP_LIFETIME_MS + 1 }],
    ['when it comes from the future', good, { now: NOW - HOP_LIFETIME_MS - 1 }],
  ])('%s', (_, headers, options) => {
    expect(() => verify(headers, options)).toThrow(UnsignedHopError);
  });
});
