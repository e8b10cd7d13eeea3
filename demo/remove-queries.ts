/** The statements that take demo data away, in the order in which they must run. */
import type { Queryable } from '../database/queryable';

/** @param which a condition on `schools.entitlement`. @returns how many there were */
export async function dropEntitlements(db: Queryable, which: string): Promise<number> {
  await db.query('drop table if exists pg_temp.dropped_entitlement');
  await db.query(
    `create temporary table dropped_entitlement on commit drop as select id from schools.entitlement where ${which}`,
  );
  for (const table of ['seat_lease', 'entitlement_suspension'])
    await db.query(`delete from schools.${table} where entitlement_id in (select id from dropped_entitlement)`);
  return deleted(db, 'schools.entitlement', 'id in (select id from dropped_entitlement)');
}

/** Uses at demo schools. Those that other schools made of demo titles stay, and keep the titles. */
export async function dropUses(db: Queryable): Promise<number> {
  for (const table of ['event_key', 'monthly_sum'])
    await deleted(db, `usage.${table}`, `school_id in (${DEMO_SCHOOLS})`);
  return deleted(db, 'usage.event', `school_id in (${DEMO_SCHOOLS})`);
}

export async function dropContracts(db: Queryable): Promise<number> {
  const ids = `select licence_id from licences.contract where number in (${numbers('licence')})`;
  await db.query(`create temporary table dropped_licence on commit drop as ${ids}`);
  const dropped = 'licence_id in (select licence_id from dropped_licence)';
  for (const table of ['licence_package', 'price', 'contract']) await deleted(db, `licences.${table}`, dropped);
  return deleted(db, 'licences.licence', 'id in (select licence_id from dropped_licence)');
}

/** A package or title that something imported names stays. */
export async function dropCatalogue(db: Queryable): Promise<number> {
  await db.query(
    `create temporary table dropped_package on commit drop as
     select id from licences.package p where number in (${numbers('package')})
       and not exists (select from licences.licence_package lp where lp.package_id = p.id)`,
  );
  await deleted(db, 'licences.package_title', 'package_id in (select id from dropped_package)');
  await deleted(db, 'licences.package', 'id in (select id from dropped_package)');
  const titles = await deleted(
    db,
    'licences.title t',
    `number in (${numbers('title')})
     and not exists (select from licences.package_title pt where pt.title_id = t.id)
     and not exists (select from usage.monthly_sum u where u.title_id = t.id)`,
  );
  await deleted(
    db,
    'licences.publisher p',
    `name in (${numbers('publisher')})
     and not exists (select from licences.title t where t.publisher_id = p.id)
     and not exists (select from licences.contract c where c.publisher_id = p.id)`,
  );
  return titles;
}

/** Schools that came by the demo's list; one that the official list names too has come over to it. */
export async function dropSchools(db: Queryable): Promise<number> {
  await db.query(`create temporary table dropped_school on commit drop as ${DEMO_SCHOOLS}`);
  for (const table of ['seat_lease', 'membership'])
    await deleted(db, `schools.${table}`, 'school_id in (select id from dropped_school)');
  const count = await deleted(db, 'schools.school', 'id in (select id from dropped_school)');
  await deleted(db, 'schools.list_import', `source = 'demo'`);
  return count;
}

/** An organisation that an imported school, licence or entitlement names stays, and so do its areas. */
export async function dropOrganisations(db: Queryable): Promise<void> {
  await db.query(
    `create temporary table dropped_organisation on commit drop as
     select o.id from schools.organisation o
     where o.key in (${numbers('organisation')})
       and not exists (select from schools.school s where s.id = o.id)
       and not exists (select from schools.membership m where m.organisation_id = o.id)
       and not exists (select from schools.entitlement e where o.id in (e.owner_id, e.holder_id))
       and not exists (select from licences.contract c where c.owner_id = o.id)`,
  );
  const dropped = 'in (select id from dropped_organisation)';
  await deleted(db, 'schools.media_centre_area', `media_centre_id ${dropped}`);
  await deleted(db, 'schools.authority', `id ${dropped}`);
  await deleted(db, 'schools.organisation', `id ${dropped}`);
}

const DEMO_SCHOOLS = `select id from schools.school where source = 'demo'`;

function numbers(kind: string): string {
  return `select number from demo.record where kind = '${kind}'`;
}

async function deleted(db: Queryable, table: string, which: string): Promise<number> {
  const [counted] = await db.query<{ count: number }>(
    `with dropped as (delete from ${table} where ${which} returning 1) select count(*)::int as count from dropped`,
  );
  return counted?.count ?? 0;
}
