/** One request, and what came back. */
import { bodyOf, headersOf, type Operation } from './load';

export interface Answer {
  readonly data: Record<string, unknown>;
  readonly text: string;
}

/** @throws Error with the answer where it holds an error, or no data */
export async function ask(url: string, operation: Operation): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', headers: headersOf(operation), body: bodyOf(operation) });
  const text = await response.text();
  const { data, errors } = JSON.parse(text);
  if (errors || !data) throw new Error(`${url}: ${text.slice(0, 500)}`);
  return { data, text };
}
