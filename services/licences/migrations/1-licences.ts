import type { MigrationInterface, QueryRunner } from 'typeorm';
import { AUDITED_TABLES } from './1-licences/audited-tables';
import { CATALOGUE } from './1-licences/catalogue';
import { GUARDS } from './1-licences/guards';
import { KEPT_LISTS } from './1-licences/kept-lists';
import { LICENCES } from './1-licences/licences';
import { NOTIFICATIONS } from './1-licences/notifications';
import { PACKAGES } from './1-licences/packages';
import { TITLE_TERMS } from './1-licences/title-terms';
import { TITLE_WORDS } from './1-licences/title-words';

/** Creates the catalogue and the licences. schema/database/licences.sql shows the result. */
export class Licences1790000000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('grant usage on schema licences to freischalter_licences');
    await runner.query(CATALOGUE);
    await runner.query(TITLE_TERMS);
    await runner.query(TITLE_WORDS);
    await runner.query(LICENCES);
    await runner.query(KEPT_LISTS);
    await runner.query(PACKAGES);
    await runner.query(GUARDS);
    await runner.query(NOTIFICATIONS);
    await runner.query(AUDITED_TABLES);
  }

  async down(): Promise<void> {
    throw new Error('Nothing comes before this migration. Drop the database instead.');
  }
}
