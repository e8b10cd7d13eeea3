/** Attacks by callers without valid credentials. */
import { randomBytes } from 'node:crypto';
import type { Assault, RequestAttack } from './attack';

const CONNECTIONS = 50;
const body = JSON.stringify({ query: '{ me { kind } }' });

function nobody(
  name: string,
  sends: string,
  token: (assault: Assault) => string,
  more: Partial<RequestAttack> = {},
): RequestAttack {
  return {
    name,
    sends,
    token: 'made up',
    ...more,
    connections: CONNECTIONS,
    size: 1,
    shot: (assault) => ({ headers: { authorization: `Bearer ${token(assault)}` }, body }),
  };
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with changed header and claims of a valid one, and another signature. */
function forged({ fixture }: Assault, change: { header?: object; claims?: object }): string {
  const [header = '', claims = ''] = fixture.tokens.operator.split('.');
  const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString());
  const sub = randomBytes(8).toString('hex');
  const signature = randomBytes(64).toString('base64url');
  return `${part({ ...read(header), ...change.header })}.${part({ ...read(claims), sub, ...change.claims })}.${signature}`;
}

export const ATTACKS_BY_IDENTITY: readonly RequestAttack[] = [
  nobody(
    'made-up-keys',
    'API keys that nobody made; the victim calls with good ones that were not met yet',
    () => `fsk_${randomBytes(8).toString('hex')}_${randomBytes(32).toString('base64url')}`,
    { victimHasNewKeys: true },
  ),
  nobody('forged-tokens', 'tokens of the right shape with a wrong signature', (assault) => forged(assault, {})),
  nobody('unknown-key-ids', 'tokens with a key id that nobody has', (assault) =>
    forged(assault, { header: { kid: randomBytes(8).toString('hex') } }),
  ),
  nobody('unknown-issuers', 'tokens of issuers that are not known', (assault) =>
    forged(assault, { claims: { iss: `https://${randomBytes(8).toString('hex')}.example` } }),
  ),
  nobody('large-tokens', 'tokens of 12 KB with a wrong signature', (assault) =>
    forged(assault, { claims: { more: 'x'.repeat(8_500) } }),
  ),
];
