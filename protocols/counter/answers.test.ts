/** How the gateway's own refusals are said by the COUNTER API. */
import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { makeApiKey } from '../../caller/api-key';
import { refusal } from './answers';

const head = (query: Record<string, unknown>, headers = {}) => ({ request: { headers } as IncomingMessage, query });
const KEY = head({ api_key: makeApiKey().key });
const error = (code: string, more = {}) => new GraphQLError('Told.', { extensions: { code, ...more } });

test.each([
  ['a key that is not good', error('UNAUTHENTICATED'), KEY, 401, 2020],
  ['no key', error('UNAUTHENTICATED'), head({}), 400, 1030],
  ['two keys', error('UNAUTHENTICATED'), head({ api_key: ['a', 'b'] }), 400, 1030],
  ['two authorization headers', error('BAD_REQUEST'), KEY, 400, 1030],
  [
    'a gateway with too much to do',
    error('SUBGRAPH_UNAVAILABLE', { service: 'gateway', retryAfter: 1 }),
    KEY,
    503,
    1010,
  ],
  ['a service that does not answer', error('SUBGRAPH_UNAVAILABLE', { service: 'usage' }), KEY, 503, 1000],
  ['too many requests', error('RATE_LIMITED', { retryAfter: 7 }), KEY, 429, 1020],
  ['what is not the caller’s', error('FORBIDDEN'), KEY, 403, 2010],
  ['a report that costs too much', error('OPERATION_TOO_COSTLY'), KEY, 503, 1000],
  ['a fault of ours', new Error('relation "secret" does not exist'), KEY, 503, 1000],
])('%s', (_, of, by, status, code) => {
  const said = refusal(of, by);
  expect([said.status, JSON.parse(said.body)]).toEqual([status, expect.objectContaining({ Code: code })]);
  expect(said.body).not.toContain('secret');
});

test('when to come again is said', () => {
  expect(refusal(error('RATE_LIMITED', { retryAfter: 7 }), KEY).headers).toEqual({ 'retry-after': '7' });
});
