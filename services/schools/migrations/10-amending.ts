import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who owns a licence may always end what it gave, also where the holder has moved to another authority since. */
export class Amending1780000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function directory.may_amend(owner bigint, holder bigint, within bigint[]) returns boolean stable language sql
        return directory.is_operator()
          or (directory.caller_kind() = 'licensing'
              and (owner = any (directory.bound()) or (owner = any (within) and holder = any (within))));
      comment on function directory.may_amend is
        'mayAmend() of caller/caller.ts: whether the caller may revoke, shorten, suspend or resume; within: directory.within()';
      drop policy revoke on schools.entitlement;
      create policy amend on schools.entitlement for update to freischalter_schools using (
        directory.may_amend(owner_id, holder_id, (select array(select directory.within()))));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy amend on schools.entitlement;
      create policy revoke on schools.entitlement for update to freischalter_schools using (
        (select directory.is_operator())
        or ((select directory.caller_kind()) = 'licensing'
            and owner_id in (select directory.within()) and holder_id in (select directory.within())));
      drop function directory.may_amend`);
  }
}
