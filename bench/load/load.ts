/** Closed loop: so many connections, each sends its next request as soon as it has the answer to the last one. */
import autocannon from 'autocannon';

/** One operation, as it is posted. */
export interface Operation {
  /** JSON: query and variables. Made anew for each sending where it is a function. */
  readonly body: string | (() => string);
  readonly token: string;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly requests: number;
}

/**
 * Each connection goes through all the operations, in their order, and begins with another one: where there are many, no two
 * connections send the same at a time.
 *
 * @throws Error where any request was not answered with 200: what fails fast must not look fast
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
