/** What became of uses that were sent: of each exactly one thing, and nothing is recorded by default. */
import type { UsageRefusal } from './usage-event';
import type { Use } from './use';

export type Outcome = 'RECORDED' | 'ALREADY_KNOWN' | 'LEFT_OUT' | UsageRefusal;

export class Outcomes {
  private readonly told = new Map<Use, Outcome>();

  /** @throws where something else became of it already */
  tell(use: Use, outcome: Outcome): void {
    if (this.told.has(use)) throw new Error(`The use ${use.id} has two outcomes: ${this.told.get(use)}, ${outcome}.`);
    this.told.set(use, outcome);
  }

  /** @throws where nothing is known of it: then nobody may hear that it was recorded */
  of(use: Use): Outcome {
    const outcome = this.told.get(use);
    if (outcome === undefined) throw new Error(`The use ${use.id} has no outcome.`);
    return outcome;
  }
}
