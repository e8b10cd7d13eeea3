/** The statements that remove demo data, in the order in which they must run. */
import { onlyRow, type Queryable } from '../database/queryable';
import { int, statement } from '../database/statement';
import { notifyAllCounted } from '../services/usage/counting/notify-queries';

const numbers = (kind: string) => `select number from demo.record where kind = '${kind}'`;
const DEMO_SCHOOLS = `select id from schools.school where source = 'demo'`;
const OF_DEMO_LICENCES = `licence_id in (select licence_id from licences.contract where number in (${numbers('licence')}))`;

const deletion = (table: string, which: string) =>
  statement(
    `delete: ${table}`,
    `with dropped as (delete from ${table} where ${which} returning 1) select count(*)::int as count from dropped`,
    { count: int },
  );

/**
 * Deletes from each of them.
 *
 * @returns how many rows the last one deleted
 */
async function deleted(db: Queryable, ...deletions: readonly ReturnType<typeof deletion>[]): Promise<number> {
  let count = 0;
  for (const one of deletions) count = (await db.query(one))[0]?.count ?? 0;
  return count;
}

const DROP_LIST_OF_ENTITLEMENTS = statement(
  'dropListOfEntitlements',
  'drop table if exists pg_temp.dropped_entitlement',
);

const choosing = (which: string) =>
  statement(
    'chooseEntitlements',
    `create temporary table dropped_entitlement on commit drop as select id from schools.entitlement where ${which}`,
  );

/** All entitlements of demo licences, whoever assigned them, and those that demo schools hold. */
const ALL_OF_DEMO = choosing(`${OF_DEMO_LICENCES} or holder_id in (${DEMO_SCHOOLS})`);

/** The entitlements of demo licences at every organisation that an imported school belongs or belonged to. */
const BESIDE_IMPORTED = choosing(
  `${OF_DEMO_LICENCES} and holder_id in (
     select m.organisation_id from schools.membership m join schools.school s on s.id = m.school_id
     where s.source <> 'demo')`,
);

const CHOSEN = 'in (select id from dropped_entitlement)';
const DELETE_ENTITLEMENTS = [
  deletion('schools.seat_lease', `entitlement_id ${CHOSEN}`),
  deletion('schools.entitlement_suspension', `entitlement_id ${CHOSEN}`),
  deletion('schools.entitlement', `id ${CHOSEN}`),
];

/** @returns how many entitlements were deleted */
export async function dropEntitlements(db: Queryable, which: 'all' | 'beside imported'): Promise<number> {
  await db.query(DROP_LIST_OF_ENTITLEMENTS);
  await db.query(which === 'all' ? ALL_OF_DEMO : BESIDE_IMPORTED);
  return deleted(db, ...DELETE_ENTITLEMENTS);
}

const DELETE_USES = ['usage.event_key', 'usage.coverage', 'usage.monthly_sum', 'usage.licence_sum', 'usage.event'].map(
  (table) => deletion(table, `school_id in (${DEMO_SCHOOLS})`),
);

/** Deletes uses at demo schools. Uses of demo titles at other schools stay, and so do those titles. */
export async function dropUses(db: Queryable): Promise<number> {
  const uses = await deleted(db, ...DELETE_USES);
  await notifyAllCounted(db);
  return uses;
}

const CHOOSE_LICENCES = statement(
  'chooseLicences',
  `create temporary table dropped_licence on commit drop as
   select licence_id from licences.contract where number in (${numbers('licence')})`,
);
const OF_CHOSEN_LICENCE = 'in (select licence_id from dropped_licence)';
const DELETE_CONTRACTS = [
  ...['licence_package', 'purchase', 'agreement', 'licence_version', 'contract', 'licence_terms'].map((table) =>
    deletion(`licences.${table}`, `licence_id ${OF_CHOSEN_LICENCE}`),
  ),
  deletion('licences.licence', `id ${OF_CHOSEN_LICENCE}`),
];

export async function dropContracts(db: Queryable): Promise<number> {
  await db.query(CHOOSE_LICENCES);
  return deleted(db, ...DELETE_CONTRACTS);
}

