import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tellOfChange } from '../../subgraph/cache/notify-trigger';

const ABOUT = {
  entitlement: 'holder_id',
  entitlement_suspension: '(select e.holder_id from schools.entitlement e where e.id = entitlement_id)',
};

/**
 * What an organisation holds changes far more often than the organisation itself, and is told apart from it: `e7` for the
 * entitlements of the organisation 7. So a school that is kept stays so, and what it has of its other holders. (In place, as
 * there is no release yet: code from before it must not run beside it.)
 */
export class EntitlementChanges1780000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await change(runner, (holder) => `'e' || ${holder}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await change(runner, (holder) => holder);
  }
}

/** Tells of it, as of a change of everything: a service that was started first listens for the other names. */
async function change(runner: QueryRunner, nameOf: (holder: string) => string): Promise<void> {
  for (const [table, holder] of Object.entries(ABOUT)) {
    for (const event of ['insert', 'update', 'delete', 'truncate']) {
      await runner.query(`drop trigger tell_of_${event} on schools.${table}`);
    }
    await runner.query(tellOfChange('schools', table, nameOf(holder)));
  }
  await runner.query("select pg_notify('freischalter_schools', '')");
}
