/**
 * Group commit: batches that come while one of the same sender is being written are written together, in the next transaction.
 * None waits where nothing of its sender is on its way, and each is told only after the commit of its own. While one group waits
 * for the database, another may be on its way, where enough has come meanwhile to be worth a transaction.
 */

export interface Batch {
  /** Only those of the same sender go together. */
  readonly sender: string;
  /** How much it is, of what may be written together. */
  readonly size: number;
  /** What no two that are being written at the same time may have in common. */
  readonly names: ReadonlySet<string>;
  /** Whether somebody waits for it still: what nobody waits for any more is not begun, so no more waits than callers do. */
  isWanted(): boolean;
}

interface Waiting<One, Result> {
  readonly batch: One;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** What one sender has sent. */
interface Line<One, Result> {
  waiting: Waiting<One, Result>[];
  /** The names in each group that is being written. */
  readonly writing: Set<ReadonlySet<string>>;
}

interface GroupCommitOptions<One, Result> {
  readonly mostTogether: number;
  /** Groups of a sender that are written at the same time. */
  readonly mostAtOnce: number;
  /** How much must wait for a group to begin while another one is being written. */
  readonly enough: number;
  /** Writes a group in one transaction. */
  readonly write: (group: readonly One[]) => Promise<Result>;
  /** Whether an error may be the fault of one batch of the group: then each is written alone. */
  readonly mayBeOfOne: (error: unknown) => boolean;
}

export class GroupCommit<One extends Batch, Result> {
  /** Of the senders of whom something is on its way. */
  private readonly lines = new Map<string, Line<One, Result>>();

  constructor(private readonly options: GroupCommitOptions<One, Result>) {}

  /** @returns what was written with the batch; it holds what others of its group got, too */
  commit(batch: One): Promise<Result> {
    return new Promise((resolve, reject) => {
      const line = this.lines.get(batch.sender) ?? { waiting: [], writing: new Set() };
      this.lines.set(batch.sender, line);
      line.waiting.push({ batch, resolve, reject });
      this.begin(batch.sender, line);
    });
  }

  private begin(sender: string, line: Line<One, Result>): void {
    const { mostAtOnce, enough } = this.options;
    const { writing } = line;
    if (writing.size === mostAtOnce) return;
    if (writing.size > 0 && sizeOf(line.waiting) < enough) return;
    const { group, left, names } = this.groupOf(this.wanted(line.waiting), writing);
    line.waiting = left;
    if (group.length > 0) void this.work(sender, line, group, names);
    else if (writing.size === 0) this.lines.delete(sender);
  }

  private async work(
    sender: string,
    line: Line<One, Result>,
    group: readonly Waiting<One, Result>[],
    names: ReadonlySet<string>,
  ): Promise<void> {
    line.writing.add(names);
    await this.write(group);
    line.writing.delete(names);
    this.begin(sender, line);
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

  /** From the first on, as many as go together. Who has something in common with them, or with others, is left for a later group. */
  private groupOf(waiting: readonly Waiting<One, Result>[], others: Iterable<ReadonlySet<string>>) {
    const group: Waiting<One, Result>[] = [];
    const left: Waiting<One, Result>[] = [];
    const names = new Set<string>();
    const taken = [names, ...others];
    let size = 0;
    for (const one of waiting) {
      const { batch } = one;
      const fits = group.length === 0 || size + batch.size <= this.options.mostTogether;
      if (!fits || taken.some((some) => shareOne(batch.names, some))) {
        left.push(one);
        continue;
      }
      size += batch.size;
      for (const name of batch.names) names.add(name);
      group.push(one);
    }
    return { group, left, names };
  }
}

function sizeOf(waiting: readonly { readonly batch: Batch }[]): number {
  return waiting.reduce((sum, { batch }) => sum + batch.size, 0);
}

function shareOne(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}
