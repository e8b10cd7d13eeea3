/** What became of a change is written down, so that all of it can be read page by page, however much it is. */
import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../caller/caller';
import type { Transaction } from '../../subgraph/database/session';
import { rollbackTrial, startTrial } from '../assignment/trial-queries';
import { type AmendResult, answerOf, type Worked, withAfterwards } from './answer';
import { keepAmendment } from './kept-amendment-queries';

interface How {
  readonly preview: boolean;
  readonly afterwards: boolean;
}

/** Does the work of a change. That of a preview is undone, when all is known of it. */
export async function keepResult(
  db: Transaction,
  caller: Caller,
  { preview, afterwards }: How,
  work: () => Promise<Worked>,
): Promise<AmendResult> {
  if (preview) await startTrial(db);
  const worked = await work();
  const answer = answerOf(randomUUID(), worked);
  const told = preview && afterwards ? await withAfterwards(db, caller, answer) : answer;
  if (preview) await rollbackTrial(db);
  await keepAmendment(db, told, worked.changes, preview);
  return told;
}
