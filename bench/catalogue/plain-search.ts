/**
 * The peer of a search is the one in PostgreSQL's manual: `to_tsvector('german')` with weights and a GIN index, and all
 * hits sorted by `ts_rank`, under the same licences. It has no compounds, no spellings and no ranks of our own.
 */
import { int, statement, text } from '../../database/statement';
import type { Ruling } from '../../services/licences/access/ruling';
import type { Session } from '../../services/subgraph/database/session';
import type { TestDatabase } from '../../test/database';

export async function makePlainCatalogue({ query }: TestDatabase): Promise<void> {
  await query(`
    create schema plain;
    create table plain.title as
      select t.id, t.number, t.name, t.sort_key, t.kind, t.grade_from, t.grade_until, t.rights, t.playout, t.withdrawn_at, t.open_licence,
        setweight(to_tsvector('german', t.name), 'A') ||
        setweight(to_tsvector('german', concat_ws(' ', t.subtitle, t.series, array_to_string(t.keywords || t.subjects, ' '))), 'B') ||
        setweight(to_tsvector('german', t.description || ' ' || p.name), 'C') as search
      from licences.title t join licences.publisher p on p.id = t.publisher_id;
    alter table plain.title add primary key (id);
    create index on plain.title using gin (search);
    grant usage on schema plain to freischalter_licences;
    grant select on plain.title to freischalter_licences`);
  await query('vacuum analyze plain.title');
}

const PLAIN_SEARCH = statement(
  'plainSearch',
  `select t.number, t.name, (ts_rank(t.search, query) * 1e6)::int as rank
   from plain.title t, plainto_tsquery('german', $1) query
   where t.search @@ query and t.rights @> '{STREAM}' and t.playout @> now() and (t.withdrawn_at is null or t.withdrawn_at > now())
     and ($4::text is null or t.kind = $4) and ($5::int is null or $5 between coalesce(t.grade_from, $5) and coalesce(t.grade_until, $5))
     and (t.open_licence is not null or exists (
       select from licences.package_title pt
       where pt.title_id = t.id and pt.valid @> now() and pt.package_id + 0 = any ($2::bigint[])))
   order by ts_rank(t.search, query) desc, t.id limit $3`,
  { number: text, name: text, rank: int },
);

interface PlainFilter {
  readonly kind?: string;
  readonly grade?: number;
}

export function plainSearch(
  session: Session,
  { packages }: Ruling,
  search: string,
  first: number,
  { kind, grade }: PlainFilter = {},
) {
  return session.query(PLAIN_SEARCH, [search, packages.free, first + 1, kind ?? null, grade ?? null]);
}
