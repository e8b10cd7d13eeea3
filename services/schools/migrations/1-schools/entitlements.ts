/**
 * Who may use which licence, and since when. Entitlements keep their history: what was allowed at an instant that has
 * passed is never changed, and no row is deleted.
 */
export const ENTITLEMENTS = `
  -- What a timeline says of an entitlement is written once, with the entitlement, and is the same for all that are alike:
  -- it names neither the one nor its licence.
  create function schools.right_bits(rights text[]) returns int immutable strict language sql
    return (select sum(1 << (array_position(array['STREAM', 'DOWNLOAD', 'SCHOOL_SERVER_COPY', 'LMS_EMBEDDING',
      'EDITING', 'HOME_USE', 'LENDING', 'PUBLIC_PERFORMANCE'], one) - 1))::int from unnest(rights) as one);
  comment on function schools.right_bits is 'bit n stands for the n-th of USAGE_RIGHTS in access/right.ts';

  create function schools.milliseconds(instant timestamptz) returns text immutable language sql
    return coalesce((date_part('epoch', instant) * 1000)::text, 'null');
  comment on function schools.milliseconds is 'as JSON: since 1970, whatever the time zone; null for an open end';

  create function schools.bounds(period tstzrange) returns text immutable language sql
    return '[' || schools.milliseconds(lower(period)) || ',' || schools.milliseconds(upper(period)) || ']';

  create table schools.entitlement (
    id              bigint generated always as identity primary key,
    licence_id      bigint not null,
    owner_id        bigint not null references schools.organisation,
    holder_id       bigint not null references schools.organisation,
    valid           tstzrange not null check (not isempty(valid) and lower(valid) is not null),
    rights          text[] not null check (cardinality(rights) > 0),
    created_at      timestamptz not null default now(),
    created_by      text not null,
    revoked_at      timestamptz,
    revoked_by      text,
    revoked_reason  text,
    version         int not null default 1,
    on_timeline     text not null generated always as (
      schools.bounds(valid) || ',' || schools.milliseconds(revoked_at) || ',' || schools.right_bits(rights)) stored
  );
  comment on column schools.entitlement.owner_id is 'the organisation that bought the licence; a licence never changes its owner';
  comment on column schools.entitlement.version is
    'raised by each change of the row or of its suspensions, whoever makes it: who changes it says which one was read';
  comment on column schools.entitlement.on_timeline is
    'what access/timeline.ts says of it and of those alike: period, end and rights, as JSON';
  create index entitlement_holder on schools.entitlement (holder_id);
  create index entitlement_licence on schools.entitlement (licence_id, holder_id);
  create index entitlement_owner on schools.entitlement (owner_id);

  -- "+ 0" as for memberships: by GiST, each of a timeline's suspensions took twice as long.
  create table schools.entitlement_suspension (
    id              bigint generated always as identity primary key,
    entitlement_id  bigint not null references schools.entitlement,
    valid           tstzrange not null check (not isempty(valid)),
    created_by      text not null,
    reason          text,
    constraint entitlement_suspension_once exclude using gist ((entitlement_id + 0) with =, valid with &&)
  );
  create index entitlement_suspension_entitlement on schools.entitlement_suspension (entitlement_id);

  create function schools.raise_version() returns trigger language plpgsql as $$
    begin
      new.version := old.version + 1;
      return new;
    end $$;
  create trigger raise_version before update on schools.entitlement
    for each row execute function schools.raise_version();

  -- Runs as its owner: the service may not write a version.
  create function schools.raise_version_of_suspended() returns trigger security definer
    language plpgsql set search_path = pg_catalog, pg_temp as $$
    begin
      update schools.entitlement set version = version
      where id in (select entitlement_id from changed);
      return null;
    end $$;
  create trigger raise_version_insert after insert on schools.entitlement_suspension
    referencing new table as changed for each statement execute function schools.raise_version_of_suspended();
  create trigger raise_version_update after update on schools.entitlement_suspension
    referencing new table as changed for each statement execute function schools.raise_version_of_suspended();
  create trigger raise_version_delete after delete on schools.entitlement_suspension
    referencing old table as changed for each statement execute function schools.raise_version_of_suspended();

  create table schools.assignment (
    subject          text not null,
    idempotency_key  text not null,
    input_hash       text not null,
    result           jsonb not null,
    created_at       timestamptz not null default now(),
    primary key (subject, idempotency_key)
  );
  comment on table schools.assignment is 'answers of assignEntitlements by idempotency key, so that a repeat changes nothing';

  create view directory.entitlement as
    select id, licence_id, owner_id, holder_id, valid, revoked_at, rights,
      tstzmultirange(valid * tstzrange(null, revoked_at))
        - coalesce((select range_agg(x.valid) from schools.entitlement_suspension x where x.entitlement_id = e.id), '{}')
        as in_force
    from schools.entitlement e;
  comment on view directory.entitlement is 'in_force: before it was revoked, and while it was not suspended';
  grant select on directory.entitlement to freischalter_licences, freischalter_usage;

  create function directory.licences_in_reach() returns setof bigint stable security definer rows 500
    language sql set search_path = pg_catalog, pg_temp as $$
      select distinct e.licence_id from schools.entitlement e
      where e.holder_id in (
        select m.organisation_id from schools.membership m
        where m.school_id in (select directory.reach()) and m.valid @> now()
        union
        select unnest((select directory.bound())::bigint[]))
    $$;
  comment on function directory.licences_in_reach() is
    'the licences of entitlements whose holder a school in reach belongs to now: what a former authority buys is its own affair';

  alter table schools.entitlement enable row level security, force row level security;
  create policy owner on schools.entitlement to current_user using (true) with check (true);
  create policy reach on schools.entitlement for select to freischalter_schools using (
    (select directory.is_operator())
    or holder_id in (select directory.organisations_over_reach_now())
    or owner_id = any ((select directory.bound())::bigint[])
    or (holder_id in (select directory.organisations_over_reach())
        and exists (select from schools.membership m
                    where m.organisation_id = holder_id and m.valid && entitlement.valid
                      and m.school_id in (select directory.reach()))));
  create policy assign on schools.entitlement for insert to freischalter_schools with check (
    (select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing'
        and owner_id in (select directory.within()) and holder_id in (select directory.within())));
  -- Who owns a licence may always end what it gave, also where the holder has moved to another authority since.
  create policy amend on schools.entitlement for update to freischalter_schools using (
    directory.may_amend(owner_id, holder_id, (select array(select directory.within()))));
  grant select, insert on schools.entitlement to freischalter_schools;
  grant update (revoked_at, revoked_by, revoked_reason) on schools.entitlement to freischalter_schools;

  alter table schools.entitlement_suspension enable row level security, force row level security;
  create policy owner on schools.entitlement_suspension to current_user using (true) with check (true);
  create policy reach on schools.entitlement_suspension for select to freischalter_schools using (
    exists (select from schools.entitlement e where e.id = entitlement_id));
  grant select on schools.entitlement_suspension to freischalter_schools;

  alter table schools.assignment enable row level security, force row level security;
  create policy owner on schools.assignment to current_user using (true) with check (true);
  create policy own on schools.assignment to freischalter_schools
    using (subject = (select current_setting('app.subject', true)))
    with check (subject = (select current_setting('app.subject', true)));
  grant select, insert on schools.assignment to freischalter_schools;
`;
