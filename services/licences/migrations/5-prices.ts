import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A price is for those who own the licence or stand above its owner: whom it serves need not know what it cost. */
export class Prices1780000000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(policy('owner_id in (select directory.within())'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(policy('true'));
  }
}

function policy(seen: string): string {
  return `
    drop policy staff on licences.price;
    create policy staff on licences.price for select to freischalter_licences using (
      (select directory.is_operator())
      or ((select directory.caller_kind()) = 'licensing'
          and exists (select from licences.contract c where c.licence_id = price.licence_id and ${seen})))`;
}
