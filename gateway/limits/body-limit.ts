/** How large the body of a request may be, by who sends it. */
import type { Caller } from '../../caller/caller';

const KB = 1024;

/** Enough for `{ __typename }`, and in development for the introspection of every tool: nothing else needs no token. */
const WITHOUT_TOKEN = 8 * KB;
/** An operation of 10,000 tokens, and lists of 10,000 ids. */
const WITH_TOKEN = 1024 * KB;

export function bodyLimitOf(caller: Caller | null): number {
  return caller ? WITH_TOKEN : WITHOUT_TOKEN;
}

/** `8 KB`, `1 MB`. */
export function sizeInWords(bytes: number): string {
  return bytes < 1024 * KB ? `${bytes / KB} KB` : `${bytes / (1024 * KB)} MB`;
}
