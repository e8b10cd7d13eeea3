import { session } from '../session/session-store';
import { Failure, type GraphQLProblem } from './failure';

export interface Posted {
  readonly status: number;
  readonly body: { readonly errors?: readonly GraphQLProblem[] } & Readonly<Record<string, unknown>>;
}

/**
 * Sends JSON, or bytes, with the session. Where that has ended it waits until the reader has signed in again, then sends it again: the
 * gateway has not carried out anything then, so what was being done goes on.
 *
 * @throws Failure where nothing readable came back
 */
export async function post(path: string, content: object | Blob, signal?: AbortSignal): Promise<Posted> {
  const response = await respond(path, content, signal);
  return { status: response.status, body: await bodyOf(response) };
}

/** The same, for an answer that is read as it comes. */
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
    // Told below: a proxy’s page, or an answer that was cut off.
  }
  throw new Failure(response.status >= 500 ? 'unavailable' : 'fault', `HTTP ${response.status}`);
}
