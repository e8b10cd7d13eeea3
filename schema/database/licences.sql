create schema licences;
grant usage on schema licences to freischalter_licences;

create table licences.agreement (
  licence_id               bigint not null,
  notice_on                date,
  documents                text[] not null default '{}'::text[],
  constraint agreement_pkey PRIMARY KEY (licence_id),
  constraint agreement_licence_id_fkey FOREIGN KEY (licence_id) REFERENCES licences.licence(id)
);
comment on column licences.agreement.notice_on is 'the last day on which notice can be given';
comment on column licences.agreement.documents is 'where the papers are: file numbers, addresses';
alter table licences.agreement enable row level security;
alter table licences.agreement force row level security;
create policy owner on licences.agreement for all to freischalter
  using (true)
  with check (true);
create policy staff on licences.agreement for all to freischalter_licences
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (EXISTS ( SELECT
   FROM licences.contract c
  WHERE c.licence_id = agreement.licence_id AND (c.owner_id IN ( SELECT directory.within() AS within)))));
CREATE TRIGGER audit_delete AFTER DELETE ON licences.agreement REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('agreement', 'licence_id', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER audit_insert AFTER INSERT ON licences.agreement REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('agreement', 'licence_id', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON licences.agreement FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('agreement', 'licence_id', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER audit_update AFTER UPDATE ON licences.agreement REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('agreement', 'licence_id', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
grant insert, select on licences.agreement to freischalter_licences;
grant update (notice_on, documents) on licences.agreement to freischalter_licences;

create table licences.audit_change (
  id                       bigint not null generated always as identity,
  transaction_id           bigint not null default pg_current_xact_id()::text::bigint,
  at                       timestamp with time zone not null default now(),
  operation                text not null,
  reason                   text,
  source                   text,
  kind                     text not null,
  bound                    bigint[] not null,
  author_id                bigint,
  author_digest            bytea,
  end_user_id              bigint,
  end_user_digest          bytea,
  constraint audit_change_pkey PRIMARY KEY (id),
  constraint audit_change_operation_check CHECK (operation <> ''::text)
);
comment on table licences.audit_change is 'one row for each transaction that changed an audited table';
comment on column licences.audit_change.source is 'what was imported: the file, and the list that it is';
comment on column licences.audit_change.kind is 'of the caller; owner: an import, a command or SQL by hand';
comment on column licences.audit_change.bound is 'the organisations that the caller was bound to';
comment on column licences.audit_change.author_id is 'licences.audit_person, whose row is gone once the name was erased; so is end_user_id';
CREATE INDEX audit_change_at ON licences.audit_change USING btree (at);
CREATE INDEX audit_change_author ON licences.audit_change USING btree (author_id);
CREATE INDEX audit_change_end_user ON licences.audit_change USING btree (end_user_id) WHERE end_user_id IS NOT NULL;
CREATE INDEX audit_change_transaction ON licences.audit_change USING btree (transaction_id);
alter table licences.audit_change enable row level security;
alter table licences.audit_change force row level security;
create policy owner on licences.audit_change for all to freischalter
  using (true)
  with check (true);
create policy reach on licences.audit_change for select to freischalter_licences
  using ((EXISTS ( SELECT
   FROM licences.audit_entry e
  WHERE e.change_id = audit_change.id)));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON licences.audit_change FOR EACH STATEMENT EXECUTE FUNCTION directory.refuse_rewriting();
CREATE CONSTRAINT TRIGGER seal AFTER INSERT ON licences.audit_change DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION directory.seal_change();
grant select on licences.audit_change to freischalter_licences;

create table licences.audit_entry (
  id                       bigint not null generated always as identity,
  change_id                bigint not null,
  object                   text not null,
  object_id                bigint not null,
  owner_id                 bigint,
  holder_id                bigint,
  before                   jsonb,
  after                    jsonb,
  constraint audit_entry_pkey PRIMARY KEY (change_id, id),
  constraint audit_entry_check CHECK (before IS NOT NULL OR after IS NOT NULL),
  constraint audit_entry_object_check CHECK (object ~ '^[a-z_]+$'::text)
);
comment on table licences.audit_entry is 'a row that a change made (no before), altered or removed (no after)';
comment on column licences.audit_entry.object is 'the table';
comment on column licences.audit_entry.object_id is 'what the row is about: its id, or that of the object that it belongs to';
comment on column licences.audit_entry.before is 'the whole row, without persons and derived columns';
CREATE INDEX audit_entry_holder ON licences.audit_entry USING btree (holder_id);
CREATE INDEX audit_entry_object ON licences.audit_entry USING btree (object_id, object);
alter table licences.audit_entry enable row level security;
alter table licences.audit_entry force row level security;
create policy owner on licences.audit_entry for all to freischalter
  using (true)
  with check (true);
create policy reach on licences.audit_entry for select to freischalter_licences
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND ((object = ANY (ARRAY['package'::text, 'package_title'::text])) AND owner_id IS NULL OR (owner_id IN ( SELECT directory.within() AS within))));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON licences.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION directory.refuse_rewriting();
grant select on licences.audit_entry to freischalter_licences;

create table licences.audit_head (
  only_row                 boolean not null default true,
  "position"               bigint not null default 0,
  hash                     bytea not null default decode(repeat('00'::text, 32), 'hex'::text),
  constraint audit_head_pkey PRIMARY KEY (only_row),
  constraint audit_head_only_row_check CHECK (only_row)
);
comment on table licences.audit_head is 'the last link; locked while a transaction that appends to the chain commits';
alter table licences.audit_head enable row level security;
alter table licences.audit_head force row level security;
create policy owner on licences.audit_head for all to freischalter
  using (true)
  with check (true);

create table licences.audit_link (
  "position"               bigint not null,
  change_id                bigint not null,
  previous                 bytea not null,
  hash                     bytea not null,
  constraint audit_link_pkey PRIMARY KEY ("position"),
  constraint audit_link_change_id_key UNIQUE (change_id),
  constraint audit_link_position_check CHECK ("position" > 0)
);
comment on table licences.audit_link is 'the chain: each change sealed with the hash of the one before, in the order of commits';
alter table licences.audit_link enable row level security;
alter table licences.audit_link force row level security;
create policy owner on licences.audit_link for all to freischalter
  using (true)
  with check (true);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON licences.audit_link FOR EACH STATEMENT EXECUTE FUNCTION directory.refuse_rewriting();

create table licences.audit_person (
  id                       bigint not null generated always as identity,
  name                     text not null,
  bound                    bigint[] not null,
  salt                     bytea not null default sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())),
  constraint audit_person_pkey PRIMARY KEY (id)
);
comment on table licences.audit_person is 'subjects and end users as claimed: apart, so that they can be erased';
CREATE INDEX audit_person_name ON licences.audit_person USING btree (name);
alter table licences.audit_person enable row level security;
alter table licences.audit_person force row level security;
create policy colleagues on licences.audit_person for select to freischalter_licences
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND bound <> '{}'::bigint[] AND bound <@ (( SELECT ARRAY( SELECT directory.within() AS within) AS "array")));
create policy owner on licences.audit_person for all to freischalter
  using (true)
  with check (true);
