import pino from 'pino';
import { AUDIENCE, createTestIssuer, type TestIssuer } from '../test-supergraph/tokens';
import { createAuthenticate } from './authenticate';
import { logTokenRejections, REJECTIONS_PER_SECOND, type TokenRejection } from './token-rejections';

let issuer: TestIssuer;
let stranger: TestIssuer;

beforeAll(async () => {
  issuer = await createTestIssuer();
  stranger = await createTestIssuer('https://stranger.example');
});

const SCHOOL = ['SCHOOL:NW:100000'];
const NOW = () => Math.floor(Date.now() / 1000);

async function refusalsOf(token: string, ...issuers: TestIssuer[]): Promise<TokenRejection[]> {
  const refusals: TokenRejection[] = [];
  const configurations = (issuers.length > 0 ? issuers : [issuer]).map(({ configuration }) => configuration);
  const verify = createAuthenticate(configurations, { refused: (refusal) => refusals.push(refusal) });
  await expect(verify(`Bearer ${token}`)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  return refusals;
}

test.each<[string, TokenRejection['rule'], () => Promise<string>, string]>([
  ['no token at all', 'form', async () => 'no-token', 'not a JWT'],
  ['another issuer', 'issuer', async () => stranger.token('lms', SCHOOL), 'https://stranger.example'],
  ['no issuer', 'issuer', async () => issuer.token('lms', SCHOOL, { iss: undefined }), 'names no issuer'],
  ['another audience', 'audience', async () => issuer.token('lms', SCHOOL, { aud: 'portal' }), '“portal”'],
  ['no audience', 'audience', async () => issuer.token('lms', SCHOOL, { aud: undefined }), `needs “${AUDIENCE}”`],
  [
    'an end that has passed',
    'expired',
    async () => issuer.token('lms', SCHOOL, { exp: NOW() - 60 }),
    'It expired at 20',
  ],
  [
    'an end before all calendars',
    'expired',
    async () => issuer.token('lms', SCHOOL, { exp: -1e300 }),
    'expired at -1e+300',
  ],
  ['no end', 'claims', async () => issuer.token('lms', SCHOOL, { exp: undefined }), '“exp”'],
  ['no subject', 'claims', async () => issuer.token('lms', SCHOOL, { sub: undefined }), '“sub”'],
  ['a beginning to come', 'not yet valid', async () => issuer.token('lms', SCHOOL, { nbf: NOW() + 90 }), '“nbf”'],
  ['an unknown kind', 'kind', async () => issuer.token('lms', SCHOOL, { kind: 'admin' }), 'no kind'],
  ['nothing it is bound to', 'bound', async () => issuer.token('lms', []), 'bound to no organisation'],
  ['too wide a bound', 'bound', async () => issuer.token('lms', ['STATE:NW']), 'STATE'],
  ['a bound that is no key', 'bound', async () => issuer.token('lms', ['Schule 5']), 'SCHOOL:NW:100000'],
  ['a number as its kind', 'claims', async () => issuer.token('lms', SCHOOL, { kind: 5 }), '“kind”'],
  ['a subject of ours', 'subject', async () => issuer.token('lms', SCHOOL, { sub: 'gateway' }), 'reserved'],
])('a token with %s is refused by the rule “%s”, with the reason', async (_, rule, token, reason) => {
  const refusals = await refusalsOf(await token());
  expect(refusals).toMatchObject([{ rule, reason: expect.stringContaining(reason) }]);
});

test('a wrong signature and a key that the issuer does not have are different reasons', async () => {
  const token = await issuer.token('lms', SCHOOL);
  const forged = `${token.slice(0, -8)}${token.endsWith('AAAAAAAA') ? 'BBBBBBBB' : 'AAAAAAAA'}`;
  expect(await refusalsOf(forged)).toMatchObject([{ rule: 'signature' }]);
  const other = await createTestIssuer(issuer.configuration.issuer, 'second');
  expect(await refusalsOf(await other.token('lms', SCHOOL))).toMatchObject([
    { rule: 'key', reason: expect.stringContaining('“second”'), issuer: issuer.configuration.issuer },
  ]);
  const hmac = token.replace(/^[^.]+/, Buffer.from('{"alg":"HS256"}').toString('base64url'));
  expect(await refusalsOf(hmac)).toMatchObject([{ rule: 'algorithm', reason: expect.stringContaining('“HS256”') }]);
});

describe('the log', () => {
  function logged() {
    const lines: Record<string, unknown>[] = [];
    let now = 0;
    const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(JSON.parse(line)) });
    return { lines, refused: logTokenRejections(log, () => now), pass: (ms: number) => (now += ms) };
  }

  test('has issuer, rule and reason, and no part of the token', async () => {
    const { lines, refused } = logged();
    const verify = createAuthenticate([issuer.configuration], { refused });
    const token = await issuer.token('lms', SCHOOL, { aud: 'portal', sub: 'erika.mustermann@example.org' });
    await Promise.resolve(verify(`Bearer ${token}`)).catch(() => undefined);
    const { issuer: name } = issuer.configuration;
    expect(lines).toMatchObject([{ audit: 'token refused', issuer: name, rule: 'audience' }]);
    const text = JSON.stringify(lines);
    for (const part of [...token.split('.'), 'mustermann']) expect(text).not.toContain(part);
  });

  test('has a bounded number of lines for each rule in a second, and then how many it left out', () => {
    const { lines, refused, pass } = logged();
    for (let sent = 0; sent < 1_000; sent += 1) refused({ rule: 'expired', reason: 'old' });
    expect(lines).toHaveLength(REJECTIONS_PER_SECOND);
    refused({ rule: 'audience', reason: 'a flood of one rule does not hide another' });
    expect(lines).toHaveLength(REJECTIONS_PER_SECOND + 1);
    pass(1_000);
    refused({ rule: 'expired', reason: 'old' });
    expect(lines.at(-1)).toMatchObject({ rule: 'expired', notLogged: 1_000 - REJECTIONS_PER_SECOND });
  });

  test('a text that a stranger chose is shortened', async () => {
    const refusals = await refusalsOf(await stranger.token('lms', SCHOOL, { iss: 'x'.repeat(5_000) }));
    expect(refusals[0]?.reason.length).toBeLessThan(300);
  });
});
