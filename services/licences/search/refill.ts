import type { Queryable } from '../../../database/queryable';
import { type SearchedTexts, searchVector } from './search-vector';

/** Titles that are read and written at once. */
const BATCH = 1_000;

/** Makes the words of every title anew. A migration does so whenever the rule by which they are cut has changed. */
export async function refillSearch(db: Queryable): Promise<void> {
  let after = '0';
  for (;;) {
    const titles = await db.query<SearchedTexts & { id: string }>(
      `select t.id, t.name, t.series, t.description, t.keywords, t.subjects, p.name as publisher
       from licences.title t join licences.publisher p on p.id = t.publisher_id
       where t.id > $1 order by t.id limit ${BATCH}`,
      [after],
    );
    const last = titles.at(-1);
    if (!last) return;
    after = last.id;
    await db.query(
      `update licences.title t set search = x.search
       from json_to_recordset($1) as x(id bigint, search tsvector) where t.id = x.id`,
      [JSON.stringify(titles.map((title) => ({ id: title.id, search: searchVector(title) })))],
    );
  }
}
