/**
 * School groups (Kundenkennziffern): their owners, and whether a file or staff define which schools belong to them. What lies
 * within a caller depends on them too, so the table comes first.
 */
export const SCHOOL_GROUP_TABLE = `
  create table schools.school_group (
    id         bigint primary key references schools.organisation,
    owner_id   bigint references schools.organisation,
    kept_by    text not null check (kept_by in ('FILE', 'DESK')),
    closed_at  timestamptz,
    check (kept_by = 'FILE' or owner_id is not null)
  );
  create index school_group_owner on schools.school_group (owner_id);
  comment on column schools.school_group.owner_id is
    'which organisation has it made; null: an imported one that operators alone change';
  comment on column schools.school_group.kept_by is
    'FILE: imports say which schools belong to it. DESK: staff do. Neither changes what the other keeps.';

  -- Nobody grants by a membership that has ended. One of a group that begins later does: what the group holds, it opens then.
  create view directory.standing as
    select school_id, organisation_id, level, valid @> now() as is_now from schools.membership
    where valid @> now() or (level = 'SCHOOL_GROUP' and lower(valid) > now());
  comment on view directory.standing is
    'the schools by which it is told where an organisation lies: those that belong to it now, and to a group later too';

  create view directory.prepared_group as
    select g.id, g.owner_id from schools.school_group g
    where g.kept_by = 'DESK' and g.closed_at is null
      and not exists (select from schools.membership m where m.organisation_id = g.id and m.valid @> now());
  comment on view directory.prepared_group is
    'school groups that staff keep and to which no school belongs yet: they lie where their owners lie';
  grant select on directory.standing, directory.prepared_group
    to freischalter_schools, freischalter_licences, freischalter_usage;
`;

export const SCHOOL_GROUPS = `
  create function directory.own_groups() returns setof bigint stable security definer rows 20
    language sql set search_path = pg_catalog, pg_temp as $$
      select g.id from schools.school_group g
      where (select directory.is_operator()) or g.owner_id in (select directory.within())
    $$;
  comment on function directory.own_groups() is 'the school groups whose owners lie within the caller; all for the operator';

  alter table schools.school_group enable row level security, force row level security;
  create policy owner on schools.school_group to current_user using (true) with check (true);
  create policy reach on schools.school_group for select to freischalter_schools using (
    (select directory.is_operator())
    or id in (select directory.organisations_over_reach_now()) or owner_id in (select directory.within()));
  create policy make on schools.school_group for insert to freischalter_schools with check (
    (select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing' and owner_id in (select directory.within())));
  create policy change on schools.school_group for update to freischalter_schools using (
    (select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing' and owner_id in (select directory.within())));
  grant select, insert on schools.school_group to freischalter_schools;
  grant update (owner_id, kept_by, closed_at) on schools.school_group to freischalter_schools;

  -- A group is an organisation, and its schools are members of it. Staff write those of their own groups, and no others.
  create policy own_group on schools.organisation for select to freischalter_schools using (
    level = 'SCHOOL_GROUP' and id in (select directory.own_groups()));
  create policy make_group on schools.organisation for insert to freischalter_schools with check (
    level = 'SCHOOL_GROUP' and (select directory.caller_kind()) in ('licensing', 'operator'));
  create policy rename_group on schools.organisation for update to freischalter_schools using (
    level = 'SCHOOL_GROUP' and (select directory.caller_kind()) in ('licensing', 'operator')
    and id in (select directory.own_groups()));
  grant insert (level, state, number, name), update (name) on schools.organisation to freischalter_schools;

  create policy own_group on schools.membership for select to freischalter_schools using (
    level = 'SCHOOL_GROUP' and organisation_id in (select directory.own_groups()));
  create policy join_group on schools.membership for insert to freischalter_schools with check (
    level = 'SCHOOL_GROUP' and (select directory.caller_kind()) in ('licensing', 'operator')
    and organisation_id in (select directory.own_groups())
    and ((select directory.is_operator()) or school_id in (select directory.reach())));
  create policy end_in_group on schools.membership for update to freischalter_schools using (
    level = 'SCHOOL_GROUP' and (select directory.caller_kind()) in ('licensing', 'operator')
    and organisation_id in (select directory.own_groups()));
  create policy leave_group on schools.membership for delete to freischalter_schools using (
    level = 'SCHOOL_GROUP' and (select directory.caller_kind()) in ('licensing', 'operator')
    and organisation_id in (select directory.own_groups()));
  grant insert (school_id, organisation_id, level, valid), update (valid), delete on schools.membership
    to freischalter_schools;

  -- Whoever fills a group must know all that it holds, also while no school in reach belongs to it.
  create function directory.held_by_own_group(school_group bigint)
    returns table (id bigint, licence_id bigint, owner_id bigint, rights text[], in_force tstzmultirange)
    stable security definer rows 20 language sql set search_path = pg_catalog, pg_temp as $$
      select e.id, e.licence_id, e.owner_id, e.rights, e.in_force from directory.entitlement e
      where e.holder_id = school_group and school_group in (select directory.own_groups())
    $$;
  comment on function directory.held_by_own_group is
    'what a group whose owner lies within the caller holds, whoever owns it: as directory.entitlement has it';
`;
