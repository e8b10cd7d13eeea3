/** The program that asks, by its own account: the headers that GraphQL clients send. */
import type { IncomingHttpHeaders } from 'node:http';

export interface ClientProgram {
  readonly name: string;
  readonly version: string;
}

/** No @ and no blank: neither an address nor the name of a person is the name of a program. */
const WORD = /^[\w][\w.+/-]{0,63}$/;

/** `unknown` in place of what is not sent, or is not such a name. */
export function clientProgram(headers: IncomingHttpHeaders): ClientProgram {
  return {
    name: word(headers['graphql-client-name'] ?? headers['apollographql-client-name']),
    version: word(headers['graphql-client-version'] ?? headers['apollographql-client-version']),
  };
}

function word(text: string | readonly string[] | undefined): string {
  return typeof text === 'string' && WORD.test(text) ? text : 'unknown';
}
