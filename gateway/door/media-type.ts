/** The two media types of answers, and what they mean for the status of a refusal. docs/clients.md tells clients. */
import type { IncomingHttpHeaders } from 'node:http';

export const GRAPHQL_RESPONSE = 'application/graphql-response+json';

export function wantsGraphqlResponse({ accept }: IncomingHttpHeaders): boolean {
  return accept?.includes(GRAPHQL_RESPONSE) ?? false;
}

/** Of refusals that are told to clients of plain JSON as 200: they take another status for a fault of the way to us. */
const TOLD_AS_200 = new Set([403, 404, 503]);

/** @param answer to a client that knows plain JSON only */
export function inPlainJson<Answer extends { readonly status: number; readonly body: object }>(answer: Answer): Answer {
  if (!TOLD_AS_200.has(answer.status)) return answer;
  return { ...answer, status: 200, body: { ...answer.body, data: null } };
}
