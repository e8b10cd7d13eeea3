/** Sends one request, and returns its answer. */
import { bodyOf, headersOf, type Operation } from './closed-loop';

export interface Answer {
  readonly data: Record<string, unknown>;
  readonly text: string;
}

/** @throws Error with the answer where it holds an error or no data */
export async function ask(url: string, operation: Operation): Promise<Answer> {
  // By default `fetch` asks for compressed answers, which not every peer gives.
  const headers = { ...headersOf(operation), 'accept-encoding': 'identity' };
  const response = await fetch(url, { method: 'POST', headers, body: bodyOf(operation) });
  const text = await response.text();
  const { data, errors } = JSON.parse(text);
  if (errors || !data) throw new Error(`${url}: ${text.slice(0, 500)}`);
  return { data, text };
}
