/** The largest body of a request, by its sender. */
import type { Caller } from '../../caller/caller';

const KB = 1024;

/**
 * Enough for `{ __typename }`, and in development for the introspection of every tool. Nothing else works without a
 * token.
 */
const WITHOUT_TOKEN = 8 * KB;
/** Enough for an operation of 10,000 tokens, and lists of 10,000 ids. */
const WITH_TOKEN = 1024 * KB;
/** 10,000 assignments or revocations are 1 MB; 4 MB leave room for longer ids and for spaces. */
const FOR_BULK = 4 * 1024 * KB;
/** A batch of 10,000 uses is 4 MB where each states everything it may, with the user agent of a browser. */
const FOR_USES = 6 * 1024 * KB;

/**
 * In characters: a request with a larger body takes a place among the large operations before it is read. Reading it
 * holds the only thread, for up to 40 ms for a megabyte of many small members; smaller bodies take a few milliseconds
 * at most.
 */
export const LARGE_BODY = 64 * 1024;

export function bodyLimitOf(caller: Caller | null): number {
  if (!caller) return WITHOUT_TOKEN;
  if (caller.scopes.includes('usage:write')) return FOR_USES;
  return caller.scopes.includes('entitlements:write') ? FOR_BULK : WITH_TOKEN;
}

/** Such as `8 KB` or `1 MB`. */
export function sizeInWords(bytes: number): string {
  return bytes < 1024 * KB ? `${bytes / KB} KB` : `${bytes / (1024 * KB)} MB`;
}
