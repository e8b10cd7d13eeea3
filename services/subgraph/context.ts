import DataLoader from 'dataloader';
import type { Caller } from '../../caller/caller';
import type { DeniedUse } from '../../request/denied-use';
import type { Turns } from '../../request/turns';
import type { Span } from '../../telemetry/span';
import type { InvalidationFeed } from './cache/invalidation-feed';
import type { Session } from './database/session';
import type { Fault } from './fault';
import type { Decided } from './instrumentation';

export interface MailSettings {
  /** The URL of the SMTP server, which may hold a password. */
  readonly url: string;
  /** The sender's address of the mails. */
  readonly from: string;
  /** The address of the console's worklists; left out where browsers reach no console. */
  readonly worklists?: string;
}

/** Settings of an installation for its services. */
export interface ServiceSettings {
  /** The number to whose multiples figures of use are rounded for most callers (services/usage/rounding.ts). */
  readonly roundingBase: number;
  /** How many days after the end of a month its events are kept (services/usage/retention/). */
  readonly eventsKeptDays: number;
  /** Left out where no mail is sent. */
  readonly mail?: MailSettings | undefined;
}

export const USUAL_SETTINGS: ServiceSettings = { roundingBase: 5, eventsKeptDays: 401 };

/** What every resolver gets: the Caller, the instant, and the session with the database. */
export interface SubgraphContext {
  readonly caller: Caller;
  /** The one instant of the whole operation, in epoch milliseconds; it is “now” for all rules. */
  readonly now: number;
  readonly requestId: string;
  readonly settings: ServiceSettings;
  readonly session: Session;
  /** Long lists are worked on in these turns. */
  readonly turns: Turns;
  /**
   * Keys of organisations that the gateway refused this Caller (wall 1). Each item of a list that names one of them
   * is refused.
   */
  readonly refused?: ReadonlySet<string> | undefined;
  /** The changes of what the service keeps in memory. */
  readonly changes: InvalidationFeed;
  /** The generation in which this request began to read; null where it cannot be known. */
  readonly readGeneration: number | null;
  /** The span of the question; ended with the session. */
  readonly span?: Span;
  /** To be called for each decision of the access rule. */
  readonly decided?: Decided;
  /** Collects the uses that are denied, where the gateway records them (denied-uses.ts). */
  readonly denied?: DeniedUse[] | undefined;
  /** To be called for each fault, which is then thrown. */
  readonly foundFault?: (fault: Fault) => void;
}

/**
 * Loads in one statement what a whole level of a request asks for, however many turns it takes to ask. Each request
 * has its own loader.
 *
 * `const titleLoader = batchLoader(…)`, then `titleLoader(context).load(id)`.
 *
 * @param load returns a value or an Error for each key, in their order
 */
export function batchLoader<Key, Value, CacheKey = Key>(
  load: (context: SubgraphContext, keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
  cacheKeyFn?: (key: Key) => CacheKey,
): (context: SubgraphContext) => DataLoader<Key, Value, CacheKey> {
  return perRequest((context) => {
    const batchScheduleFn = (send: () => void) => context.turns.whenIdle(send);
    const options = cacheKeyFn ? { batchScheduleFn, cacheKeyFn } : { batchScheduleFn };
    return new DataLoader<Key, Value, CacheKey>((keys) => load(context, keys), options);
  });
}

/** Makes something once for each request, and anew after a write. */
export function perRequest<Thing>(make: (context: SubgraphContext) => Thing): (context: SubgraphContext) => Thing {
  const made = new WeakMap<object, Thing>();
  return (context) => {
    const { snapshot } = context.session;
    let thing = made.get(snapshot);
    if (thing === undefined) {
      thing = make(context);
      made.set(snapshot, thing);
    }
    return thing;
  };
}

/** Makes something once for each running service, such as what it keeps in memory. */
export function perService<Thing>(make: (changes: InvalidationFeed) => Thing): (context: SubgraphContext) => Thing {
  const made = new WeakMap<InvalidationFeed, Thing>();
  return ({ changes }) => {
    let thing = made.get(changes);
    if (thing === undefined) {
      thing = make(changes);
      made.set(changes, thing);
    }
    return thing;
  };
}
