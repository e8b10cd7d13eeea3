/**
 * The COUNTER API (Release 5.1): reports of use in the form by which libraries and consortia compare platforms. It is
 * an adapter over the GraphQL API: each figure and name is what its caller may read there (docs/decisions/0055).
 */
import { createOwnLimit } from '../../gateway/http/own-limit';
import type { CallerRequest, CallerRoute, Route, RouteAnswer } from '../../gateway/http/route';
import { json, orException, refusal } from './answers';
import { asking } from './ask';
import { authorizationOf, requireRequestor } from './credentials';
import { requireCustomer } from './customer';
import { CounterError } from './exceptions';
import { membersOf } from './members';
import { availableMonths } from './period';
import { answerReport } from './report';
import { REPORTS } from './report-definitions';
import type { CounterOptions } from './report-header';
import { listReports, pathOf } from './report-list';
import { createStatus } from './status';

/**
 * A client that sends one request after the other has one at a time, and a second one where it gave one up and asks
 * again. There is no limit per time: a consortium that fetches the reports of all its members one after the other is
 * never refused, however many and however fast.
 */
export const MAX_AT_ONCE = 4;

export function counterRoutes(options: CounterOptions): readonly Route[] {
  const ownLimit = createOwnLimit(MAX_AT_ONCE, true);
  const readStatus = createStatus(options);

  function forCallers(path: string, answer: (request: CallerRequest) => Promise<RouteAnswer>): CallerRoute {
    return {
      path: `/r51${path}`,
      methods: ['GET'],
      callers: 'token',
      ownLimit,
      authorization(head) {
        try {
          return authorizationOf(head);
        } catch (error) {
          if (error instanceof CounterError) return undefined;
          throw error;
        }
      },
      refusal,
      answer: (request) =>
        orException(async () => {
          requireRequestor(request.caller, request);
          return answer(request);
        }),
    };
  }

  const status: Route = {
    path: '/r51/status',
    methods: ['GET'],
    callers: 'anybody',
    answer: async (request) => json(200, await readStatus(request)),
  };

  const members = forCallers('/members', async (request) => {
    const ask = asking(request);
    return json(200, await membersOf(await requireCustomer(request.query, ask), ask, options.platform));
  });

  const list = forCallers('/reports', async (request) => {
    const ask = asking(request);
    const customer = await requireCustomer(request.query, ask);
    return json(200, await listReports(customer, availableMonths(Date.now()), ask));
  });

  const reports = REPORTS.map((report) =>
    forCallers(pathOf(report), (request) => answerReport(report, request, options)),
  );

  return [status, members, list, ...reports];
}
