import type { DataSource } from 'typeorm';
import type { RowOf } from '../../../database/statement';
import type { Span } from '../../../telemetry/span';
import { recordStatement } from '../../../telemetry/statement';
import { FIND_ORGANISATION_IDS } from './organisation-queries';

const MAX_KNOWN = 20_000;
const knownIds = new WeakMap<DataSource, Map<string, string>>();

/**
 * Returns the database's ids of organisations. An organisation never changes its id, so found ids are kept; others
 * are looked up again.
 */
export async function organisationIds(dataSource: DataSource, keys: readonly string[], span: Span): Promise<string[]> {
  const known = knownIds.get(dataSource) ?? new Map<string, string>();
  knownIds.set(dataSource, known);
  const unknown = keys.filter((key) => !known.has(key));
  if (unknown.length > 0) {
    if (known.size > MAX_KNOWN) known.clear();
    const { text } = FIND_ORGANISATION_IDS;
    const rows = await recordStatement(span, text, () =>
      dataSource.query<RowOf<typeof FIND_ORGANISATION_IDS>[]>(text, [keys]),
    );
    for (const { id, key } of rows) known.set(key, id);
  }
  return keys.flatMap((key) => known.get(key) ?? []);
}
