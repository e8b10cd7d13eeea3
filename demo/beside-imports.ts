/** Demo data beside data that was imported: no invented licence opens anything to a school that an import brought. */
import type { Queryable } from '../database/queryable';
import { findDemo } from './record-queries';
import { dropEntitlements } from './remove-queries';

/**
 * Takes away the entitlements of demo licences at every organisation that an imported school belongs or belonged to: the
 * state, districts, media centres, and groups. They are deleted and not revoked, so that they open nothing in the past
 * either. To be called after every import that brings schools or makes them belong to something.
 *
 * @returns what is to be said of it, a sentence each; nothing where there is no demo data
 */
export async function keepDemoApart(db: Queryable): Promise<string[]> {
  if (!(await findDemo(db))) return [];
  const [beside] = await db.query<{ demo: number; imported: number }>(
    `select count(*) filter (where source = 'demo')::int as demo, count(*) filter (where source <> 'demo')::int as imported
     from schools.school`,
  );
  if (!beside?.imported) return [];
  const dropped = await dropEntitlements(
    db,
    `licence_id in (
       select licence_id from licences.contract where number in (select number from demo.record where kind = 'licence'))
     and holder_id in (
       select m.organisation_id from schools.membership m join schools.school s on s.id = m.school_id
       where s.source <> 'demo')`,
  );
  return [
    ...(dropped > 0
      ? [`entitlements of demo licences that would have opened something to imported schools, taken away: ${dropped}`]
      : []),
    `demo data stands beside what was imported: ${beside.demo} invented schools, their authorities, titles and licences (npm run demo -- remove takes them away)`,
  ];
}
