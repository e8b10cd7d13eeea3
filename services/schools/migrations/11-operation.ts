import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When schools are in operation is published: nothing is recorded for one that is closed, nor assigned to it. */
export class Operation1780000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view directory.operation as select id as school_id, operating from schools.school;
      grant select on directory.operation to freischalter_schools, freischalter_usage`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop view directory.operation');
  }
}
