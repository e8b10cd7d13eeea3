import { isDeepStrictEqual } from 'node:util';
import { type Answer, ask } from './ask';
import type { Operation } from './closed-loop';

/** Each gateway is asked several times, because it takes another path once it knows an operation. */
const TIMES = 6;

/**
 * @param urls the addresses of gateways, by name
 * @returns the answer of all of them; the order of fields may differ
 * @throws Error where one of them answers otherwise than the first
 */
export async function answersAgree(urls: ReadonlyMap<string, string>, operation: Operation): Promise<Answer> {
  let first: Answer | undefined;
  for (const [name, url] of urls) {
    for (let time = 0; time < TIMES; time += 1) {
      const answer = await ask(url, operation);
      first ??= answer;
      if (isDeepStrictEqual(answer.data, first.data)) continue;
      throw new Error(`${name} answers otherwise than ${[...urls.keys()][0]}: ${answer.text.slice(0, 500)}`);
    }
  }
  if (!first) throw new Error('nobody was asked');
  return first;
}
