import type { OrganisationKey } from '../../caller/caller';
import { ownerStatements } from '../../database/queryable';
import { type RowOf, statement, text, textAs } from '../../database/statement';

const FIND_EXAMPLE_SCHOOL = statement(
  'findExampleSchool',
  `select o.number, o.name, 'STATE:' || o.state as state, authority.key as authority, authority.name as "authorityName",
     centre.key as "mediaCentre", centre.name as "mediaCentreName"
   from schools.school s
   join schools.organisation o on o.id = s.id
   join lateral (
     select above.key, above.name
     from schools.membership m join schools.organisation above on above.id = m.organisation_id
     where m.school_id = s.id and m.level = 'AUTHORITY' and m.valid @> now()) authority on true
   join lateral (
     select above.key, above.name
     from schools.membership m join schools.organisation above on above.id = m.organisation_id
     where m.school_id = s.id and m.level = 'MEDIA_CENTRE' and m.valid @> now()) centre on true
   where s.operating @> now()
   order by o.key = $1 desc, o.number
   limit 1`,
  {
    number: text,
    name: text,
    authority: textAs<OrganisationKey>(),
    authorityName: text,
    mediaCentre: textAs<OrganisationKey>(),
    mediaCentreName: text,
    state: textAs<OrganisationKey>(),
  },
);

/** A school with something to show: in operation, with the organisations above it. */
export type ExampleSchool = RowOf<typeof FIND_EXAMPLE_SCHOOL>;

/**
 * Reads as the owner, from whom row-level security hides no school.
 *
 * @param preferred the key of the school that is chosen where it exists
 * @returns null where there is no school in operation
 */
export async function findExampleSchool(ownerUrl: string, preferred: string): Promise<ExampleSchool | null> {
  const [found] = await ownerStatements(ownerUrl, (db) => db.query(FIND_EXAMPLE_SCHOOL, [preferred]));
  return found ?? null;
}
