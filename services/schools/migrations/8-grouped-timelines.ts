import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a timeline says of an entitlement is said once for all that are alike, so it does not name the one. */
export class GroupedTimelines1780000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(onTimeline(''));
    await runner.query(
      comment('what access/timeline.ts says of it and of those alike: period, end and rights, as JSON'),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(onTimeline(`id || ',' || licence_id || ',' ||`));
    await runner.query(comment('the first members of its row in access/timeline.ts, as JSON'));
  }
}

function onTimeline(first: string): string {
  return `alter table schools.entitlement alter column on_timeline set expression as (
    ${first} schools.bounds(valid) || ',' || schools.milliseconds(revoked_at) || ',' || schools.right_bits(rights))`;
}

function comment(text: string): string {
  return `comment on column schools.entitlement.on_timeline is '${text}'`;
}
