/**
 * Sets how V8 manages the heap of a process that answers requests, or reads a long file. These settings of V8 are the same
 * in Node 20, 22 and 24; another version may name them differently.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * How much the heap may grow before the next collection, in percent of what was alive at the last one. Where there is
 * much memory, V8 lets it grow to four times: one caller's large checks made a process of 80 MB grow by 600, nearly
 * all of it garbage (`npm run prove -- availability -- --attack licensing-availability --seconds 60`). With this
 * setting collections are more frequent, and some of them delay a request.
 */
const HEAP_GROWTH_PERCENT = 75;

/**
 * The young generation has two halves of 1 MB at first, and of 16 MB at most. V8 doubles them when more objects
 * survive, and shrinks them when little is allocated for a while; each time they are full all objects in use are
 * copied. From 1 MB to 16 in one step, a page of 20 titles has a fifth of the collections, and takes half of the
 * processor's time.
 */
const YOUNG_GROWTH_FACTOR = 16;

/** To be called before the work begins. */
export function setHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  setFlagsFromString(`--semi-space-growth-factor=${YOUNG_GROWTH_FACTOR}`);
  collectOnce();
}

/**
 * The growth counts from the last full collection. Until there was one, V8 of Node 22 and 24 lets the heap grow to
 * about 400 MB, whatever the setting; a heap that has just begun is collected in a few milliseconds.
 */
function collectOnce(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  setFlagsFromString('--no-expose-gc');
}
