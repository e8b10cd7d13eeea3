/**
 * Tokens and API keys are made only for organisations that exist: for any other one, all answers would be FORBIDDEN.
 */
import type { Queryable } from '../../database/queryable';
import { missingOrganisations } from '../../services/schools/api-key/api-key-queries';
import { Problem } from '../problem';

/** @throws Problem that names those that do not exist */
export async function requireOrganisations(db: Queryable, keys: readonly string[]): Promise<void> {
  const missing = await missingOrganisations(db, keys);
  if (missing.length === 0) return;
  throw new Problem(
    `There is no ${missing.join(', no ')}. Import the list that names ${missing.length > 1 ? 'them' : 'it'}, or correct the id. Demo data has them when npm start says that it answers.`,
  );
}
