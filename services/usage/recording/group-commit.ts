/**
 * Group commit: batches that arrive while another one of the same sender is being written are written together, in the
 * next transaction. A batch does not wait where nothing of its sender is being written, and it is acknowledged only
 * after its own commit. A second group is written at the same time where enough waits to be worth a transaction.
 */

export interface Batch {
  /** Only batches of the same sender are written together. */
  readonly sender: string;
  /** How much the batch adds to the size of its group. */
  readonly size: number;
  /** No two batches that are written at the same time have one of these in common. */
  readonly ids: ReadonlySet<string>;
  /** Whether somebody still waits for the batch. Otherwise it is not written, so the queue never exceeds its callers. */
  isWanted(): boolean;
}

interface Waiting<One, Result> {
  readonly batch: One;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** The batches of one sender. */
interface Queue<One, Result> {
  waiting: Waiting<One, Result>[];
  /** The ids of each group that is being written. */
  readonly writing: Set<ReadonlySet<string>>;
}

interface GroupCommitOptions<One, Result> {
  readonly maxGroupSize: number;
  /** How many groups of a sender are written at the same time. */
  readonly maxConcurrentGroups: number;
  /** The size that must wait before a group is written beside another one. */
  readonly minConcurrentSize: number;
  /** Writes a group in one transaction. */
  readonly write: (group: readonly One[]) => Promise<Result>;
  /** Whether one batch of the group may have caused the error. Then each is written alone. */
  readonly isBatchError: (error: unknown) => boolean;
}

export class GroupCommit<One extends Batch, Result> {
  /** The queue of each sender that has a batch waiting or being written. */
  private readonly queues = new Map<string, Queue<One, Result>>();

  constructor(private readonly options: GroupCommitOptions<One, Result>) {}

  /** @returns the result of the batch's group, after the commit */
  commit(batch: One): Promise<Result> {
    return new Promise((resolve, reject) => {
      const queue = this.queues.get(batch.sender) ?? { waiting: [], writing: new Set() };
      this.queues.set(batch.sender, queue);
      queue.waiting.push({ batch, resolve, reject });
      this.startGroup(batch.sender, queue);
    });
  }

  private startGroup(sender: string, queue: Queue<One, Result>): void {
    const { maxConcurrentGroups, minConcurrentSize } = this.options;
    const { writing } = queue;
    if (writing.size === maxConcurrentGroups) return;
    if (writing.size > 0 && sizeOf(queue.waiting) < minConcurrentSize) return;
    const { group, left, ids } = this.nextGroup(this.wanted(queue.waiting), writing);
    queue.waiting = left;
    if (group.length > 0) void this.writeGroup(sender, queue, group, ids);
    else if (writing.size === 0) this.queues.delete(sender);
  }

  private async writeGroup(
    sender: string,
    queue: Queue<One, Result>,
    group: readonly Waiting<One, Result>[],
    ids: ReadonlySet<string>,
  ): Promise<void> {
    queue.writing.add(ids);
    await this.write(group);
    queue.writing.delete(ids);
    this.startGroup(sender, queue);
  }

  private wanted(waiting: readonly Waiting<One, Result>[]): Waiting<One, Result>[] {
    return waiting.filter(({ batch, reject }) => batch.isWanted() || reject(new Error('nobody waits any more')));
  }

  private async write(group: readonly Waiting<One, Result>[]): Promise<void> {
    try {
      const result = await this.options.write(group.map(({ batch }) => batch));
      for (const { resolve } of group) resolve(result);
    } catch (error) {
      if (group.length > 1 && this.options.isBatchError(error)) for (const one of group) await this.write([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  /** Takes batches in their order. One that shares an id with these or with `others` is left for a later group. */
  private nextGroup(waiting: readonly Waiting<One, Result>[], others: Iterable<ReadonlySet<string>>) {
    const group: Waiting<One, Result>[] = [];
    const left: Waiting<One, Result>[] = [];
    const ids = new Set<string>();
    const taken = [ids, ...others];
    let size = 0;
    for (const one of waiting) {
      const { batch } = one;
      const fits = group.length === 0 || size + batch.size <= this.options.maxGroupSize;
      if (!fits || taken.some((some) => intersect(batch.ids, some))) {
        left.push(one);
        continue;
      }
      size += batch.size;
      for (const id of batch.ids) ids.add(id);
      group.push(one);
    }
    return { group, left, ids };
  }
}

function sizeOf(waiting: readonly { readonly batch: Batch }[]): number {
  return waiting.reduce((sum, { batch }) => sum + batch.size, 0);
}

function intersect(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}
