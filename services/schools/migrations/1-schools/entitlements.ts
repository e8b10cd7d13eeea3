/**
 * Who may use which licence, and since when. Entitlements keep their history: what was allowed in the past is never
 * changed, and no row is deleted.
 */
/**
 * mayAmend() of caller/caller.ts: whether the caller may revoke, shorten, suspend or resume an entitlement. It uses
 * sets and not arrays: for 110,000 rows a set is hashed once, and an array of 5,500 organisations would be searched
 * each time.
 */
const mayAmend = (e: string) => `((select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing'
        and (${e}.owner_id = any ((select directory.bound())::bigint[])
             or (${e}.owner_id in (select directory.within()) and ${e}.holder_id in (select directory.within())))))`;

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
    note            text check (length(note) between 1 and 500),
    source          text check (length(source) between 1 and 60),
    version         int not null default 1,
    moved_from      bigint references schools.entitlement,
    on_timeline     text not null generated always as (
      schools.bounds(valid) || ',' || schools.milliseconds(revoked_at) || ',' || schools.right_bits(rights)) stored,
    own_end         timestamptz not null generated always as (coalesce(upper(valid), 'infinity')) stored
  );
  comment on column schools.entitlement.owner_id is 'the organisation that bought the licence; a licence never changes its owner';
  comment on column schools.entitlement.version is
    'raised by each change of the row or of its suspensions, whoever makes it: who changes it says which one was read';
  comment on column schools.entitlement.note is 'what who made it wrote beside it, for their own';
  comment on column schools.entitlement.source is 'whose wish it is, where a sync made it: only syncs of that source end it; null: by hand';
  comment on column schools.entitlement.moved_from is 'which other one it continues, that another holder had';
  comment on column schools.entitlement.on_timeline is
    'what access/timeline.ts says of it and of those alike: period, end and rights, as JSON';
  comment on column schools.entitlement.own_end is
    'infinity: it ends with its licence. A column, as behind row-level security no function of one leads into an index';
  -- A list by end is two that are merged: those that end by themselves, and by licence those that end with it.
  create index entitlement_by_own_end on schools.entitlement (own_end, licence_id, id) where own_end < 'infinity';
  create index entitlement_of_licence_by_own_end on schools.entitlement (licence_id, own_end, id);
  create index entitlement_holder on schools.entitlement (holder_id);
  create index entitlement_licence on schools.entitlement (licence_id, holder_id);
  create index entitlement_owner on schools.entitlement (owner_id);
  create index entitlement_source on schools.entitlement (source) where source is not null;
  create index entitlement_moved_from on schools.entitlement (moved_from) where moved_from is not null;

  -- "+ 0" as for memberships: by GiST, each of a timeline's suspensions took twice as long.
  create table schools.entitlement_suspension (
    id              bigint generated always as identity primary key,
    entitlement_id  bigint not null references schools.entitlement,
    valid           tstzrange not null check (not isempty(valid)),
    denial          text not null default 'SUSPENDED' check (denial in ('SUSPENDED', 'REVOKED', 'EXPIRED')),
    created_by      text not null,
    reason          text,
    check (denial = 'SUSPENDED' or not upper_inf(valid)),
    constraint entitlement_suspension_once
      exclude using gist ((entitlement_id + 0) with =, denial with =, valid with &&)
  );
  comment on column schools.entitlement_suspension.denial is
    'what is answered of the period. REVOKED, EXPIRED: a revocation or an end that was undone stays on record while it held';
  create index entitlement_suspension_entitlement on schools.entitlement_suspension (entitlement_id);

  create function schools.suspension_bounds(suspension schools.entitlement_suspension) returns text stable language sql
    return case suspension.denial
      when 'SUSPENDED' then schools.bounds(suspension.valid)
      else '[' || schools.milliseconds(lower(suspension.valid)) || ',' || schools.milliseconds(upper(suspension.valid))
        || case suspension.denial when 'REVOKED' then ',1]' else ',2]' end end;
  comment on function schools.suspension_bounds is 'as access/timeline.ts has them: with a number behind, where another denial holds';

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
    -- First, as it takes no look at memberships.
    or owner_id = any ((select directory.bound())::bigint[])
    or holder_id in (select directory.organisations_over_reach_now())
    or (holder_id in (select directory.organisations_over_reach())
        and exists (select from schools.membership m
                    where m.organisation_id = holder_id and m.valid && entitlement.valid
                      and m.school_id in (select directory.reach())))
    -- Who may write for a group to which no school belongs yet reads it too.
    or ((select directory.caller_kind()) = 'licensing'
        and holder_id in (select directory.prepared_within()) and owner_id in (select directory.within())));
  create policy assign on schools.entitlement for insert to freischalter_schools with check (
    (select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing'
        and owner_id in (select directory.within()) and holder_id in (select directory.within())));
  -- Who owns a licence may always end what it gave, also where the holder has moved to another authority since.
  create policy amend on schools.entitlement for update to freischalter_schools using (
    ${mayAmend('entitlement')});
  grant select, insert on schools.entitlement to freischalter_schools;
  grant update (valid, revoked_at, revoked_by, revoked_reason) on schools.entitlement to freischalter_schools;

  -- A policy sees the new row only; whether it lasts longer than the old one takes both. The plan is made once for a connection,
  -- by how many rows the first statement changed: with nested loops, 110,000 would be compared with 110,000 later.
  create function schools.check_prolonged() returns trigger security definer
    language plpgsql set search_path = pg_catalog, pg_temp set enable_nestloop = off as $$
    begin
      if directory.caller_kind() = 'licensing' and exists (
        select from before join after using (id)
        where not tstzmultirange(before.valid * tstzrange(null, before.revoked_at))
                  @> tstzmultirange(after.valid * tstzrange(null, after.revoked_at))
          and not (after.owner_id in (select directory.within()) and after.holder_id in (select directory.within())))
      then
        raise insufficient_privilege using message = 'The caller may not prolong an entitlement of this holder.';
      end if;
      return null;
    end $$;
  comment on function schools.check_prolonged is 'who may amend may shorten; mayWrite() of caller/caller.ts says who may prolong';
  create trigger check_prolonged after update on schools.entitlement
    referencing old table as before new table as after
    for each statement execute function schools.check_prolonged();

  alter table schools.entitlement_suspension enable row level security, force row level security;
  create policy owner on schools.entitlement_suspension to current_user using (true) with check (true);
  create policy reach on schools.entitlement_suspension for select to freischalter_schools using (
    exists (select from schools.entitlement e where e.id = entitlement_id));
  create policy suspend on schools.entitlement_suspension for insert to freischalter_schools with check (
    exists (select from schools.entitlement e where e.id = entitlement_id and ${mayAmend('e')}));
  create policy resume on schools.entitlement_suspension for update to freischalter_schools using (
    exists (select from schools.entitlement e where e.id = entitlement_id and ${mayAmend('e')}));
  -- One that has begun is history, but for the difference that clocks may have.
  create policy cancel on schools.entitlement_suspension for delete to freischalter_schools using (
    lower(valid) > now() - interval '1 minute'
    and exists (select from schools.entitlement e where e.id = entitlement_id and ${mayAmend('e')}));
  grant select, insert, delete on schools.entitlement_suspension to freischalter_schools;
  grant update (valid) on schools.entitlement_suspension to freischalter_schools;
`;
