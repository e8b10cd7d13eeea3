/**
 * Work in bulk (docs/decisions/0059, 0074): the outcome of each licence for each holder, and of each entitlement that
 * a call changes; answers by idempotency key, and jobs. Each row belongs to its caller, by kind, subject and binding,
 * and is deleted some time later.
 */
const OWN = `kind = (select directory.caller_kind()) and subject = (select current_setting('app.subject', true))
    and bound = (select directory.bound())`;

/** The caller of a row: the database sets it, and no statement can set another one. */
const CALLER = `
    kind             text not null default directory.caller_kind(),
    subject          text not null default current_setting('app.subject', true),
    bound            bigint[] not null default directory.bound(),`;

export const ASSIGNMENTS = `
  create table schools.assignment (
    id               uuid primary key,${CALLER}
    input_hash       text not null,
    is_preview       boolean not null,
    is_applied       boolean not null default false,
    change_id        bigint,
    preview_id       uuid,
    unmatched        jsonb not null,
    holders          text[] not null,
    holder_ids       bigint[] not null,
    schools_under    bigint[] not null,
    created_at       timestamptz not null default now()
  );
  comment on table schools.assignment is
    'a call of assignEntitlements, previewed or applied: its id is the token of a preview';
  comment on column schools.assignment.change_id is 'of the audit trail; null where nothing was made';
  comment on column schools.assignment.preview_id is 'the preview that was to be applied';
  comment on column schools.assignment.unmatched is 'rows of a pasted list that name no school in reach';
  comment on column schools.assignment.holders is 'keys, as they were asked for; the other arrays are in the same order';
  comment on column schools.assignment.holder_ids is 'null where the holder is not in reach';
  comment on column schools.assignment.schools_under is
    'a hash of the schools that belonged to the holder: another one, and the holder is not what was looked at';
  create index assignment_created on schools.assignment (created_at);

  -- One row for a licence: 110,000 pairs are 20 rows of arrays, written in a tenth of the time of so many rows.
  create table schools.assignment_licence (
    assignment_id      uuid not null references schools.assignment on delete cascade,
    place              int not null,
    licence_id         bigint not null,
    owner_id           bigint not null,
    terms_hash         text not null,
    valid_from         timestamptz not null,
    rights             text[] not null,
    outcomes           text[] not null,
    standing_ids       bigint[] not null,
    standing_versions  int[] not null,
    made_ids           bigint[] not null,
    valid_untils       timestamptz[] not null,
    overlapping_ids    bigint[] not null,
    overlapping_schools  int[] not null,
    primary key (assignment_id, place)
  );
  comment on table schools.assignment_licence is
    'what was judged of a licence for each holder: the arrays are in the order of the holders';
  comment on column schools.assignment_licence.terms_hash is 'of what the licence said: another one, and it was changed';

  create table schools.amendment (
    id               uuid primary key,${CALLER}
    is_preview       boolean not null,
    is_applied       boolean not null,
    change_id        bigint,
    preview_token    text,
    takes_effect_at  timestamptz not null,
    entitlement_ids  bigint[] not null,
    outcomes         text[] not null,
    moved_to_ids     bigint[] not null,
    opened           jsonb not null,
    created_at       timestamptz not null default now()
  );
  comment on table schools.amendment is
    'a call that changes entitlements, previewed or applied, and what became of each: the arrays are in one order, the refused first';
  comment on column schools.amendment.change_id is 'as the audit trail calls it; null where nothing was changed';
  comment on column schools.amendment.opened is
    'by entitlement, at which schools it opens a licence that another entitlement suspends';
  create index amendment_created on schools.amendment (created_at);

  create table schools.job (
    id               uuid primary key,${CALLER}
    caller           jsonb not null,
    work             json not null,
    state            text not null default 'WAITING'
      check (state in ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    done             int not null default 0,
    to_do            int,
    assignment_id    uuid,
    amendment_id     uuid,
    error            text,
    created_at       timestamptz not null default now(),
    started_at       timestamptz,
    ended_at         timestamptz
  );
  comment on table schools.job is
    'assignments and changes that are carried out later: as their caller, whose reach is looked at then';
  comment on column schools.job.work is 'as text, in the order in which it is compared with that of a preview';
  comment on column schools.job.caller is 'as the gateway told it, with the scopes of the token';
  create index job_created on schools.job (created_at);

  create table schools.idempotent_answer (${CALLER}
    idempotency_key  text not null,
    operation        text not null,
    input_hash       text not null,
    answer           jsonb not null,
    created_at       timestamptz not null default now(),
    primary key (kind, subject, bound, idempotency_key)
  );
  comment on table schools.idempotent_answer is
    'first answers of mutations by idempotency key, so that a repeat changes nothing';
  create index idempotent_answer_created on schools.idempotent_answer (created_at);

  alter table schools.assignment enable row level security, force row level security;
  create policy owner on schools.assignment to current_user using (true) with check (true);
  create policy own on schools.assignment to freischalter_schools using (${OWN}) with check (${OWN});
  grant select on schools.assignment to freischalter_schools;
  grant insert (id, input_hash, is_preview, preview_id, unmatched, holders, holder_ids, schools_under), update (is_applied, change_id)
    on schools.assignment to freischalter_schools;

  alter table schools.assignment_licence enable row level security, force row level security;
  create policy owner on schools.assignment_licence to current_user using (true) with check (true);
  create policy own on schools.assignment_licence to freischalter_schools
    using (exists (select from schools.assignment a where a.id = assignment_id))
    with check (exists (select from schools.assignment a where a.id = assignment_id));
  grant select, insert on schools.assignment_licence to freischalter_schools;

  alter table schools.amendment enable row level security, force row level security;
  create policy owner on schools.amendment to current_user using (true) with check (true);
  create policy own on schools.amendment to freischalter_schools using (${OWN}) with check (${OWN});
  grant select on schools.amendment to freischalter_schools;
  grant insert (id, is_preview, is_applied, change_id, preview_token, takes_effect_at, entitlement_ids, outcomes, moved_to_ids, opened)
    on schools.amendment to freischalter_schools;

  alter table schools.idempotent_answer enable row level security, force row level security;
  create policy owner on schools.idempotent_answer to current_user using (true) with check (true);
  create policy own on schools.idempotent_answer to freischalter_schools using (${OWN}) with check (${OWN});
  grant select on schools.idempotent_answer to freischalter_schools;
  grant insert (idempotency_key, operation, input_hash, answer) on schools.idempotent_answer to freischalter_schools;

  alter table schools.job enable row level security, force row level security;
  create policy owner on schools.job to current_user using (true) with check (true);
  create policy own on schools.job to freischalter_schools using (${OWN}) with check (${OWN});
  grant select on schools.job to freischalter_schools;
  grant insert (id, caller, work), update (state, done, to_do, assignment_id, amendment_id, error, started_at, ended_at)
    on schools.job to freischalter_schools;

  -- Runs as its owner: whoever carries a job out learns here who that is to be.
  create function schools.caller_of_job(job uuid) returns jsonb stable
    security definer language sql set search_path = pg_catalog, pg_temp
    return (select j.caller from schools.job j where j.id = job);
  revoke execute on function schools.caller_of_job from public;
  grant execute on function schools.caller_of_job to freischalter_schools;

  -- Runs as its owner: of a licence that the caller may assign, holders count that the caller cannot see.
  create function schools.most_schools_with(licence bigint, holders bigint[], period tstzrange) returns int stable
    security definer language sql set search_path = pg_catalog, pg_temp as $$
      with held as (
        select e.holder_id, e.valid * tstzrange(now(), e.revoked_at) as span from schools.entitlement e
        where e.licence_id = licence and (e.revoked_at is null or e.revoked_at > now())
        union all
        select holder, period from unnest(holders) as holder),
      covered as (
        select m.school_id, range_agg(h.span * m.valid * s.operating) as spans
        from held h join schools.membership m on m.organisation_id = h.holder_id join schools.school s on s.id = m.school_id
        group by m.school_id),
      change as (
        select coalesce(lower(span), '-infinity') as at, 1 as schools from covered, unnest(spans) as span
        union all
        select upper(span), -1 from covered, unnest(spans) as span where not upper_inf(span)),
      moment as (select sum(sum(schools)) over (order by at) as schools from change group by at)
      select coalesce(max(schools), 0)::int from moment
    $$;
  revoke execute on function schools.most_schools_with from public;
  grant execute on function schools.most_schools_with to freischalter_schools;
  comment on function schools.most_schools_with is
    'the most schools in operation that are under holders of the licence at any one time from now, if these were to hold it too';

  -- Runs as its owner: they are everybody's.
  create function schools.delete_old_assignments() returns void
    security definer language sql set search_path = pg_catalog, pg_temp as $$
      delete from schools.idempotent_answer where created_at < now() - interval '48 hours';
      delete from schools.job where created_at < now() - interval '48 hours';
      delete from schools.assignment where created_at < now() - interval '48 hours';
      delete from schools.amendment where created_at < now() - interval '48 hours';
    $$;
  revoke execute on function schools.delete_old_assignments from public;
  grant execute on function schools.delete_old_assignments to freischalter_schools;
  comment on function schools.delete_old_assignments is
    'previews, results, jobs and answers by idempotency key are kept for 48 hours';

  -- The id of an entitlement is known when it is judged, and written down with it.
  grant usage on sequence schools.entitlement_id_seq to freischalter_schools;
`;
