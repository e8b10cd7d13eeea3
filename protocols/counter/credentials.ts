/**
 * The credentials of a request: an API key in `api_key`, or only in `requestor_id`, as COUNTER defines it; or a token
 * or API key in the authorization header, which no proxy writes into its log.
 */
import { API_KEY_SUBJECT, idOfApiKey } from '../../caller/api-key';
import type { Caller } from '../../caller/caller';
import type { Head } from '../../gateway/http/route';
import { CounterError } from './exceptions';
import { optional } from './parameters';

const NONE = 'api_key is missing. Send it, or the header “Authorization: Bearer …”.';

/**
 * Returns them as the value of an authorization header.
 *
 * @throws CounterError 1030 where there are none, or several; 2020 where the address holds something other than an
 * API key
 */
export function authorizationOf({ request, query }: Head): string {
  const { authorization } = request.headers;
  const key = optional(query, 'api_key');
  const requestor = optional(query, 'requestor_id');
  if (typeof key === 'object' || typeof requestor === 'object')
    throw new CounterError(1030, 'api_key or requestor_id was sent several times. Send each once.');
  if (authorization !== undefined && key !== undefined)
    throw new CounterError(1030, 'Send either api_key or the authorization header, not both.');
  if (authorization !== undefined) return authorization;
  const secret = key ?? (idOfApiKey(requestor ?? '') ? requestor : undefined);
  if (secret === undefined) throw new CounterError(1030, NONE);
  // A person's token must not be in an address, which others may log.
  if (!idOfApiKey(secret)) throw new CounterError(2020);
  return `Bearer ${secret}`;
}

/**
 * Where a requestor_id is sent, it must be the id of the API key, or the API key itself.
 *
 * @throws CounterError 2000 where it is another one, or where the caller may not read usage at all
 */
export function requireRequestor({ subject, scopes }: Caller, { query }: Head): void {
  const requestor = optional(query, 'requestor_id');
  const isOwn =
    requestor === undefined ||
    (typeof requestor === 'string' && API_KEY_SUBJECT + (idOfApiKey(requestor) ?? requestor) === subject);
  if (!isOwn) throw new CounterError(2000, 'requestor_id is not the id of the API key. Correct it, or leave it out.');
  if (!scopes.includes('usage:read')) throw new CounterError(2000, 'The API key may not read usage.');
}