grant select (id, name, bound) on licences.audit_person to freischalter_licences;

create table licences.contract (
  licence_id               bigint not null,
  number                   text not null,
  name                     text not null,
  kind                     text not null,
  publisher_id             bigint not null,
  owner_id                 bigint not null,
  version                  integer not null default 1,
  constraint contract_pkey PRIMARY KEY (licence_id),
  constraint contract_number_key UNIQUE (number),
  constraint contract_licence_id_fkey FOREIGN KEY (licence_id) REFERENCES licences.licence(id),
  constraint contract_publisher_id_fkey FOREIGN KEY (publisher_id) REFERENCES licences.publisher(id)
);
comment on column licences.contract.owner_id is 'the organisation that bought it (directory.organisation)';
comment on column licences.contract.version is 'counts what was written about the licence: an amendment names the version that it changes';
CREATE INDEX contract_owner ON licences.contract USING btree (owner_id);
alter table licences.contract enable row level security;
alter table licences.contract force row level security;
create policy amend on licences.contract for update to freischalter_licences
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (owner_id IN ( SELECT directory.within() AS within)));
create policy make on licences.contract for insert to freischalter_licences
  with check (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (owner_id IN ( SELECT directory.within() AS within)));
create policy owner on licences.contract for all to freischalter
  using (true)
  with check (true);
