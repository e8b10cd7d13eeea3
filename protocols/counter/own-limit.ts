/**
 * How much one API key may ask of this door. Not so often in a stretch of time, but so many requests at once: a consortium that
 * fetches the reports of all its members one after the other is then never refused, however many and however fast. Beyond that,
 * requests wait for their places in work as all others do.
 */
import { GraphQLError } from 'graphql';
import type { OwnLimit } from '../../gateway/http/routes';

/** A client that sends one after the other has one, and another where it gave one up and asks again. */
export const MOST_AT_ONCE = 4;

export function createOwnLimit(): OwnLimit {
  const inWork = new Map<string, number>();
  return {
    enter({ kind, subject }) {
      const key = `${kind} ${subject}`;
      const before = inWork.get(key) ?? 0;
      if (before >= MOST_AT_ONCE) {
        const message = `At most ${MOST_AT_ONCE} requests at once. Send one after the other.`;
        throw new GraphQLError(message, { extensions: { code: 'RATE_LIMITED', retryAfter: 1 } });
      }
      inWork.set(key, before + 1);
      return () => {
        const left = (inWork.get(key) ?? 1) - 1;
        if (left > 0) inWork.set(key, left);
        else inWork.delete(key);
      };
    },
  };
}
