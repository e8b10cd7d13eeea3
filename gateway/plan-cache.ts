/**
 * Query plans, by operation. @apollo/gateway plans an operation once for each request that comes before its first plan
 * stands; with this cache the others wait for that one.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GatewayConfig } from '@apollo/gateway';
import { LRUCache } from 'lru-cache';

type Cache = NonNullable<NonNullable<GatewayConfig['queryPlannerConfig']>['cache']>;
export type Plan = NonNullable<Awaited<ReturnType<Cache['get']>>>;

/** Where plans are kept. */
export interface Plans {
  get(key: string): Plan | undefined;
  set(key: string, plan: Plan): void;
  delete(key: string): boolean;
  clear(): void;
}

export class PlanCache implements Cache {
  private readonly beingPlanned = new Set<string>();

  constructor(
    private readonly plans: Plans = new LRUCache<string, Plan>({ max: 1_000 }),
    /** Told of each look whether there was a plan. */
    private readonly looked: (found: boolean) => void = () => undefined,
  ) {}

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
