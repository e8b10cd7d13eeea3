/** The lists that learning platforms have received, so that later differences are exact (docs/decisions/0083). */
export const KEPT_LISTS = `
  -- A segment holds title numbers, versions, instants and digests of decisions. Nothing in it identifies a school, an
  -- authority or an entitlement, and many lists share it, so it has no row-level security. It is read only through
  -- licences.kept_list.
  create table licences.list_segment (
    digest     uuid primary key,
    thousand   bigint not null,
    titles     bigint[] not null check (cardinality(titles) > 0),
    versions   int[] not null,
    decisions  uuid[] not null,
    untils     float8[] not null,
    named_at   timestamptz not null default now()
  );
  comment on table licences.list_segment is
    'the titles of lists whose ids have all but the last three digits in common: kept once, however many lists hold it';
  comment on column licences.list_segment.digest is 'of titles, versions, decisions and untils: 128 bits of their SHA-256';
  comment on column licences.list_segment.titles is 'ids, in order; the other three arrays have an element for each of them';
  comment on column licences.list_segment.decisions is 'digests, explained by licences.kept_list.decisions';
  comment on column licences.list_segment.untils is 'when the answer changes to denied, in epoch milliseconds; Infinity: never';
  comment on column licences.list_segment.named_at is 'when a list was made with it, to the day: the upkeep leaves young ones';

  create table licences.kept_list (
    id           uuid primary key default gen_random_uuid(),
    kind         text not null default directory.caller_kind(),
    bound        bigint[] not null default directory.bound(),
    school       text not null,
    usage_right  text not null,
    audience     text not null,
    digest       uuid not null,
    segments     uuid[] not null,
    decisions    jsonb not null,
    given_at     timestamptz not null,
    unique (school, usage_right, audience, kind, bound, digest)
  );
  comment on table licences.kept_list is 'a list of licensed titles as it was given to a caller: what a cursor of changes stands for';
  comment on column licences.kept_list.kind is 'of the caller';
  comment on column licences.kept_list.bound is 'the organisations that the caller was bound to, in the order of directory.bound()';
  comment on column licences.kept_list.digest is 'of its segments: the same list is kept once';
  comment on column licences.kept_list.segments is 'licences.list_segment, in the order of their titles';
  comment on column licences.kept_list.decisions is 'by digest: basis, entitlement, level and rights';
  comment on column licences.kept_list.given_at is 'the instant of the operation that gave it last, to the day';
  create index kept_list_given on licences.kept_list (given_at);

  alter table licences.kept_list enable row level security;
  alter table licences.kept_list force row level security;
  create policy owner on licences.kept_list to freischalter using (true) with check (true);
  create policy receiver on licences.kept_list to freischalter_licences
    using ((select directory.is_operator())
      or kind = (select directory.caller_kind()) and bound = (select directory.bound())::bigint[]);

  grant select, insert, delete on licences.list_segment, licences.kept_list to freischalter_licences;
  grant update (named_at) on licences.list_segment to freischalter_licences;
  grant update (given_at) on licences.kept_list to freischalter_licences;
`;
