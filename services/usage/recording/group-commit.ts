/**
 * Group commit: batches that come while one of the same sender is being written are written together, in the next transaction.
 * None waits where nothing of its sender is on its way, and each is told only after the commit of its own.
 */

export interface Batch {
  /** Only those of the same sender go together. */
  readonly sender: string;
  /** How much it is, of what may be written together. */
  readonly size: number;
  /** What no two of a group may have in common. */
  readonly names: ReadonlySet<string>;
  /** Whether somebody waits for it still: what nobody waits for any more is not begun, so no more waits than callers do. */
  isWanted(): boolean;
}

interface Waiting<One, Result> {
  readonly batch: One;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

interface GroupCommitOptions<One, Result> {
  readonly mostTogether: number;
  /** Writes a group in one transaction. */
  readonly write: (group: readonly One[]) => Promise<Result>;
  /** Whether an error may be the fault of one batch of the group: then each is written alone. */
  readonly mayBeOfOne: (error: unknown) => boolean;
}

export class GroupCommit<One extends Batch, Result> {
  /** Of the senders of whom something is on its way, what waits. */
  private readonly waiting = new Map<string, Waiting<One, Result>[]>();

  constructor(private readonly options: GroupCommitOptions<One, Result>) {}

  /** @returns what was written with the batch; it holds what others of its group got, too */
  commit(batch: One): Promise<Result> {
    return new Promise((resolve, reject) => {
      const one = { batch, resolve, reject };
      const others = this.waiting.get(batch.sender);
      if (others) others.push(one);
      else void this.work(batch.sender, one);
    });
  }

  private async work(sender: string, first: Waiting<One, Result>): Promise<void> {
    for (let waiting = [first]; waiting.length > 0; waiting = this.wanted(this.waiting.get(sender) ?? [])) {
      const { group, left } = this.groupOf(waiting);
      this.waiting.set(sender, left);
      await this.write(group);
    }
    this.waiting.delete(sender);
  }

  private wanted(waiting: readonly Waiting<One, Result>[]): Waiting<One, Result>[] {
    return waiting.filter(({ batch, reject }) => batch.isWanted() || reject(new Error('nobody waits any more')));
  }

  private async write(group: readonly Waiting<One, Result>[]): Promise<void> {
    try {
      const result = await this.options.write(group.map(({ batch }) => batch));
      for (const { resolve } of group) resolve(result);
    } catch (error) {
      if (group.length > 1 && this.options.mayBeOfOne(error)) for (const one of group) await this.write([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  /** From the first on, as many as go together. Who has something in common with them is left for a later group. */
  private groupOf(waiting: readonly Waiting<One, Result>[]) {
    const group: Waiting<One, Result>[] = [];
    const left: Waiting<One, Result>[] = [];
    const names = new Set<string>();
    let size = 0;
    for (const one of waiting) {
      const { batch } = one;
      const fits = size + batch.size <= this.options.mostTogether && !shareOne(batch.names, names);
      if (group.length > 0 && !fits) {
        left.push(one);
        continue;
      }
      size += batch.size;
      for (const name of batch.names) names.add(name);
      group.push(one);
    }
    return { group, left };
  }
}

function shareOne(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}
