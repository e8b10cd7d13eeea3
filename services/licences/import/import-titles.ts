/** Takes titles into the catalogue. A title that a file does not name stays as it is. */
import { rightSet, rightsIn } from '../../../access/right';
import type { Queryable } from '../../../database/queryable';
import { firstOfEach, inBatches } from '../../import-file/checked-records';
import { beginOf } from '../../import-file/days';
import type { FileRecord } from '../../import-file/json-records';
import { Problems } from '../../import-file/refusal';
import { NOTHING, plus, type Tally } from '../../import-file/tally';
import { sortKey } from '../title/sort-key';
import { type TitleRecord, titleRecord } from './records';
import { ensurePublishers, type TitleRow, upsertTitles } from './title-queries';

export interface TitlesReport {
  readonly titles: Tally;
  readonly publishersAdded: number;
}

const BATCH = 2_000;

/**
 * @param db a transaction of the owner; the caller commits it
 * @throws ImportRefused with the line and JSON path of every problem, up to the number worth printing
 */
export async function importTitles(
  db: Queryable,
  records: AsyncIterable<FileRecord>,
  progress: (text: string) => void = () => undefined,
): Promise<TitlesReport> {
  const problems = new Problems();
  const lineOf = new Map<string, number>();
  let titles = NOTHING;
  let publishersAdded = 0;
  for await (const batch of inBatches(records, titleRecord, problems, BATCH)) {
    const rows = firstOfEach(batch, nameOf, lineOf, problems).map(({ value }) => rowOf(value));
    if (problems.any) continue;
    publishersAdded += await ensurePublishers(
      db,
      rows.map((row) => row.publisher),
    );
    titles = plus(titles, await upsertTitles(db, rows));
    progress(`${lineOf.size.toLocaleString('en')} titles`);
  }
  problems.refuse();
  return { titles, publishersAdded };
}

function nameOf({ number }: TitleRecord): string {
  return `number: the title ${number}`;
}

function rowOf(record: TitleRecord): TitleRow {
  const { series, description, keywords, subjects, publisher } = record;
  return {
    ...record,
    rights: rightsIn(rightSet(record.rights)),
    playoutFrom: beginOf(record.playoutFrom),
    playoutUntil: beginOf(record.playoutUntil),
    withdrawnAt: beginOf(record.withdrawnOn),
    sortKey: sortKey(record.name),
    searchText: [series, description, ...keywords, ...subjects, publisher].filter(Boolean).join(' '),
  };
}
