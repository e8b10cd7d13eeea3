/** Stores the outcome of a change, so that all of it can be read page by page, however large it is. */
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

/** Does the work of a change. For a preview it is rolled back once the outcome is known. */
export async function keepResult(
  db: Transaction,
  caller: Caller,
  { preview, afterwards }: How,
  work: () => Promise<Worked>,
): Promise<AmendResult> {
  if (preview) await startTrial(db);
  const worked = await work();
  const answer = answerOf(randomUUID(), worked);
  const described = preview && afterwards ? await withAfterwards(db, caller, answer) : answer;
  if (preview) await rollbackTrial(db);
  await keepAmendment(db, described, worked.changes, preview);
  return described;
}
