/** Attacks by many small requests. */
import { randomBytes } from 'node:crypto';
import type { Assault, RequestAttack, Shot } from './attack';
import { ask } from './load';
import * as texts from './texts';

export function cheap(assault: Assault): Shot {
  const { schools, titles } = assault.fixture;
  return ask(assault, texts.CHECK_ACCESS, { number: schools[0], ids: [titles[0]] });
}

export const ATTACKS_BY_FLOOD: readonly RequestAttack[] = [
  {
    name: '900-at-once',
    sends: '900 requests of one token at once, again and again',
    token: 'lms',
    connections: 900,
    size: 1,
    shot: cheap,
  },
  {
    name: '900-pages-at-once',
    sends: '900 pages of licensed titles at once, again and again',
    token: 'lms',
    connections: 900,
    size: 1,
    shot: (assault) =>
      ask(
        assault,
        'query ($number: String!, $search: String) { school(number: $number) { licensedTitles(first: 50, search: $search) { totalCount edges { node { name } } } } }',
        { number: assault.fixture.schools[0], search: randomBytes(1).toString('hex').slice(0, 1) },
      ),
  },
  {
    name: 'health-flood',
    sends: 'questions for the state of health',
    token: 'none',
    connections: 50,
    size: 1,
    shot: () => ({ method: 'GET', path: '/health/ready' }),
  },
  {
    name: 'small-refusals',
    sends: 'paths, methods and pages that are refused',
    token: 'none',
    connections: 50,
    size: 1,
    shot(assault, _, n) {
      if (n % 3 === 0) return { method: 'GET', path: `/${assault.unique()}` };
      if (n % 3 === 1) return { method: 'GET' };
      const origin = `https://${assault.unique()}.example`;
      return { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } };
    },
  },
  {
    name: 'many-headers',
    sends: '90 headers of 150 bytes',
    token: 'none',
    connections: 50,
    size: 1,
    shot: () => ({
      headers: Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`x-${at}`, 'a'.repeat(150)])),
      body: '{"query":"{__typename}"}',
    }),
  },
];