create policy reach on licences.contract for select to freischalter_licences
  using (( SELECT directory.is_operator() AS is_operator) OR (owner_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (licence_id IN ( SELECT directory.licences_in_reach() AS licences_in_reach)) OR (owner_id IN ( SELECT directory.within() AS within)));
CREATE TRIGGER audit_delete AFTER DELETE ON licences.contract REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('contract', 'licence_id', 'licence_id', 'owner_id', 'null', '{}');
CREATE TRIGGER audit_insert AFTER INSERT ON licences.contract REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('contract', 'licence_id', 'licence_id', 'owner_id', 'null', '{}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON licences.contract FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('contract', 'licence_id', 'licence_id', 'owner_id', 'null', '{}');
CREATE TRIGGER audit_update AFTER UPDATE ON licences.contract REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('contract', 'licence_id', 'licence_id', 'owner_id', 'null', '{}');
grant insert, select on licences.contract to freischalter_licences;
grant update (number, name, kind, publisher_id, version) on licences.contract to freischalter_licences;

create table licences.idempotent_answer (
  kind                     text not null default directory.caller_kind(),
  subject                  text not null default current_setting('app.subject'::text, true),
  bound                    bigint[] not null default directory.bound(),
  idempotency_key          text not null,
  operation                text not null,
  input_hash               text not null,
  answer                   jsonb not null,
  created_at               timestamp with time zone not null default now(),
  constraint idempotent_answer_pkey PRIMARY KEY (kind, subject, bound, idempotency_key)
);
comment on table licences.idempotent_answer is 'first answers of mutations by idempotency key, so that a repeat changes nothing';
CREATE INDEX idempotent_answer_created ON licences.idempotent_answer USING btree (created_at);
alter table licences.idempotent_answer enable row level security;
alter table licences.idempotent_answer force row level security;
create policy own on licences.idempotent_answer for all to freischalter_licences
  using (kind = (( SELECT directory.caller_kind() AS caller_kind)) AND subject = (( SELECT current_setting('app.subject'::text, true) AS current_setting)) AND bound = (( SELECT directory.bound() AS bound)))
  with check (kind = (( SELECT directory.caller_kind() AS caller_kind)) AND subject = (( SELECT current_setting('app.subject'::text, true) AS current_setting)) AND bound = (( SELECT directory.bound() AS bound)));
create policy owner on licences.idempotent_answer for all to freischalter
  using (true)
  with check (true);
grant select on licences.idempotent_answer to freischalter_licences;
grant insert (idempotency_key, operation, input_hash, answer) on licences.idempotent_answer to freischalter_licences;

create table licences.kept_list (
  id                       uuid not null default gen_random_uuid(),
  kind                     text not null default directory.caller_kind(),
  bound                    bigint[] not null default directory.bound(),
  school                   text not null,
  usage_right              text not null,
  audience                 text not null,
  digest                   uuid not null,
  segments                 uuid[] not null,
  decisions                jsonb not null,
  given_at                 timestamp with time zone not null,
  constraint kept_list_pkey PRIMARY KEY (id),
  constraint kept_list_school_usage_right_audience_kind_bound_digest_key UNIQUE (school, usage_right, audience, kind, bound, digest)
);
comment on table licences.kept_list is 'a list of licensed titles as it was given to a caller: what a cursor of changes stands for';
comment on column licences.kept_list.kind is 'of the caller';
comment on column licences.kept_list.bound is 'the organisations that the caller was bound to, in the order of directory.bound()';
comment on column licences.kept_list.digest is 'of its segments: the same list is kept once';
comment on column licences.kept_list.segments is 'licences.list_segment, in the order of their titles';
comment on column licences.kept_list.decisions is 'by digest: basis, entitlement, level and rights';
comment on column licences.kept_list.given_at is 'the instant of the operation that gave it last, to the day';
CREATE INDEX kept_list_given ON licences.kept_list USING btree (given_at);
alter table licences.kept_list enable row level security;
alter table licences.kept_list force row level security;
create policy owner on licences.kept_list for all to freischalter
  using (true)
  with check (true);
create policy receiver on licences.kept_list for all to freischalter_licences
  using (( SELECT directory.is_operator() AS is_operator) OR kind = (( SELECT directory.caller_kind() AS caller_kind)) AND bound = (( SELECT directory.bound() AS bound)));
grant delete, insert, select on licences.kept_list to freischalter_licences;
grant update (given_at) on licences.kept_list to freischalter_licences;

create table licences.licence (
  id                       bigint not null generated always as identity,
  constraint licence_pkey PRIMARY KEY (id)
);
comment on table licences.licence is 'by itself: what it is worth stands in its terms, whose it is in its contract';
grant insert, select on licences.licence to freischalter_licences;

create table licences.licence_package (
  licence_id               bigint not null,
  package_id               bigint not null,
  valid                    tstzrange not null default '(,)'::tstzrange,
  constraint licence_package_pkey PRIMARY KEY (licence_id, package_id, valid),
  constraint licence_package_licence_id_fkey FOREIGN KEY (licence_id) REFERENCES licences.licence(id),
  constraint licence_package_package_id_fkey FOREIGN KEY (package_id) REFERENCES licences.package(id),
  constraint licence_package_valid_check CHECK (NOT isempty(valid))
);
CREATE INDEX licence_package_package ON licences.licence_package USING btree (package_id, licence_id);
CREATE TRIGGER audit_delete AFTER DELETE ON licences.licence_package REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('licence_package', 'licence_id, package_id, valid', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER audit_insert AFTER INSERT ON licences.licence_package REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('licence_package', 'licence_id, package_id, valid', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON licences.licence_package FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('licence_package', 'licence_id, package_id, valid', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER audit_update AFTER UPDATE ON licences.licence_package REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('licence_package', 'licence_id, package_id, valid', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER guard_delete AFTER DELETE ON licences.licence_package REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_owner('licence_id');
CREATE TRIGGER guard_insert AFTER INSERT ON licences.licence_package REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_owner('licence_id');
CREATE TRIGGER guard_update AFTER UPDATE ON licences.licence_package REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_owner('licence_id');
CREATE TRIGGER notify_delete AFTER DELETE ON licences.licence_package REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('licence_id');
CREATE TRIGGER notify_insert AFTER INSERT ON licences.licence_package REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('licence_id');
CREATE TRIGGER notify_truncate AFTER TRUNCATE ON licences.licence_package FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('licence_id');
CREATE TRIGGER notify_update AFTER UPDATE ON licences.licence_package REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('licence_id');
grant delete, insert, select on licences.licence_package to freischalter_licences;

create table licences.licence_terms (
  licence_id               bigint not null,
  valid                    tstzrange not null default '(,)'::tstzrange,
  term                     tstzrange not null,
  term_kind                text not null,
  duration_days            integer,
  holder_levels            text[] not null,
  rights                   text[] not null,
  pupil_rights             text[] not null default '{}'::text[],
  seats                    integer,
  school_count             integer,
  constraint licence_terms_pkey PRIMARY KEY (licence_id, valid),
  constraint licence_terms_licence_id_fkey FOREIGN KEY (licence_id) REFERENCES licences.licence(id),
  constraint licence_terms_check CHECK ((term_kind = 'DURATION'::text) = (duration_days IS NOT NULL)),
  constraint licence_terms_check1 CHECK (pupil_rights <@ rights),
  constraint licence_terms_duration_days_check CHECK (duration_days > 0),
  constraint licence_terms_holder_levels_check CHECK (cardinality(holder_levels) > 0),
  constraint licence_terms_rights_check CHECK (cardinality(rights) > 0),
  constraint licence_terms_school_count_check CHECK (school_count > 0),
  constraint licence_terms_seats_check CHECK (seats > 0),
  constraint licence_terms_term_check CHECK (NOT isempty(term)),
  constraint licence_terms_term_kind_check CHECK (term_kind = ANY (ARRAY['FIXED'::text, 'DURATION'::text, 'SCHOOL_YEAR'::text, 'UNLIMITED'::text])),
  constraint licence_terms_valid_check CHECK (NOT isempty(valid)),
  constraint licence_terms_once EXCLUDE USING gist ((licence_id + 0) WITH =, valid WITH &&)
);
comment on table licences.licence_terms is 'what a licence is worth, from one amendment to the next: at each instant one row of it';
comment on column licences.licence_terms.seats is 'concurrent uses; null: unlimited';
comment on column licences.licence_terms.school_count is 'how many schools may have it at a time; null: no such limit';
CREATE TRIGGER audit_delete AFTER DELETE ON licences.licence_terms REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('licence_terms', 'licence_id, valid', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER audit_insert AFTER INSERT ON licences.licence_terms REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('licence_terms', 'licence_id, valid', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON licences.licence_terms FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('licence_terms', 'licence_id, valid', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER audit_update AFTER UPDATE ON licences.licence_terms REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('licence_terms', 'licence_id, valid', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER guard_delete AFTER DELETE ON licences.licence_terms REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_owner('licence_id');
CREATE TRIGGER guard_insert AFTER INSERT ON licences.licence_terms REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_owner('licence_id');
CREATE TRIGGER guard_past_delete AFTER DELETE ON licences.licence_terms REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_past();
CREATE TRIGGER guard_past_insert AFTER INSERT ON licences.licence_terms REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_past();
CREATE TRIGGER guard_past_update AFTER UPDATE ON licences.licence_terms REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_past();
CREATE TRIGGER guard_update AFTER UPDATE ON licences.licence_terms REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_owner('licence_id');
CREATE TRIGGER notify_delete AFTER DELETE ON licences.licence_terms REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('licence_id');
CREATE TRIGGER notify_insert AFTER INSERT ON licences.licence_terms REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('licence_id');
CREATE TRIGGER notify_truncate AFTER TRUNCATE ON licences.licence_terms FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('licence_id');
CREATE TRIGGER notify_update AFTER UPDATE ON licences.licence_terms REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('licence_id');
grant delete, insert, select on licences.licence_terms to freischalter_licences;
grant update (valid) on licences.licence_terms to freischalter_licences;

create table licences.licence_version (
  licence_id               bigint not null,
  version                  integer not null,
  recorded_at              timestamp with time zone not null default now(),
  valid_from               timestamp with time zone,
  state                    jsonb not null,
  constraint licence_version_pkey PRIMARY KEY (licence_id, version),
  constraint licence_version_licence_id_fkey FOREIGN KEY (licence_id) REFERENCES licences.licence(id)
);
comment on table licences.licence_version is 'what was written about a licence, whole, each time that it was; rows are never changed';
comment on column licences.licence_version.valid_from is 'from when on its terms are so; null: from the beginning';
alter table licences.licence_version enable row level security;
alter table licences.licence_version force row level security;
create policy owner on licences.licence_version for all to freischalter
  using (true)
  with check (true);
create policy staff on licences.licence_version for all to freischalter_licences
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (EXISTS ( SELECT
   FROM licences.contract c
  WHERE c.licence_id = licence_version.licence_id AND (c.owner_id IN ( SELECT directory.within() AS within)))));
grant insert, select on licences.licence_version to freischalter_licences;

create table licences.list_segment (
  digest                   uuid not null,
  thousand                 bigint not null,
  titles                   bigint[] not null,
  versions                 integer[] not null,
  decisions                uuid[] not null,
  untils                   double precision[] not null,
  named_at                 timestamp with time zone not null default now(),
  constraint list_segment_pkey PRIMARY KEY (digest),
  constraint list_segment_titles_check CHECK (cardinality(titles) > 0)
);
comment on table licences.list_segment is 'the titles of lists whose ids have all but the last three digits in common: kept once, however many lists hold it';
comment on column licences.list_segment.digest is 'of titles, versions, decisions and untils: 128 bits of their SHA-256';
comment on column licences.list_segment.titles is 'ids, in order; the other three arrays have an element for each of them';
comment on column licences.list_segment.decisions is 'digests, explained by licences.kept_list.decisions';
comment on column licences.list_segment.untils is 'when the answer changes to denied, in epoch milliseconds; Infinity: never';
comment on column licences.list_segment.named_at is 'when a list was made with it, to the day: the upkeep leaves young ones';
grant delete, insert, select on licences.list_segment to freischalter_licences;
grant update (named_at) on licences.list_segment to freischalter_licences;

create table licences.package (
  id                       bigint not null generated always as identity,
  number                   text not null,
  name                     text not null,
  owner_id                 bigint,
  source                   text,
  closed_from              timestamp with time zone,
  version                  integer not null default 1,
  constraint package_pkey PRIMARY KEY (id),
  constraint package_number_key UNIQUE (number)
);
comment on table licences.package is 'a named set of titles; a licence that lists titles of its own has a package of its own for them';
comment on column licences.package.owner_id is 'the organisation that put it together (directory.organisation); null: it is the catalogue''s';
comment on column licences.package.source is 'who delivers it: then its name and titles are what its deliveries say; null: it is kept by hand';
comment on column licences.package.closed_from is 'from when on it holds nothing; null: it is not closed';
comment on column licences.package.version is 'counts what was written about it and its titles: an amendment names the version that it changes';
alter table licences.package enable row level security;
alter table licences.package force row level security;
create policy amend on licences.package for update to freischalter_licences
  using (( SELECT directory.is_operator() AS is_operator) OR number ~~ 'licence:%'::text OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (owner_id IN ( SELECT directory.within() AS within)));
create policy make on licences.package for insert to freischalter_licences
  with check (( SELECT directory.is_operator() AS is_operator) OR number ~~ 'licence:%'::text OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (owner_id IN ( SELECT directory.within() AS within)));
create policy owner on licences.package for all to freischalter
  using (true)
  with check (true);
create policy reach on licences.package for select to freischalter_licences
  using (( SELECT directory.is_operator() AS is_operator) OR owner_id IS NULL OR (owner_id IN ( SELECT directory.within() AS within)) OR (id IN ( SELECT p.package_id
   FROM licences.licence_package p
  WHERE (p.licence_id IN ( SELECT directory.licences_in_reach() AS licences_in_reach)))));
CREATE TRIGGER audit_delete AFTER DELETE ON licences.package REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('package', 'id', 'id', 'owner_id', 'null', '{}');
CREATE TRIGGER audit_insert AFTER INSERT ON licences.package REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('package', 'id', 'id', 'owner_id', 'null', '{}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON licences.package FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('package', 'id', 'id', 'owner_id', 'null', '{}');
CREATE TRIGGER audit_update AFTER UPDATE ON licences.package REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('package', 'id', 'id', 'owner_id', 'null', '{}');
CREATE TRIGGER guard_insert AFTER INSERT ON licences.package REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_package('changed p');
CREATE TRIGGER guard_update AFTER UPDATE ON licences.package REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_package('changed p');
grant select on licences.package to freischalter_licences;
grant insert (number, name, owner_id) on licences.package to freischalter_licences;
grant update (number, name, closed_from, version) on licences.package to freischalter_licences;

create table licences.package_change (
  id                       uuid not null,
  kind                     text not null default directory.caller_kind(),
  subject                  text not null default current_setting('app.subject'::text, true),
  bound                    bigint[] not null default directory.bound(),
  package_id               bigint not null,
  input_hash               text not null,
  is_preview               boolean not null,
  outcome                  text not null,
  takes_effect_at          timestamp with time zone not null,
  effects                  jsonb not null,
  fingerprint              text not null,
  created_at               timestamp with time zone not null default now(),
  constraint package_change_pkey PRIMARY KEY (id),
  constraint package_change_package_id_fkey FOREIGN KEY (package_id) REFERENCES licences.package(id) ON DELETE CASCADE,
  constraint package_change_outcome_check CHECK (outcome = ANY (ARRAY['AMENDED'::text, 'UNCHANGED'::text, 'OUTDATED'::text, 'MOVED'::text, 'DELIVERED'::text]))
);
comment on table licences.package_change is 'a call that amends a package, previewed or applied: its id is the token of a preview';
comment on column licences.package_change.fingerprint is 'of all that it opens and closes: another one, and something has moved';
CREATE INDEX package_change_created ON licences.package_change USING btree (created_at);
CREATE INDEX package_change_package ON licences.package_change USING btree (package_id);
alter table licences.package_change enable row level security;
alter table licences.package_change force row level security;
create policy own on licences.package_change for all to freischalter_licences
  using (kind = (( SELECT directory.caller_kind() AS caller_kind)) AND subject = (( SELECT current_setting('app.subject'::text, true) AS current_setting)) AND bound = (( SELECT directory.bound() AS bound)))
  with check (kind = (( SELECT directory.caller_kind() AS caller_kind)) AND subject = (( SELECT current_setting('app.subject'::text, true) AS current_setting)) AND bound = (( SELECT directory.bound() AS bound)));
create policy owner on licences.package_change for all to freischalter
  using (true)
  with check (true);
grant delete, select on licences.package_change to freischalter_licences;
grant insert (id, package_id, input_hash, is_preview, outcome, takes_effect_at, effects, fingerprint) on licences.package_change to freischalter_licences;
grant update (outcome, effects, fingerprint) on licences.package_change to freischalter_licences;

create table licences.package_change_part (
  change_id                uuid not null,
  part                     integer not null,
  first_pair               bigint not null,
  is_opening               boolean not null,
  title_ids                bigint[] not null,
  school_ids               bigint[] not null,
  valid                    tstzrange not null,
  rights                   text[] not null,
  pupil_rights             text[] not null,
  constraint package_change_part_pkey PRIMARY KEY (change_id, part),
  constraint package_change_part_change_id_fkey FOREIGN KEY (change_id) REFERENCES licences.package_change(id) ON DELETE CASCADE
);
comment on table licences.package_change_part is 'that each of these titles opens, or closes, at each of these schools: first the openings, then the closings';
comment on column licences.package_change_part.first_pair is 'how many pairs of a title and a school stand before it';
comment on column licences.package_change_part.valid is 'from the first instant at which it does so to the last';
alter table licences.package_change_part enable row level security;
alter table licences.package_change_part force row level security;
create policy own on licences.package_change_part for all to freischalter_licences
  using ((EXISTS ( SELECT
   FROM licences.package_change c
  WHERE c.id = package_change_part.change_id)))
  with check ((EXISTS ( SELECT
   FROM licences.package_change c
  WHERE c.id = package_change_part.change_id)));
create policy owner on licences.package_change_part for all to freischalter
  using (true)
  with check (true);
grant insert, select on licences.package_change_part to freischalter_licences;

create table licences.package_title (
  package_id               bigint not null,
  title_id                 bigint not null,
  valid                    tstzrange not null default '(,)'::tstzrange,
  constraint package_title_pkey PRIMARY KEY (title_id, package_id, valid),
  constraint package_title_package_id_fkey FOREIGN KEY (package_id) REFERENCES licences.package(id),
  constraint package_title_title_id_fkey FOREIGN KEY (title_id) REFERENCES licences.title(id),
  constraint package_title_valid_check CHECK (NOT isempty(valid))
);
comment on table licences.package_title is 'several periods of a title may overlap: together they hold it';
CREATE INDEX package_title_limited ON licences.package_title USING btree (package_id) WHERE valid <> '(,)'::tstzrange;
CREATE INDEX package_title_package ON licences.package_title USING btree (package_id);
CREATE TRIGGER audit_delete AFTER DELETE ON licences.package_title REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('package_title', 'package_id, title_id, valid', 'package_id', '(select p.owner_id from licences.package p where p.id = r.package_id)', 'null', '{}');
CREATE TRIGGER audit_insert AFTER INSERT ON licences.package_title REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('package_title', 'package_id, title_id, valid', 'package_id', '(select p.owner_id from licences.package p where p.id = r.package_id)', 'null', '{}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON licences.package_title FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('package_title', 'package_id, title_id, valid', 'package_id', '(select p.owner_id from licences.package p where p.id = r.package_id)', 'null', '{}');
CREATE TRIGGER audit_update AFTER UPDATE ON licences.package_title REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('package_title', 'package_id, title_id, valid', 'package_id', '(select p.owner_id from licences.package p where p.id = r.package_id)', 'null', '{}');
CREATE TRIGGER guard_delete AFTER DELETE ON licences.package_title REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_package('(select distinct package_id as id from changed) c left join licences.package p using (id)');
CREATE TRIGGER guard_insert AFTER INSERT ON licences.package_title REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_package('(select distinct package_id as id from changed) c left join licences.package p using (id)');
CREATE TRIGGER guard_past_delete AFTER DELETE ON licences.package_title REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_past_contents();
CREATE TRIGGER guard_past_insert AFTER INSERT ON licences.package_title REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_past_contents();
CREATE TRIGGER guard_past_update AFTER UPDATE ON licences.package_title REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_past_contents();
CREATE TRIGGER guard_update AFTER UPDATE ON licences.package_title REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION licences.guard_package('(select distinct package_id as id from changed) c left join licences.package p using (id)');
CREATE TRIGGER notify_delete AFTER DELETE ON licences.package_title REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('unnest(array[''catalogue'', ''t'' || title_id])');
CREATE TRIGGER notify_insert AFTER INSERT ON licences.package_title REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('unnest(array[''catalogue'', ''t'' || title_id])');
CREATE TRIGGER notify_truncate AFTER TRUNCATE ON licences.package_title FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('unnest(array[''catalogue'', ''t'' || title_id])');
CREATE TRIGGER notify_update AFTER UPDATE ON licences.package_title REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('unnest(array[''catalogue'', ''t'' || title_id])');
grant delete, insert, select on licences.package_title to freischalter_licences;
grant update (valid) on licences.package_title to freischalter_licences;

create table licences.publisher (
  id                       bigint not null generated always as identity,
  name                     text not null,
  constraint publisher_pkey PRIMARY KEY (id),
  constraint publisher_name_key UNIQUE (name)
);
CREATE TRIGGER notify_delete AFTER DELETE ON licences.publisher REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''''');
CREATE TRIGGER notify_insert AFTER INSERT ON licences.publisher REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''''');
CREATE TRIGGER notify_truncate AFTER TRUNCATE ON licences.publisher FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''''');
CREATE TRIGGER notify_update AFTER UPDATE ON licences.publisher REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''''');
grant select on licences.publisher to freischalter_licences;

create table licences.purchase (
  id                       bigint not null generated always as identity,
  licence_id               bigint not null,
  number                   text not null,
  purchased_on             date,
  cents                    bigint not null,
  currency                 text not null default 'EUR'::text,
  term                     daterange,
  duration_days            integer,
  school_count             integer,
  constraint purchase_pkey PRIMARY KEY (id),
  constraint purchase_licence_id_number_key UNIQUE (licence_id, number),
  constraint purchase_licence_id_fkey FOREIGN KEY (licence_id) REFERENCES licences.licence(id),
  constraint purchase_cents_check CHECK (cents >= 0),
  constraint purchase_check CHECK (term IS NULL OR duration_days IS NULL),
  constraint purchase_duration_days_check CHECK (duration_days > 0),
  constraint purchase_school_count_check CHECK (school_count > 0),
  constraint purchase_term_check CHECK (NOT (isempty(term) OR lower_inf(term) OR upper_inf(term)))
);
comment on table licences.purchase is 'what a licence cost: it may be bought again, for more days or for more schools';
comment on column licences.purchase.term is 'the days that it pays for: they stay when the term of the licence changes later, and so does what they cost';
comment on column licences.purchase.duration_days is 'or so many days from the first entitlement on';
comment on column licences.purchase.school_count is 'for how many schools it was bought; null: not by schools';
alter table licences.purchase enable row level security;
alter table licences.purchase force row level security;
create policy owner on licences.purchase for all to freischalter
  using (true)
  with check (true);
create policy staff on licences.purchase for all to freischalter_licences
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (EXISTS ( SELECT
   FROM licences.contract c
  WHERE c.licence_id = purchase.licence_id AND (c.owner_id IN ( SELECT directory.within() AS within)))));
CREATE TRIGGER audit_delete AFTER DELETE ON licences.purchase REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('purchase', 'id', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER audit_insert AFTER INSERT ON licences.purchase REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('purchase', 'id', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON licences.purchase FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('purchase', 'id', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
CREATE TRIGGER audit_update AFTER UPDATE ON licences.purchase REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('purchase', 'id', 'licence_id', '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)', 'null', '{}');
grant delete, insert, select on licences.purchase to freischalter_licences;
grant update (purchased_on, cents, term, duration_days, school_count) on licences.purchase to freischalter_licences;

create table licences.subject (
  source                   text not null,
  source_id                text not null,
  code                     text,
  name                     text not null,
  other_names              text[] not null default '{}'::text[],
  kim                      text,
  constraint subject_pkey PRIMARY KEY (source, source_id)
);
comment on table licences.subject is 'what sources say of subjects, over the table of our own in services/licences/vocabulary';
comment on column licences.subject.source_id is 'an EAF code, or the address of a concept';
comment on column licences.subject.code is 'the EAF code that it is or stands for; null: none that is known';
comment on column licences.subject.kim is 'the address of the KIM subject';
CREATE TRIGGER notify_delete AFTER DELETE ON licences.subject REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''vocabulary''');
CREATE TRIGGER notify_insert AFTER INSERT ON licences.subject REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''vocabulary''');
CREATE TRIGGER notify_truncate AFTER TRUNCATE ON licences.subject FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''vocabulary''');
CREATE TRIGGER notify_update AFTER UPDATE ON licences.subject REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''vocabulary''');
grant select on licences.subject to freischalter_licences;

create table licences.title (
  id                       bigint not null generated always as identity,
  number                   text not null,
  name                     text not null,
  subtitle                 text,
  series                   text,
  description              text not null default ''::text,
  publisher_id             bigint not null,
  kind                     text not null,
  subjects                 text[] not null default '{}'::text[],
  subject_codes            text[] not null default '{}'::text[],
  keywords                 text[] not null default '{}'::text[],
  competences              text[] not null default '{}'::text[],
  grade_from               integer,
  grade_until              integer,
  school_types             text[] not null default '{}'::text[],
  languages                text[] not null default '{de}'::text[],
  age_rating               integer,
  year                     integer,
  duration_seconds         integer,
  rights                   text[] not null,
  open_licence             text,
  playout                  tstzrange not null default '(,)'::tstzrange,
  withdrawn_at             timestamp with time zone,
  withdrawn_by_source      boolean not null default false,
  details                  jsonb not null default '{}'::jsonb,
  unknown_codes            text[] not null default '{}'::text[],
  source                   text,
  source_id                text,
  version                  integer not null default 1,
  added_at                 timestamp with time zone not null default date_trunc('milliseconds'::text, now()),
  changed_at               timestamp with time zone not null default now(),
  sort_key                 text collate "C" not null,
  search                   tsvector not null default ''::tsvector,
  constraint title_pkey PRIMARY KEY (id),
  constraint title_number_key UNIQUE (number),
  constraint title_source_source_id_key UNIQUE (source, source_id),
  constraint title_publisher_id_fkey FOREIGN KEY (publisher_id) REFERENCES licences.publisher(id),
  constraint title_age_rating_check CHECK (age_rating = ANY (ARRAY[0, 6, 12, 16, 18])),
  constraint title_check CHECK (withdrawn_at IS NOT NULL OR NOT withdrawn_by_source),
  constraint title_check1 CHECK ((source IS NULL) = (source_id IS NULL)),
  constraint title_details_check CHECK (jsonb_typeof(details) = 'object'::text),
  constraint title_duration_seconds_check CHECK (duration_seconds > 0),
  constraint title_kind_check CHECK (kind = ANY (ARRAY['VIDEO'::text, 'AUDIO'::text, 'IMAGE'::text, 'DOCUMENT'::text, 'PROGRAM'::text, 'INTERACTIVE'::text, 'WEB_PAGE'::text, 'OTHER'::text])),
  constraint title_languages_check CHECK (cardinality(languages) > 0),
  constraint title_playout_check CHECK (NOT isempty(playout))
);
comment on column licences.title.number is 'the media number of the catalogue (Mediennummer)';
comment on column licences.title.subject_codes is 'EAF codes, each with all codes above it (services/licences/vocabulary): a filter by any of them finds the title';
comment on column licences.title.competences is 'of the Medienkompetenzrahmen NRW, each with its area';
comment on column licences.title.open_licence is 'an id of services/licences/vocabulary/open-licences.ts: the title needs no entitlement';
comment on column licences.title.withdrawn_at is 'the tombstone: a title that has gone stays on record';
comment on column licences.title.withdrawn_by_source is 'since its source no longer has it: the source’s next record of it brings it back';
comment on column licences.title.details is 'what is only shown, in the shape of services/licences/title/title-details.ts';
comment on column licences.title.unknown_codes is 'what its source said and nobody knows: subject 99999';
comment on column licences.title.version is 'how many imports made the title what it is';
comment on column licences.title.sort_key is 'the name without case, accents and punctuation; with the id the order of all lists';
comment on column licences.title.search is 'the words of name (twice, once marked), subtitle, series, description, keywords, subjects, parts and publisher, as services/licences/search cuts them';
CREATE INDEX title_limited ON licences.title USING btree (id) WHERE playout <> '(,)'::tstzrange OR withdrawn_at IS NOT NULL;
CREATE INDEX title_newest ON licences.title USING btree (added_at DESC, sort_key, id);
CREATE INDEX title_number ON licences.title USING btree (lower(number COLLATE "C"));
CREATE INDEX title_open ON licences.title USING btree (id) WHERE open_licence IS NOT NULL;
CREATE UNIQUE INDEX title_order ON licences.title USING btree (sort_key, id);
CREATE INDEX title_search ON licences.title USING gin (search);
CREATE TRIGGER add_words_of_changed AFTER UPDATE ON licences.title REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION licences.add_title_words();
CREATE TRIGGER add_words_of_new AFTER INSERT ON licences.title REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION licences.add_title_words();
CREATE TRIGGER drop_words_of_changed AFTER UPDATE ON licences.title REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION licences.drop_title_words();
CREATE TRIGGER drop_words_of_deleted AFTER DELETE ON licences.title REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION licences.drop_title_words();
CREATE TRIGGER keep_terms_of_changed AFTER UPDATE ON licences.title REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION licences.keep_title_terms();
CREATE TRIGGER keep_terms_of_deleted AFTER DELETE ON licences.title REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION licences.keep_title_terms();
CREATE TRIGGER keep_terms_of_new AFTER INSERT ON licences.title REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION licences.keep_title_terms();
CREATE TRIGGER notify_delete AFTER DELETE ON licences.title REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('unnest(array[''catalogue'', ''t'' || id])');
CREATE TRIGGER notify_insert AFTER INSERT ON licences.title REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('unnest(array[''catalogue'', ''t'' || id])');
CREATE TRIGGER notify_truncate AFTER TRUNCATE ON licences.title FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('unnest(array[''catalogue'', ''t'' || id])');
CREATE TRIGGER notify_update AFTER UPDATE ON licences.title REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('unnest(array[''catalogue'', ''t'' || id])');
grant select on licences.title to freischalter_licences;

create table licences.title_term (
  term                     text collate "C" not null,
  sort_key                 text collate "C" not null,
  title_id                 bigint not null,
  added_at                 timestamp with time zone not null,
  constraint title_term_pkey PRIMARY KEY (term, sort_key, title_id)
);
comment on table licences.title_term is 'by what titles are found in the order of lists; each has some fifteen';
comment on column licences.title_term.term is 'a word of the name, marked as in licences.title.search; or a value, after what it is of; its first 100 characters';
CREATE INDEX title_term_newest ON licences.title_term USING btree (term, added_at DESC, sort_key, title_id) WHERE strpos(term, ':'::text) > 0;
grant select on licences.title_term to freischalter_licences;

create table licences.title_word (
  word                     text collate "C" not null,
  title_id                 bigint not null,
  keys                     text[] not null,
  constraint title_word_pkey PRIMARY KEY (word)
);
comment on table licences.title_word is 'all words of titles, and all parts of compounds';
comment on column licences.title_word.title_id is 'a title that has the word';
comment on column licences.title_word.keys is 'none for a word with a digit, or of fewer than 4 or more than 40 letters';
CREATE INDEX title_word_keys ON licences.title_word USING gin (keys);
CREATE INDEX title_word_title ON licences.title_word USING btree (title_id);
grant select on licences.title_word to freischalter_licences;

CREATE OR REPLACE FUNCTION licences.add_title_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
    begin
      with had as materialized (
        select lexeme, min(t.id) as title_id from after t cross join unnest(tsvector_to_array(t.search)) as lexeme group by lexeme),
      missing as materialized (
        select ltrim(lexeme, '~') as word, title_id from had
        where lexeme not like '=%'
          and not exists (select from licences.title_word known where known.word = ltrim(lexeme, '~')))
      insert into licences.title_word (word, title_id, keys)
      select word, min(title_id),
        case when char_length(word) between 4 and 40 and word collate "C" !~ '[0-9]' then array(
      select word collate "C" union select '#' || licences.sound_of(word)
      union select left(word, at - 1) || substr(word, at + 1) from generate_series(1, char_length(word)) as at) else '{}' end
      from missing group by word order by word on conflict do nothing;
      perform gin_clean_pending_list('licences.title_search'), gin_clean_pending_list('licences.title_word_keys');
      return null;
    end $function$;
grant execute on function licences.add_title_words() to public;

CREATE OR REPLACE FUNCTION licences.current_change()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
            select c.id from licences.audit_change c
            where c.transaction_id = pg_current_xact_id_if_assigned()::text::bigint
              and not exists (select from licences.audit_link l where l.change_id = c.id)
            order by c.id desc limit 1
          $function$;
comment on function licences.current_change() is 'the change that this transaction makes; null while it has changed no audited table';
grant execute on function licences.current_change() to public;

CREATE OR REPLACE FUNCTION licences.delete_old_changes()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      delete from licences.idempotent_answer where created_at < now() - interval '48 hours';
      delete from licences.package_change where created_at < now() - interval '48 hours';
    $function$;
comment on function licences.delete_old_changes() is 'previews, results and answers by idempotency key are kept for 48 hours; called with each call that keeps one';
grant execute on function licences.delete_old_changes() to freischalter_licences;

CREATE OR REPLACE FUNCTION licences.drop_title_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
    begin
      with lost as materialized (
        select w.word, (
          select t.id from licences.title t
          where t.search @@ format('''%s'' | ''~%s''', w.word, w.word)::tsquery limit 1) as title_id
        from licences.title_word w join before on before.id = w.title_id
        where not exists (
          select from licences.title t
          where t.id = w.title_id and ts_match_vq(t.search, format('''%s'' | ''~%s''', w.word, w.word)::tsquery))),
      moved as (
        update licences.title_word w set title_id = lost.title_id from lost
        where w.word = lost.word and lost.title_id is not null)
      delete from licences.title_word w using lost where w.word = lost.word and lost.title_id is null;
      return null;
    end $function$;
grant execute on function licences.drop_title_words() to public;

CREATE OR REPLACE FUNCTION licences.guard_owner()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
    end $function$;
comment on function licences.guard_owner() is 'of the licences that a statement writes to, the owner of each lies within the caller; argument: an expression for the licence of a changed row';
grant execute on function licences.guard_owner() to public;

CREATE OR REPLACE PROCEDURE licences.guard_owner_of(IN guarded regclass, IN licence text)
 LANGUAGE plpgsql
AS $procedure$
    begin
      execute format('create trigger guard_insert after insert on %s referencing new table as after
        for each statement execute function licences.guard_owner(%L)', guarded, licence);
      execute format('create trigger guard_update after update on %s referencing old table as before
        for each statement execute function licences.guard_owner(%L)', guarded, licence);
      execute format('create trigger guard_delete after delete on %s referencing old table as before
        for each statement execute function licences.guard_owner(%L)', guarded, licence);
    end $procedure$;

CREATE OR REPLACE FUNCTION licences.guard_package()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
    end $function$;
comment on function licences.guard_package() is 'of the packages that a statement writes to, each is the caller''s to write; argument: where they come from, as p';
grant execute on function licences.guard_package() to public;

CREATE OR REPLACE FUNCTION licences.guard_past()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
    end $function$;
grant execute on function licences.guard_past() to public;

CREATE OR REPLACE FUNCTION licences.guard_past_contents()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
    end $function$;
grant execute on function licences.guard_past_contents() to public;

CREATE OR REPLACE FUNCTION licences.keep_title_terms()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
    begin
      if tg_op = 'INSERT' then
        insert into licences.title_term 
  select term.value, t.sort_key, t.id, t.added_at
  from after t join licences.publisher p on p.id = t.publisher_id
  cross join licences.title_terms(t.search, t.subjects, t.subject_codes, t.competences, t.languages, t.kind, p.name) as term(value) group by 1, 2, 3, 4 order by 1, 2, 3;
      elsif tg_op = 'DELETE' then
        delete from licences.title_term had using (
  select term.value, t.sort_key, t.id, t.added_at
  from before t join licences.publisher p on p.id = t.publisher_id
  cross join licences.title_terms(t.search, t.subjects, t.subject_codes, t.competences, t.languages, t.kind, p.name) as term(value)) as gone
        where (had.term, had.sort_key, had.title_id) = (gone.value, gone.sort_key, gone.id);
      else
        delete from licences.title_term had using (
  select term.value, t.sort_key, t.id, t.added_at
  from before t join licences.publisher p on p.id = t.publisher_id
  cross join licences.title_terms(t.search, t.subjects, t.subject_codes, t.competences, t.languages, t.kind, p.name) as term(value) except 
  select term.value, t.sort_key, t.id, t.added_at
  from after t join licences.publisher p on p.id = t.publisher_id
  cross join licences.title_terms(t.search, t.subjects, t.subject_codes, t.competences, t.languages, t.kind, p.name) as term(value)) as gone
        where (had.term, had.sort_key, had.title_id) = (gone.value, gone.sort_key, gone.id);
        insert into licences.title_term (
  select term.value, t.sort_key, t.id, t.added_at
  from after t join licences.publisher p on p.id = t.publisher_id
  cross join licences.title_terms(t.search, t.subjects, t.subject_codes, t.competences, t.languages, t.kind, p.name) as term(value) except 
  select term.value, t.sort_key, t.id, t.added_at
  from before t join licences.publisher p on p.id = t.publisher_id
  cross join licences.title_terms(t.search, t.subjects, t.subject_codes, t.competences, t.languages, t.kind, p.name) as term(value)) order by 1, 2, 3;
      end if;
      return null;
    end $function$;
grant execute on function licences.keep_title_terms() to public;

CREATE OR REPLACE FUNCTION licences.sound_of(word text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT ("left"(code.code, 1) || replace(substr(code.code, 2), '0'::text, ''::text)) FROM regexp_replace(translate(regexp_replace((replace(replace(replace(sound_of.word, 'ph'::text, 'f'::text), 'sch'::text, 's'::text), 'x'::text, 'ks'::text) COLLATE "C"), 'c(?![aouhkqlr])|[dt](?=[sz])'::text, 's'::text, 'g'::text), 'bpdtfvwcgkqlmnrszßaeijouyäöüh'::text, '1122333444456678880000000000'::text), '(.)\1+'::text, '\1'::text, 'g'::text) code(code));
comment on function licences.sound_of(text) is 'how a German word sounds, roughly: one digit for all consonants that are taken for each other; of the vowels the first letter alone (after the Kölner Phonetik)';
grant execute on function licences.sound_of(text) to public;

CREATE OR REPLACE FUNCTION licences.spelling_keys(word text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ARRAY(SELECT (spelling_keys.word COLLATE "C") AS word UNION SELECT ('#'::text || licences.sound_of(spelling_keys.word)) UNION SELECT ("left"(spelling_keys.word, (at.at - 1)) || substr(spelling_keys.word, (at.at + 1))) FROM generate_series(1, char_length(spelling_keys.word)) at(at));
comment on function licences.spelling_keys(text) is 'words that share a key sound alike, or differ in one letter: it is missing, too many, another, or in the place of the next';
grant execute on function licences.spelling_keys(text) to public;

CREATE OR REPLACE FUNCTION licences.title_terms(search tsvector, subjects text[], subject_codes text[], competences text[], languages text[], kind text, publisher text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT "left"(had.term, 100) AS "left"
    FROM ( SELECT lexeme.lexeme
            FROM unnest(tsvector_to_array(title_terms.search)) lexeme(lexeme)
           WHERE ((lexeme.lexeme ~~ '=%'::text) AND (lexeme.lexeme !~~ '=~%'::text))
         UNION ALL
          SELECT ('subject:'::text || value.value)
            FROM unnest(title_terms.subjects) value(value)
         UNION ALL
          SELECT ('code:'::text || value.value)
            FROM unnest(title_terms.subject_codes) value(value)
         UNION ALL
          SELECT ('competence:'::text || value.value)
            FROM unnest(title_terms.competences) value(value)
         UNION ALL
          SELECT ('language:'::text || value.value)
            FROM unnest(title_terms.languages) value(value)
         UNION ALL
          SELECT ('kind:'::text || title_terms.kind)
         UNION ALL
          SELECT ('publisher:'::text || title_terms.publisher)) had(term);
END;
comment on function licences.title_terms(tsvector,text[],text[],text[],text[],text,text) is 'the whole words of a title''s name, and what lists are narrowed by: as services/licences/title/title-terms.ts asks for them';
grant execute on function licences.title_terms(tsvector,text[],text[],text[],text[],text,text) to public;
