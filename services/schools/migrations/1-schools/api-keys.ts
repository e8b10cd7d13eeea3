/** API keys of machines, as hashes, and a version of all of them, so that gateways can ask whether any has changed. */
export const API_KEYS = `
  create table schools.api_key (
    id            text primary key check (id ~ '^[0-9a-f]{16}$'),
    hash          text not null check (hash ~ '^[0-9a-f]{64}$'),
    name          text not null check (name <> '' and length(name) <= 200),
    kind          text not null check (kind in ('lms', 'licensing', 'reporting', 'operator')),
    scopes        text[] not null,
    bound         text[] not null check ((kind = 'operator') = (bound = '{}')),
    created_at    timestamptz not null default now(),
    expires_at    timestamptz not null check (expires_at <= created_at + interval '400 days'),
    revoked_at    timestamptz,
    last_used_at  timestamptz
  );
  comment on table schools.api_key is 'API keys of machines: docs/decisions/0016-api-keys.md';
  comment on column schools.api_key.hash is 'SHA-256 of the whole key, which is kept nowhere';
  comment on column schools.api_key.bound is 'organisation keys; none for an operator';
  comment on column schools.api_key.last_used_at is 'within some ten minutes';

  alter table schools.api_key enable row level security, force row level security;
  create policy owner on schools.api_key to current_user using (true) with check (true);
  create policy gateway on schools.api_key for select to freischalter_schools
    using ((select directory.is_operator()) and (select current_setting('app.subject', true)) = 'gateway');
  create policy used on schools.api_key for update to freischalter_schools
    using ((select directory.is_operator()) and (select current_setting('app.subject', true)) = 'gateway');
  grant select (id, hash, kind, scopes, bound, expires_at, revoked_at) on schools.api_key to freischalter_schools;
  grant update (last_used_at) on schools.api_key to freischalter_schools;

  create table schools.api_key_version (
    only_row  boolean primary key default true check (only_row),
    version   uuid not null default gen_random_uuid()
  );
  comment on table schools.api_key_version is
    'one row: another version with each change of schools.api_key, in the same transaction';
  insert into schools.api_key_version default values;

  alter table schools.api_key_version enable row level security, force row level security;
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
`;
