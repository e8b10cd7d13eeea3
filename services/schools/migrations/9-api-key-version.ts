import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A version of all API keys together, so that gateways can ask whether any has changed: docs/decisions/0016-api-keys.md. */
export class ApiKeyVersion1780000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table schools.api_key_version (
        only_row boolean primary key default true check (only_row),
        version  uuid not null default gen_random_uuid()
      );
      comment on table schools.api_key_version is
        'one row: another version with each change of schools.api_key, in the same transaction';
      insert into schools.api_key_version default values;
      alter table schools.api_key_version enable row level security;
      alter table schools.api_key_version force row level security;
      create policy owner on schools.api_key_version to current_user using (true) with check (true);
      create policy gateway on schools.api_key_version for select to freischalter_schools
        using ((select directory.is_operator()) and (select current_setting('app.subject', true)) = 'gateway');
      grant select (version) on schools.api_key_version to freischalter_schools;

      create function schools.renew_api_key_version() returns trigger language plpgsql as $$
        begin
          update schools.api_key_version set version = gen_random_uuid();
          return null;
        end $$;
      create trigger renew_version after insert or delete or truncate
        or update of id, hash, kind, scopes, bound, expires_at, revoked_at on schools.api_key
        for each statement execute function schools.renew_api_key_version();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger renew_version on schools.api_key;
      drop function schools.renew_api_key_version();
      drop table schools.api_key_version;
    `);
  }
}
