/** The ways in which somebody without the key can alter requests that were observed on the network. */
import { createHash } from 'node:crypto';
import { createRequestSigner, ENVELOPE_HEADER, SIGNATURE_HEADER } from '../../request/signing/signed-request';
import type { Chance } from '../authority-proof/chance';

/** A request as it is sent. */
export interface Sent {
  readonly subgraph: string;
  readonly envelope: string;
  readonly signature: string;
  readonly body: Buffer;
}

interface Seen {
  readonly request: Sent;
  /** Subgraph requests of this request and of others. */
  readonly others: readonly Sent[];
}

type Mutation = (seen: Seen, chance: Chance) => Partial<Sent>;

const SUBGRAPHS = ['schools', 'licences', 'usage', 'school', 'schools2', '', 'local:schools', '7:schools'];
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a byte of the body': ({ request }, chance) => ({ body: withAnotherByte(request.body, chance) }),
  'a bit of the body'({ request }, chance) {
    const body = Buffer.from(request.body);
    const at = chance.below(body.length);
    body[at] = (body[at] as number) ^ (1 << chance.below(8));
    return { body };
  },
  'bytes that are read as the same text'({ request }) {
    const at = request.body.indexOf('\uFFFD');
    return { body: Buffer.concat([request.body.subarray(0, at), Buffer.from([0xff]), request.body.subarray(at + 3)]) };
  },
  'the end of the body': ({ request }, chance) => ({
    body: request.body.subarray(0, chance.below(request.body.length)),
  }),
  'the body, longer by the padding of SHA-256': ({ request }, chance) => ({
    body: Buffer.concat([request.body, paddingOf(request.body.length), Buffer.from(chance.of(['', ' ', '{}']))]),
  }),
  'another request’s body': ({ others }, chance) => ({ body: chance.of(others).body }),
  'a character of the envelope': ({ request }, chance) => ({
    envelope: withAnotherCharacter(request.envelope, chance),
  }),
  'a value in the envelope': ({ request }, chance) => ({
    envelope: encoded(altered(decoded(request.envelope), chance)),
  }),
  'how the envelope is written'({ request }, chance) {
    const text = Buffer.from(request.envelope, 'base64url').toString();
    return {
      envelope: chance.of([
        `${request.envelope}=`,
        Buffer.from(text)
          .toString('base64')
          .padEnd(request.envelope.length + 1, '='),
        Buffer.from(`${text} `).toString('base64url'),
        encoded(Object.fromEntries(Object.entries(decoded(request.envelope)).reverse())),
        text,
      ]),
    };
  },
  'another request’s envelope': ({ others }, chance) => ({ envelope: chance.of(others).envelope }),
  'the counter': ({ request }, chance) => signedText(request, 0, (counter) => otherNumber(counter, chance)),
  'the time of signing': ({ request }, chance) => signedText(request, 1, (at) => otherNumber(at, chance)),
  'the deadline': ({ request }, chance) => signedText(request, 2, (deadline) => otherNumber(deadline, chance)),
  'the traceparent': ({ request }, chance) =>
    signedText(request, 3, (trace) =>
      chance.of(['', `${trace}0`, `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, trace.slice(1)]),
    ),
  'a dot of the signature'({ request }, chance) {
    const parts = request.signature.split('.');
    const [one = '', other = ''] = parts.splice(chance.below(4), 2);
    return {
      signature: chance.of([
        [...parts, `${one}${other}`].join('.'),
        request.signature.replace('.', ''),
        `.${request.signature}`,
        `${request.signature}.`,
      ]),
    };
  },
  'a character of the MAC': ({ request }, chance) => mac(request, (whole) => withAnotherCharacter(whole, chance)),
  'the last bits of the MAC, which say nothing'({ request }, chance) {
    return mac(request, (whole) => {
      const last = BASE64URL.indexOf(whole.at(-1) as string);
      return whole.slice(0, -1) + BASE64URL[last ^ (1 + chance.below(3))];
    });
  },
  'how long the MAC is': ({ request }, chance) =>
    mac(request, (whole) => chance.of([whole.slice(0, chance.below(whole.length)), whole + whole, `${whole}=`])),
  'how the MAC is written': ({ request }, chance) =>
    mac(request, (whole) => {
      const bytes = Buffer.from(whole, 'base64url');
      return chance.of([bytes.toString('hex'), bytes.toString('base64'), whole.toLowerCase(), ` ${whole}`]);
    }),
  'the MAC, for one that needs no key': ({ request }, chance) =>
    mac(request, () => {
      const sha = (text: string) => createHash('sha256').update(text).digest('base64url');
      return chance.of([
        sha(request.envelope),
        sha(''),
        sha(`${request.envelope}${request.body}`),
        'A'.repeat(43),
        'undefined',
      ]);
    }),
  'another request’s MAC': ({ request, others }, chance) =>
    mac(request, () => chance.of(others).signature.split('.').at(-1) as string),
  'another request’s signature': ({ others }, chance) => ({ signature: chance.of(others).signature }),
  'another request’s envelope and signature'({ others }, chance) {
    const { envelope, signature } = chance.of(others);
    return { envelope, signature };
  },
  'the subgraph': (_, chance) => ({ subgraph: chance.of(SUBGRAPHS) }),
  'the key'({ request }, chance) {
    const guess = chance.of([
      '',
      'key',
      request.subgraph,
      request.envelope,
      request.signature,
      String(chance.below(2 ** 31)),
    ]);
    const envelope = { caller: {}, ...decoded(request.envelope) } as never;
    const headers = createRequestSigner([guess])(request.subgraph, { envelope }, request.body);
    return { envelope: headers[ENVELOPE_HEADER], signature: headers[SIGNATURE_HEADER] };
  },
  'any two of these': (seen, chance) => {
    const { 'any two of these': _, ...single } = MUTATIONS;
    const [one, other] = [chance.of(Object.values(single)), chance.of(Object.values(single))] as [Mutation, Mutation];
    const first = { ...seen.request, ...one(seen, chance) };
    return { ...first, ...(first.body.length > 0 && first.signature && other({ ...seen, request: first }, chance)) };
  },
};

/** Alters one of the readable parts of the signature, which stand before the MAC. */
function signedText(request: Sent, at: number, change: (part: string) => string): Partial<Sent> {
  const parts = request.signature.split('.');
  parts[at] = change(parts[at] ?? '');
  return { signature: parts.join('.') };
}

function mac(request: Sent, change: (mac: string) => string): Partial<Sent> {
  const dot = request.signature.lastIndexOf('.');
  return { signature: `${request.signature.slice(0, dot)}.${change(request.signature.slice(dot + 1))}` };
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

/** Returns what SHA-256 appends to a message of that many bytes. */
function paddingOf(length: number): Buffer {
  const padding = Buffer.alloc(((119 - (length % 64)) % 64) + 9);
  padding[0] = 0x80;
  padding.writeBigUInt64BE(BigInt(length) * 8n, padding.length - 8);
  return padding;
}
