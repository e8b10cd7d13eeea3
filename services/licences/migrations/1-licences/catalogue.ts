/**
 * The catalogue: publishers, titles and packages. It is not secret and belongs to no authority, so it has no row-level
 * security. Behind the conditions of policies the planner cannot use statistics, and a page of 20 licensed titles of
 * 60,000 took 260 ms instead of 1.
 */
export const CATALOGUE = `
  create table licences.publisher (
    id    bigint generated always as identity primary key,
    name  text not null unique
  );

  -- The words of titles are split by rules of our own (words/words.ts). PostgreSQL takes “„Faustspiel“” for one word
  -- where LC_CTYPE is C, and “1914-1918” for 1914 and -1918.
  create table licences.title (
    id                bigint generated always as identity primary key,
    number            text not null unique,
    name              text not null,
    subtitle          text,
    series            text,
    description       text not null default '',
    publisher_id      bigint not null references licences.publisher,
    kind              text not null check (kind in ('VIDEO', 'AUDIO', 'IMAGE', 'DOCUMENT', 'PROGRAM', 'INTERACTIVE', 'WEB_PAGE', 'OTHER')),
    subjects          text[] not null default '{}',
    subject_codes     text[] not null default '{}',
    keywords          text[] not null default '{}',
    competences       text[] not null default '{}',
    grade_from        int,
    grade_until       int,
    school_types      text[] not null default '{}',
    languages         text[] not null default '{de}' check (cardinality(languages) > 0),
    age_rating        int check (age_rating in (0, 6, 12, 16, 18)),
    year              int,
    duration_seconds  int check (duration_seconds > 0),
    rights            text[] not null,
    open_licence      text,
    playout           tstzrange not null default '(,)' check (not isempty(playout)),
    withdrawn_at      timestamptz,
    withdrawn_by_source boolean not null default false check (withdrawn_at is not null or not withdrawn_by_source),
    details           jsonb not null default '{}' check (jsonb_typeof(details) = 'object'),
    unknown_codes     text[] not null default '{}',
    source            text,
    source_id         text,
    version           int not null default 1,
    added_at          timestamptz not null default date_trunc('milliseconds', now()),
    changed_at        timestamptz not null default now(),
    sort_key          text collate "C" not null,
    search            tsvector not null default '',
    unique (source, source_id),
    check ((source is null) = (source_id is null))
  );
  comment on column licences.title.number is 'the media number of the catalogue (Mediennummer)';
  comment on column licences.title.sort_key is 'the name without case, accents and punctuation; with the id the order of all lists';
  comment on column licences.title.search is
    'the words of name (twice, once marked), subtitle, series, description, keywords, subjects, parts and publisher, as services/licences/search cuts them';
  comment on column licences.title.subject_codes is
    'EAF codes, each with all codes above it (services/licences/vocabulary): a filter by any of them finds the title';
  comment on column licences.title.competences is 'of the Medienkompetenzrahmen NRW, each with its area';
  comment on column licences.title.open_licence is
    'an id of services/licences/vocabulary/open-licences.ts: the title needs no entitlement';
  comment on column licences.title.details is 'what is only shown, in the shape of services/licences/title/title-details.ts';
  comment on column licences.title.unknown_codes is 'what its source said and nobody knows: subject 99999';
  comment on column licences.title.version is 'how many imports made the title what it is';
  comment on column licences.title.withdrawn_by_source is
    'since its source no longer has it: the source’s next record of it brings it back';
  comment on column licences.title.withdrawn_at is 'the tombstone: a title that has gone stays on record';
  -- With the default of 100, the planner takes a word that no title has for one of every two hundred, and likewise each
  -- of its forms and spellings. In 10,000 titles, a search for a rare word then read all of them (148 ms instead of 5).
  alter table licences.title alter column search set statistics 250;
  -- Of a million titles, 2,000 are between two steps (services/licences/search/frequent-words.ts).
  alter table licences.title alter column sort_key set statistics 500;
  create unique index title_order on licences.title (sort_key, id);
  create index title_number on licences.title (lower(number collate "C"));
  create index title_search on licences.title using gin (search);
  create index title_newest on licences.title (added_at desc, sort_key, id);
  create index title_open on licences.title (id) where open_licence is not null;
  -- All titles that become or cease to be available by themselves are read after each change of the catalogue.
  create index title_limited on licences.title (id) where playout <> '(,)' or withdrawn_at is not null;

  create table licences.subject (
    source       text not null,
    source_id    text not null,
    code         text,
    name         text not null,
    other_names  text[] not null default '{}',
    kim          text,
    primary key (source, source_id)
  );
  comment on table licences.subject is
    'what sources say of subjects, over the table of our own in services/licences/vocabulary';
  comment on column licences.subject.source_id is 'an EAF code, or the address of a concept';
  comment on column licences.subject.code is 'the EAF code that it is or stands for; null: none that is known';
  comment on column licences.subject.kim is 'the address of the KIM subject';
  grant select on licences.subject to freischalter_licences;

  create table licences.package (
    id           bigint generated always as identity primary key,
    number       text not null unique,
    name         text not null,
    owner_id     bigint,
    source       text,
    closed_from  timestamptz,
    version      int not null default 1
  );
  comment on table licences.package is
    'a named set of titles; a licence that lists titles of its own has a package of its own for them';
  comment on column licences.package.owner_id is
    'the organisation that put it together (directory.organisation); null: it is the catalogue''s';
  comment on column licences.package.source is
    'who delivers it: then its name and titles are what its deliveries say; null: it is kept by hand';
  comment on column licences.package.closed_from is 'from when on it holds nothing; null: it is not closed';
  comment on column licences.package.version is
    'counts what was written about it and its titles: an amendment names the version that it changes';

  create table licences.package_title (
    package_id  bigint not null references licences.package,
    title_id    bigint not null references licences.title,
    valid       tstzrange not null default '(,)' check (not isempty(valid)),
    primary key (title_id, package_id, valid)
  );
  comment on table licences.package_title is 'several periods of a title may overlap: together they hold it';
  create index package_title_package on licences.package_title (package_id);
  create index package_title_limited on licences.package_title (package_id) where valid <> '(,)';

  -- Every title has a publisher. With a left join, statements that do not read the publisher's name do not look it up.
  create view directory.title as
    select t.id, t.number, t.name, t.rights, t.playout, t.withdrawn_at, t.kind, t.subjects, p.name as publisher,
      t.open_licence is not null as openly_licensed
    from licences.title t left join licences.publisher p on p.id = t.publisher_id;
  grant select on directory.title to freischalter_schools, freischalter_usage;

  grant select on licences.publisher, licences.title, licences.package, licences.package_title to freischalter_licences;
  -- guards.ts restricts what staff may write to this table.
  grant insert, delete, update (valid) on licences.package_title to freischalter_licences;
  grant insert (number, name, owner_id) on licences.package to freischalter_licences;
  grant update (number, name, closed_from, version) on licences.package to freischalter_licences;
  grant usage on sequence licences.package_id_seq to freischalter_licences;
`;
