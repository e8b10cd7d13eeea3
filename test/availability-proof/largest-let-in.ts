/**
 * Finds by trial the largest size of an attack that the gateway accepts. An accepted request takes seconds and a
 * refused one no time. So where a refusal states by how much the request is too large, the next one is made smaller by
 * this factor.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Assault, RequestAttack } from './attack';
import { send } from './load';

/**
 * Matches refusals of a request that is too large. A refusal that repeats what was sent may have its code beyond the
 * part that is read.
 */
const TOO_LARGE = /^(200|400|413) (OPERATION_TOO_COSTLY|BAD_USER_INPUT|BAD_REQUEST|GRAPHQL_\w+)|^413|^400$/;
/** “Too many fields: 1200 (maximum 1000).”, “Estimated cost 100262 exceeds the lms limit of 12000.” */
const MEASURED = /"message":"[^"\d]*(\d+)(?: \w+)? (?:\(maximum|exceeds the [\w ]+ of) (\d+)/;
const LATER = /RATE_LIMITED|^503/;
const PAUSE_MS = 500;

/** @returns the size, exact to a fiftieth; 0 where not even the smallest is accepted */
export async function largestLetIn(attack: RequestAttack, assault: Assault): Promise<number> {
  let [letIn, refused] = [0, attack.size + 1];
  const tolerance = () => Math.max(1, Math.floor(letIn / 50));
  /**
   * Whether the last refusal stated the accepted size. Then a little more is tried, and each time twice as much more,
   * until it is refused.
   */
  let told = false;
  let more = 0;
  for (let size = attack.size; refused - letIn > tolerance() && !assault.over(); ) {
    const { outcome, beginning } = await send(assault.fixture.url, attack.shot(assault, size, 0));
    if (LATER.test(outcome)) {
      await pause(PAUSE_MS);
      continue;
    }
    if (TOO_LARGE.test(outcome)) {
      refused = size;
      const share = allowedShare(beginning);
      [told, more] = [share > 0, 0];
      size = Math.floor(size * share);
    } else {
      letIn = size;
      more = Math.max(2 * more, tolerance());
      size += more;
    }
    if (!told) size = Math.floor((letIn + refused) / 2);
    size = Math.min(Math.max(size, letIn + 1), refused - 1);
  }
  return letIn;
}

/** Returns the accepted share of what was sent, as a refusal states it; 0 where it states none. */
function allowedShare(answer: string): number {
  const [, measured, allowed] = MEASURED.exec(answer) ?? [];
  return measured && Number(allowed) < Number(measured) ? Number(allowed) / Number(measured) : 0;
}
