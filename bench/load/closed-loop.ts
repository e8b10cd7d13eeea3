/** Closed loop: a number of connections, each of which sends its next request as soon as the last one is answered. */
import autocannon from 'autocannon';

/** An operation in the form in which it is posted. */
export interface Operation {
  /** Query and variables as JSON. A function makes it anew for each request. */
  readonly body: string | (() => string);
  readonly token: string;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly requests: number;
}

/**
 * Each connection sends the operations in their order, and begins with another one. With many operations, no two
 * connections send the same one at the same time.
 *
 * @throws Error where a request was not answered with 200, because what fails fast must not look fast
 */
export async function sendLoad(
  url: string,
  operations: readonly Operation[],
  connections: number,
  seconds: number,
): Promise<LoadResult> {
  const requests = operations.map(requestOf);
  let begun = 0;
  const setupClient = (client: autocannon.Client) => {
    const from = Math.floor((begun * requests.length) / connections);
    begun += 1;
    client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
  };
  const result = await autocannon({ url, connections, duration: seconds, requests: requests.slice(0, 1), setupClient });
  const { errors, timeouts, non2xx, duration } = result;
  if (errors + timeouts + non2xx > 0) {
    throw new Error(`${url}: ${errors} errors, ${timeouts} timeouts, ${non2xx} answers that were not 200`);
  }
  return { perSecond: result['2xx'] / duration, requests: result['2xx'] };
}

export function headersOf({ token }: Operation): Record<string, string> {
  return { 'content-type': 'application/json', authorization: `Bearer ${token}` };
}

export function bodyOf({ body }: Operation): string {
  return typeof body === 'string' ? body : body();
}

function requestOf(operation: Operation): autocannon.Request {
  const { body } = operation;
  const request = { method: 'POST' as const, headers: headersOf(operation) };
  if (typeof body === 'string') return { ...request, body };
  return { ...request, setupRequest: (made) => ({ ...made, body: body() }) };
}
