import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TELL_OF_CHANGE, tellOfChange } from '../../subgraph/cache/notify-trigger';

/**
 * Tells of changes to what timelines are made of, so that they may be kept until then: each names the school or the
 * holder that it is about; and what a timeline says of an entitlement is written once, with the entitlement.
 */
export class Changes1780000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function schools.right_bits(rights text[]) returns int immutable strict language sql
        return (select sum(1 << (array_position(array['STREAM', 'DOWNLOAD', 'SCHOOL_SERVER_COPY', 'LMS_EMBEDDING',
          'EDITING', 'HOME_USE', 'LENDING', 'PUBLIC_PERFORMANCE'], one) - 1))::int from unnest(rights) as one);
      comment on function schools.right_bits is 'bit n stands for the n-th of USAGE_RIGHTS in access/right.ts';

      create function schools.milliseconds(instant timestamptz) returns text immutable language sql
        return coalesce((date_part('epoch', instant) * 1000)::text, 'null');
      comment on function schools.milliseconds is 'as JSON: since 1970, whatever the time zone; null for an open end';
      create function schools.bounds(period tstzrange) returns text immutable language sql
        return '[' || schools.milliseconds(lower(period)) || ',' || schools.milliseconds(upper(period)) || ']';

      alter table schools.entitlement add column on_timeline text not null generated always as (
        '"' || id || '","' || licence_id || '",' || schools.bounds(valid) || ',' || schools.milliseconds(revoked_at)
        || ',' || schools.right_bits(rights)) stored;
      comment on column schools.entitlement.on_timeline is 'the first members of its row in access/timeline.ts, as JSON';
      ${TELL_OF_CHANGE}
    `);
    const about = {
      school: 'id',
      membership: 'school_id',
      entitlement: 'holder_id',
      entitlement_suspension: '(select e.holder_id from schools.entitlement e where e.id = entitlement_id)',
    };
    for (const [table, name] of Object.entries(about)) await runner.query(tellOfChange('schools', table, name));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function directory.tell_of_change() cascade;
      alter table schools.entitlement drop column on_timeline;
      drop function schools.bounds, schools.milliseconds, schools.right_bits`);
  }
}
