/** Which program asks, by its own account: the headers that GraphQL clients send. */
import type { IncomingHttpHeaders } from 'node:http';

export interface ClientProgram {
  readonly name: string;
  readonly version: string;
}

const NAMES = ['graphql-client-name', 'apollographql-client-name'];
const VERSIONS = ['graphql-client-version', 'apollographql-client-version'];
/** No @ and no blank: neither an address nor the name of a person is the name of a program. */
const WORD = /^[\w][\w.+/-]{0,63}$/;

/** `unknown` in place of what is not sent, or is not such a name. */
export function clientProgram(headers: IncomingHttpHeaders): ClientProgram {
  return { name: wordIn(headers, NAMES), version: wordIn(headers, VERSIONS) };
}

function wordIn(headers: IncomingHttpHeaders, names: readonly string[]): string {
  const [text] = names.flatMap((name) => headers[name] ?? []);
  return text !== undefined && WORD.test(text) ? text : 'unknown';
}
