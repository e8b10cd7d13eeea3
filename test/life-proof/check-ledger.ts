import { untilCounted } from '../count-recorded';
import type { Load } from './clients';

/** Checks that the database holds everything that was acknowledged, each thing once, and nothing else. */
export async function checkLedger({ places, installation, report }: Load): Promise<void> {
  await untilCounted(installation.query);
  for (const { licence, assigned, uses, school } of places) {
    const [entitlements] = await installation.query<{ made: number; open: number; overlaps: number }>(
      `select count(*)::int as made, (count(*) filter (where revoked_at is null))::int as open,
         (select count(*)::int from schools.entitlement a join schools.entitlement b
          on a.licence_id = b.licence_id and a.holder_id = b.holder_id and a.id < b.id
          and tstzrange(lower(a.valid), a.revoked_at) && tstzrange(lower(b.valid), b.revoked_at)
          where a.licence_id = $1) as overlaps
       from schools.entitlement where licence_id = $1`,
      [licence],
    );
    const rows = await installation.query<{ id: string }>(
      `select e.event_id as id from usage.event e join schools.organisation o on o.id = e.school_id
       where o.key = $1`,
      [`SCHOOL:${school}`],
    );
    const [sum] = await installation.query<{ uses: number }>(
      `select coalesce(sum(streams + downloads + views), 0)::int as uses from usage.monthly_sum s join schools.organisation o on o.id = s.school_id
       where o.key = $1`,
      [`SCHOOL:${school}`],
    );
    const found = { ...entitlements, uses: rows.length, sum: sum?.uses };
    const known = { made: assigned, open: 0, overlaps: 0, uses: uses.acknowledged.size, sum: uses.acknowledged.size };
    const same = JSON.stringify(found) === JSON.stringify(known) && rows.every(({ id }) => uses.acknowledged.has(id));
    if (!same) report.wrong.push(`In the database ${JSON.stringify(found)}, acknowledged ${JSON.stringify(known)}.`);
  }
  if (report.wrong.length > 0) throw new Error(report.wrong.join('\n'));
}
