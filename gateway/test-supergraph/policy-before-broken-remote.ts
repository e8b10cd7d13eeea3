/**
 * A resilience policy in front of a broken subgraph, and the events that it reported. Its hooks run in each test file
 * that imports it.
 */
import { createRequestSigner, type RequestMetadata } from '../../request/signing/signed-request';
import { createHttpTransport } from '../subgraphs/http-transport';
import {
  createResiliencePolicy,
  DEFAULT_RESILIENCE,
  type ResilienceOptions,
  type ResiliencePolicy,
} from '../subgraphs/resilience-policy';
import { type Behaviour, type BrokenRemote, startBrokenRemote } from './broken-remote';

export const QUERY = { query: 'query { done }' };
export const DONE = { data: { done: true } };
export let remote: BrokenRemote;
export let policy: ResiliencePolicy;
export let seen: string[];

/** @param listen a port (0 takes any free one) or the path of a Unix socket */
export async function startRemote(behaviour: Behaviour[], listen: number | string = 0): Promise<void> {
  remote = await startBrokenRemote(listen);
  remote.behaviour = behaviour;
}

export async function start(
  behaviour: Behaviour[],
  options: Partial<ResilienceOptions> = {},
  listen?: string,
): Promise<void> {
  await startRemote(behaviour, listen);
  seen = [];
  policy = createResiliencePolicy(
    'schools',
    wireTo(remote.address),
    { ...DEFAULT_RESILIENCE, ...options },
    {
      attempt: (_, outcome) => seen.push(outcome),
      retry: (_, retry) => seen.push(`retry ${retry}`),
      refused: (_, why) => seen.push(`refused by ${why}`),
      breaker: (_, state) => seen.push(`breaker ${state}`),
    },
  );
}

export function wireTo(address: string) {
  return createHttpTransport({ subgraph: 'schools', address, sign: createRequestSigner(['key']) });
}

afterEach(async () => {
  await remote.stop();
  await policy.stop();
});

export const metadata = (deadline?: number, subject = 'test'): RequestMetadata => ({
  envelope: { caller: { kind: 'operator', subject, scopes: [], bound: [] }, instant: Date.now(), requestId: 'test' },
  deadline,
});
