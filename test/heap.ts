/** What is alive on the heap of this process: for tests that hold what is reckoned to what is taken. */
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
/** Code that ran once, when modules were loaded, would go bit by bit while something else is measured. */
setFlagsFromString('--no-flush-bytecode');
const collectGarbage = runInNewContext('gc') as () => void;

/** In bytes, when it has come to rest: what was stopped leaves things behind that go in later turns. */
export async function heapUsed(): Promise<number> {
  let [before, used] = [Number.POSITIVE_INFINITY, 0];
  for (let time = 0; time < 40 && (time < 3 || Math.abs(before - used) > 50_000); time += 1) {
    await pause(50);
    collectGarbage();
    [before, used] = [used, process.memoryUsage().heapUsed];
  }
  return used;
}
