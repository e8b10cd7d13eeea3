/** Takes titles into the catalogue. A title that a file does not name stays as it is. */
import { rightSet, rightsIn } from '../../../access/right';
import { beginOf } from '../../import-file/days';
import type { Importer } from '../../import-file/import-records';
import { searchVector } from '../search/search-vector';
import { sortKey } from '../title/sort-key';
import { type TitleRecord, titleRecord } from './records';
import { ensurePublishers, type TitleRow, upsertTitles } from './title-queries';

export const titles: Importer<TitleRecord> = {
  name: 'titles',
  schema: titleRecord,
  identity: ({ number }) => `number: the title ${number}`,
  async write(db, batch) {
    const rows = batch.map(({ value }) => rowOf(value));
    const added = await ensurePublishers(
      db,
      rows.map((row) => row.publisher),
    );
    return { titles: await upsertTitles(db, rows), publishers: { added, changed: 0, unchanged: 0 } };
  },
};

function rowOf(record: TitleRecord): TitleRow {
  return {
    ...record,
    rights: rightsIn(rightSet(record.rights)),
    playoutFrom: beginOf(record.playoutFrom),
    playoutUntil: beginOf(record.playoutUntil),
    withdrawnAt: beginOf(record.withdrawnOn),
    sortKey: sortKey(record.name),
    search: searchVector(record),
  };
}
