/**
 * What row-level security knows about the caller: the settings of the transaction, and the sets that follow from them
 * (docs/decisions/0002). Functions that read tables run as their owner, so they set their search path and return only
 * facts.
 */
export const CALLER_SETTINGS = `
  create function directory.caller_kind() returns text stable language sql
    return coalesce(current_setting('app.kind', true), '');

  create function directory.is_operator() returns boolean stable language sql
    return coalesce(current_setting('app.kind', true), '') = 'operator';

  create function directory.bound() returns bigint[] stable language sql
    return coalesce(nullif(current_setting('app.bound', true), ''), '{}')::bigint[];

  create function directory.rank(level text) returns int immutable parallel safe language sql
    return array_position(array['STATE', 'REGIONAL_ASSOCIATION', 'DISTRICT', 'MEDIA_CENTRE', 'AUTHORITY',
                                'SCHOOL_GROUP', 'SCHOOL'], level);
  comment on function directory.rank is 'the wider a level, the smaller: LEVELS of caller/caller.ts';

  create function directory.may_amend(owner bigint, holder bigint, within bigint[]) returns boolean stable language sql
    return directory.is_operator()
      or (directory.caller_kind() = 'licensing'
          and (owner = any (directory.bound()) or (owner = any (within) and holder = any (within))));
  comment on function directory.may_amend is
    'mayAmend() of caller/caller.ts: whether the caller may revoke, shorten, suspend or resume; within: directory.within()';
`;

export const CALLER_SETS = `
  create function directory.reach() returns setof bigint stable security definer rows 200
    language sql set search_path = pg_catalog, pg_temp as $$
      select m.school_id from schools.membership m
      where m.organisation_id = any ((select directory.bound())::bigint[]) and m.valid @> now()
    $$;
  comment on function directory.reach() is 'the schools in the caller''s reach, at the moment of asking';

  create view directory.own_organisation with (security_barrier) as
    select id, key from schools.organisation
    where (select directory.is_operator()) or id = any ((select directory.bound())::bigint[]);
  comment on view directory.own_organisation is
    'what the caller is bound to; all for the operator. What a service works out of published facts for a caller begins here';
  grant select on directory.own_organisation to freischalter_usage;

  create function directory.organisations_over_reach() returns setof bigint stable security definer rows 200
    language sql set search_path = pg_catalog, pg_temp as $$
      select distinct m.organisation_id from schools.membership m where m.school_id in (select directory.reach())
      union
      select unnest((select directory.bound())::bigint[])
    $$;
  comment on function directory.organisations_over_reach() is
    'every organisation that a school in reach belongs or belonged to, and the caller''s own';

  create function directory.organisations_over_reach_now() returns setof bigint stable security definer rows 200
    language sql set search_path = pg_catalog, pg_temp as $$
      select distinct m.organisation_id from schools.membership m
      where m.school_id in (select directory.reach()) and m.valid @> now()
      union
      select unnest((select directory.bound())::bigint[])
    $$;
  comment on function directory.organisations_over_reach_now() is
    'every organisation that a school in reach belongs to at the moment of asking, and the caller''s own';

  create function directory.prepared_within() returns setof bigint stable security definer rows 20
    language sql set search_path = pg_catalog, pg_temp as $$
      select p.id from directory.prepared_group p
      where (p.owner_id = any ((select directory.bound())::bigint[])
          or (exists (select from directory.standing s where s.organisation_id = p.owner_id and s.is_now)
              and not exists (
                select from directory.standing s where s.organisation_id = p.owner_id and not exists (
                  select from schools.membership own
                  where own.school_id = s.school_id and own.organisation_id = any ((select directory.bound())::bigint[])
                    and own.valid @> now() and directory.rank(own.level) <= directory.rank(s.level) offset 0))))
        and not exists (
          select from directory.standing s where s.organisation_id = p.id and not exists (
            select from schools.membership own
            where own.school_id = s.school_id and own.organisation_id = any ((select directory.bound())::bigint[])
              and own.valid @> now() and directory.rank(own.level) <= directory.rank(s.level) offset 0))
    $$;
  comment on function directory.prepared_within() is
    'the prepared groups whose owners lie within the caller, as do the schools that are to belong to them';

  create function directory.within() returns setof bigint stable security definer rows 200
    language sql set search_path = pg_catalog, pg_temp as $$
      with reached as materialized (
        select m.school_id, min(directory.rank(m.level)) as rank from schools.membership m
        where m.organisation_id = any ((select directory.bound())::bigint[]) and m.valid @> now()
        group by m.school_id)
      select s.organisation_id from directory.standing s
      left join reached on reached.school_id = s.school_id and reached.rank <= directory.rank(s.level)
      group by s.organisation_id having count(*) = count(reached.school_id) and bool_or(s.is_now)
      union
      select directory.prepared_within()
      union
      select unnest((select directory.bound())::bigint[])
    $$;
  comment on function directory.within() is
    'the organisations that lie within the caller, as contains() in caller/caller.ts says';
`;
