import { type Bounds, periodOf } from '../../../access/period';
import { rightSet } from '../../../access/right';
import { wordsOf } from '../../../caller/constraints';
import { isDatabaseId } from '../../../caller/database-id';
import { boundsOf } from '../../subgraph/bounds';
import type { Session } from '../../subgraph/session';
import type { Title, TitleFilter } from './title';

/** A list of titles that a client asked for: by words, by filter, and where its last page ended. */
export interface TitleList {
  readonly search: string | null;
  readonly filter: TitleFilter;
}

export interface TitlePage extends TitleList {
  readonly first: number;
  /** The sort key and id of the last title of the page before. */
  readonly after: { readonly sortKey: string; readonly id: string } | null;
}

export const TITLE_COLUMNS = `
  t.id, t.number, t.name, t.series, t.description, p.name as publisher, t.kind, t.subjects, t.keywords,
  t.grade_from as "gradeFrom", t.grade_until as "gradeUntil", t.language, t.age_rating as "ageRating", t.year,
  t.duration_seconds as "durationSeconds", t.rights, t.withdrawn_at as "withdrawnAt", t.sort_key as "sortKey",
  ${boundsOf('t.playout')} as playout`;

export type TitleRow = Omit<Title, 'facts'> & { readonly playout: Bounds };

export function toTitle({ playout, ...row }: TitleRow): Title {
  return {
    ...row,
    facts: {
      playout: periodOf(playout),
      withdrawnAt: row.withdrawnAt?.getTime() ?? Infinity,
      rights: rightSet(row.rights),
    },
  };
}

/** The conditions of a list on `licences.title t`, and their parameters from `$1` on. */
export const LIST_CONDITIONS = `
  ($1::text is null or t.search @@ to_tsquery('german', $1) or t.number = $2)
  and ($3::text[] is null or t.subjects && $3)
  and ($4::text[] is null or t.kind = any ($4))
  and ($5::int is null or ($5 >= t.grade_from and $5 <= t.grade_until))
  and ($6::text is null or t.publisher_id = (select id from licences.publisher where name = $6))
  and ($7::text is null or t.language = $7)
  and ($8::int is null or t.age_rating <= $8)`;

export function listParameters({ search, filter }: TitleList): unknown[] {
  return [
    search === null ? null : prefixQuery(search),
    search?.trim() ?? null,
    filter.subjects ?? null,
    filter.kinds ?? null,
    filter.grade ?? null,
    filter.publisher ?? null,
    filter.language ?? null,
    filter.maximumAgeRating ?? null,
  ];
}

/** All words must occur, each as the beginning of a word: `vulkan erd` finds “Vulkane der Erde”. Null where no word is left. */
function prefixQuery(search: string): string | null {
  const words = wordsOf(search);
  return words.length > 0 ? [...new Set(words)].map((word) => `'${word}':*`).join(' & ') : null;
}

/** Titles by id. Unknown ids, and ids that are no numbers, are left out. */
export async function findTitles(session: Session, ids: readonly string[]): Promise<Title[]> {
  const rows = await session.query<TitleRow>(
    `select ${TITLE_COLUMNS} from licences.title t join licences.publisher p on p.id = t.publisher_id where t.id = any ($1)`,
    [ids.filter(isDatabaseId)],
  );
  return rows.map(toTitle);
}

/** A page of the catalogue in the order of all lists, with one title more than asked for where there is one. */
export async function listTitles(session: Session, page: TitlePage): Promise<Title[]> {
  const rows = await session.query<TitleRow>(
    `select ${TITLE_COLUMNS}
     from licences.title t join licences.publisher p on p.id = t.publisher_id
     where ${LIST_CONDITIONS} and ($9::text is null or (t.sort_key, t.id) > ($9, $10::bigint))
     order by t.sort_key, t.id limit $11`,
    [...listParameters(page), page.after?.sortKey ?? null, page.after?.id ?? null, page.first + 1],
  );
  return rows.map(toTitle);
}

export async function countTitles(session: Session, list: TitleList): Promise<number> {
  const [row] = await session.query<{ count: number }>(
    `select count(*)::int as count from licences.title t where ${LIST_CONDITIONS}`,
    listParameters(list),
  );
  return row?.count ?? 0;
}
