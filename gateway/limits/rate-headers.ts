/**
 * Tells callers their limits in the fields RateLimit-Policy and RateLimit of draft-ietf-httpapi-ratelimit-headers.
 * The older fields (RateLimit-Limit and others) have room for one limit; a caller has three here, and any of them may
 * end first.
 *
 * The last known values are kept with the Caller, so the headers cost no query of a counter.
 */
import type { Caller } from '../../caller/caller';

export type LimitName = 'requests' | 'organisation' | 'cost';

interface Left {
  remaining: number;
  /** In epoch milliseconds. */
  windowEnds: number;
}

/** The limit within a window; undefined where it is not counted. */
type Quotas = (caller: Caller) => Readonly<Record<LimitName, number | undefined>>;

export type RateHeaders = Readonly<Record<string, string>>;

const NAMES: readonly LimitName[] = ['requests', 'organisation', 'cost'];

export class RateStatus {
  private readonly statuses = new WeakMap<Caller, Partial<Record<LimitName, Left>>>();
  private readonly policies = new Map<string, string>();

  constructor(
    private readonly quotas: Quotas,
    private readonly windowSeconds: number,
  ) {}

  note(caller: Caller, name: LimitName, remaining: number, msBeforeNext: number): void {
    let known = this.statuses.get(caller);
    if (!known) {
      known = {};
      this.statuses.set(caller, known);
    }
    known[name] = { remaining, windowEnds: Date.now() + msBeforeNext };
  }

  /** Adds what was taken too much; a negative number takes more. */
  giveBack(caller: Caller, name: LimitName, points: number): void {
    const left = this.statuses.get(caller)?.[name];
    if (left) left.remaining += points;
  }

  headers(caller: Caller): RateHeaders {
    const quotas = this.quotas(caller);
    const known = this.statuses.get(caller);
    const now = Date.now();
    let left = '';
    for (const name of NAMES) {
      const quota = quotas[name];
      if (quota === undefined) continue;
      const one = known?.[name];
      const isOver = !one || one.windowEnds <= now;
      const remaining = isOver ? quota : Math.min(quota, Math.max(0, Math.floor(one.remaining)));
      const seconds = isOver ? this.windowSeconds : Math.ceil((one.windowEnds - now) / 1_000);
      left += `${left && ', '}"${name}";r=${remaining};t=${seconds}`;
    }
    return { 'ratelimit-policy': this.policyOf(quotas), ratelimit: left };
  }

  private policyOf(quotas: Readonly<Record<LimitName, number | undefined>>): string {
    const known = `${quotas.organisation} ${quotas.cost}`;
    let policy = this.policies.get(known);
    if (policy === undefined) {
      const counted = NAMES.filter((name) => quotas[name] !== undefined);
      policy = counted.map((name) => `"${name}";q=${quotas[name]};w=${this.windowSeconds}`).join(', ');
      this.policies.set(known, policy);
    }
    return policy;
  }
}
