/**
 * How many requests of one caller some routes accept at once. For work that takes its time, such as a report or an
 * export: one caller then occupies at most this many places in work, however slowly it reads.
 */
import { GraphQLError } from 'graphql';
import type { OwnLimit } from './route';

/** @param replacesBudgets see {@link OwnLimit} */
export function createOwnLimit(mostAtOnce: number, replacesBudgets: boolean): OwnLimit {
  const inWork = new Map<string, number>();
  return {
    replacesBudgets,
    enter({ kind, subject }) {
      const key = `${kind} ${subject}`;
      const before = inWork.get(key) ?? 0;
      if (before >= mostAtOnce) {
        const message = `At most ${mostAtOnce} requests at once. Send one after the other.`;
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
