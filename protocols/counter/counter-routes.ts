/**
 * The COUNTER API (Release 5.1): reports of use in the form that libraries and consortia compare platforms by. An adapter over the
 * GraphQL API: each figure and name is what its caller may read there (docs/decisions/0055).
 */
import type { AskedByCaller, CallerRoute, Route, Said } from '../../gateway/http/routes';
import { json, orException, refusal } from './answers';
import { asking } from './ask';
import { authorizationOf, requireRequestor } from './credentials';
import { requireCustomer } from './customer';
import { CounterError } from './exceptions';
import { membersOf } from './members';
import { createOwnLimit } from './own-limit';

export interface CounterOptions {
  /** The name of this platform, which also stands before ids: letters, digits, `_`, `.` and `/`. */
  readonly platform: string;
  /** Its address in COUNTER's registry; empty where it has none. */
  readonly registryRecord: string;
}

export const RELEASE = '5.1';

export function counterRoutes(options: CounterOptions): readonly Route[] {
  const limited = createOwnLimit();

  function forCallers(path: string, answer: (asked: AskedByCaller) => Promise<Said>): CallerRoute {
    return {
      path: `/r51${path}`,
      methods: ['GET'],
      callers: 'token',
      hasOwnLimit: true,
      authorization(head) {
        try {
          return authorizationOf(head);
        } catch (error) {
          if (error instanceof CounterError) return undefined;
          throw error;
        }
      },
      refusal,
      answer: (asked) =>
        orException(() =>
          limited(asked.caller, () => {
            requireRequestor(asked.caller, asked);
            return answer(asked);
          }),
        ),
    };
  }

  const status: Route = {
    path: '/r51/status',
    methods: ['GET'],
    callers: 'anybody',
    async answer({ isReady }) {
      const { platform, registryRecord } = options;
      const Description = `Use of the titles of ${platform}, by COUNTER ${RELEASE}`;
      const record = registryRecord ? { Registry_Record: registryRecord } : {};
      return json(200, [{ Description, Service_Active: await isReady(), ...record }]);
    },
  };

  const members = forCallers('/members', async (asked) => {
    const ask = asking(asked);
    return json(200, await membersOf(await requireCustomer(asked.query, ask), ask, options.platform));
  });

  return [status, members];
}
