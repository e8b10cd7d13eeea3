/** The answers: JSON, and every refusal as an exception of COUNTER, including those of the gateway. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Head, RouteAnswer } from '../../gateway/http/route';
import { authorizationOf } from './credentials';
import { CounterError } from './exceptions';

export function json(status: number, body: object, headers?: Readonly<Record<string, string>>) {
  return { status, headers, body: JSON.stringify(body) };
}

function answerOf({ status, exception, retryAfter }: CounterError) {
  return json(status, exception, retryAfter === undefined ? undefined : { 'retry-after': String(retryAfter) });
}

/** Returns the answer of `work`, or the exception that ended it. */
export async function orException(work: () => Promise<RouteAnswer>): Promise<RouteAnswer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CounterError) return answerOf(error);
    throw error;
  }
}

/** Translates the gateway's own refusals and failures. */
export function refusal(error: unknown, head: Head) {
  const { message, extensions } = error instanceof GraphQLError ? error : new GraphQLError('');
  return answerOf(credentialsMissing(extensions, head) ?? exceptionFor({ message, extensions }));
}

/** Tells a client that sends no credentials what to send. */
function credentialsMissing({ code }: GraphQLFormattedError['extensions'] & object, head: Head): CounterError | null {
  if (code !== 'UNAUTHENTICATED') return null;
  try {
    authorizationOf(head);
    return null;
  } catch (error) {
    if (error instanceof CounterError) return error;
    throw error;
  }
}

/** Translates an error from the form in which GraphQL clients get it. */
export function exceptionFor({ message, extensions = {} }: Pick<GraphQLFormattedError, 'message' | 'extensions'>) {
  const retryAfter = typeof extensions.retryAfter === 'number' ? extensions.retryAfter : undefined;
  switch (extensions.code) {
    case 'UNAUTHENTICATED':
      return new CounterError(2020, message);
    case 'FORBIDDEN':
      return new CounterError(2010);
    case 'RATE_LIMITED':
      return new CounterError(1020, message, retryAfter);
    case 'BAD_REQUEST':
    case 'BAD_USER_INPUT':
      return new CounterError(1030, message);
    case 'OPERATION_TOO_COSTLY':
      return new CounterError(1000, 'The report is too large. Ask for fewer months.');
    case 'SUBGRAPH_UNAVAILABLE':
      return new CounterError(extensions.service === 'gateway' ? 1010 : 1000, message, retryAfter);
    default:
      return new CounterError(1000);
  }
}
