/** Measures live memory of this process, for tests that compare reckoned sizes with real ones. */
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
/** Otherwise the engine would discard the code of module initialisation bit by bit during a measurement. */
setFlagsFromString('--no-flush-bytecode');
const collectGarbage = runInNewContext('gc') as () => void;

/** Returns bytes once the heap has settled, because what was stopped is freed only in later turns. */
export async function heapUsed(): Promise<number> {
  let [before, used] = [Number.POSITIVE_INFINITY, 0];
  for (let time = 0; time < 40 && (time < 3 || Math.abs(before - used) > 50_000); time += 1) {
    await pause(50);
    collectGarbage();
    [before, used] = [used, process.memoryUsage().heapUsed];
  }
  return used;
}
