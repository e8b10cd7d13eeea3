/**
 * Signs requests as a gateway does, and alters them in every known way, as somebody could who has no key
 * (mutations.ts). Each altered request must be refused, and each genuine one must then be accepted once.
 */
import { randomBytes } from 'node:crypto';
import { CALLER_KINDS, type Caller, type OrganisationKey, SCOPES_OF_KIND } from '../../caller/caller';
import {
  createRequestSigner,
  createRequestVerifier,
  ENVELOPE_HEADER,
  type Envelope,
  type RequestMetadata,
  type RequestVerifier,
  SIGNATURE_HEADER,
  UnsignedRequestError,
} from '../../request/signing/signed-request';
import { type Chance, chanceOf } from '../authority-proof/chance';
import { MUTATIONS, type Sent } from './mutations';

const SUBGRAPHS = ['schools', 'licences', 'usage'];
/** The number of altered requests for each genuine one. */
const MUTANTS = 50;

interface SignatureFindings {
  readonly genuine: number;
  /** How many requests were refused, by what was altered. */
  readonly refused: ReadonlyMap<string, number>;
  /** What differs from what was expected; none where the property holds. */
  readonly broken: readonly string[];
}

interface SignaturesWanted {
  /** The number of altered requests. */
  readonly count: number;
  readonly seed: number;
}

export function proveSignatures(
  { count, seed }: SignaturesWanted,
  progress: (refused: number) => void = () => undefined,
): SignatureFindings {
  const chance = chanceOf(seed);
  const keys = [1, 2, 3].map(() => randomBytes(32).toString('base64url'));
  /** The second of the accepted keys signs, as while a key is rotated. */
  const signing = keys[1] as string;
  const verifiers = new Map(SUBGRAPHS.map((name) => [name, createRequestVerifier(keys, name)]));
  const refused = new Map<string, number>();
  const broken: string[] = [];
  let genuine = 0;
  let mutated = 0;
  while (mutated < count && broken.length < 10) {
    const sign = createRequestSigner([signing, keys[0] as string]);
    const requests = [envelopeOf(chance), envelopeOf(chance)].flatMap((envelope) =>
      Array.from({ length: 3 }, () => {
        const request = metadataOf(envelope, chance);
        const subgraph = chance.of(SUBGRAPHS);
        const body = bodyOf(chance);
        const { [ENVELOPE_HEADER]: text, [SIGNATURE_HEADER]: signature } = sign(subgraph, request, body);
        return { request, sent: { subgraph, envelope: text, signature, body } };
      }),
    );
    for (const { request, sent } of requests) {
      const others = requests.map((other) => other.sent).filter((other) => other !== sent);
      for (let mutant = 0; mutant < MUTANTS && mutated < count; ) {
        const [name, mutate] = chance.of(Object.entries(MUTATIONS));
        const altered = { ...sent, ...mutate({ request: sent, others }, chance) };
        if ([sent, ...others].some((one) => isSame(one, altered))) continue;
        mutant += 1;
        mutated += 1;
        const outcome = take(verifiers, altered, keys);
        if (outcome instanceof UnsignedRequestError) refused.set(name, (refused.get(name) ?? 0) + 1);
        else broken.push(`${name}: ${JSON.stringify({ sent, altered, outcome: String(outcome) })}`);
        if (mutated % 10_000 === 0) progress(mutated);
      }
      genuine += 1;
      const taken = take(verifiers, sent, keys);
      if (JSON.stringify(taken) !== JSON.stringify(request)) broken.push(`a genuine request: ${String(taken)}`);
      const again = take(verifiers, sent, keys);
      if (!(again instanceof UnsignedRequestError))
        broken.push(`a request that was sent before: ${JSON.stringify(sent)}`);
    }
  }
  return { genuine, refused, broken };
}

export function describeSignatures({ genuine, refused, broken }: SignatureFindings): string {
  const rows = [...refused].sort(([, one], [, other]) => other - one).map(([name, times]) => `${times}  ${name}`);
  const total = [...refused.values()].reduce((sum, times) => sum + times, 0);
  const verdict = `${total} mutated requests refused; ${genuine} genuine ones taken, once each.`;
  return [...rows, verdict, ...broken.map((line) => `BROKEN: ${line}`)].join('\n');
}

/** @returns what was accepted, or what was thrown */
function take(
  verifiers: ReadonlyMap<string, RequestVerifier>,
  { subgraph, envelope, signature, body }: Sent,
  keys: readonly string[],
): unknown {
  const verify = verifiers.get(subgraph) ?? createRequestVerifier(keys, subgraph);
  const headers = new Map([
    [ENVELOPE_HEADER as string, envelope],
    [SIGNATURE_HEADER as string, signature],
  ]);
  try {
    return verify(headers, body);
  } catch (error) {
    return error;
  }
}

function isSame(one: Sent, other: Sent): boolean {
  const { subgraph, envelope, signature, body } = one;
  return (
    subgraph === other.subgraph &&
    envelope === other.envelope &&
    signature === other.signature &&
    body.equals(other.body)
  );
}

function envelopeOf(chance: Chance): Envelope {
  const kind = chance.of(CALLER_KINDS);
  const bound = chance.some<OrganisationKey>(['SCHOOL:NW:100000', 'AUTHORITY:NW:10182', 'STATE:NW'], 3);
  const caller: Caller = { kind, subject: chance.of(['lms', 'Müller', '']), scopes: SCOPES_OF_KIND[kind], bound };
  const refused = chance.holds(0.3) ? { refused: ['SCHOOL:NW:100001'] } : {};
  return { caller, instant: Date.now(), requestId: String(chance.below(3)), ...refused };
}

function metadataOf(envelope: Envelope, chance: Chance): RequestMetadata {
  return {
    envelope,
    ...(chance.holds(0.7) && { deadline: Date.now() + chance.below(10_000) }),
    ...(chance.holds(0.5) && { traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` }),
  };
}

/** Each body holds the character that replaces invalid bytes when they are decoded. */
function bodyOf(chance: Chance): Buffer {
  const query = chance.of(['{ me { kind } }', 'query ($n: String!) { school(number: $n) { name } }']);
  return Buffer.from(JSON.stringify({ query, variables: { n: `\uFFFD${chance.below(3)}` } }));
}
