/**
 * Packages that staff edit (docs/decisions/0084): who reads and writes them, and the calls that change one, previewed
 * or applied, with all that each opens and closes. Such a call belongs to its caller, by kind, subject and binding, and
 * is deleted after 48 hours.
 */
const OWN = `kind = (select directory.caller_kind()) and subject = (select current_setting('app.subject', true))
    and bound = (select directory.bound())`;

/** The database sets the owner of a row, and no statement can set another one. */
const CALLER = `
    kind             text not null default directory.caller_kind(),
    subject          text not null default current_setting('app.subject', true),
    bound            bigint[] not null default directory.bound(),`;

/**
 * A row of the table may be written where it is a licence's own package, which guards.ts checks, or where the caller
 * owns the package or stands above its owner.
 */
const WRITABLE = `
    (select directory.is_operator()) or number like 'licence:%'
    or ((select directory.caller_kind()) = 'licensing' and owner_id in (select directory.within()))`;

export const PACKAGES = `
  -- This table names the owner of a package. Its contents, which the access rule reads, are in package_title without
  -- row-level security.
  alter table licences.package enable row level security, force row level security;
  create policy owner on licences.package to current_user using (true) with check (true);
  create policy reach on licences.package for select to freischalter_licences using (
    (select directory.is_operator()) or owner_id is null or owner_id in (select directory.within())
    or id in (select p.package_id from licences.licence_package p where p.licence_id in (select directory.licences_in_reach())));
  create policy make on licences.package for insert to freischalter_licences with check (${WRITABLE});
  create policy amend on licences.package for update to freischalter_licences using (${WRITABLE});

  create view directory.package with (security_barrier) as
    select id, owner_id from licences.package
    where owner_id is not null
      and ((select directory.is_operator())
        or ((select directory.caller_kind()) = 'licensing' and owner_id in (select directory.within())));
  comment on view directory.package is 'whose packages are: those that this caller''s organisations own, and no others';
  grant select on directory.package to freischalter_schools;

  create table licences.package_change (
    id               uuid primary key,${CALLER}
    package_id       bigint not null references licences.package on delete cascade,
    input_hash       text not null,
    is_preview       boolean not null,
    outcome          text not null check (outcome in ('AMENDED', 'UNCHANGED', 'OUTDATED', 'MOVED', 'DELIVERED')),
    takes_effect_at  timestamptz not null,
    effects          jsonb not null,
    fingerprint      text not null,
    created_at       timestamptz not null default now()
  );
  comment on table licences.package_change is
    'a call that amends a package, previewed or applied: its id is the token of a preview';
  comment on column licences.package_change.fingerprint is
    'of all that it opens and closes: another one, and something has moved';
  create index package_change_created on licences.package_change (created_at);
  create index package_change_package on licences.package_change (package_id);

  -- Titles and schools for which the same is opened share one row, instead of a row for each of their pairs.
  create table licences.package_change_part (
    change_id        uuid not null references licences.package_change on delete cascade,
    part             int not null,
    first_pair       bigint not null,
    is_opening       boolean not null,
    title_ids        bigint[] not null,
    school_ids       bigint[] not null,
    valid            tstzrange not null,
    rights           text[] not null,
    pupil_rights     text[] not null,
    primary key (change_id, part)
  );
  comment on table licences.package_change_part is
    'that each of these titles opens, or closes, at each of these schools: first the openings, then the closings';
  comment on column licences.package_change_part.first_pair is 'how many pairs of a title and a school stand before it';
  comment on column licences.package_change_part.valid is 'from the first instant at which it does so to the last';

  create table licences.idempotent_answer (${CALLER}
    idempotency_key  text not null,
    operation        text not null,
    input_hash       text not null,
    answer           jsonb not null,
    created_at       timestamptz not null default now(),
    primary key (kind, subject, bound, idempotency_key)
  );
  comment on table licences.idempotent_answer is
    'first answers of mutations by idempotency key, so that a repeat changes nothing';
  create index idempotent_answer_created on licences.idempotent_answer (created_at);

  alter table licences.package_change enable row level security, force row level security;
  create policy owner on licences.package_change to current_user using (true) with check (true);
  create policy own on licences.package_change to freischalter_licences using (${OWN}) with check (${OWN});
  grant select on licences.package_change to freischalter_licences;
  grant insert (id, package_id, input_hash, is_preview, outcome, takes_effect_at, effects, fingerprint)
    on licences.package_change to freischalter_licences;
  grant update (outcome, effects, fingerprint), delete on licences.package_change to freischalter_licences;

  alter table licences.package_change_part enable row level security, force row level security;
  create policy owner on licences.package_change_part to current_user using (true) with check (true);
  create policy own on licences.package_change_part to freischalter_licences
    using (exists (select from licences.package_change c where c.id = change_id))
    with check (exists (select from licences.package_change c where c.id = change_id));
  grant select, insert on licences.package_change_part to freischalter_licences;

  alter table licences.idempotent_answer enable row level security, force row level security;
  create policy owner on licences.idempotent_answer to current_user using (true) with check (true);
  create policy own on licences.idempotent_answer to freischalter_licences using (${OWN}) with check (${OWN});
  grant select on licences.idempotent_answer to freischalter_licences;
  grant insert (idempotency_key, operation, input_hash, answer) on licences.idempotent_answer to freischalter_licences;

  create function licences.delete_old_changes() returns void
    security definer language sql set search_path = pg_catalog, pg_temp as $$
      delete from licences.idempotent_answer where created_at < now() - interval '48 hours';
      delete from licences.package_change where created_at < now() - interval '48 hours';
    $$;
  revoke execute on function licences.delete_old_changes from public;
  grant execute on function licences.delete_old_changes to freischalter_licences;
  comment on function licences.delete_old_changes is
    'previews, results and answers by idempotency key are kept for 48 hours; called with each call that keeps one';
`;