const CHOOSE_PACKAGES = statement(
  'choosePackages',
  `create temporary table dropped_package on commit drop as
   select id from licences.package p where number in (${numbers('package')})
     and not exists (select from licences.licence_package lp where lp.package_id = p.id)`,
);
const DELETE_PACKAGES = [
  deletion('licences.package_title', 'package_id in (select id from dropped_package)'),
  deletion('licences.package', 'id in (select id from dropped_package)'),
];
const DELETE_TITLES = deletion(
  'licences.title t',
  `number in (${numbers('title')})
   and not exists (select from licences.package_title pt where pt.title_id = t.id)
   and not exists (select from usage.monthly_sum u where u.title_id = t.id)`,
);
const DELETE_PUBLISHERS = deletion(
  'licences.publisher p',
  `name in (${numbers('publisher')})
   and not exists (select from licences.title t where t.publisher_id = p.id)
   and not exists (select from licences.contract c where c.publisher_id = p.id)`,
);

/**
 * A package or title that imported data refers to stays.
 *
 * @returns how many titles were deleted
 */
export async function dropCatalogue(db: Queryable): Promise<number> {
  await db.query(CHOOSE_PACKAGES);
  const titles = await deleted(db, ...DELETE_PACKAGES, DELETE_TITLES);
  await deleted(db, DELETE_PUBLISHERS);
  return titles;
}

const CHOOSE_SCHOOLS = statement(
  'chooseSchools',
  `create temporary table dropped_school on commit drop as ${DEMO_SCHOOLS}`,
);
const DELETE_SCHOOLS = [
  deletion('schools.list_import', `source = 'demo'`),
  deletion('schools.seat_lease', 'school_id in (select id from dropped_school)'),
  deletion('schools.membership', 'school_id in (select id from dropped_school)'),
  deletion('schools.school', 'id in (select id from dropped_school)'),
];

/** Deletes the schools of the demo's list. A school that the official list names too belongs to that list by then. */
export async function dropSchools(db: Queryable): Promise<number> {
  await db.query(CHOOSE_SCHOOLS);
  return deleted(db, ...DELETE_SCHOOLS);
}

/** The owner of a group that an imported school or entitlement refers to stays too. */
const DELETE_GROUPS = deletion(
  'schools.school_group',
  `id in (
    select o.id from schools.organisation o
    where o.key in (${numbers('organisation')})
      and not exists (select from schools.membership m where m.organisation_id = o.id)
      and not exists (select from schools.entitlement e where e.holder_id = o.id))`,
);

const CHOOSE_ORGANISATIONS = statement(
  'chooseOrganisations',
  `create temporary table dropped_organisation on commit drop as
   select o.id from schools.organisation o
   where o.key in (${numbers('organisation')})
     and not exists (select from schools.school s where s.id = o.id)
     and not exists (select from schools.school_group g where o.id in (g.id, g.owner_id))
     and not exists (select from schools.membership m where m.organisation_id = o.id)
     and not exists (select from schools.entitlement e where o.id in (e.owner_id, e.holder_id))
     and not exists (select from licences.contract c where c.owner_id = o.id)`,
);
const DELETE_ORGANISATIONS = [
  deletion('schools.media_centre_area', 'media_centre_id in (select id from dropped_organisation)'),
  deletion('schools.authority', 'id in (select id from dropped_organisation)'),
  deletion('schools.organisation', 'id in (select id from dropped_organisation)'),
];

/** An organisation that an imported school, licence or entitlement refers to stays, and so do its areas. */
export async function dropOrganisations(db: Queryable): Promise<void> {
  await deleted(db, DELETE_GROUPS);
  await db.query(CHOOSE_ORGANISATIONS);
  await deleted(db, ...DELETE_ORGANISATIONS);
}

const DELETE_RECORD = statement('deleteRecord', 'delete from demo.record');

/** Deletes the record of what belonged to the demo, once all of that is gone. */
export async function deleteRecord(db: Queryable): Promise<void> {
  await db.query(DELETE_RECORD);
}

const COUNT_SCHOOLS = statement(
  'countSchoolsBySource',
  `select count(*) filter (where source = 'demo')::int as demo, count(*) filter (where source <> 'demo')::int as imported
   from schools.school`,
  { demo: int, imported: int },
);

/** Returns how many schools belong to the demo, and how many were imported. */
export async function countSchools(db: Queryable): Promise<{ readonly demo: number; readonly imported: number }> {
  return onlyRow(await db.query(COUNT_SCHOOLS));
}
