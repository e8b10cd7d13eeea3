/**
 * How large an attack may be and still be let in: it is tried. What is let in takes seconds and what is refused nothing, so where
 * a refusal says by how much it is too large, the next one is smaller by as much.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Assault, RequestAttack } from './attack';
import { send } from './load';

/** What says that a request is too large, in whatever way; a refusal that repeats what was sent tells its code too late. */
const TOO_LARGE = /^(200|400|413) (OPERATION_TOO_COSTLY|BAD_USER_INPUT|BAD_REQUEST|GRAPHQL_\w+)|^413|^400$/;
/** “Too many fields: 1200 (maximum 1000).”, “Estimated cost 100262 exceeds the lms limit of 12000.” */
const MEASURED = /"message":"[^"\d]*(\d+)(?: \w+)? (?:\(maximum|exceeds the [\w ]+ of) (\d+)/;
const LATER = /RATE_LIMITED|^503/;
const PAUSE_MS = 500;

/** @returns 0 where not even the smallest is; within a fiftieth */
export async function largestLetIn(attack: RequestAttack, assault: Assault): Promise<number> {
  let [letIn, refused] = [0, attack.size + 1];
  const tolerance = () => Math.max(1, Math.floor(letIn / 50));
  /** Whether the last refusal said how much is let in; then a little more is tried, and twice as much more, until it is too much. */
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

/** Of what was sent, as a refusal tells it; 0 where it tells nothing of the kind. */
function allowedShare(answer: string): number {
  const [, measured, allowed] = MEASURED.exec(answer) ?? [];
  return measured && Number(allowed) < Number(measured) ? Number(allowed) / Number(measured) : 0;
}
