/**
 * Restricts what the service may write to tables that everybody reads. Row-level security on them would slow down each
 * reader (docs/decisions/0006), so triggers enforce by statement what policies would enforce by row: a licence may be
 * written by those within whose reach its owner lies, and nothing may be written about the past. The owner of the
 * tables is exempt.
 */
export const GUARDS = `
  create function licences.guard_owner() returns trigger language plpgsql as $$
    declare
      sources text[] := case tg_op when 'INSERT' then array['after'] else array['before'] end;
      is_foreign boolean;
    begin
      if current_user <> 'freischalter_licences' then return null; end if;
      execute (
        select format('select exists (
                         select from (%s) as named
                         where not coalesce(licence in (
                           select c.licence_id from licences.contract c
                           where (select directory.is_operator())
                             or ((select directory.caller_kind()) = ''licensing''
                                 and c.owner_id in (select directory.within()))), false))',
                      string_agg(format('select %s as licence from %I as changed', tg_argv[0], source), ' union all '))
        from unnest(sources) as source) into is_foreign;
      if is_foreign then
        raise exception 'the licence is not the caller''s to write' using errcode = 'insufficient_privilege';
      end if;
      return null;
    end $$;
  comment on function licences.guard_owner is
    'of the licences that a statement writes to, the owner of each lies within the caller; argument: an expression for the licence of a changed row';

  create procedure licences.guard_owner_of(guarded regclass, licence text) language plpgsql as $$
    begin
      execute format('create trigger guard_insert after insert on %s referencing new table as after
        for each statement execute function licences.guard_owner(%L)', guarded, licence);
      execute format('create trigger guard_update after update on %s referencing old table as before
        for each statement execute function licences.guard_owner(%L)', guarded, licence);
      execute format('create trigger guard_delete after delete on %s referencing old table as before
        for each statement execute function licences.guard_owner(%L)', guarded, licence);
    end $$;
  revoke execute on procedure licences.guard_owner_of from public;

  call licences.guard_owner_of('licences.licence_terms', 'licence_id');
  call licences.guard_owner_of('licences.licence_package', 'licence_id');

  -- Staff may change the titles of a licence's own package, and of packages that the caller's organisations own. A
  -- package that a source delivers is changed only by deliveries.
  create function licences.guard_package() returns trigger language plpgsql as $$
    declare
      is_foreign boolean;
    begin
      if current_user <> 'freischalter_licences' then return null; end if;
      execute format('select exists (
          select from %s where not coalesce(
            case when p.number like ''licence:%%'' then exists (
                   select from licences.contract l where p.number = ''licence:'' || l.number
                     and ((select directory.is_operator())
                       or ((select directory.caller_kind()) = ''licensing'' and l.owner_id in (select directory.within()))))
                 else p.source is null and ((select directory.is_operator())
                   or ((select directory.caller_kind()) = ''licensing'' and p.owner_id in (select directory.within()))) end,
            false))', tg_argv[0]) into is_foreign;
      if is_foreign then
        raise exception 'the package is not the caller''s to write' using errcode = 'insufficient_privilege';
      end if;
      return null;
    end $$;
  comment on function licences.guard_package is
    'of the packages that a statement writes to, each is the caller''s to write; argument: where they come from, as p';

  create trigger guard_insert after insert on licences.package referencing new table as changed
    for each statement execute function licences.guard_package('changed p');
  create trigger guard_update after update on licences.package referencing old table as changed
    for each statement execute function licences.guard_package('changed p');
  create trigger guard_insert after insert on licences.package_title referencing new table as changed
    for each statement execute function licences.guard_package(
      '(select distinct package_id as id from changed) c left join licences.package p using (id)');
  create trigger guard_update after update on licences.package_title referencing old table as changed
    for each statement execute function licences.guard_package(
      '(select distinct package_id as id from changed) c left join licences.package p using (id)');
  create trigger guard_delete after delete on licences.package_title referencing old table as changed
    for each statement execute function licences.guard_package(
      '(select distinct package_id as id from changed) c left join licences.package p using (id)');

  -- One minute is tolerated, for an instant that was taken before the transaction began.
  create function licences.guard_past() returns trigger language plpgsql as $$
    declare
      present timestamptz := now() - interval '1 minute';
      is_past boolean;
    begin
      if current_user <> 'freischalter_licences' then return null; end if;
      if tg_op = 'INSERT' then
        is_past := exists (
          select from after a
          where coalesce(lower(a.valid), '-infinity') < present
            and (not lower_inf(a.valid) or exists (
              select from licences.licence_terms t where t.licence_id = a.licence_id and t.valid <> a.valid)));
      elsif tg_op = 'DELETE' then
        is_past := exists (select from before b where coalesce(lower(b.valid), '-infinity') < present);
      else
        is_past := exists (
          select from before b
          left join after a on a.licence_id = b.licence_id and lower(a.valid) is not distinct from lower(b.valid)
          where a.licence_id is null or upper(a.valid) < present or upper(b.valid) < present);
      end if;
      if is_past then
        raise exception 'the terms of a time that has passed do not change' using errcode = 'insufficient_privilege';
      end if;
      return null;
    end $$;
  create trigger guard_past_insert after insert on licences.licence_terms referencing new table as after
    for each statement execute function licences.guard_past();
  create trigger guard_past_update after update on licences.licence_terms referencing old table as before new table as after
    for each statement execute function licences.guard_past();
  create trigger guard_past_delete after delete on licences.licence_terms referencing old table as before
    for each statement execute function licences.guard_past();

  -- The contents of a package in the past stay on record. A period begins or is deleted no earlier than now, and of one
  -- that has begun only the end may change. The own titles of a licence are written as a whole.
  create function licences.guard_past_contents() returns trigger language plpgsql as $$
    declare
      present timestamptz := now() - interval '1 minute';
      is_past boolean;
    begin
      if current_user <> 'freischalter_licences' then return null; end if;
      if tg_op = 'UPDATE' then
        is_past := exists (
          select from before b
          left join after a on a.title_id = b.title_id and a.package_id = b.package_id
            and lower(a.valid) is not distinct from lower(b.valid)
          where a.title_id is null or upper(a.valid) < present or upper(b.valid) < present);
      else
        is_past := exists (
          select from changed c join licences.package p on p.id = c.package_id
          where coalesce(lower(c.valid), '-infinity') < present and p.number not like 'licence:%');
      end if;
      if is_past then
        raise exception 'what a package held in a time that has passed does not change'
          using errcode = 'insufficient_privilege';
      end if;
      return null;
    end $$;
  create trigger guard_past_insert after insert on licences.package_title referencing new table as changed
    for each statement execute function licences.guard_past_contents();
  create trigger guard_past_update after update on licences.package_title referencing old table as before new table as after
    for each statement execute function licences.guard_past_contents();
  create trigger guard_past_delete after delete on licences.package_title referencing old table as changed
    for each statement execute function licences.guard_past_contents();
`;
