/** How large an attack may be and still be let in: it is tried. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Assault, RequestAttack } from './attack';
import { send } from './load';

/** What says that a request is too large, in whatever way. */
const TOO_LARGE = /^(200|400|413) (OPERATION_TOO_COSTLY|BAD_USER_INPUT|BAD_REQUEST|GRAPHQL_\w+)|^413/;
const LATER = /RATE_LIMITED|^503/;
const PAUSE_MS = 500;

/** @returns 0 where not even the smallest is */
export async function largestLetIn(attack: RequestAttack, assault: Assault): Promise<number> {
  let [letIn, refused] = [0, attack.size + 1];
  for (let size = attack.size; refused - letIn > Math.max(1, letIn / 50) && !assault.over(); ) {
    const { outcome } = await send(assault.fixture.url, attack.shot(assault, size, 0));
    if (LATER.test(outcome)) await pause(PAUSE_MS);
    else {
      if (TOO_LARGE.test(outcome)) refused = size;
      else letIn = size;
      size = Math.floor((letIn + refused) / 2);
    }
  }
  return letIn;
}
