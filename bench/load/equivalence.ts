import { isDeepStrictEqual } from 'node:util';
import { type Answer, ask } from './ask';
import type { Operation } from './load';

/** Gateways ask otherwise once they know an operation, so each is asked some times. */
const TIMES = 6;

/**
 * @param urls by name
 * @returns what all of them answer, but for the order of fields
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
