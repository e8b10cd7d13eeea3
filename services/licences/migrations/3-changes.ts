import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tells of changes to the terms of licences, so that they may be kept until then. */
export class Changes1780000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function licences.tell_of_change() returns trigger language plpgsql as $$
        begin
          perform pg_notify('freischalter_licences', '');
          return null;
        end $$;
    `);
    for (const table of ['licence', 'licence_package']) {
      await runner.query(`
        create trigger tell_of_change after insert or update or delete or truncate on licences.${table}
          for each statement execute function licences.tell_of_change()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function licences.tell_of_change() cascade');
  }
}
