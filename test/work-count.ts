/**
 * Counts the work of the JavaScript of this process in steps: each call of a function and each run of a block, such as
 * one round of a loop, as V8 counts them for coverage. The same work takes the same number of steps on any machine,
 * busy or not. Work of the engine itself (JSON, regular expressions, cryptography) is not counted.
 */
import { Session } from 'node:inspector/promises';

export interface WorkCounter {
  /** Returns the steps since the last call, or since the start. */
  steps(): Promise<number>;
  stop(): Promise<void>;
}

export async function startWorkCounter(): Promise<WorkCounter> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    async steps() {
      const { result } = await session.post('Profiler.takePreciseCoverage');
      let steps = 0;
      for (const { functions } of result) {
        for (const { ranges } of functions) for (const { count } of ranges) steps += count;
      }
      return steps;
    },
    async stop() {
      await session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}
