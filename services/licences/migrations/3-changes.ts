import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tellOfChange } from '../../subgraph/cache/notify-trigger';

/** Tells of changes to the terms of licences, so that they may be kept until then. */
export class Changes1780000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tellOfChange('licences', 'licence', 'id'));
    await runner.query(tellOfChange('licences', 'licence_package', 'licence_id'));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['licence', 'licence_package']) {
      for (const event of ['insert', 'update', 'delete', 'truncate']) {
        await runner.query(`drop trigger tell_of_${event} on licences.${table}`);
      }
    }
  }
}
