import type { MigrationInterface, QueryRunner } from 'typeorm';

/** API keys of machines, as hashes. */
export class ApiKeys1780000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table schools.api_key (
        id           text primary key check (id ~ '^[0-9a-f]{16}$'),
        hash         text not null check (hash ~ '^[0-9a-f]{64}$'),
        name         text not null check (name <> '' and length(name) <= 200),
        kind         text not null check (kind in ('lms', 'licensing', 'reporting', 'operator')),
        scopes       text[] not null,
        bound        text[] not null check ((kind = 'operator') = (bound = '{}')),
        created_at   timestamptz not null default now(),
        expires_at   timestamptz not null check (expires_at <= created_at + interval '400 days'),
        revoked_at   timestamptz,
        last_used_at timestamptz
      );
      comment on table schools.api_key is 'API keys of machines: docs/decisions/0016-api-keys.md';
      comment on column schools.api_key.hash is 'SHA-256 of the whole key, which is kept nowhere';
      comment on column schools.api_key.bound is 'organisation keys; none for an operator';
      comment on column schools.api_key.last_used_at is 'within some ten minutes';

      alter table schools.api_key enable row level security;
      alter table schools.api_key force row level security;
      create policy owner on schools.api_key to current_user using (true) with check (true);
      create policy gateway on schools.api_key for select to freischalter_schools
        using ((select directory.is_operator()) and (select current_setting('app.subject', true)) = 'gateway');
      create policy used on schools.api_key for update to freischalter_schools
        using ((select directory.is_operator()) and (select current_setting('app.subject', true)) = 'gateway');
      grant select (id, hash, kind, scopes, bound, expires_at, revoked_at) on schools.api_key to freischalter_schools;
      grant update (last_used_at) on schools.api_key to freischalter_schools;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table schools.api_key');
  }
}
