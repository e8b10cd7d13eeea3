import { onlyRow, type Queryable } from '../../../database/queryable';
import { bigint, boolean, statement } from '../../../database/statement';

const LOCK_LICENCE = statement('lockLicence', 'select from licences.contract where licence_id = $1::bigint for update');
/** The lock of calls that assign it, or have a school join what holds it. */
const LOCK_ASSIGNING = statement(
  'lockAssigning',
  `select pg_advisory_xact_lock(hashtext('schools.entitlement'), hashtext($1))`,
);

/** Calls that amend the same licence at the same time, or give it to schools, wait for each other. */
export async function lockLicence(db: Queryable, id: string): Promise<void> {
  await db.query(LOCK_LICENCE, [id]);
  await db.query(LOCK_ASSIGNING, [id]);
}

const FIND_UNKNOWN_PUBLISHER = statement(
  'findUnknownPublisher',
  'select not exists (select from licences.publisher where name = $1) as unknown',
  { unknown: boolean },
);

export async function findUnknownPublisher(db: Queryable, name: string): Promise<boolean> {
  return onlyRow(await db.query(FIND_UNKNOWN_PUBLISHER, [name])).unknown;
}

const COVERED_PACKAGES = statement(
  'coveredPackages',
  'select distinct package_id as id from licences.licence_package where licence_id = $1 and package_id = any ($2)',
  { id: bigint },
);

/** Returns, of these packages, by id, those that the licence covers or covered. */
export async function coveredPackages(db: Queryable, licenceId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await db.query(COVERED_PACKAGES, [licenceId, ids]);
  return rows.map(({ id }) => id);
}
