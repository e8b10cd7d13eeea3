import { session } from '../session/session-store';
import { Failure, failureOf, type GraphQLProblem } from './failure';
import type { Operation } from './operation';

export interface Answer<Data> {
  readonly data: Data;
  /** Problems with parts of the data, each of which is null at its path. */
  readonly problems: readonly GraphQLProblem[];
}

/**
 * Sends an operation. Where the session has ended it waits until the reader has signed in again, then sends it again: the
 * gateway has not carried out anything then, so what was being done goes on. Rejects with a Failure where there is no data.
 */
export async function send<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer<Data>> {
  for (let attempt = 0; ; attempt++) {
    const response = await post(operation.id, variables, signal);
    if (response.status === 401) {
      await session.renewed(attempt > 0, signal);
      continue;
    }
    const body = await bodyOf(response);
    const [problem] = body.errors ?? [];
    if (problem?.extensions?.code === 'CSRF_TOKEN_INVALID' && attempt === 0) {
      await session.load();
      continue;
    }
    if (body.data && Object.values(body.data).some((field) => field !== null))
      return { data: body.data as Data, problems: body.errors ?? [] };
    if (problem) throw failureOf(problem);
    return { data: body.data as Data, problems: [] };
  }
}

function post(id: string, variables: unknown, signal?: AbortSignal): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    'x-csrf-token': session.current()?.csrfToken ?? '',
  };
  return fetch('/console/graphql', { method: 'POST', headers, body: JSON.stringify({ id, variables }), signal }).catch(
    (error: Error) => {
      if (error.name === 'AbortError') throw error;
      throw new Failure('offline', error.message);
    },
  );
}

async function bodyOf(response: Response): Promise<{ data?: object | null; errors?: GraphQLProblem[] }> {
  try {
    const body = await response.json();
    if (body?.data || body?.errors) return body;
  } catch {
    // Told below: a proxy’s page, or an answer that was cut off.
  }
  throw new Failure(response.status >= 500 ? 'unavailable' : 'fault', `HTTP ${response.status}`);
}
