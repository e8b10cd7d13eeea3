import { session } from '../session/session-store';
import { Failure, type GraphQLProblem } from './failure';

interface Posted {
  readonly status: number;
  readonly body: { readonly errors?: readonly GraphQLProblem[] } & Readonly<Record<string, unknown>>;
}

/**
 * Sends JSON or bytes with the session. Where the session has ended, it waits until the reader has signed in again and
 * sends the same once more. The gateway has not executed the first request, so nothing is done twice.
 *
 * @throws Failure where the answer cannot be read
 */
export async function post(path: string, content: object | Blob, signal?: AbortSignal): Promise<Posted> {
  const response = await respond(path, content, signal);
  return { status: response.status, body: await bodyOf(response) };
}

/** The same as `post`, for an answer that is streamed. */
export async function respond(path: string, content: object | Blob, signal?: AbortSignal): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const response = await sent(path, content, signal);
    if (response.status === 401) {
      await session.renewed(attempt > 0, signal);
      continue;
    }
    if (response.status !== 403 || attempt > 0) return response;
    const { errors } = await bodyOf(response.clone());
    if (errors?.[0]?.extensions?.code !== 'CSRF_TOKEN_INVALID') return response;
    await session.load();
  }
}

function sent(path: string, content: object | Blob, signal?: AbortSignal): Promise<Response> {
  const isBytes = content instanceof Blob;
  const headers = {
    'content-type': isBytes ? 'application/octet-stream' : 'application/json',
    accept: 'application/graphql-response+json, application/json',
    'x-csrf-token': session.current()?.csrfToken ?? '',
  };
  const body = isBytes ? content : JSON.stringify(content);
  return fetch(path, { method: 'POST', headers, body, signal: signal ?? null }).catch((error: Error) => {
    if (error.name === 'AbortError') throw error;
    throw new Failure('offline', error.message);
  });
}

async function bodyOf(response: Response): Promise<Posted['body']> {
  try {
    const body = await response.json();
    if (body && typeof body === 'object') return body;
  } catch {
    // The answer is a proxy’s page, or was cut off. It is reported below.
  }
  throw new Failure(response.status >= 500 ? 'unavailable' : 'fault', `HTTP ${response.status}`);
}
