/**
 * Makes long work yield. JavaScript has one thread: going through ten thousand items in one go keeps everybody else waiting. So
 * work counts its steps, and after a number of them lets all others have a turn.
 */
import type { CancellationToken } from './cancellation';

/** Items of a list and calls of resolvers take 1 to 20 µs each, so a turn takes some ms; waiting for the next takes some µs. */
export const STEPS_IN_A_TURN = 1_000;

/** The turns of one request. */
export class Turns {
  private left = STEPS_IN_A_TURN;
  /** The first comes first. */
  private waiting: Waiting[] = [];
  private idle: (() => void)[] = [];
  private isNextTurnDue = false;

  /** @param signal aborted when nobody waits for the work any more: then what is left of it fails */
  constructor(private readonly signal?: CancellationToken) {}

  get isStopped(): boolean {
    return this.signal?.aborted ?? false;
  }

  /** Counts one. @returns false where the turn is over: what comes next should be done `later` */
  step(): boolean {
    this.left -= 1;
    return this.left >= 0;
  }

  /** Does the work in one of the next turns, after all that waits already. */
  later<Result>(work: () => Result): Promise<Awaited<Result>> {
    return new Promise((done, failed) => {
      const begin = () => {
        try {
          done(work() as Awaited<Result>);
        } catch (error) {
          failed(error);
        }
      };
      this.waiting.push({ begin, failed });
      if (!this.isNextTurnDue) setImmediate(this.turn);
      this.isNextTurnDue = true;
    });
  }

  /** Makes a result of each item, and lets others have a turn in between. */
  async map<Item, Made>(items: readonly Item[], make: (item: Item, index: number) => Made): Promise<Made[]> {
    const made: Made[] = [];
    for (const [index, item] of items.entries()) {
      made.push(this.step() ? make(item, index) : await this.later(() => make(item, index)));
    }
    return made;
  }

  /**
   * Does the work when this turn's promises have been dealt with, as DataLoader sends its batch, and nothing waits for
   * another turn: so a batch holds all that a long list asks for.
   */
  whenIdle(work: () => void): void {
    void RESOLVED.then(() =>
      process.nextTick(() => {
        if (this.waiting.length > 0) this.idle.push(work);
        else work();
      }),
    );
  }

  private readonly turn = (): void => {
    this.left = STEPS_IN_A_TURN;
    let next = 0;
    for (; next < this.waiting.length && (this.isStopped || this.step()); next += 1) {
      const { begin, failed } = this.waiting[next] as Waiting;
      if (this.isStopped) failed(this.signal?.reason);
      else begin();
    }
    this.waiting.splice(0, next);
    this.isNextTurnDue = this.waiting.length > 0;
    if (this.isNextTurnDue) setImmediate(this.turn);
    else for (const work of this.idle.splice(0)) this.whenIdle(work);
  };
}

interface Waiting {
  readonly begin: () => void;
  readonly failed: (reason: unknown) => void;
}

const RESOLVED = Promise.resolve();
