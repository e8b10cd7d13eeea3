import { bigint, statement, text } from '../../../database/statement';

/** The database's ids. */
export const FIND_ORGANISATION_IDS = statement(
  'organisationIds',
  'select id, key from directory.organisation where key = any ($1)',
  { id: bigint, key: text },
);
