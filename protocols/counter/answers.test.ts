/** The exceptions by which the COUNTER API reports the gateway's own refusals. */
import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { makeApiKey } from '../../caller/api-key';
import { refusal } from './answers';

const head = (query: Record<string, unknown>, headers = {}) => ({ request: { headers } as IncomingMessage, query });
const KEY = head({ api_key: makeApiKey().key });
const error = (code: string, more = {}) => new GraphQLError('Told.', { extensions: { code, ...more } });

test.each([
  ['an invalid key', error('UNAUTHENTICATED'), KEY, 401, 2020, 'APIKey Invalid'],
  ['no key', error('UNAUTHENTICATED'), head({}), 400, 1030, 'Insufficient Information to Process Request'],
  [
    'two keys',
    error('UNAUTHENTICATED'),
    head({ api_key: ['a', 'b'] }),
    400,
    1030,
    'Insufficient Information to Process Request',
  ],
  ['two authorization headers', error('BAD_REQUEST'), KEY, 400, 1030, 'Insufficient Information to Process Request'],
  [
    'a gateway that is overloaded',
    error('SUBGRAPH_UNAVAILABLE', { service: 'gateway', retryAfter: 1 }),
    KEY,
    503,
    1010,
    'Service Busy',
  ],
  [
    'a service that does not answer',
    error('SUBGRAPH_UNAVAILABLE', { service: 'usage' }),
    KEY,
    503,
    1000,
    'Service Not Available',
  ],
  ['too many requests', error('RATE_LIMITED', { retryAfter: 7 }), KEY, 429, 1020, 'Client has made too many requests'],
  [
    'a customer that the caller may not read',
    error('FORBIDDEN'),
    KEY,
    403,
    2010,
    'Requestor is Not Authorized to Access Usage for Institution',
  ],
  ['a report that costs too much', error('OPERATION_TOO_COSTLY'), KEY, 503, 1000, 'Service Not Available'],
  ['a fault of ours', new Error('relation "secret" does not exist'), KEY, 503, 1000, 'Service Not Available'],
])('%s', (_, of, by, status, Code, Message) => {
  const said = refusal(of, by);
  expect([said.status, JSON.parse(said.body)]).toEqual([status, expect.objectContaining({ Code, Message })]);
  expect(said.body).not.toContain('secret');
});

test('the answer says when the client may try again', () => {
  expect(refusal(error('RATE_LIMITED', { retryAfter: 7 }), KEY).headers).toEqual({ 'retry-after': '7' });
});
