/**
 * `POST /graphql`: JSON and nothing else. A browser sends JSON to another site only after a preflight, which succeeds
 * only for listed pages (cors.ts), so a foreign page cannot make a visitor's browser call us.
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../../caller/caller';
import { type Entrance, type RequestSlot, tooLarge } from './entrance';
import { answerTypeFor } from './media-type';
import { CLOSE, type HttpAnswer, isDelayed, type Replies, refuses } from './replies';
import { readBody } from './request-body';
import { isPlainJson } from './request-head';

/** @param text the body, as it came */
export type Answer = (
  text: string,
  caller: Caller | null,
  headers: IncomingHttpHeaders,
  slot: RequestSlot,
) => Promise<HttpAnswer>;

const NOT_JSON = refuses(415, 'Send uncompressed JSON in UTF-8, with content-type: application/json.');
const NOT_ACCEPTABLE = refuses(
  406,
  'Answers are JSON in UTF-8. Accept application/graphql-response+json or application/json.',
);
const TINY_PIECES = refuses(400, 'Body arrives in pieces that are too small. Send it with a content-length.');
const NO_UTF8 = refuses(400, 'Body is not valid UTF-8. Send JSON in UTF-8.');

export function createPostOperation(entrance: Entrance, replies: Replies, answer: Answer) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { headers } = request;
    if (!isPlainJson(request)) return replies.refuse(request, response, NOT_JSON);
    if (!answerTypeFor(headers)) return replies.refuse(request, response, NOT_ACCEPTABLE);
    const admitted = await entrance.admit(request, response);
    if (!admitted) return;
    const { caller, sharer, limit, bytes } = admitted;
    try {
      if (headers.expect !== undefined) response.writeContinue();
      const body = await readBody(request, limit);
      if (body === 'too large') return replies.refuse(request, response, tooLarge(limit), CLOSE);
      if (body === 'no UTF-8') return replies.refuse(request, response, NO_UTF8);
      if (body === 'in too small pieces') return replies.refuse(request, response, TINY_PIECES, CLOSE);
      const entered = entrance.enter(request, response, admitted, body.text.length);
      const slot = entered instanceof Promise ? await entered : entered;
      if (!slot) return;
      const reply = await answer(body.text, caller, headers, slot);
      if (isDelayed(reply.status)) slot.leave();
      replies.send(request, response, reply, sharer);
    } finally {
      bytes.release();
    }
  };
}
