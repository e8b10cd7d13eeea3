import { LEVELS } from '../../../caller/caller';
import { bigint, instant, int, neverNull, nullable, oneOf, statement, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import type { SchoolMembership } from './membership';

/** A page of the memberships of a school. */
export interface MembershipPage {
  /** The database's id of the school. */
  readonly school: string;
  readonly first: number;
  /** The place of the last one of the page before. */
  readonly after: { readonly key: string; readonly row: string } | null;
}

const LIST_MEMBERSHIPS = statement(
  'listMemberships',
  `select asked.page::int, listed.*
   from unnest($1::bigint[], $2::int[], $3::text[], $4::bigint[])
     with ordinality as asked(school, first, after_key, after_row, page)
   cross join lateral (
     select m.id as row, o.key, o.level, o.external_id as id, substring(o.external_id from '[^:]+$') as number, o.name,
       lower(m.valid) as "validFrom", upper(m.valid) as "validUntil"
     from schools.membership m join directory.organisation o on o.id = m.organisation_id
     where m.school_id = asked.school and m.level <> 'SCHOOL'
       and (asked.after_key is null or (o.key, m.id) > (asked.after_key, asked.after_row))
     order by o.key, m.id limit asked.first + 1) listed`,
  {
    page: int,
    row: bigint,
    key: text,
    level: oneOf(LEVELS),
    id: text,
    number: neverNull(text, 'an external id ends with its number'),
    name: text,
    validFrom: nullable(instant),
    validUntil: nullable(instant),
  },
);

/**
 * Returns for each of these pages the organisations of its school at any time, except itself, by level and number,
 * with one more than asked for where there is one. One statement reads all.
 */
export async function listMemberships(
  reader: Transaction,
  pages: readonly MembershipPage[],
): Promise<SchoolMembership[][]> {
  const rows = await reader.query(LIST_MEMBERSHIPS, [
    pages.map(({ school }) => school),
    pages.map(({ first }) => first),
    pages.map(({ after }) => after?.key ?? null),
    pages.map(({ after }) => after?.row ?? null),
  ]);
  const found: SchoolMembership[][] = pages.map(() => []);
  for (const { page, row, validFrom, validUntil, ...organisation } of rows) {
    found[page - 1]?.push({ row, organisation, validFrom, validUntil });
  }
  return found;
}
