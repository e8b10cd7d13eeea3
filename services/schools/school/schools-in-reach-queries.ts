import type { Caller, OrganisationKey } from '../../../caller/caller';
import { int, statement, text } from '../../../database/statement';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Session } from '../../subgraph/database/session';
import { schoolCondition } from '../authorisation/allowed-queries';
import { foldedSql, type NameSearch } from '../name-search';
import type { School } from './school';
import { COLUMNS, SCHOOL, toSchool } from './school-queries';

/** What a client asks for; null is no condition. */
export interface SchoolList {
  readonly search: NameSearch;
  /** In small letters, as the two after it. */
  readonly city: string | null;
  /** The name of a form, or its official key. */
  readonly form: string | null;
  readonly authority: OrganisationKey | null;
  readonly inOperation: boolean | null;
  /** For `inOperation`, in epoch milliseconds. */
  readonly now: number;
}

const IN_REACH = (caller: Pick<Caller, 'kind'>) => schoolCondition(caller, 'school.read', 's.id', '$1');

const SEARCHED = foldedSql(`(o.name || ' ' || s.short_name || ' ' || s.city || ' ' || o.number)`);
const CONDITIONS = `
  ($2::text[] is null or ${SEARCHED} like all ($2) or o.external_id = $3)
  and ($4::text is null or ${foldedSql('s.city')} = $4)
  and ($5::text is null or ${foldedSql('s.form')} = $5 or ${foldedSql('s.form_code')} = $5)
  and ($6::text is null or exists (
    select from directory.membership m join directory.organisation a on a.id = m.organisation_id
    where m.school_id = s.id and m.valid @> now() and a.key = $6))
  and ($7::boolean is null or (s.operating @> $8::timestamptz) = $7)`;

function parameters({ bound }: Caller, { search, city, form, authority, inOperation, now }: SchoolList): unknown[] {
  return [bound, search.patterns, search.id, city, form, authority, inOperation, new Date(now)];
}

const LIST_SCHOOLS_IN_REACH = byCondition(IN_REACH, (inReach) =>
  statement(
    'listSchoolsInReach',
    `select ${COLUMNS} from schools.organisation o join schools.school s on s.id = o.id
   where ${inReach} and ${CONDITIONS} and ($9::text is null or o.key > $9)
   order by o.key limit $10`,
    SCHOOL,
  ),
);

/**
 * The schools in the caller's reach, by state and number, from the one after the key `after`; one more than `first` where
 * there is one.
 */
export async function listSchoolsInReach(
  session: Session,
  caller: Caller,
  list: SchoolList,
  { first, after }: { first: number; after: string | null },
): Promise<School[]> {
  const rows = await session.query(LIST_SCHOOLS_IN_REACH(caller), [...parameters(caller, list), after, first + 1]);
  return rows.map(toSchool);
}

const COUNT_LISTED_SCHOOLS = byCondition(IN_REACH, (inReach) =>
  statement(
    'countListedSchools',
    `select count(*)::int as count from schools.organisation o join schools.school s on s.id = o.id
   where ${inReach} and ${CONDITIONS}`,
    { count: int },
  ),
);

export async function countListedSchools(session: Session, caller: Caller, list: SchoolList): Promise<number> {
  const [row] = await session.query(COUNT_LISTED_SCHOOLS(caller), parameters(caller, list));
  return row?.count ?? 0;
}

const values = (label: string, value: string) =>
  byCondition(IN_REACH, (inReach) =>
    statement(label, `select distinct ${value} as value from schools.school s where ${inReach} order by 1`, {
      value: text,
    }),
  );
const FIND_VALUES = {
  city: values('findCitiesOfSchools', 's.city'),
  form: values('findForms', 'coalesce(s.form, s.form_code)'),
};

/** The cities, or the forms, that schools in the caller's reach have. */
export async function findValues(session: Session, caller: Caller, of: keyof typeof FIND_VALUES): Promise<string[]> {
  const rows = await session.query(FIND_VALUES[of](caller), [caller.bound]);
  return rows.map(({ value }) => value);
}
