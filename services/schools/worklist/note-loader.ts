import { forbidden } from '../../../request/client-errors';
import { batchLoader } from '../../subgraph/context';
import { allowedOwnOrganisations } from '../authorisation/allowed';
import type { WorklistNote } from './note';
import { findNotes } from './note-queries';

/** Loads notes by id, of the organisations for whose staff the caller writes. All others are refused. */
export const noteLoader = batchLoader<string, WorklistNote>(async ({ session, caller }, ids) => {
  const found = await findNotes(session, ids, allowedOwnOrganisations(caller, 'desk.annotate'));
  const byId = new Map(found.map((note) => [note.id, note]));
  return ids.map((id) => byId.get(id) ?? forbidden());
});
