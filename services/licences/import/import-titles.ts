/**
 * Imports titles into the catalogue. A title that a file does not name, and fields that its record leaves out, stay
 * as they are.
 */

import { isDeepStrictEqual } from 'node:util';
import type { Queryable } from '../../../database/queryable';
import type { Importer } from '../../import-file/import-records';
import type { StagedRecord } from '../../import-file/staging';
import { stagedAs } from '../../import-file/staging-queries';
import { searchVector } from '../search/search-vector';
import { sortKey } from '../title/sort-key';
import { findSubjects } from '../vocabulary/subject-queries';
import { type TitleRecord, titleRecord } from './records';
import { reasonsAgainst, type TitleFacts, titleFacts } from './title-facts';
import { countUnknownCodes, ensurePublishers, storedTitles, type TitleRow, upsertTitles } from './title-queries';

const TITLES = stagedAs<TitleRecord>('titles');

export const titles: Importer<TitleRecord> = {
  ...TITLES,
  schema: titleRecord,
  identity: ({ number }) => `number: the title ${number}`,
  async check(db, batch, problems) {
    for (const { one, number, facts } of await withRecord(db, batch))
      for (const reason of reasonsAgainst(facts, number)) problems.add(one, reason);
  },
  async write(db, batch, changes) {
    const found = await withRecord(db, batch);
    const changed = found.filter(({ facts, onRecord }) => !isDeepStrictEqual(facts, onRecord));
    for (const { number, facts, onRecord } of changed) changes.compare(`title ${number}`, onRecord, facts);
    const rows = changed.map(({ number, facts }) => rowOf(number, facts));
    const added = await ensurePublishers(
      db,
      rows.map((row) => row.publisher),
    );
    const written = await upsertTitles(db, rows);
    const unchanged = written.unchanged + found.length - changed.length;
    return { titles: { ...written, unchanged }, publishers: { added, changed: 0, unchanged: 0 } };
  },
  async notes(db) {
    const codes = (await countUnknownCodes(db)).map(({ code, titles }) => `${code} (${titles})`);
    return codes.length > 0 ? [`Kept although nobody knows it, with the number of titles: ${codes.join(', ')}.`] : [];
  },
};

/** Returns each title as it would become, with what is on record about it. */
async function withRecord(db: Queryable, batch: readonly StagedRecord<TitleRecord>[]) {
  const stored = await storedTitles(
    db,
    batch.map(({ value }) => value.number),
  );
  const subjects = await findSubjects(db);
  return batch.map((one) => {
    const { number } = one.value;
    const onRecord = stored.get(number);
    return { one, number, onRecord, facts: titleFacts(one.value, onRecord, subjects) };
  });
}

/** Returns the row for the catalogue. */
export function rowOf(number: string, facts: TitleFacts): TitleRow {
  const { parts, materials, thumbnailUrl, playUrl, downloadUrl, sourceLicence, ...rest } = facts;
  const details = { parts, materials, thumbnailUrl, playUrl, downloadUrl, sourceLicence };
  return { number, ...rest, details, sortKey: sortKey(facts.name), search: searchVector(facts) };
}
