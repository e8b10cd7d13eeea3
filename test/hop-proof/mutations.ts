/** What somebody without the key can make of hops that he saw pass by. */
import { createHash } from 'node:crypto';
import { createRequestSigner, ENVELOPE_HEADER, SIGNATURE_HEADER } from '../../request/signing/signed-request';
import type { Chance } from '../authority-proof/chance';

/** A hop as it is on the way. */
export interface Sent {
  readonly subgraph: string;
  readonly envelope: string;
  readonly signature: string;
  readonly body: Buffer;
}

export interface Seen {
  readonly hop: Sent;
  /** Hops of this request and of others. */
  readonly others: readonly Sent[];
}

type Mutation = (seen: Seen, chance: Chance) => Partial<Sent>;

const SUBGRAPHS = ['schools', 'licences', 'usage', 'school', 'schools2', '', 'local:schools', '7:schools'];
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a byte of the body': ({ hop }, chance) => ({ body: withAnotherByte(hop.body, chance) }),
  'a bit of the body'({ hop }, chance) {
    const body = Buffer.from(hop.body);
    const at = chance.below(body.length);
    body[at] = (body[at] as number) ^ (1 << chance.below(8));
    return { body };
  },
  'bytes that are read as the same text'({ hop }) {
    const at = hop.body.indexOf('\uFFFD');
    return { body: Buffer.concat([hop.body.subarray(0, at), Buffer.from([0xff]), hop.body.subarray(at + 3)]) };
  },
  'the end of the body': ({ hop }, chance) => ({ body: hop.body.subarray(0, chance.below(hop.body.length)) }),
  'the body, longer by the padding of SHA-256': ({ hop }, chance) => ({
    body: Buffer.concat([hop.body, paddingOf(hop.body.length), Buffer.from(chance.of(['', ' ', '{}']))]),
  }),
  'another hop’s body': ({ others }, chance) => ({ body: chance.of(others).body }),
  'a character of the envelope': ({ hop }, chance) => ({ envelope: withAnotherCharacter(hop.envelope, chance) }),
  'a value in the envelope': ({ hop }, chance) => ({ envelope: encoded(altered(decoded(hop.envelope), chance)) }),
  'how the envelope is written'({ hop }, chance) {
    const text = Buffer.from(hop.envelope, 'base64url').toString();
    return {
      envelope: chance.of([
        `${hop.envelope}=`,
        Buffer.from(text)
          .toString('base64')
          .padEnd(hop.envelope.length + 1, '='),
        Buffer.from(`${text} `).toString('base64url'),
        encoded(Object.fromEntries(Object.entries(decoded(hop.envelope)).reverse())),
        text,
      ]),
    };
  },
  'another hop’s envelope': ({ others }, chance) => ({ envelope: chance.of(others).envelope }),
  'the counter': ({ hop }, chance) => said(hop, 0, (counter) => otherNumber(counter, chance)),
  'the time of signing': ({ hop }, chance) => said(hop, 1, (at) => otherNumber(at, chance)),
  'the deadline': ({ hop }, chance) => said(hop, 2, (deadline) => otherNumber(deadline, chance)),
  'the traceparent': ({ hop }, chance) =>
    said(hop, 3, (trace) => chance.of(['', `${trace}0`, `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, trace.slice(1)])),
  'a dot of the signature'({ hop }, chance) {
    const parts = hop.signature.split('.');
    const [one = '', other = ''] = parts.splice(chance.below(4), 2);
    return {
      signature: chance.of([
        [...parts, `${one}${other}`].join('.'),
        hop.signature.replace('.', ''),
        `.${hop.signature}`,
        `${hop.signature}.`,
      ]),
    };
  },
  'a character of the MAC': ({ hop }, chance) => mac(hop, (whole) => withAnotherCharacter(whole, chance)),
  'the last bits of the MAC, which say nothing'({ hop }, chance) {
    return mac(hop, (whole) => {
      const last = BASE64URL.indexOf(whole.at(-1) as string);
      return whole.slice(0, -1) + BASE64URL[last ^ (1 + chance.below(3))];
    });
  },
  'how long the MAC is': ({ hop }, chance) =>
    mac(hop, (whole) => chance.of([whole.slice(0, chance.below(whole.length)), whole + whole, `${whole}=`])),
  'how the MAC is written': ({ hop }, chance) =>
    mac(hop, (whole) => {
      const bytes = Buffer.from(whole, 'base64url');
      return chance.of([bytes.toString('hex'), bytes.toString('base64'), whole.toLowerCase(), ` ${whole}`]);
    }),
  'the MAC, for one that needs no key': ({ hop }, chance) =>
    mac(hop, () => {
      const sha = (text: string) => createHash('sha256').update(text).digest('base64url');
      return chance.of([sha(hop.envelope), sha(''), sha(`${hop.envelope}${hop.body}`), 'A'.repeat(43), 'undefined']);
    }),
  'another hop’s MAC': ({ hop, others }, chance) =>
    mac(hop, () => chance.of(others).signature.split('.').at(-1) as string),
  'another hop’s signature': ({ others }, chance) => ({ signature: chance.of(others).signature }),
  'another hop’s envelope and signature'({ others }, chance) {
    const { envelope, signature } = chance.of(others);
    return { envelope, signature };
  },
  'the subgraph': (_, chance) => ({ subgraph: chance.of(SUBGRAPHS) }),
  'the key'({ hop }, chance) {
    const guess = chance.of(['', 'key', hop.subgraph, hop.envelope, hop.signature, String(chance.below(2 ** 31))]);
    const envelope = { caller: {}, ...decoded(hop.envelope) } as never;
    const headers = createRequestSigner([guess])(hop.subgraph, { envelope }, hop.body);
    return { envelope: headers[ENVELOPE_HEADER], signature: headers[SIGNATURE_HEADER] };
  },
  'any two of these': (seen, chance) => {
    const { 'any two of these': _, ...single } = MUTATIONS;
    const [one, other] = [chance.of(Object.values(single)), chance.of(Object.values(single))] as [Mutation, Mutation];
    const first = { ...seen.hop, ...one(seen, chance) };
    return { ...first, ...(first.body.length > 0 && first.signature && other({ ...seen, hop: first }, chance)) };
  },
};

/** In the signature the parts that are said stand before the MAC. */
function said(hop: Sent, at: number, change: (part: string) => string): Partial<Sent> {
  const parts = hop.signature.split('.');
  parts[at] = change(parts[at] ?? '');
  return { signature: parts.join('.') };
}

function mac(hop: Sent, change: (mac: string) => string): Partial<Sent> {
  const dot = hop.signature.lastIndexOf('.');
  return { signature: `${hop.signature.slice(0, dot)}.${change(hop.signature.slice(dot + 1))}` };
}

function otherNumber(number: string, chance: Chance): string {
  return chance.of([
    String(Number(number) + 1),
    String(Number(number) - 1),
    String(Date.now() + chance.below(10_000)),
    String(chance.below(100)),
    `0${number}`,
    `${number}0`,
    `-${number}`,
    `${number}e0`,
    '',
  ]);
}

function withAnotherByte(bytes: Buffer, chance: Chance): Buffer {
  const at = chance.below(bytes.length + 1);
  const [before, after, other] = [bytes.subarray(0, at), bytes.subarray(at), Buffer.from([chance.below(256)])];
  return Buffer.concat(
    chance.of([
      [before, other, after],
      [before, other, after.subarray(1)],
      [before, after.subarray(1)],
    ]),
  );
}

function withAnotherCharacter(text: string, chance: Chance): string {
  const at = chance.below(text.length + 1);
  const other = chance.of([...BASE64URL, '=', '.', '+', '/', ' ', '\n', '\0', 'ÿ']);
  const rest = text.slice(at);
  return text.slice(0, at) + chance.of([other + rest, other + rest.slice(1), rest.slice(1)]);
}

function decoded(envelope: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(Buffer.from(envelope, 'base64url').toString()));
  } catch {
    return {};
  }
}

function encoded(envelope: object): string {
  return Buffer.from(JSON.stringify(envelope)).toString('base64url');
}

function altered(envelope: Record<string, unknown>, chance: Chance): object {
  const caller = Object(envelope.caller);
  const instant = Number(envelope.instant);
  return chance.of([
    { ...envelope, caller: { ...caller, kind: chance.of(['operator', 'licensing', 'reporting', 'king']) } },
    { ...envelope, caller: { ...caller, subject: `${caller.subject} ` } },
    { ...envelope, caller: { ...caller, bound: ['STATE:NW', ...[caller.bound].flat()] } },
    { ...envelope, caller: { ...caller, bound: [] } },
    { ...envelope, caller: { ...caller, scopes: ['entitlements:write', ...[caller.scopes].flat()] } },
    { ...envelope, caller: undefined },
    { ...envelope, instant: instant + chance.of([-1, 1, 86_400_000]) },
    { ...envelope, requestId: `${envelope.requestId}0` },
    { ...envelope, refused: ['STATE:BY'] },
    { ...envelope, refused: [] },
    { ...envelope, nonce: `${envelope.nonce}0` },
    { ...envelope, deadline: instant },
    {},
  ]);
}

/** What SHA-256 appends to a message of so many bytes. */
function paddingOf(length: number): Buffer {
  const padding = Buffer.alloc(((119 - (length % 64)) % 64) + 9);
  padding[0] = 0x80;
  padding.writeBigUInt64BE(BigInt(length) * 8n, padding.length - 8);
  return padding;
}
