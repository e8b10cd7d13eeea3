/** The statements that import a vocabulary. */
import { onlyRow, type Queryable } from '../../../../database/queryable';
import { boolean, int, statement, text } from '../../../../database/statement';
import { stagedAs } from '../../../import-file/staging-queries';
import type { SubjectRow } from '../../vocabulary/subject-rows';
import type { DeliveredSubject } from './subject-record';

export const STAGED_SUBJECTS = stagedAs<DeliveredSubject>('subjects');

const LEFT = `from licences.subject s where s.source = $1
  and not exists (select from staged_subjects d where d.record->>'id' = s.source_id)`;

const COUNT_LEFT = statement(
  'countLeftSubjects',
  `select (select count(*)::int ${LEFT}) as left, (select count(*)::int from licences.subject where source = $1) as standing`,
  { left: int, standing: int },
);

/** Returns how many subjects of the source the delivery lacks, and how many there are. */
export async function countLeftSubjects(db: Queryable, source: string): Promise<{ left: number; standing: number }> {
  return onlyRow(await db.query(COUNT_LEFT, [source]));
}

const REMOVE_LEFT = statement('removeLeftSubjects', `delete ${LEFT} returning s.source_id as id`, { id: text });

/** @returns the ids of the removed subjects */
export async function removeLeftSubjects(db: Queryable, source: string): Promise<string[]> {
  const rows = await db.query(REMOVE_LEFT, [source]);
  return rows.map(({ id }) => id);
}

const UPSERT_SUBJECTS = statement(
  'upsertSubjects',
  `insert into licences.subject as s (source, source_id, code, name, other_names, kim)
   select x.source, x."sourceId", x.code, x.name, array(select json_array_elements_text(x."otherNames")), x.kim
   from json_to_recordset($1) as x(source text, "sourceId" text, code text, name text, "otherNames" json, kim text)
   on conflict (source, source_id) do update
     set code = excluded.code, name = excluded.name, other_names = excluded.other_names, kim = excluded.kim
     where (s.code, s.name, s.other_names, s.kim) is distinct from (excluded.code, excluded.name, excluded.other_names, excluded.kim)
   returning xmax = 0 as "isNew"`,
  { isNew: boolean },
);

/** @returns for each subject that is new or changed, whether it is new */
export async function upsertSubjects(db: Queryable, rows: readonly SubjectRow[]): Promise<boolean[]> {
  const written = await db.query(UPSERT_SUBJECTS, [JSON.stringify(rows)]);
  return written.map(({ isNew }) => isNew);
}
