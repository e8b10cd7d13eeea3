import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who bought licences lists what it gave of them: from the owner to its entitlements, without a look at all others. */
export class OwnersEntitlements1780000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index entitlement_owner on schools.entitlement (owner_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index schools.entitlement_owner');
  }
}
