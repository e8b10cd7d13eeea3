import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tellOfChange } from '../../subgraph/cache/notify-trigger';

/** Tells of changes to organisations too: a school that is kept carries its name, and the keys of those above it. */
export class OrganisationChanges1780000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tellOfChange('schools', 'organisation', 'id'));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const event of ['insert', 'update', 'delete', 'truncate']) {
      await runner.query(`drop trigger tell_of_${event} on schools.organisation`);
    }
  }
}
