/**
 * Query plans, by operation. @apollo/gateway plans an operation once for each request that comes before its first plan
 * stands; with this cache the others wait for that one.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GatewayConfig } from '@apollo/gateway';
import { LRUCache } from 'lru-cache';

type Cache = NonNullable<NonNullable<GatewayConfig['queryPlannerConfig']>['cache']>;
type Plan = NonNullable<Awaited<ReturnType<Cache['get']>>>;

/** Holds the plans used last, 1,000 of them by default: some tens of megabytes. */
export class PlanCache implements Cache {
  private readonly plans: LRUCache<string, Plan>;
  private readonly beingPlanned = new Set<string>();

  constructor(
    most = 1_000,
    /** Told of each look whether there was a plan. */
    private readonly looked: (found: boolean) => void = () => undefined,
  ) {
    this.plans = new LRUCache({ max: most });
  }

  /** Who gets nothing is the one to plan. Planning is synchronous, so after one turn its plan stands, or it has failed. */
  async get(key: string): Promise<Plan | undefined> {
    const plan = this.plans.get(key);
    if (plan) {
      this.looked(true);
      return plan;
    }
    if (this.beingPlanned.has(key)) {
      await nextTurn();
      return this.get(key);
    }
    this.looked(false);
    this.beingPlanned.add(key);
    setImmediate(() => this.beingPlanned.delete(key));
    return undefined;
  }

  async set(key: string, plan: Plan): Promise<void> {
    this.plans.set(key, plan);
  }

  async delete(key: string): Promise<boolean> {
    return this.plans.delete(key);
  }

  clear(): void {
    this.plans.clear();
  }
}
