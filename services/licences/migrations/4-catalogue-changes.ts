import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tellOfChange } from '../../subgraph/cache/notify-trigger';

/**
 * Tells of changes to the catalogue, so that titles and pages of them may be kept until then: of the catalogue as a whole,
 * and of each title by its id. The name of a publisher stands with many titles, and hardly ever changes: it tells of all.
 */
export class CatalogueChanges1780000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tellOfChange('licences', 'title', "unnest(array['catalogue', 't' || id])"));
    await runner.query(tellOfChange('licences', 'package_title', "unnest(array['catalogue', 't' || title_id])"));
    await runner.query(tellOfChange('licences', 'publisher', "''"));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['title', 'package_title', 'publisher']) {
      for (const event of ['insert', 'update', 'delete', 'truncate']) {
        await runner.query(`drop trigger tell_of_${event} on licences.${table}`);
      }
    }
  }
}
