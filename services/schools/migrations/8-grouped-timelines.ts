import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a timeline says of an entitlement is said once for all that are alike, so it does not name the one. */
export class GroupedTimelines1780000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await change(runner, '', 'what access/timeline.ts says of it and of those alike: period, end and rights, as JSON');
  }

  async down(runner: QueryRunner): Promise<void> {
    const first = `id || ',' || licence_id || ',' ||`;
    await change(runner, first, 'the first members of its row in access/timeline.ts, as JSON');
  }
}

/** Tells of it, as of a change of everything: a service that was started first has timelines of the other form in memory. */
async function change(runner: QueryRunner, first: string, comment: string): Promise<void> {
  await runner.query(`
    alter table schools.entitlement alter column on_timeline set expression as (
      ${first} schools.bounds(valid) || ',' || schools.milliseconds(revoked_at) || ',' || schools.right_bits(rights));
    comment on column schools.entitlement.on_timeline is '${comment}';
    select pg_notify('freischalter_schools', '')`);
}
