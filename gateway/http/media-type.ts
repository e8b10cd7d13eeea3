/**
 * The two media types of answers: which of them a client accepts (RFC 9110, 12.5.1), and the status of errors in
 * each. docs/clients.md documents both.
 */
import type { IncomingHttpHeaders } from 'node:http';

export const PLAIN_JSON = 'application/json';
export const GRAPHQL_RESPONSE = 'application/graphql-response+json';

export type AnswerType = typeof PLAIN_JSON | typeof GRAPHQL_RESPONSE;

export function wantsGraphqlResponse(headers: IncomingHttpHeaders): boolean {
  return answerTypeFor(headers) === GRAPHQL_RESPONSE;
}

/**
 * Statuses of refusals that clients of plain JSON get as 200, because they take another status for a fault of the
 * network.
 */
const SENT_AS_200 = new Set([403, 404, 503]);

/** @param answer to a client that knows only plain JSON */
export function inPlainJson<Answer extends { readonly status: number; readonly body: object | string }>(
  answer: Answer,
): Answer {
  const { status, body } = answer;
  if (!SENT_AS_200.has(status) || typeof body === 'string') return answer;
  return { ...answer, status: 200, body: { ...body, data: null } };
}

/** How much a client wants a type, and whether it names it. */
interface Preference {
  readonly quality: number;
  readonly isNamed: boolean;
}

/** Browsers send 140 characters. A header of 16 KB would take milliseconds, before the client has shown a token. */
const LONGEST_ACCEPT = 500;
/** All clients with the same program send the same header. */
const MAX_KNOWN = 100;
const KNOWN = new Map<string, AnswerType | null>();

/**
 * Returns the type that is wanted more. If both are wanted equally, it is the one that is named: GraphQL's own where
 * both are, and plain JSON, which every client can read, where neither is.
 *
 * @returns null where neither is acceptable
 */
export function answerTypeFor({ accept = '' }: IncomingHttpHeaders): AnswerType | null {
  if (accept.length > LONGEST_ACCEPT) return null;
  let type = KNOWN.get(accept);
  if (type === undefined) {
    type = readAccept(accept);
    if (KNOWN.size >= MAX_KNOWN) KNOWN.clear();
    KNOWN.set(accept, type);
  }
  return type;
}

function readAccept(accept: string): AnswerType | null {
  const ranges = accept.split(',').flatMap(readRange);
  if (ranges.length === 0) return PLAIN_JSON;
  const plain = preferenceFor(PLAIN_JSON, ranges);
  const own = preferenceFor(GRAPHQL_RESPONSE, ranges);
  if (plain.quality === 0 && own.quality === 0) return null;
  if (own.quality === plain.quality) return own.isNamed ? GRAPHQL_RESPONSE : PLAIN_JSON;
  return own.quality > plain.quality ? GRAPHQL_RESPONSE : PLAIN_JSON;
}

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

/** A header that cannot be read, or that asks for another charset than ours, accepts nothing. */
function readRange(text: string): MediaRange[] {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  if (type === '') return [];
  let quality = 1;
  for (const parameter of parameters) {
    const [name, value = ''] = parameter.split('=').map((part) => part.trim());
    if (name === 'q') quality = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(value) ? Number(value) : 0;
    if (name === 'charset' && !isUtf8(value)) return [{ type: '', quality: 0 }];
  }
  return [{ type, quality }];
}

/** The most exact of the ranges that contain a type says how much it is wanted. */
function preferenceFor(type: AnswerType, ranges: readonly MediaRange[]): Preference {
  for (const range of [type, 'application/*', '*/*']) {
    const found = ranges.filter((one) => one.type === range);
    if (found.length > 0) return { quality: Math.max(...found.map(({ quality }) => quality)), isNamed: range === type };
  }
  return { quality: 0, isNamed: false };
}

/** @param charset in lower case, as a parameter has it */
export function isUtf8(charset: string): boolean {
  return /^"?utf-?8"?$/.test(charset);
}
