/** Makes a number of entitlements to 20 licences, school by school, in a state with 5,500 schools. */
import type { TestDatabase } from '../../test/database';

export const LICENCES = 20;

/**
 * Replaces the entitlements of the installation. Half of the new ones have an end of their own; the others end with
 * their licences.
 */
export async function holdLicences({ query }: TestDatabase, entitlements: number): Promise<void> {
  await query('truncate schools.entitlement, schools.entitlement_suspension, schools.seat_lease');
  await query(
    `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
     select licence.id, state.id, school.id,
       case when school.n % 2 = 0 then tstzrange('2026-01-01', '2090-01-01'::timestamptz + school.n * interval '1 day')
            else tstzrange('2026-01-01', null) end, '{STREAM}', 'bench'
     from schools.organisation state
     cross join (select id, row_number() over (order by id) as n from licences.licence order by id limit ${LICENCES}) licence
     cross join lateral (
       select id, row_number() over (order by id) as n from schools.organisation where number ~ '^S[0-9]') school
     where state.key = 'STATE:NW' and (school.n - 1) * ${LICENCES} + licence.n <= $1`,
    [entitlements],
  );
  await query('analyze schools.entitlement');
}
