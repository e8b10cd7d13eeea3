import { setFlagsFromString } from 'node:v8';

/**
 * How much the heap may grow, in percent of what was alive at the last collection, before the next one. Where memory is
 * plenty V8 lets it grow to four times: one caller's large checks made a process of 80 MB grow by 600, nearly all of it
 * garbage (`npm run prove -- availability -- --attack licensing-availability --seconds 60`). Collections come more often
 * instead, some of them in the way of a request.
 */
const HEAP_GROWTH_PERCENT = 75;

/** To be called before the work begins. It is a setting of V8's, which may come to be called otherwise in another Node. */
export function boundHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
}
