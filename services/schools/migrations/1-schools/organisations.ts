/** Organisations, and which school belongs to which. */

/**
 * `membership` is the closure: one row for each school and each organisation above it (and the school itself), with its
 * period. A holder covers a school, and a caller reaches one, if and only if there is a membership that holds.
 */
export const ORGANISATIONS = `
  create table schools.organisation (
    id           bigint generated always as identity primary key,
    level        text not null check (level in ('STATE', 'REGIONAL_ASSOCIATION', 'DISTRICT', 'MEDIA_CENTRE',
                                                'AUTHORITY', 'SCHOOL_GROUP', 'SCHOOL')),
    state        text not null check (state ~ '^[A-Z]{2}$'),
    number       text not null check (number ~ '^[A-Za-z0-9-]{1,40}$'),
    name         text not null,
    external_id  text not null generated always as
      (case level when 'STATE' then state else state || ':' || number end) stored,
    key          text not null generated always as
      (level || ':' || case level when 'STATE' then state else state || ':' || number end) stored unique,
    check (level <> 'STATE' or number = state)
  );
  comment on column schools.organisation.key is 'names it outside the database: AUTHORITY:NW:10182, STATE:NW';

  create table schools.district (
    id                       bigint primary key references schools.organisation,
    ags                      text not null unique check (ags ~ '^[0-9]{5}$'),
    kind                     text not null,
    number_plates            text[] not null,
    nuts3                    text,
    regional_association_id  bigint references schools.organisation
  );

  create table schools.municipality (
    ags          text primary key check (ags ~ '^[0-9]{8}$'),
    name         text not null,
    district_id  bigint not null references schools.organisation
  );

  create table schools.authority (
    id           bigint primary key references schools.organisation,
    in_key_list  boolean not null,
    postcode     text,
    city         text
  );
  comment on column schools.authority.in_key_list is 'false: the school list names it by number only';

  create table schools.school (
    id                bigint primary key references schools.organisation,
    short_name        text not null,
    form_code         text not null,
    form              text,
    legal_form_code   text not null,
    municipality_ags  text not null references schools.municipality,
    postcode          text not null,
    city              text not null,
    street            text not null,
    email             text,
    homepage          text,
    operation_code    text not null,
    operating         tstzrange not null,
    left_list_at      timestamptz,
    source            text not null default 'official'
  );
  comment on column schools.school.left_list_at is 'when an import first missed it in the official list';
  comment on column schools.school.source is 'the list that names it: an import closes only what its own list lost';

  create table schools.list_import (
    state        text not null,
    source       text not null,
    as_of        timestamptz not null,
    imported_at  timestamptz not null default now(),
    primary key (state, source)
  );
  comment on table schools.list_import is
    'the last import of each list: one as of before it would undo what it recorded, and is refused';

  -- An id, here and in other tables of periods, as such a row has no key of its own: periods are kept apart by overlap and not
  -- by equality. Without a primary key, neither an entity nor logical replication can name a row.
  create table schools.media_centre_area (
    id                bigint generated always as identity primary key,
    media_centre_id   bigint not null references schools.organisation,
    district_id       bigint not null references schools.organisation,
    municipality_ags  text references schools.municipality,
    valid             tstzrange not null check (not isempty(valid)),
    exclude using gist (district_id with =, coalesce(municipality_ags, '') with =, valid with &&)
  );
  comment on table schools.media_centre_area is
    'which media centre serves a district; a row with a municipality goes before the row of its district';

  -- "+ 0" keeps the indexes of the exclusion constraints from being taken for lookups, which are for the btree ones: with
  -- 33,000 memberships the planner found the 103 schools of a media centre by an index-only scan of GiST, in 3 to 12 ms
  -- instead of 0.2.
  create table schools.membership (
    id               bigint generated always as identity primary key,
    school_id        bigint not null references schools.school,
    organisation_id  bigint not null references schools.organisation,
    level            text not null,
    valid            tstzrange not null check (not isempty(valid)),
    constraint membership_once
      exclude using gist ((school_id + 0) with =, (organisation_id + 0) with =, valid with &&),
    constraint membership_one_per_level
      exclude using gist ((school_id + 0) with =, level with =, valid with &&) where (level <> 'SCHOOL_GROUP')
  );
  create index membership_school on schools.membership (school_id);
  create index membership_organisation on schools.membership (organisation_id, school_id);

  create view directory.organisation as
    select id, level, external_id, key, name from schools.organisation;
  create view directory.membership as
    select school_id, organisation_id, level, valid from schools.membership;
  create view directory.operation as
    select id as school_id, operating from schools.school;
  create view directory.school as
    select s.id, o.state, s.form_code, coalesce(s.form, s.form_code) as form
    from schools.school s join schools.organisation o on o.id = s.id;
  comment on view directory.school is 'what a school is now; its form is a code of its state';
  grant select on directory.school to freischalter_usage;
  grant select on directory.organisation, directory.membership
    to freischalter_schools, freischalter_licences, freischalter_usage;
  grant select on directory.operation to freischalter_schools, freischalter_licences, freischalter_usage;
`;

/** Who may read which of them. The sets of the caller are created before: caller-sets.ts. */
export const ORGANISATION_POLICIES = `
  alter table schools.organisation enable row level security, force row level security;
  create policy owner on schools.organisation to current_user using (true) with check (true);
  create policy reach on schools.organisation for select to freischalter_schools using (
    (select directory.is_operator())
    or case level when 'SCHOOL' then id in (select directory.reach())
                  else id in (select directory.organisations_over_reach()) end);

  alter table schools.school enable row level security, force row level security;
  create policy owner on schools.school to current_user using (true) with check (true);
  create policy reach on schools.school for select to freischalter_schools using (
    (select directory.is_operator()) or id in (select directory.reach()));

  alter table schools.membership enable row level security, force row level security;
  create policy owner on schools.membership to current_user using (true) with check (true);
  create policy reach on schools.membership for select to freischalter_schools using (
    (select directory.is_operator()) or school_id in (select directory.reach()));

  alter table schools.authority enable row level security, force row level security;
  create policy owner on schools.authority to current_user using (true) with check (true);
  create policy reach on schools.authority for select to freischalter_schools using (
    (select directory.is_operator()) or id in (select directory.organisations_over_reach()));

  -- Where districts, municipalities and areas lie is no secret; whoever asks must be somebody.
  alter table schools.district enable row level security, force row level security;
  create policy owner on schools.district to current_user using (true) with check (true);
  create policy known on schools.district for select to freischalter_schools using ((select directory.caller_kind()) <> '');

  alter table schools.municipality enable row level security, force row level security;
  create policy owner on schools.municipality to current_user using (true) with check (true);
  create policy known on schools.municipality for select to freischalter_schools using ((select directory.caller_kind()) <> '');

  alter table schools.media_centre_area enable row level security, force row level security;
  create policy owner on schools.media_centre_area to current_user using (true) with check (true);
  create policy known on schools.media_centre_area for select to freischalter_schools using ((select directory.caller_kind()) <> '');

  -- Only imports read it.
  alter table schools.list_import enable row level security, force row level security;
  create policy owner on schools.list_import to current_user using (true) with check (true);

  grant select on schools.organisation, schools.district, schools.municipality, schools.authority, schools.school,
    schools.media_centre_area, schools.membership to freischalter_schools;
`;
