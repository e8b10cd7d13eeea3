/**
 * Measures what a long run leaves in memory: the whole system in one process, with all operations, some of them never
 * seen before.
 */
import type { Child } from '../children/child';
import { neverSeen } from '../gateway/operations';
import { bodyOf, type Operation, sendLoad } from '../load/closed-loop';

interface MemoryMark {
  readonly requests: number;
  readonly rssMb: number;
  readonly heapMb: number;
}

export interface MemoryFigures {
  /** The figures after the warm-up, in the middle and at the end, each after garbage was collected. */
  readonly marks: readonly MemoryMark[];
  readonly rssRatio: number;
  readonly heapRatio: number;
}

const CONNECTIONS = 16;
/** One operation in so many has a name of its own. */
const NEW_EVERY = 20;

export async function memoryOver(
  child: Child,
  operations: readonly Operation[],
  total: number,
): Promise<MemoryFigures> {
  let made = 0;
  const asked = Array.from({ length: NEW_EVERY }, (_, at): Operation => {
    const operation = operations[at % operations.length] as Operation;
    if (at > 0) return operation;
    return { ...operation, body: () => neverSeen({ ...operation, body: bodyOf(operation) }, made++).body as string };
  });
  let requests = 0;
  async function until(wanted: number): Promise<void> {
    while (requests < wanted) requests += (await sendLoad(child.url, asked, CONNECTIONS, 2)).requests;
  }
  async function mark(): Promise<MemoryMark> {
    const { memory } = await child.consumption('collect');
    return { requests, rssMb: memory.rss / 1e6, heapMb: memory.heapUsed / 1e6 };
  }
  await until(total / 10);
  const marks = [await mark()];
  for (const share of [0.5, 1]) {
    await until(total * share);
    marks.push(await mark());
  }
  const [first, last] = [marks[0] as MemoryMark, marks.at(-1) as MemoryMark];
  return { marks, rssRatio: last.rssMb / first.rssMb, heapRatio: last.heapMb / first.heapMb };
}
