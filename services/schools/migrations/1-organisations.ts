import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Organisations and who belongs to whom.
 *
 * `membership` is the closure: one row for each school and each organisation above it (and the school itself), with its
 * period. A holder covers a school, and a caller reaches one, if and only if there is a membership that holds.
 *
 * `+ 0` in its exclusion constraints keeps their indexes from being taken for lookups, which are for the btree ones: with
 * 33,000 memberships the planner found the 103 schools of a media centre by an index-only scan of GiST, in 3 to 12 ms
 * instead of 0.2.
 */
export class Organisations1780000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create extension if not exists btree_gist;
      create schema if not exists schools;
      create schema if not exists directory;

      create table schools.organisation (
        id      bigint generated always as identity primary key,
        level   text not null check (level in ('STATE', 'REGIONAL_ASSOCIATION', 'DISTRICT', 'MEDIA_CENTRE',
                                               'AUTHORITY', 'SCHOOL_GROUP', 'SCHOOL')),
        state   text not null check (state ~ '^[A-Z]{2}$'),
        number  text not null check (number ~ '^[A-Za-z0-9-]{1,40}$'),
        name    text not null,
        external_id text not null generated always as
          (case level when 'STATE' then state else state || ':' || number end) stored,
        key     text not null generated always as
          (level || ':' || case level when 'STATE' then state else state || ':' || number end) stored unique,
        check (level <> 'STATE' or number = state)
      );
      comment on column schools.organisation.key is 'names it outside the database: AUTHORITY:NW:10182, STATE:NW';

      create table schools.district (
        id            bigint primary key references schools.organisation,
        ags           text not null unique check (ags ~ '^[0-9]{5}$'),
        kind          text not null,
        number_plates text[] not null,
        nuts3         text,
        regional_association_id bigint references schools.organisation
      );

      create table schools.municipality (
        ags         text primary key check (ags ~ '^[0-9]{8}$'),
        name        text not null,
        district_id bigint not null references schools.organisation
      );

      create table schools.authority (
        id            bigint primary key references schools.organisation,
        in_key_list   boolean not null,
        postcode      text,
        city          text
      );
      comment on column schools.authority.in_key_list is 'false: the school list names it by number only';

      create table schools.school (
        id               bigint primary key references schools.organisation,
        short_name       text not null,
        form_code        text not null,
        form             text,
        legal_form_code  text not null,
        municipality_ags text not null references schools.municipality,
        postcode text not null, city text not null, street text not null,
        email text, homepage text,
        operation_code   text not null,
        operating        tstzrange not null,
        left_list_at     timestamptz,
        source           text not null default 'official'
      );
      comment on column schools.school.source is 'the list that names it: an import closes only what its own list lost';
      comment on column schools.school.left_list_at is 'when an import first missed it in the official list';

      create table schools.list_import (
        state       text not null,
        source      text not null,
        as_of       timestamptz not null,
        imported_at timestamptz not null default now(),
        primary key (state, source)
      );
      comment on table schools.list_import is
        'the last import of each list: one as of before it would undo what it recorded, and is refused';

      create table schools.media_centre_area (
        media_centre_id  bigint not null references schools.organisation,
        district_id      bigint not null references schools.organisation,
        municipality_ags text references schools.municipality,
        valid            tstzrange not null check (not isempty(valid)),
        exclude using gist (district_id with =, coalesce(municipality_ags, '') with =, valid with &&)
      );
      comment on table schools.media_centre_area is
        'which media centre serves a district; a row with a municipality goes before the row of its district';

      create table schools.membership (
        school_id       bigint not null references schools.school,
        organisation_id bigint not null references schools.organisation,
        level           text not null,
        valid           tstzrange not null check (not isempty(valid)),
        constraint membership_once
          exclude using gist ((school_id + 0) with =, (organisation_id + 0) with =, valid with &&),
        constraint membership_one_per_level
          exclude using gist ((school_id + 0) with =, level with =, valid with &&) where (level <> 'SCHOOL_GROUP')
      );
      create index membership_school on schools.membership (school_id);
      create index membership_organisation on schools.membership (organisation_id, school_id);
    `);

    await runner.query(`
      create function directory.caller_kind() returns text stable language sql
        return coalesce(current_setting('app.kind', true), '');
      create function directory.is_operator() returns boolean stable language sql
        return coalesce(current_setting('app.kind', true), '') = 'operator';
      create function directory.bound() returns bigint[] stable language sql
        return coalesce(nullif(current_setting('app.bound', true), ''), '{}')::bigint[];

      create function directory.reach() returns setof bigint stable security definer rows 200
        language sql set search_path = pg_catalog, pg_temp as $$
          select m.school_id from schools.membership m
          where m.organisation_id = any ((select directory.bound())::bigint[]) and m.valid @> now()
        $$;
      comment on function directory.reach() is 'the schools in the caller''s reach, at the moment of asking';

      create function directory.organisations_over_reach() returns setof bigint stable security definer rows 200
        language sql set search_path = pg_catalog, pg_temp as $$
          select distinct m.organisation_id from schools.membership m where m.school_id in (select directory.reach())
          union
          select unnest((select directory.bound())::bigint[])
        $$;
      comment on function directory.organisations_over_reach() is
        'every organisation that a school in reach belongs or belonged to, and the caller''s own';

      create function directory.rank(level text) returns int immutable parallel safe language sql
        return array_position(array['STATE', 'REGIONAL_ASSOCIATION', 'DISTRICT', 'MEDIA_CENTRE', 'AUTHORITY',
                                    'SCHOOL_GROUP', 'SCHOOL'], level);
      comment on function directory.rank is 'the wider a level, the smaller: LEVELS of caller/caller.ts';

      create function directory.organisations_over_reach_now() returns setof bigint stable security definer rows 200
        language sql set search_path = pg_catalog, pg_temp as $$
          select distinct m.organisation_id from schools.membership m
          where m.school_id in (select directory.reach()) and m.valid @> now()
          union
          select unnest((select directory.bound())::bigint[])
        $$;
      comment on function directory.organisations_over_reach_now() is
        'every organisation that a school in reach belongs to at the moment of asking, and the caller''s own';

      create view directory.organisation as
        select id, level, external_id, key, name from schools.organisation;
      create view directory.membership as
        select school_id, organisation_id, level, valid from schools.membership;
      comment on schema directory is
        'what the services publish to each other: read-only reference facts. No service reads another''s tables.';
    `);

    for (const table of [
      'organisation',
      'district',
      'authority',
      'school',
      'list_import',
      'membership',
      'municipality',
      'media_centre_area',
    ]) {
      await runner.query(`
        alter table schools.${table} enable row level security;
        alter table schools.${table} force row level security;
        create policy owner on schools.${table} to current_user using (true) with check (true);
      `);
    }
    await runner.query(`
      create policy reach on schools.organisation for select to freischalter_schools using (
        (select directory.is_operator())
        or case level when 'SCHOOL' then id in (select directory.reach())
                      else id in (select directory.organisations_over_reach()) end);
      create policy reach on schools.school for select to freischalter_schools using (
        (select directory.is_operator()) or id in (select directory.reach()));
      create policy reach on schools.membership for select to freischalter_schools using (
        (select directory.is_operator()) or school_id in (select directory.reach()));
      create policy reach on schools.authority for select to freischalter_schools using (
        (select directory.is_operator()) or id in (select directory.organisations_over_reach()));
      create policy known on schools.district for select to freischalter_schools using ((select directory.caller_kind()) <> '');
      create policy known on schools.municipality for select to freischalter_schools using ((select directory.caller_kind()) <> '');
      create policy known on schools.media_centre_area for select to freischalter_schools using ((select directory.caller_kind()) <> '');

      grant usage on schema schools to freischalter_schools;
      grant usage on schema directory to freischalter_schools, freischalter_licences, freischalter_usage;
      grant select on all tables in schema schools to freischalter_schools;
      grant select on directory.organisation, directory.membership
        to freischalter_schools, freischalter_licences, freischalter_usage;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema schools cascade; drop schema directory cascade');
  }
}
