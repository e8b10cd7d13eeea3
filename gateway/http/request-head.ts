/** Reads the head of a request, before its body. */
import type { IncomingMessage } from 'node:http';
import { isUtf8 } from './media-type';

const AUTHORIZATION = 'authorization';

/** `http://gateway:4000/graphql` is the same target as `/graphql`: RFC 9112 (3.2.2) requires servers to accept it. */
const ABSOLUTE_FORM = /^https?:\/\/[^/?#@]+/i;

/** Returns the target as it was written: a path, and a query. */
export function targetOf(url = ''): string {
  const target = url.startsWith('/') ? url : url.replace(ABSOLUTE_FORM, '');
  return target.startsWith('/') ? target : '/';
}

/** It uses the raw names, because `headersDistinct` would make an object of all headers. */
export function hasSeveralTokens({ rawHeaders }: IncomingMessage): boolean {
  let tokens = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (name.length === AUTHORIZATION.length && name.toLowerCase() === AUTHORIZATION) tokens += 1;
  }
  return tokens > 1;
}

export type UnreadableCoding = 'has no end' | 'is packed';

/** Returns why the body cannot be read from the connection: the only supported transfer coding is `chunked`. */
export function unreadableCoding({ headers }: IncomingMessage): UnreadableCoding | undefined {
  const coding = headers['transfer-encoding']?.trim().toLowerCase();
  if (coding === undefined || coding === 'chunked') return undefined;
  // Only chunked says where the body ends: RFC 9112 (6.3) requires such a request to be refused, and its connection
  // closed.
  return /(^|,)\s*chunked$/.test(coding) ? 'is packed' : 'has no end';
}

/** The longest `content-type` that is read, because the client has shown no token yet. */
const LONGEST_TYPE = 200;

/** Tells whether the body is uncompressed JSON in UTF-8. */
export function isPlainJson({ headers }: IncomingMessage): boolean {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers;
  if (type === 'application/json' && encoding === 'identity') return true;
  if (type.length > LONGEST_TYPE) return false;
  const [name, ...parameters] = type.split(';').map((part) => part.trim().toLowerCase());
  // Two headers with this name are joined by a comma.
  return name === 'application/json' && !type.includes(',') && encoding === 'identity' && parameters.every(isFitting);
}

function isFitting(parameter: string): boolean {
  const [name, value = ''] = parameter.split('=').map((part) => part.trim());
  return name !== 'charset' || isUtf8(value);
}
