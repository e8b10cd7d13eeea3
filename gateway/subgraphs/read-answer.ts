import { isObject } from '../../request/values/plain-objects';
import type { SubgraphAnswer } from './subgraph-answer';
import { TransportError } from './transport';

/**
 * Checks an answer of a subgraph before it is used: no part of it is trusted.
 *
 * @throws TransportError where it is not an answer
 */
export function readAnswer(body: unknown): SubgraphAnswer {
  if (!isObject(body)) throw new TransportError('broken', 'an answer that is no object');
  const { data, errors } = body;
  if (data !== undefined && data !== null && !isObject(data))
    throw new TransportError('broken', 'data that are no object');
  if (errors !== undefined && errors !== null && !Array.isArray(errors))
    throw new TransportError('broken', 'errors that are no list');
  if (!data && !errors?.length) throw new TransportError('broken', 'an answer without data and without errors');
  return body;
}
