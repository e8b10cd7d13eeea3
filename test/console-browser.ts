/**
 * A browser as the console's server sees it: it keeps cookies, states where a request comes from, and follows no
 * redirect.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:http';

export interface BrowserAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: any;
}

export interface ConsoleBrowser {
  /** The cookies by name. */
  readonly cookies: Map<string, string>;
  /** The attributes with which each cookie was last set, by name. */
  readonly attributes: Map<string, string>;
  /** Opens an address as if it was typed or linked to. */
  open(path: string, headers?: Record<string, string>): Promise<BrowserAnswer>;
  /** Sends JSON as a page of the console does. A header that is undefined is left out. */
  send(path: string, body?: unknown, headers?: Record<string, string | undefined>): Promise<BrowserAnswer>;
}

/**
 * @param origin returns the origin of the gateway. Cookies are kept for all origins, so that it can continue at another
 * gateway
 */
export function consoleBrowser(origin: () => string): ConsoleBrowser {
  const cookies = new Map<string, string>();
  const attributes = new Map<string, string>();

  async function ask(
    method: string,
    path: string,
    headers: Record<string, string | undefined>,
    body?: string,
  ): Promise<BrowserAnswer> {
    const sent = Object.entries({
      ...(cookies.size > 0 && { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
      ...headers,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const answered = await new Promise<BrowserAnswer>((done, failed) => {
      const asking = request(new URL(path, origin()), { method, headers: Object.fromEntries(sent) }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece) => pieces.push(piece));
        response.on('end', () => {
          const text = Buffer.concat(pieces).toString();
          const isJson = response.headers['content-type']?.startsWith('application/json');
          done({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: isJson && text !== '' ? JSON.parse(text) : undefined,
          });
        });
        response.on('error', failed);
      });
      asking.on('error', failed);
      asking.end(body);
    });
    for (const line of answered.headers['set-cookie'] ?? []) {
      const [pair = '', ...others] = line.split('; ');
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      attributes.set(name, others.join('; '));
      if (others.includes('Max-Age=0')) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answered;
  }

  return {
    cookies,
    attributes,
    open: (path, headers = {}) => ask('GET', path, { 'sec-fetch-site': 'none', accept: 'text/html', ...headers }),
    send(path, body = {}, headers = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return ask(
        'POST',
        path,
        {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(text)),
          origin: origin(),
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
        text,
      );
    },
  };
}
