/** The outcomes of uses that were sent. Each use has exactly one, and no use is recorded by default. */
import type { UsageRefusal } from './usage-event';
import type { Use } from './use';

export type Outcome = 'RECORDED' | 'ALREADY_KNOWN' | 'LEFT_OUT' | UsageRefusal;

export class Outcomes {
  private readonly byUse = new Map<Use, Outcome>();

  /** @throws where the use has an outcome already */
  set(use: Use, outcome: Outcome): void {
    if (this.byUse.has(use)) throw new Error(`The use ${use.id} has two outcomes: ${this.byUse.get(use)}, ${outcome}.`);
    this.byUse.set(use, outcome);
  }

  /** @throws where the use has no outcome, so that it is never reported as recorded */
  get(use: Use): Outcome {
    const outcome = this.byUse.get(use);
    if (outcome === undefined) throw new Error(`The use ${use.id} has no outcome.`);
    return outcome;
  }
}
