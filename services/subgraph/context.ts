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
  /** Of the SMTP server, perhaps with a password. */
  readonly url: string;
  /** The address that mails are from. */
  readonly from: string;
}

/** What an installation decides for its services. */
export interface ServiceSettings {
  /** To what figures of use are rounded for most callers (services/usage/rounding.ts). */
  readonly roundingBase: number;
  /** For how many days after the end of a month its events are kept (services/usage/retention/). */
  readonly eventsKeptDays: number;
  /** Left out where no mail is sent. */
  readonly mail?: MailSettings | undefined;
}

export const USUAL_SETTINGS: ServiceSettings = { roundingBase: 5, eventsKeptDays: 401 };

/** What every resolver gets: the Caller, the instant, and the session with the database. */
export interface SubgraphContext {
  readonly caller: Caller;
  /** The one instant of the whole operation, in epoch milliseconds: what “now” means. */
  readonly now: number;
  readonly requestId: string;
  readonly settings: ServiceSettings;
  readonly session: Session;
  /** In which long lists are worked on. */
  readonly turns: Turns;
  /** Keys of organisations that the gateway refused this Caller (wall 1): each item of a list that names one is refused. */
  readonly refused?: ReadonlySet<string> | undefined;
  /** Of what the service keeps in memory. */
  readonly changes: InvalidationFeed;
  /** The generation in which this request began to read; null where it cannot be known. */
  readonly readGeneration: number | null;
  /** The question as it is traced; ended with the session. */
  readonly span?: Span;
  /** To be told of each decision of the access rule. */
  readonly decided?: Decided;
  /** To be told of uses that are denied, where the gateway records them (denied-uses.ts). */
  readonly denied?: DeniedUse[] | undefined;
  /** To be told of each fault, which is then thrown. */
  readonly foundFault?: (fault: Fault) => void;
}

/**
 * Loads what a whole level of a request asks for in one go, however many turns it takes to ask. Each request has its own.
 *
 * `const titleLoader = batchLoader(…)`, then `titleLoader(context).load(id)`.
 *
 * @param load gives a value or an Error for each key, in their order
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

/** Something of which each request has its own. It is made anew after a write. */
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

/** Something of which each running service has its own, such as what it keeps in memory. */
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
