import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tells of changes to what timelines are made of, so that they may be kept until then; and rights as bits to read fast. */
export class Changes1780000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function schools.right_bits(rights text[]) returns int immutable strict language sql
        return (select sum(1 << (array_position(array['STREAM', 'DOWNLOAD', 'SCHOOL_SERVER_COPY', 'LMS_EMBEDDING',
          'EDITING', 'HOME_USE', 'LENDING', 'PUBLIC_PERFORMANCE'], one) - 1))::int from unnest(rights) as one);
      comment on function schools.right_bits is 'bit n stands for the n-th of USAGE_RIGHTS in access/right.ts';
      alter table schools.entitlement
        add column right_bits int not null generated always as (schools.right_bits(rights)) stored;

      create function schools.tell_of_change() returns trigger language plpgsql as $$
        begin
          perform pg_notify('freischalter_schools', '');
          return null;
        end $$;
    `);
    for (const table of ['school', 'membership', 'entitlement', 'entitlement_suspension']) {
      await runner.query(`
        create trigger tell_of_change after insert or update or delete or truncate on schools.${table}
          for each statement execute function schools.tell_of_change()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function schools.tell_of_change() cascade;
      alter table schools.entitlement drop column right_bits;
      drop function schools.right_bits`);
  }
}
