import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An entitlement without an end of its own follows its licence's term (ADR 0030). Before, the end of the term was copied
 * into it, so one that ends with its licence to the instant has no end of its own: nobody could say the one without the
 * other. One of a licence that runs some days from its activation has: its days are counted from there.
 */
export class OwnEnds1780000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      whereLicencesAre(`
      update schools.entitlement e set valid = tstzrange(lower(e.valid), null)
      from directory.licence l
      where l.id = e.licence_id and l.term_kind <> 'DURATION' and upper(e.valid) = upper(l.term);`),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      whereLicencesAre(`
      update schools.entitlement e set valid = tstzrange(lower(e.valid), upper(l.term))
      from directory.licence l
      where l.id = e.licence_id and upper_inf(e.valid) and upper(l.term) > lower(e.valid);`),
    );
  }
}

/** On a first start the licences service has published none yet. */
function whereLicencesAre(change: string): string {
  return `do $$ begin if to_regclass('directory.licence') is not null then ${change} end if; end $$`;
}
