create schema schools;
grant usage on schema schools to freischalter_schools;

create table schools.amendment (
  id                       uuid not null,
  kind                     text not null default directory.caller_kind(),
  subject                  text not null default current_setting('app.subject'::text, true),
  bound                    bigint[] not null default directory.bound(),
  is_preview               boolean not null,
  is_applied               boolean not null,
  change_id                bigint,
  preview_token            text,
  takes_effect_at          timestamp with time zone not null,
  entitlement_ids          bigint[] not null,
  outcomes                 text[] not null,
  moved_to_ids             bigint[] not null,
  opened                   jsonb not null,
  created_at               timestamp with time zone not null default now(),
  constraint amendment_pkey PRIMARY KEY (id)
);
comment on table schools.amendment is 'a call that changes entitlements, previewed or applied, and what became of each: the arrays are in one order, the refused first';
comment on column schools.amendment.change_id is 'as the audit trail calls it; null where nothing was changed';
comment on column schools.amendment.opened is 'by entitlement, at which schools it opens a licence that another entitlement suspends';
CREATE INDEX amendment_created ON schools.amendment USING btree (created_at);
alter table schools.amendment enable row level security;
alter table schools.amendment force row level security;
create policy own on schools.amendment for all to freischalter_schools
  using (kind = (( SELECT directory.caller_kind() AS caller_kind)) AND subject = (( SELECT current_setting('app.subject'::text, true) AS current_setting)) AND bound = (( SELECT directory.bound() AS bound)))
  with check (kind = (( SELECT directory.caller_kind() AS caller_kind)) AND subject = (( SELECT current_setting('app.subject'::text, true) AS current_setting)) AND bound = (( SELECT directory.bound() AS bound)));
create policy owner on schools.amendment for all to freischalter
  using (true)
  with check (true);
grant select on schools.amendment to freischalter_schools;
grant insert (id, is_preview, is_applied, change_id, preview_token, takes_effect_at, entitlement_ids, outcomes, moved_to_ids, opened) on schools.amendment to freischalter_schools;

create table schools.api_key (
  id                       text not null,
  hash                     text not null,
  name                     text not null,
  kind                     text not null,
  scopes                   text[] not null,
  bound                    text[] not null,
  created_at               timestamp with time zone not null default now(),
  expires_at               timestamp with time zone not null,
  revoked_at               timestamp with time zone,
  last_used_at             timestamp with time zone,
  constraint api_key_pkey PRIMARY KEY (id),
  constraint api_key_check CHECK ((kind = 'operator'::text) = (bound = '{}'::text[])),
  constraint api_key_check1 CHECK (expires_at <= (created_at + '400 days'::interval)),
  constraint api_key_hash_check CHECK (hash ~ '^[0-9a-f]{64}$'::text),
  constraint api_key_id_check CHECK (id ~ '^[0-9a-f]{16}$'::text),
  constraint api_key_kind_check CHECK (kind = ANY (ARRAY['lms'::text, 'licensing'::text, 'reporting'::text, 'operator'::text])),
  constraint api_key_name_check CHECK (name <> ''::text AND length(name) <= 200)
);
comment on table schools.api_key is 'API keys of machines: docs/decisions/0016-api-keys.md';
comment on column schools.api_key.hash is 'SHA-256 of the whole key, which is kept nowhere';
comment on column schools.api_key.bound is 'organisation keys; none for an operator';
comment on column schools.api_key.last_used_at is 'within some ten minutes';
alter table schools.api_key enable row level security;
alter table schools.api_key force row level security;
create policy gateway on schools.api_key for select to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) AND (( SELECT current_setting('app.subject'::text, true) AS current_setting)) = 'gateway'::text);
create policy owner on schools.api_key for all to freischalter
  using (true)
  with check (true);
create policy used on schools.api_key for update to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) AND (( SELECT current_setting('app.subject'::text, true) AS current_setting)) = 'gateway'::text);
CREATE TRIGGER audit_delete AFTER DELETE ON schools.api_key REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('api_key', 'id', '(''x'' || id)::bit(64)::bigint', 'null', 'null', '{hash,last_used_at}');
CREATE TRIGGER audit_insert AFTER INSERT ON schools.api_key REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('api_key', 'id', '(''x'' || id)::bit(64)::bigint', 'null', 'null', '{hash,last_used_at}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON schools.api_key FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('api_key', 'id', '(''x'' || id)::bit(64)::bigint', 'null', 'null', '{hash,last_used_at}');
CREATE TRIGGER audit_update AFTER UPDATE ON schools.api_key REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('api_key', 'id', '(''x'' || id)::bit(64)::bigint', 'null', 'null', '{hash,last_used_at}');
CREATE TRIGGER renew_version AFTER INSERT OR DELETE OR UPDATE OF id, hash, kind, scopes, bound, expires_at, revoked_at OR TRUNCATE ON schools.api_key FOR EACH STATEMENT EXECUTE FUNCTION schools.renew_api_key_version();
grant select (id, hash, kind, scopes, bound, expires_at, revoked_at) on schools.api_key to freischalter_schools;
grant update (last_used_at) on schools.api_key to freischalter_schools;

create table schools.api_key_version (
  only_row                 boolean not null default true,
  version                  uuid not null default gen_random_uuid(),
  constraint api_key_version_pkey PRIMARY KEY (only_row),
  constraint api_key_version_only_row_check CHECK (only_row)
);
comment on table schools.api_key_version is 'one row: another version with each change of schools.api_key, in the same transaction';
alter table schools.api_key_version enable row level security;
alter table schools.api_key_version force row level security;
create policy gateway on schools.api_key_version for select to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) AND (( SELECT current_setting('app.subject'::text, true) AS current_setting)) = 'gateway'::text);
create policy owner on schools.api_key_version for all to freischalter
  using (true)
  with check (true);
grant select (version) on schools.api_key_version to freischalter_schools;

create table schools.assignment (
  id                       uuid not null,
  kind                     text not null default directory.caller_kind(),
  subject                  text not null default current_setting('app.subject'::text, true),
  bound                    bigint[] not null default directory.bound(),
  input_hash               text not null,
  is_preview               boolean not null,
  is_applied               boolean not null default false,
  change_id                bigint,
  preview_id               uuid,
  unmatched                jsonb not null,
  holders                  text[] not null,
  holder_ids               bigint[] not null,
  schools_under            bigint[] not null,
  created_at               timestamp with time zone not null default now(),
  constraint assignment_pkey PRIMARY KEY (id)
);
comment on table schools.assignment is 'a call of assignEntitlements, previewed or applied: its id is the token of a preview';
comment on column schools.assignment.change_id is 'of the audit trail; null where nothing was made';
comment on column schools.assignment.preview_id is 'the preview that was to be applied';
comment on column schools.assignment.unmatched is 'rows of a pasted list that name no school in reach';
comment on column schools.assignment.holders is 'keys, as they were asked for; the other arrays are in the same order';
comment on column schools.assignment.holder_ids is 'null where the holder is not in reach';
comment on column schools.assignment.schools_under is 'a hash of the schools that belonged to the holder: another one, and the holder is not what was looked at';
CREATE INDEX assignment_created ON schools.assignment USING btree (created_at);
alter table schools.assignment enable row level security;
alter table schools.assignment force row level security;
create policy own on schools.assignment for all to freischalter_schools
  using (kind = (( SELECT directory.caller_kind() AS caller_kind)) AND subject = (( SELECT current_setting('app.subject'::text, true) AS current_setting)) AND bound = (( SELECT directory.bound() AS bound)))
  with check (kind = (( SELECT directory.caller_kind() AS caller_kind)) AND subject = (( SELECT current_setting('app.subject'::text, true) AS current_setting)) AND bound = (( SELECT directory.bound() AS bound)));
create policy owner on schools.assignment for all to freischalter
  using (true)
  with check (true);
grant select on schools.assignment to freischalter_schools;
grant insert (id, input_hash, is_preview, preview_id, unmatched, holders, holder_ids, schools_under) on schools.assignment to freischalter_schools;
grant update (is_applied, change_id) on schools.assignment to freischalter_schools;

create table schools.assignment_licence (
  assignment_id            uuid not null,
  place                    integer not null,
  licence_id               bigint not null,
  owner_id                 bigint not null,
  terms_hash               text not null,
  valid_from               timestamp with time zone not null,
  rights                   text[] not null,
  outcomes                 text[] not null,
  standing_ids             bigint[] not null,
  standing_versions        integer[] not null,
  made_ids                 bigint[] not null,
  valid_untils             timestamp with time zone[] not null,
  overlapping_ids          bigint[] not null,
  overlapping_schools      integer[] not null,
  constraint assignment_licence_pkey PRIMARY KEY (assignment_id, place),
  constraint assignment_licence_assignment_id_fkey FOREIGN KEY (assignment_id) REFERENCES schools.assignment(id) ON DELETE CASCADE
);
comment on table schools.assignment_licence is 'what was judged of a licence for each holder: the arrays are in the order of the holders';
comment on column schools.assignment_licence.terms_hash is 'of what the licence said: another one, and it was changed';
alter table schools.assignment_licence enable row level security;
alter table schools.assignment_licence force row level security;
create policy own on schools.assignment_licence for all to freischalter_schools
  using ((EXISTS ( SELECT
   FROM schools.assignment a
  WHERE a.id = assignment_licence.assignment_id)))
  with check ((EXISTS ( SELECT
   FROM schools.assignment a
  WHERE a.id = assignment_licence.assignment_id)));
create policy owner on schools.assignment_licence for all to freischalter
  using (true)
  with check (true);
grant insert, select on schools.assignment_licence to freischalter_schools;

create table schools.audit_change (
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
comment on table schools.audit_change is 'one row for each transaction that changed an audited table';
comment on column schools.audit_change.source is 'what was imported: the file, and the list that it is';
comment on column schools.audit_change.kind is 'of the caller; owner: an import, a command or SQL by hand';
comment on column schools.audit_change.bound is 'the organisations that the caller was bound to';
comment on column schools.audit_change.author_id is 'schools.audit_person, whose row is gone once the name was erased; so is end_user_id';
CREATE INDEX audit_change_at ON schools.audit_change USING btree (at);
CREATE INDEX audit_change_author ON schools.audit_change USING btree (author_id);
CREATE INDEX audit_change_end_user ON schools.audit_change USING btree (end_user_id) WHERE end_user_id IS NOT NULL;
CREATE INDEX audit_change_transaction ON schools.audit_change USING btree (transaction_id);
alter table schools.audit_change enable row level security;
alter table schools.audit_change force row level security;
create policy owner on schools.audit_change for all to freischalter
  using (true)
  with check (true);
create policy reach on schools.audit_change for select to freischalter_schools
  using ((EXISTS ( SELECT
   FROM schools.audit_entry e
  WHERE e.change_id = audit_change.id)));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON schools.audit_change FOR EACH STATEMENT EXECUTE FUNCTION directory.refuse_rewriting();
CREATE CONSTRAINT TRIGGER seal AFTER INSERT ON schools.audit_change DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION directory.seal_change();
grant select on schools.audit_change to freischalter_schools;

create table schools.audit_entry (
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
comment on table schools.audit_entry is 'a row that a change made (no before), altered or removed (no after)';
comment on column schools.audit_entry.object is 'the table';
comment on column schools.audit_entry.object_id is 'what the row is about: its id, or that of the object that it belongs to';
comment on column schools.audit_entry.before is 'the whole row, without persons and derived columns';
CREATE INDEX audit_entry_holder ON schools.audit_entry USING btree (holder_id);
CREATE INDEX audit_entry_object ON schools.audit_entry USING btree (object_id, object);
alter table schools.audit_entry enable row level security;
alter table schools.audit_entry force row level security;
create policy owner on schools.audit_entry for all to freischalter
  using (true)
  with check (true);
create policy reach on schools.audit_entry for select to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND ((owner_id IN ( SELECT directory.within() AS within)) OR (holder_id IN ( SELECT directory.organisations_over_reach_now() AS organisations_over_reach_now))));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON schools.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION directory.refuse_rewriting();
grant select on schools.audit_entry to freischalter_schools;

create table schools.audit_head (
  only_row                 boolean not null default true,
  "position"               bigint not null default 0,
  hash                     bytea not null default decode(repeat('00'::text, 32), 'hex'::text),
  constraint audit_head_pkey PRIMARY KEY (only_row),
  constraint audit_head_only_row_check CHECK (only_row)
);
comment on table schools.audit_head is 'the last link; locked while a transaction that appends to the chain commits';
alter table schools.audit_head enable row level security;
alter table schools.audit_head force row level security;
create policy owner on schools.audit_head for all to freischalter
  using (true)
  with check (true);

create table schools.audit_link (
  "position"               bigint not null,
  change_id                bigint not null,
  previous                 bytea not null,
  hash                     bytea not null,
  constraint audit_link_pkey PRIMARY KEY ("position"),
  constraint audit_link_change_id_key UNIQUE (change_id),
  constraint audit_link_position_check CHECK ("position" > 0)
);
comment on table schools.audit_link is 'the chain: each change sealed with the hash of the one before, in the order of commits';
alter table schools.audit_link enable row level security;
alter table schools.audit_link force row level security;
create policy owner on schools.audit_link for all to freischalter
  using (true)
  with check (true);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON schools.audit_link FOR EACH STATEMENT EXECUTE FUNCTION directory.refuse_rewriting();

create table schools.audit_person (
  id                       bigint not null generated always as identity,
  name                     text not null,
  bound                    bigint[] not null,
  salt                     bytea not null default sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())),
  constraint audit_person_pkey PRIMARY KEY (id)
);
comment on table schools.audit_person is 'subjects and end users as claimed: apart, so that they can be erased';
CREATE INDEX audit_person_name ON schools.audit_person USING btree (name);
alter table schools.audit_person enable row level security;
alter table schools.audit_person force row level security;
create policy colleagues on schools.audit_person for select to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND bound <> '{}'::bigint[] AND bound <@ (( SELECT ARRAY( SELECT directory.within() AS within) AS "array")));
create policy owner on schools.audit_person for all to freischalter
  using (true)
  with check (true);
grant select (id, name, bound) on schools.audit_person to freischalter_schools;

create table schools.authority (
  id                       bigint not null,
  in_key_list              boolean not null,
  postcode                 text,
  city                     text,
  constraint authority_pkey PRIMARY KEY (id),
  constraint authority_id_fkey FOREIGN KEY (id) REFERENCES schools.organisation(id)
);
comment on column schools.authority.in_key_list is 'false: the school list names it by number only';
alter table schools.authority enable row level security;
alter table schools.authority force row level security;
create policy owner on schools.authority for all to freischalter
  using (true)
  with check (true);
create policy reach on schools.authority for select to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) OR (id IN ( SELECT directory.organisations_over_reach() AS organisations_over_reach)));
CREATE TRIGGER notify_delete AFTER DELETE ON schools.authority REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('id');
CREATE TRIGGER notify_insert AFTER INSERT ON schools.authority REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('id');
CREATE TRIGGER notify_truncate AFTER TRUNCATE ON schools.authority FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('id');
CREATE TRIGGER notify_update AFTER UPDATE ON schools.authority REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('id');
grant select on schools.authority to freischalter_schools;

create table schools.district (
  id                       bigint not null,
  ags                      text not null,
  kind                     text not null,
  number_plates            text[] not null,
  nuts3                    text,
  regional_association_id  bigint,
  constraint district_pkey PRIMARY KEY (id),
  constraint district_ags_key UNIQUE (ags),
  constraint district_id_fkey FOREIGN KEY (id) REFERENCES schools.organisation(id),
  constraint district_regional_association_id_fkey FOREIGN KEY (regional_association_id) REFERENCES schools.organisation(id),
  constraint district_ags_check CHECK (ags ~ '^[0-9]{5}$'::text)
);
alter table schools.district enable row level security;
alter table schools.district force row level security;
create policy known on schools.district for select to freischalter_schools
  using ((( SELECT directory.caller_kind() AS caller_kind)) <> ''::text);
create policy owner on schools.district for all to freischalter
  using (true)
  with check (true);
grant select on schools.district to freischalter_schools;

create table schools.entitlement (
  id                       bigint not null generated always as identity,
  licence_id               bigint not null,
  owner_id                 bigint not null,
  holder_id                bigint not null,
  valid                    tstzrange not null,
  rights                   text[] not null,
  created_at               timestamp with time zone not null default now(),
  created_by               text not null,
  revoked_at               timestamp with time zone,
  revoked_by               text,
  revoked_reason           text,
  note                     text,
  source                   text,
  version                  integer not null default 1,
  moved_from               bigint,
  on_timeline              text not null generated always as ((((schools.bounds(valid) || ','::text) || schools.milliseconds(revoked_at)) || ','::text) || schools.right_bits(rights)) stored,
  own_end                  timestamp with time zone not null generated always as (COALESCE(upper(valid), 'infinity'::timestamp with time zone)) stored,
  constraint entitlement_pkey PRIMARY KEY (id),
  constraint entitlement_holder_id_fkey FOREIGN KEY (holder_id) REFERENCES schools.organisation(id),
  constraint entitlement_moved_from_fkey FOREIGN KEY (moved_from) REFERENCES schools.entitlement(id),
  constraint entitlement_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES schools.organisation(id),
  constraint entitlement_note_check CHECK (length(note) >= 1 AND length(note) <= 500),
  constraint entitlement_rights_check CHECK (cardinality(rights) > 0),
  constraint entitlement_source_check CHECK (length(source) >= 1 AND length(source) <= 60),
  constraint entitlement_valid_check CHECK (NOT isempty(valid) AND lower(valid) IS NOT NULL)
);
comment on column schools.entitlement.owner_id is 'the organisation that bought the licence; a licence never changes its owner';
comment on column schools.entitlement.note is 'what who made it wrote beside it, for their own';
comment on column schools.entitlement.source is 'whose wish it is, where a sync made it: only syncs of that source end it; null: by hand';
comment on column schools.entitlement.version is 'raised by each change of the row or of its suspensions, whoever makes it: who changes it says which one was read';
comment on column schools.entitlement.moved_from is 'which other one it continues, that another holder had';
comment on column schools.entitlement.on_timeline is 'what access/timeline.ts says of it and of those alike: period, end and rights, as JSON';
comment on column schools.entitlement.own_end is 'infinity: it ends with its licence. A column, as behind row-level security no function of one leads into an index';
CREATE INDEX entitlement_by_own_end ON schools.entitlement USING btree (own_end, licence_id, id) WHERE own_end < 'infinity'::timestamp with time zone;
CREATE INDEX entitlement_holder ON schools.entitlement USING btree (holder_id);
CREATE INDEX entitlement_licence ON schools.entitlement USING btree (licence_id, holder_id);
CREATE INDEX entitlement_moved_from ON schools.entitlement USING btree (moved_from) WHERE moved_from IS NOT NULL;
CREATE INDEX entitlement_of_licence_by_own_end ON schools.entitlement USING btree (licence_id, own_end, id);
CREATE INDEX entitlement_owner ON schools.entitlement USING btree (owner_id);
CREATE INDEX entitlement_source ON schools.entitlement USING btree (source) WHERE source IS NOT NULL;
alter table schools.entitlement enable row level security;
alter table schools.entitlement force row level security;
create policy amend on schools.entitlement for update to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND ((owner_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (owner_id IN ( SELECT directory.within() AS within)) AND (holder_id IN ( SELECT directory.within() AS within))));
create policy assign on schools.entitlement for insert to freischalter_schools
  with check (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (owner_id IN ( SELECT directory.within() AS within)) AND (holder_id IN ( SELECT directory.within() AS within)));
create policy owner on schools.entitlement for all to freischalter
  using (true)
  with check (true);
create policy reach on schools.entitlement for select to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) OR (owner_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (holder_id IN ( SELECT directory.organisations_over_reach_now() AS organisations_over_reach_now)) OR (holder_id IN ( SELECT directory.organisations_over_reach() AS organisations_over_reach)) AND (EXISTS ( SELECT
   FROM schools.membership m
  WHERE m.organisation_id = entitlement.holder_id AND m.valid && entitlement.valid AND (m.school_id IN ( SELECT directory.reach() AS reach)))) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (holder_id IN ( SELECT directory.prepared_within() AS prepared_within)) AND (owner_id IN ( SELECT directory.within() AS within)));
CREATE TRIGGER audit_delete AFTER DELETE ON schools.entitlement REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('entitlement', 'id', 'id', 'owner_id', 'holder_id', '{version,created_by,revoked_by,on_timeline,own_end}');
CREATE TRIGGER audit_insert AFTER INSERT ON schools.entitlement REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('entitlement', 'id', 'id', 'owner_id', 'holder_id', '{version,created_by,revoked_by,on_timeline,own_end}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON schools.entitlement FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('entitlement', 'id', 'id', 'owner_id', 'holder_id', '{version,created_by,revoked_by,on_timeline,own_end}');
CREATE TRIGGER audit_update AFTER UPDATE ON schools.entitlement REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('entitlement', 'id', 'id', 'owner_id', 'holder_id', '{version,created_by,revoked_by,on_timeline,own_end}');
CREATE TRIGGER check_prolonged AFTER UPDATE ON schools.entitlement REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION schools.check_prolonged();
CREATE TRIGGER notify_delete AFTER DELETE ON schools.entitlement REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''e'' || holder_id');
CREATE TRIGGER notify_insert AFTER INSERT ON schools.entitlement REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''e'' || holder_id');
CREATE TRIGGER notify_truncate AFTER TRUNCATE ON schools.entitlement FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''e'' || holder_id');
CREATE TRIGGER notify_update AFTER UPDATE ON schools.entitlement REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''e'' || holder_id');
CREATE TRIGGER raise_version BEFORE UPDATE ON schools.entitlement FOR EACH ROW EXECUTE FUNCTION schools.raise_version();
grant insert, select on schools.entitlement to freischalter_schools;
grant update (valid, revoked_at, revoked_by, revoked_reason) on schools.entitlement to freischalter_schools;

create table schools.entitlement_suspension (
  id                       bigint not null generated always as identity,
  entitlement_id           bigint not null,
  valid                    tstzrange not null,
  denial                   text not null default 'SUSPENDED'::text,
  created_by               text not null,
  reason                   text,
  constraint entitlement_suspension_pkey PRIMARY KEY (id),
  constraint entitlement_suspension_entitlement_id_fkey FOREIGN KEY (entitlement_id) REFERENCES schools.entitlement(id),
  constraint entitlement_suspension_check CHECK (denial = 'SUSPENDED'::text OR NOT upper_inf(valid)),
  constraint entitlement_suspension_denial_check CHECK (denial = ANY (ARRAY['SUSPENDED'::text, 'REVOKED'::text, 'EXPIRED'::text])),
  constraint entitlement_suspension_valid_check CHECK (NOT isempty(valid)),
  constraint entitlement_suspension_once EXCLUDE USING gist ((entitlement_id + 0) WITH =, denial WITH =, valid WITH &&)
);
comment on column schools.entitlement_suspension.denial is 'what is answered of the period. REVOKED, EXPIRED: a revocation or an end that was undone stays on record while it held';
CREATE INDEX entitlement_suspension_entitlement ON schools.entitlement_suspension USING btree (entitlement_id);
alter table schools.entitlement_suspension enable row level security;
alter table schools.entitlement_suspension force row level security;
create policy cancel on schools.entitlement_suspension for delete to freischalter_schools
  using (lower(valid) > (now() - '00:01:00'::interval) AND (EXISTS ( SELECT
   FROM schools.entitlement e
  WHERE e.id = entitlement_suspension.entitlement_id AND (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND ((e.owner_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (e.owner_id IN ( SELECT directory.within() AS within)) AND (e.holder_id IN ( SELECT directory.within() AS within)))))));
create policy owner on schools.entitlement_suspension for all to freischalter
  using (true)
  with check (true);
create policy reach on schools.entitlement_suspension for select to freischalter_schools
  using ((EXISTS ( SELECT
   FROM schools.entitlement e
  WHERE e.id = entitlement_suspension.entitlement_id)));
create policy resume on schools.entitlement_suspension for update to freischalter_schools
  using ((EXISTS ( SELECT
   FROM schools.entitlement e
  WHERE e.id = entitlement_suspension.entitlement_id AND (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND ((e.owner_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (e.owner_id IN ( SELECT directory.within() AS within)) AND (e.holder_id IN ( SELECT directory.within() AS within)))))));
create policy suspend on schools.entitlement_suspension for insert to freischalter_schools
  with check ((EXISTS ( SELECT
   FROM schools.entitlement e
  WHERE e.id = entitlement_suspension.entitlement_id AND (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND ((e.owner_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) OR (e.owner_id IN ( SELECT directory.within() AS within)) AND (e.holder_id IN ( SELECT directory.within() AS within)))))));
CREATE TRIGGER audit_delete AFTER DELETE ON schools.entitlement_suspension REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('entitlement_suspension', 'id', 'entitlement_id', '(select e.owner_id from schools.entitlement e where e.id = entitlement_id)', '(select e.holder_id from schools.entitlement e where e.id = entitlement_id)', '{created_by}');
CREATE TRIGGER audit_insert AFTER INSERT ON schools.entitlement_suspension REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('entitlement_suspension', 'id', 'entitlement_id', '(select e.owner_id from schools.entitlement e where e.id = entitlement_id)', '(select e.holder_id from schools.entitlement e where e.id = entitlement_id)', '{created_by}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON schools.entitlement_suspension FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('entitlement_suspension', 'id', 'entitlement_id', '(select e.owner_id from schools.entitlement e where e.id = entitlement_id)', '(select e.holder_id from schools.entitlement e where e.id = entitlement_id)', '{created_by}');
CREATE TRIGGER audit_update AFTER UPDATE ON schools.entitlement_suspension REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('entitlement_suspension', 'id', 'entitlement_id', '(select e.owner_id from schools.entitlement e where e.id = entitlement_id)', '(select e.holder_id from schools.entitlement e where e.id = entitlement_id)', '{created_by}');
CREATE TRIGGER notify_delete AFTER DELETE ON schools.entitlement_suspension REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''e'' || (select e.holder_id from schools.entitlement e where e.id = entitlement_id)');
CREATE TRIGGER notify_insert AFTER INSERT ON schools.entitlement_suspension REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''e'' || (select e.holder_id from schools.entitlement e where e.id = entitlement_id)');
CREATE TRIGGER notify_truncate AFTER TRUNCATE ON schools.entitlement_suspension FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''e'' || (select e.holder_id from schools.entitlement e where e.id = entitlement_id)');
CREATE TRIGGER notify_update AFTER UPDATE ON schools.entitlement_suspension REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('''e'' || (select e.holder_id from schools.entitlement e where e.id = entitlement_id)');
CREATE TRIGGER raise_version_delete AFTER DELETE ON schools.entitlement_suspension REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schools.raise_version_of_suspended();
CREATE TRIGGER raise_version_insert AFTER INSERT ON schools.entitlement_suspension REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schools.raise_version_of_suspended();
CREATE TRIGGER raise_version_update AFTER UPDATE ON schools.entitlement_suspension REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION schools.raise_version_of_suspended();
grant delete, insert, select on schools.entitlement_suspension to freischalter_schools;
grant update (valid) on schools.entitlement_suspension to freischalter_schools;

create table schools.idempotent_answer (
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
comment on table schools.idempotent_answer is 'first answers of mutations by idempotency key, so that a repeat changes nothing';
CREATE INDEX idempotent_answer_created ON schools.idempotent_answer USING btree (created_at);
alter table schools.idempotent_answer enable row level security;
alter table schools.idempotent_answer force row level security;
create policy own on schools.idempotent_answer for all to freischalter_schools
  using (kind = (( SELECT directory.caller_kind() AS caller_kind)) AND subject = (( SELECT current_setting('app.subject'::text, true) AS current_setting)) AND bound = (( SELECT directory.bound() AS bound)))
  with check (kind = (( SELECT directory.caller_kind() AS caller_kind)) AND subject = (( SELECT current_setting('app.subject'::text, true) AS current_setting)) AND bound = (( SELECT directory.bound() AS bound)));
create policy owner on schools.idempotent_answer for all to freischalter
  using (true)
  with check (true);
grant select on schools.idempotent_answer to freischalter_schools;
grant insert (idempotency_key, operation, input_hash, answer) on schools.idempotent_answer to freischalter_schools;

create table schools.job (
  id                       uuid not null,
  kind                     text not null default directory.caller_kind(),
  subject                  text not null default current_setting('app.subject'::text, true),
  bound                    bigint[] not null default directory.bound(),
  caller                   jsonb not null,
  work                     json not null,
  state                    text not null default 'WAITING'::text,
  done                     integer not null default 0,
  to_do                    integer,
  assignment_id            uuid,
  amendment_id             uuid,
  error                    text,
  created_at               timestamp with time zone not null default now(),
  started_at               timestamp with time zone,
  ended_at                 timestamp with time zone,
  constraint job_pkey PRIMARY KEY (id),
  constraint job_state_check CHECK (state = ANY (ARRAY['WAITING'::text, 'RUNNING'::text, 'DONE'::text, 'FAILED'::text, 'CANCELLED'::text]))
);
comment on table schools.job is 'assignments and changes that are carried out later: as their caller, whose reach is looked at then';
comment on column schools.job.caller is 'as the gateway told it, with the scopes of the token';
comment on column schools.job.work is 'as text, in the order in which it is compared with that of a preview';
CREATE INDEX job_created ON schools.job USING btree (created_at);
alter table schools.job enable row level security;
alter table schools.job force row level security;
create policy own on schools.job for all to freischalter_schools
  using (kind = (( SELECT directory.caller_kind() AS caller_kind)) AND subject = (( SELECT current_setting('app.subject'::text, true) AS current_setting)) AND bound = (( SELECT directory.bound() AS bound)))
  with check (kind = (( SELECT directory.caller_kind() AS caller_kind)) AND subject = (( SELECT current_setting('app.subject'::text, true) AS current_setting)) AND bound = (( SELECT directory.bound() AS bound)));
create policy owner on schools.job for all to freischalter
  using (true)
  with check (true);
grant select on schools.job to freischalter_schools;
grant insert (id, caller, work) on schools.job to freischalter_schools;
grant update (state, done, to_do, assignment_id, amendment_id, error, started_at, ended_at) on schools.job to freischalter_schools;

create table schools.list_import (
  state                    text not null,
  source                   text not null,
  as_of                    timestamp with time zone not null,
  imported_at              timestamp with time zone not null default now(),
  constraint list_import_pkey PRIMARY KEY (state, source)
);
comment on table schools.list_import is 'the last import of each list: one as of before it would undo what it recorded, and is refused';
alter table schools.list_import enable row level security;
alter table schools.list_import force row level security;
create policy owner on schools.list_import for all to freischalter
  using (true)
  with check (true);

create table schools.media_centre_area (
  id                       bigint not null generated always as identity,
  media_centre_id          bigint not null,
  district_id              bigint not null,
  municipality_ags         text,
  valid                    tstzrange not null,
  constraint media_centre_area_pkey PRIMARY KEY (id),
  constraint media_centre_area_district_id_fkey FOREIGN KEY (district_id) REFERENCES schools.organisation(id),
  constraint media_centre_area_media_centre_id_fkey FOREIGN KEY (media_centre_id) REFERENCES schools.organisation(id),
  constraint media_centre_area_municipality_ags_fkey FOREIGN KEY (municipality_ags) REFERENCES schools.municipality(ags),
  constraint media_centre_area_valid_check CHECK (NOT isempty(valid)),
  constraint media_centre_area_district_id_coalesce_valid_excl EXCLUDE USING gist (district_id WITH =, COALESCE(municipality_ags, ''::text) WITH =, valid WITH &&)
);
comment on table schools.media_centre_area is 'which media centre serves a district; a row with a municipality goes before the row of its district';
alter table schools.media_centre_area enable row level security;
alter table schools.media_centre_area force row level security;
create policy known on schools.media_centre_area for select to freischalter_schools
  using ((( SELECT directory.caller_kind() AS caller_kind)) <> ''::text);
create policy owner on schools.media_centre_area for all to freischalter
  using (true)
  with check (true);
CREATE TRIGGER audit_delete AFTER DELETE ON schools.media_centre_area REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('media_centre_area', 'id', 'id', 'media_centre_id', 'district_id', '{}');
CREATE TRIGGER audit_insert AFTER INSERT ON schools.media_centre_area REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('media_centre_area', 'id', 'id', 'media_centre_id', 'district_id', '{}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON schools.media_centre_area FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('media_centre_area', 'id', 'id', 'media_centre_id', 'district_id', '{}');
CREATE TRIGGER audit_update AFTER UPDATE ON schools.media_centre_area REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('media_centre_area', 'id', 'id', 'media_centre_id', 'district_id', '{}');
grant select on schools.media_centre_area to freischalter_schools;

create table schools.membership (
  id                       bigint not null generated always as identity,
  school_id                bigint not null,
  organisation_id          bigint not null,
  level                    text not null,
  valid                    tstzrange not null,
  constraint membership_pkey PRIMARY KEY (id),
  constraint membership_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES schools.organisation(id),
  constraint membership_school_id_fkey FOREIGN KEY (school_id) REFERENCES schools.school(id),
  constraint membership_valid_check CHECK (NOT isempty(valid)),
  constraint membership_once EXCLUDE USING gist ((school_id + 0) WITH =, (organisation_id + 0) WITH =, valid WITH &&),
  constraint membership_one_per_level EXCLUDE USING gist ((school_id + 0) WITH =, level WITH =, valid WITH &&) WHERE (level <> 'SCHOOL_GROUP'::text)
);
CREATE INDEX membership_organisation ON schools.membership USING btree (organisation_id, school_id);
CREATE INDEX membership_school ON schools.membership USING btree (school_id);
alter table schools.membership enable row level security;
alter table schools.membership force row level security;
create policy end_in_group on schools.membership for update to freischalter_schools
  using (level = 'SCHOOL_GROUP'::text AND ((( SELECT directory.caller_kind() AS caller_kind)) = ANY (ARRAY['licensing'::text, 'operator'::text])) AND (organisation_id IN ( SELECT directory.own_groups() AS own_groups)));
create policy join_group on schools.membership for insert to freischalter_schools
  with check (level = 'SCHOOL_GROUP'::text AND ((( SELECT directory.caller_kind() AS caller_kind)) = ANY (ARRAY['licensing'::text, 'operator'::text])) AND (organisation_id IN ( SELECT directory.own_groups() AS own_groups)) AND (( SELECT directory.is_operator() AS is_operator) OR (school_id IN ( SELECT directory.reach() AS reach))));
create policy leave_group on schools.membership for delete to freischalter_schools
  using (level = 'SCHOOL_GROUP'::text AND ((( SELECT directory.caller_kind() AS caller_kind)) = ANY (ARRAY['licensing'::text, 'operator'::text])) AND (organisation_id IN ( SELECT directory.own_groups() AS own_groups)));
create policy own_group on schools.membership for select to freischalter_schools
  using (level = 'SCHOOL_GROUP'::text AND (organisation_id IN ( SELECT directory.own_groups() AS own_groups)));
create policy owner on schools.membership for all to freischalter
  using (true)
  with check (true);
create policy reach on schools.membership for select to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) OR (school_id IN ( SELECT directory.reach() AS reach)));
CREATE TRIGGER audit_delete AFTER DELETE ON schools.membership REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('membership', 'id', 'id', 'organisation_id', 'school_id', '{}');
CREATE TRIGGER audit_insert AFTER INSERT ON schools.membership REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('membership', 'id', 'id', 'organisation_id', 'school_id', '{}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON schools.membership FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('membership', 'id', 'id', 'organisation_id', 'school_id', '{}');
CREATE TRIGGER audit_update AFTER UPDATE ON schools.membership REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('membership', 'id', 'id', 'organisation_id', 'school_id', '{}');
CREATE TRIGGER notify_delete AFTER DELETE ON schools.membership REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('school_id');
CREATE TRIGGER notify_insert AFTER INSERT ON schools.membership REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('school_id');
CREATE TRIGGER notify_truncate AFTER TRUNCATE ON schools.membership FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('school_id');
CREATE TRIGGER notify_update AFTER UPDATE ON schools.membership REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('school_id');
grant delete, select on schools.membership to freischalter_schools;
grant insert (school_id, organisation_id, level, valid) on schools.membership to freischalter_schools;
grant update (valid) on schools.membership to freischalter_schools;

create table schools.municipality (
  ags                      text not null,
  name                     text not null,
  district_id              bigint not null,
  constraint municipality_pkey PRIMARY KEY (ags),
  constraint municipality_district_id_fkey FOREIGN KEY (district_id) REFERENCES schools.organisation(id),
  constraint municipality_ags_check CHECK (ags ~ '^[0-9]{8}$'::text)
);
alter table schools.municipality enable row level security;
alter table schools.municipality force row level security;
create policy known on schools.municipality for select to freischalter_schools
  using ((( SELECT directory.caller_kind() AS caller_kind)) <> ''::text);
create policy owner on schools.municipality for all to freischalter
  using (true)
  with check (true);
grant select on schools.municipality to freischalter_schools;

create table schools.notice (
  subscription_id          bigint not null,
  list                     text not null,
  object_id                bigint not null,
  due                      timestamp with time zone not null,
  constraint notice_pkey PRIMARY KEY (subscription_id, list, object_id, due),
  constraint notice_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES schools.notice_subscription(id) ON DELETE CASCADE
);
comment on table schools.notice is 'the deadlines that a mail has named, so that each is named once; a deadline that is moved is a new one';
alter table schools.notice enable row level security;
alter table schools.notice force row level security;
create policy owner on schools.notice for all to freischalter
  using (true)
  with check (true);
create policy service on schools.notice for all to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) AND (( SELECT current_setting('app.subject'::text, true) AS current_setting)) = 'notices'::text)
  with check (( SELECT directory.is_operator() AS is_operator) AND (( SELECT current_setting('app.subject'::text, true) AS current_setting)) = 'notices'::text);
grant delete, insert, select on schools.notice to freischalter_schools;

create table schools.notice_mail (
  id                       uuid not null default gen_random_uuid(),
  subscription_id          bigint not null,
  headline                 text not null,
  body                     text not null,
  created_at               timestamp with time zone not null default now(),
  attempts                 integer not null default 0,
  next_attempt_at          timestamp with time zone not null default now(),
  constraint notice_mail_pkey PRIMARY KEY (id),
  constraint notice_mail_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES schools.notice_subscription(id) ON DELETE CASCADE
);
comment on table schools.notice_mail is 'digests that are not delivered yet; a row is deleted when the mail server has accepted it';
comment on column schools.notice_mail.next_attempt_at is 'moved before each attempt, so that no other process delivers it meanwhile';
alter table schools.notice_mail enable row level security;
alter table schools.notice_mail force row level security;
create policy owner on schools.notice_mail for all to freischalter
  using (true)
  with check (true);
create policy service on schools.notice_mail for all to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) AND (( SELECT current_setting('app.subject'::text, true) AS current_setting)) = 'notices'::text)
  with check (( SELECT directory.is_operator() AS is_operator) AND (( SELECT current_setting('app.subject'::text, true) AS current_setting)) = 'notices'::text);
grant delete, insert, select on schools.notice_mail to freischalter_schools;
grant update (attempts, next_attempt_at) on schools.notice_mail to freischalter_schools;

create table schools.notice_subscription (
  id                       bigint not null generated always as identity,
  organisation_id          bigint not null,
  subject                  text not null,
  address                  text not null,
  lists                    text[] not null,
  within                   integer not null,
  created_at               timestamp with time zone not null default now(),
  last_digest_on           date,
  failing_since            timestamp with time zone,
  constraint notice_subscription_pkey PRIMARY KEY (id),
  constraint notice_subscription_once UNIQUE (organisation_id, subject),
  constraint notice_subscription_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES schools.organisation(id),
  constraint notice_subscription_lists_check CHECK (cardinality(lists) > 0 AND lists <@ ARRAY['EXPIRING'::text, 'STARTING'::text, 'NOTICE_DUE'::text]),
  constraint notice_subscription_within_check CHECK (within >= 1 AND within <= 366)
);
comment on column schools.notice_subscription.subject is 'of the token of whoever subscribed';
comment on column schools.notice_subscription.last_digest_on is 'the day, Europe/Berlin, of the last digest, also where it had nothing to report';
comment on column schools.notice_subscription.failing_since is 'since when no mail could be delivered; null: the last one was delivered';
alter table schools.notice_subscription enable row level security;
alter table schools.notice_subscription force row level security;
create policy owner on schools.notice_subscription for all to freischalter
  using (true)
  with check (true);
create policy service on schools.notice_subscription for all to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) AND (( SELECT current_setting('app.subject'::text, true) AS current_setting)) = 'notices'::text)
  with check (( SELECT directory.is_operator() AS is_operator) AND (( SELECT current_setting('app.subject'::text, true) AS current_setting)) = 'notices'::text);
create policy staff on schools.notice_subscription for all to freischalter_schools
  using ((( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (organisation_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])))
  with check ((( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (organisation_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])));
grant delete, insert, select on schools.notice_subscription to freischalter_schools;
grant update (address, lists, within, last_digest_on, failing_since) on schools.notice_subscription to freischalter_schools;

create table schools.organisation (
  id                       bigint not null generated always as identity,
  level                    text not null,
  state                    text not null,
  number                   text not null,
  name                     text not null,
  external_id              text not null generated always as (
CASE level
    WHEN 'STATE'::text THEN state
    ELSE (state || ':'::text) || number
END) stored,
  key                      text not null generated always as ((level || ':'::text) ||
CASE level
    WHEN 'STATE'::text THEN state
    ELSE (state || ':'::text) || number
END) stored,
  constraint organisation_pkey PRIMARY KEY (id),
  constraint organisation_key_key UNIQUE (key),
  constraint organisation_check CHECK (level <> 'STATE'::text OR number = state),
  constraint organisation_level_check CHECK (level = ANY (ARRAY['STATE'::text, 'REGIONAL_ASSOCIATION'::text, 'DISTRICT'::text, 'MEDIA_CENTRE'::text, 'AUTHORITY'::text, 'SCHOOL_GROUP'::text, 'SCHOOL'::text])),
  constraint organisation_number_check CHECK (number ~ '^[A-Za-z0-9-]{1,40}$'::text),
  constraint organisation_state_check CHECK (state ~ '^[A-Z]{2}$'::text)
);
comment on column schools.organisation.key is 'names it outside the database: AUTHORITY:NW:10182, STATE:NW';
alter table schools.organisation enable row level security;
alter table schools.organisation force row level security;
create policy make_group on schools.organisation for insert to freischalter_schools
  with check (level = 'SCHOOL_GROUP'::text AND ((( SELECT directory.caller_kind() AS caller_kind)) = ANY (ARRAY['licensing'::text, 'operator'::text])));
create policy own_group on schools.organisation for select to freischalter_schools
  using (level = 'SCHOOL_GROUP'::text AND (id IN ( SELECT directory.own_groups() AS own_groups)));
create policy owner on schools.organisation for all to freischalter
  using (true)
  with check (true);
create policy reach on schools.organisation for select to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) OR
CASE level
    WHEN 'SCHOOL'::text THEN (id IN ( SELECT directory.reach() AS reach))
    ELSE (id IN ( SELECT directory.organisations_over_reach() AS organisations_over_reach))
END);
create policy rename_group on schools.organisation for update to freischalter_schools
  using (level = 'SCHOOL_GROUP'::text AND ((( SELECT directory.caller_kind() AS caller_kind)) = ANY (ARRAY['licensing'::text, 'operator'::text])) AND (id IN ( SELECT directory.own_groups() AS own_groups)));
CREATE TRIGGER audit_delete AFTER DELETE ON schools.organisation REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('organisation', 'id', 'id', 'id', 'id', '{external_id,key}');
CREATE TRIGGER audit_insert AFTER INSERT ON schools.organisation REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('organisation', 'id', 'id', 'id', 'id', '{external_id,key}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON schools.organisation FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('organisation', 'id', 'id', 'id', 'id', '{external_id,key}');
CREATE TRIGGER audit_update AFTER UPDATE ON schools.organisation REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('organisation', 'id', 'id', 'id', 'id', '{external_id,key}');
CREATE TRIGGER notify_delete AFTER DELETE ON schools.organisation REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('id');
CREATE TRIGGER notify_insert AFTER INSERT ON schools.organisation REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('id');
CREATE TRIGGER notify_truncate AFTER TRUNCATE ON schools.organisation FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('id');
CREATE TRIGGER notify_update AFTER UPDATE ON schools.organisation REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('id');
grant select on schools.organisation to freischalter_schools;
grant insert (level, state, number, name) on schools.organisation to freischalter_schools;
grant update (name) on schools.organisation to freischalter_schools;

create table schools.school (
  id                       bigint not null,
  short_name               text not null,
  form_code                text not null,
  form                     text,
  legal_form_code          text not null,
  municipality_ags         text not null,
  postcode                 text not null,
  city                     text not null,
  street                   text not null,
  email                    text,
  homepage                 text,
  operation_code           text not null,
  operating                tstzrange not null,
  left_list_at             timestamp with time zone,
  source                   text not null default 'official'::text,
  constraint school_pkey PRIMARY KEY (id),
  constraint school_id_fkey FOREIGN KEY (id) REFERENCES schools.organisation(id),
  constraint school_municipality_ags_fkey FOREIGN KEY (municipality_ags) REFERENCES schools.municipality(ags)
);
comment on column schools.school.left_list_at is 'when an import first missed it in the official list';
comment on column schools.school.source is 'the list that names it: an import closes only what its own list lost';
alter table schools.school enable row level security;
alter table schools.school force row level security;
create policy owner on schools.school for all to freischalter
  using (true)
  with check (true);
create policy reach on schools.school for select to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) OR (id IN ( SELECT directory.reach() AS reach)));
CREATE TRIGGER notify_delete AFTER DELETE ON schools.school REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('id');
CREATE TRIGGER notify_insert AFTER INSERT ON schools.school REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('id');
CREATE TRIGGER notify_truncate AFTER TRUNCATE ON schools.school FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('id');
CREATE TRIGGER notify_update AFTER UPDATE ON schools.school REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_change('id');
grant select on schools.school to freischalter_schools;

create table schools.school_group (
  id                       bigint not null,
  owner_id                 bigint,
  kept_by                  text not null,
  closed_at                timestamp with time zone,
  constraint school_group_pkey PRIMARY KEY (id),
  constraint school_group_id_fkey FOREIGN KEY (id) REFERENCES schools.organisation(id),
  constraint school_group_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES schools.organisation(id),
  constraint school_group_check CHECK (kept_by = 'FILE'::text OR owner_id IS NOT NULL),
  constraint school_group_kept_by_check CHECK (kept_by = ANY (ARRAY['FILE'::text, 'DESK'::text]))
);
comment on column schools.school_group.owner_id is 'which organisation has it made; null: an imported one that operators alone change';
comment on column schools.school_group.kept_by is 'FILE: imports say which schools belong to it. DESK: staff do. Neither changes what the other keeps.';
CREATE INDEX school_group_owner ON schools.school_group USING btree (owner_id);
alter table schools.school_group enable row level security;
alter table schools.school_group force row level security;
create policy change on schools.school_group for update to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (owner_id IN ( SELECT directory.within() AS within)));
create policy make on schools.school_group for insert to freischalter_schools
  with check (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (owner_id IN ( SELECT directory.within() AS within)));
create policy owner on schools.school_group for all to freischalter
  using (true)
  with check (true);
create policy reach on schools.school_group for select to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) OR (id IN ( SELECT directory.organisations_over_reach_now() AS organisations_over_reach_now)) OR (owner_id IN ( SELECT directory.within() AS within)));
CREATE TRIGGER audit_delete AFTER DELETE ON schools.school_group REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('school_group', 'id', 'id', 'owner_id', 'id', '{kept_by}');
CREATE TRIGGER audit_insert AFTER INSERT ON schools.school_group REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('school_group', 'id', 'id', 'owner_id', 'id', '{kept_by}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON schools.school_group FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('school_group', 'id', 'id', 'owner_id', 'id', '{kept_by}');
CREATE TRIGGER audit_update AFTER UPDATE ON schools.school_group REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('school_group', 'id', 'id', 'owner_id', 'id', '{kept_by}');
grant insert, select on schools.school_group to freischalter_schools;
grant update (owner_id, kept_by, closed_at) on schools.school_group to freischalter_schools;

create table schools.seat_lease (
  id                       uuid not null default gen_random_uuid(),
  licence_id               bigint not null,
  entitlement_id           bigint not null,
  school_id                bigint not null,
  title_id                 bigint not null,
  usage_right              text not null,
  audience                 text not null,
  held                     tstzrange not null,
  constraint seat_lease_pkey PRIMARY KEY (id),
  constraint seat_lease_entitlement_id_fkey FOREIGN KEY (entitlement_id) REFERENCES schools.entitlement(id),
  constraint seat_lease_school_id_fkey FOREIGN KEY (school_id) REFERENCES schools.school(id),
  constraint seat_lease_held_check CHECK (NOT isempty(held) AND NOT upper_inf(held) AND NOT lower_inf(held))
);
comment on column schools.seat_lease.held is 'until its expiry, or its release';
CREATE INDEX seat_lease_licence ON schools.seat_lease USING btree (licence_id, upper(held));
alter table schools.seat_lease enable row level security;
alter table schools.seat_lease force row level security;
create policy owner on schools.seat_lease for all to freischalter
  using (true)
  with check (true);
create policy reach on schools.seat_lease for all to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) OR (school_id IN ( SELECT directory.reach() AS reach)))
  with check (( SELECT directory.is_operator() AS is_operator) OR (school_id IN ( SELECT directory.reach() AS reach)));
grant insert, select on schools.seat_lease to freischalter_schools;
grant update (held) on schools.seat_lease to freischalter_schools;

create table schools.survey (
  id                       bigint not null generated always as identity,
  owner_id                 bigint not null,
  title                    text not null,
  text                     text not null,
  state                    text not null default 'DRAFT'::text,
  closes_at                timestamp with time zone not null,
  version                  integer not null default 1,
  constraint survey_pkey PRIMARY KEY (id),
  constraint survey_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES schools.organisation(id),
  constraint survey_state_check CHECK (state = ANY (ARRAY['DRAFT'::text, 'OPEN'::text, 'CLOSED'::text])),
  constraint survey_title_check CHECK (title <> ''::text)
);
comment on table schools.survey is 'its owner asks others which licences they want';
CREATE INDEX survey_owner ON schools.survey USING btree (owner_id);
alter table schools.survey enable row level security;
alter table schools.survey force row level security;
create policy asked on schools.survey for select to freischalter_schools
  using ((id IN ( SELECT schools.surveys_put_to_caller(false) AS surveys_put_to_caller)));
create policy asker on schools.survey for all to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator) OR (( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (owner_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])));
create policy owner on schools.survey for all to freischalter
  using (true)
  with check (true);
CREATE TRIGGER audit_delete AFTER DELETE ON schools.survey REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey', 'id', 'id', 'owner_id', 'null', '{}');
CREATE TRIGGER audit_insert AFTER INSERT ON schools.survey REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey', 'id', 'id', 'owner_id', 'null', '{}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON schools.survey FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey', 'id', 'id', 'owner_id', 'null', '{}');
CREATE TRIGGER audit_update AFTER UPDATE ON schools.survey REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey', 'id', 'id', 'owner_id', 'null', '{}');
grant delete, insert, select on schools.survey to freischalter_schools;
grant update (title, text, state, closes_at, version) on schools.survey to freischalter_schools;

create table schools.survey_answer (
  candidate_id             bigint not null,
  organisation_id          bigint not null,
  survey_id                bigint not null,
  count                    integer not null,
  remark                   text,
  constraint survey_answer_pkey PRIMARY KEY (candidate_id, organisation_id),
  constraint survey_answer_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES schools.survey_candidate(id) ON DELETE CASCADE,
  constraint survey_answer_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES schools.organisation(id),
  constraint survey_answer_survey_id_organisation_id_fkey FOREIGN KEY (survey_id, organisation_id) REFERENCES schools.survey_request(survey_id, organisation_id) ON DELETE CASCADE,
  constraint survey_answer_count_check CHECK (count >= 0)
);
comment on column schools.survey_answer.remark is 'may hold personal data: it is not in the audit trail, goes with the survey, and is erased in time';
CREATE INDEX survey_answer_request ON schools.survey_answer USING btree (survey_id, organisation_id);
alter table schools.survey_answer enable row level security;
alter table schools.survey_answer force row level security;
create policy answer on schools.survey_answer for insert to freischalter_schools
  with check ((organisation_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) AND (survey_id IN ( SELECT schools.surveys_put_to_caller(true) AS surveys_put_to_caller)));
create policy asked on schools.survey_answer for select to freischalter_schools
  using ((organisation_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) AND (survey_id IN ( SELECT schools.surveys_put_to_caller(false) AS surveys_put_to_caller)));
create policy asker on schools.survey_answer for select to freischalter_schools
  using ((survey_id IN ( SELECT schools.surveys_of_caller() AS surveys_of_caller)));
create policy change on schools.survey_answer for update to freischalter_schools
  using ((organisation_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) AND (survey_id IN ( SELECT schools.surveys_put_to_caller(true) AS surveys_put_to_caller)));
create policy erase on schools.survey_answer for update to freischalter_schools
  using (( SELECT directory.is_operator() AS is_operator));
create policy owner on schools.survey_answer for all to freischalter
  using (true)
  with check (true);
CREATE TRIGGER audit_delete AFTER DELETE ON schools.survey_answer REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey_answer', 'candidate_id, organisation_id', 'survey_id', 'null', 'null', '{remark}');
CREATE TRIGGER audit_insert AFTER INSERT ON schools.survey_answer REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey_answer', 'candidate_id, organisation_id', 'survey_id', 'null', 'null', '{remark}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON schools.survey_answer FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey_answer', 'candidate_id, organisation_id', 'survey_id', 'null', 'null', '{remark}');
CREATE TRIGGER audit_update AFTER UPDATE ON schools.survey_answer REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey_answer', 'candidate_id, organisation_id', 'survey_id', 'null', 'null', '{remark}');
grant insert, select on schools.survey_answer to freischalter_schools;
grant update (count, remark) on schools.survey_answer to freischalter_schools;

create table schools.survey_candidate (
  id                       bigint not null generated always as identity,
  survey_id                bigint not null,
  "position"               integer not null,
  licence_id               bigint,
  name                     text not null,
  publisher                text,
  unit_cents               bigint,
  constraint survey_candidate_pkey PRIMARY KEY (id),
  constraint survey_candidate_survey_id_position_key UNIQUE (survey_id, "position"),
  constraint survey_candidate_survey_id_fkey FOREIGN KEY (survey_id) REFERENCES schools.survey(id) ON DELETE CASCADE,
  constraint survey_candidate_name_check CHECK (name <> ''::text),
  constraint survey_candidate_unit_cents_check CHECK (unit_cents >= 0)
);
comment on column schools.survey_candidate.licence_id is 'null: there is no licence yet';
comment on column schools.survey_candidate.unit_cents is 'what is offered, for each one that is wanted; null: not said';
alter table schools.survey_candidate enable row level security;
alter table schools.survey_candidate force row level security;
create policy asked on schools.survey_candidate for select to freischalter_schools
  using ((survey_id IN ( SELECT schools.surveys_put_to_caller(false) AS surveys_put_to_caller)));
create policy asker on schools.survey_candidate for all to freischalter_schools
  using ((survey_id IN ( SELECT schools.surveys_of_caller() AS surveys_of_caller)));
create policy owner on schools.survey_candidate for all to freischalter
  using (true)
  with check (true);
CREATE TRIGGER audit_delete AFTER DELETE ON schools.survey_candidate REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey_candidate', 'id', 'survey_id', '(select s.owner_id from schools.survey s where s.id = survey_id)', 'null', '{}');
CREATE TRIGGER audit_insert AFTER INSERT ON schools.survey_candidate REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey_candidate', 'id', 'survey_id', '(select s.owner_id from schools.survey s where s.id = survey_id)', 'null', '{}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON schools.survey_candidate FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey_candidate', 'id', 'survey_id', '(select s.owner_id from schools.survey s where s.id = survey_id)', 'null', '{}');
CREATE TRIGGER audit_update AFTER UPDATE ON schools.survey_candidate REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey_candidate', 'id', 'survey_id', '(select s.owner_id from schools.survey s where s.id = survey_id)', 'null', '{}');
grant delete, insert, select on schools.survey_candidate to freischalter_schools;
grant update (licence_id) on schools.survey_candidate to freischalter_schools;

create table schools.survey_request (
  survey_id                bigint not null,
  organisation_id          bigint not null,
  version                  integer not null default 0,
  answered_at              timestamp with time zone,
  constraint survey_request_pkey PRIMARY KEY (survey_id, organisation_id),
  constraint survey_request_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES schools.organisation(id),
  constraint survey_request_survey_id_fkey FOREIGN KEY (survey_id) REFERENCES schools.survey(id) ON DELETE CASCADE
);
comment on table schools.survey_request is 'who is asked; version counts its answers, 0 before the first';
CREATE INDEX survey_request_organisation ON schools.survey_request USING btree (organisation_id);
alter table schools.survey_request enable row level security;
alter table schools.survey_request force row level security;
create policy answer on schools.survey_request for update to freischalter_schools
  using ((organisation_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) AND (survey_id IN ( SELECT schools.surveys_put_to_caller(true) AS surveys_put_to_caller)));
create policy ask on schools.survey_request for insert to freischalter_schools
  with check ((survey_id IN ( SELECT schools.surveys_of_caller() AS surveys_of_caller)) AND (( SELECT directory.is_operator() AS is_operator) OR (organisation_id IN ( SELECT directory.within() AS within))));
create policy ask_no_more on schools.survey_request for delete to freischalter_schools
  using ((survey_id IN ( SELECT schools.surveys_of_caller() AS surveys_of_caller)));
create policy asked on schools.survey_request for select to freischalter_schools
  using ((organisation_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])) AND (survey_id IN ( SELECT schools.surveys_put_to_caller(false) AS surveys_put_to_caller)));
create policy asker on schools.survey_request for select to freischalter_schools
  using ((survey_id IN ( SELECT schools.surveys_of_caller() AS surveys_of_caller)));
create policy owner on schools.survey_request for all to freischalter
  using (true)
  with check (true);
CREATE TRIGGER audit_delete AFTER DELETE ON schools.survey_request REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey_request', 'survey_id, organisation_id', 'survey_id', 'null', 'null', '{}');
CREATE TRIGGER audit_insert AFTER INSERT ON schools.survey_request REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey_request', 'survey_id, organisation_id', 'survey_id', 'null', 'null', '{}');
CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON schools.survey_request FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey_request', 'survey_id, organisation_id', 'survey_id', 'null', 'null', '{}');
CREATE TRIGGER audit_update AFTER UPDATE ON schools.survey_request REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION directory.record_rows('survey_request', 'survey_id, organisation_id', 'survey_id', 'null', 'null', '{}');
grant delete, insert, select on schools.survey_request to freischalter_schools;
grant update (version, answered_at) on schools.survey_request to freischalter_schools;

create table schools.worklist_note (
  id                       bigint not null generated always as identity,
  organisation_id          bigint not null,
  list                     text not null,
  object_id                bigint not null,
  snoozed_until            timestamp with time zone,
  assignee                 text,
  text                     text,
  version                  integer not null default 1,
  changed_at               timestamp with time zone not null default now(),
  changed_by               text,
  constraint worklist_note_pkey PRIMARY KEY (id),
  constraint worklist_note_once UNIQUE (organisation_id, list, object_id),
  constraint worklist_note_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES schools.organisation(id),
  constraint worklist_note_assignee_check CHECK (assignee <> ''::text),
  constraint worklist_note_list_check CHECK (list = ANY (ARRAY['EXPIRING'::text, 'STARTING'::text, 'NOTICE_DUE'::text, 'COVERED_TWICE'::text, 'UNUSED'::text, 'IN_DEMAND'::text, 'SEATS_FULL'::text]))
);
comment on column schools.worklist_note.organisation_id is 'whose staff wrote it: others neither see it nor miss a row by it';
comment on column schools.worklist_note.object_id is 'what the row is about: an entitlement in EXPIRING, STARTING and COVERED_TWICE; a title in IN_DEMAND; else a licence';
comment on column schools.worklist_note.assignee is 'the subject of a colleague''s token; null once it was erased';
comment on column schools.worklist_note.changed_by is 'the subject of a token';
alter table schools.worklist_note enable row level security;
alter table schools.worklist_note force row level security;
create policy owner on schools.worklist_note for all to freischalter
  using (true)
  with check (true);
create policy staff on schools.worklist_note for all to freischalter_schools
  using ((( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (organisation_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])))
  with check ((( SELECT directory.caller_kind() AS caller_kind)) = 'licensing'::text AND (organisation_id = ANY ((( SELECT directory.bound() AS bound))::bigint[])));
grant insert, select on schools.worklist_note to freischalter_schools;
grant update (snoozed_until, assignee, text, version, changed_at, changed_by) on schools.worklist_note to freischalter_schools;

CREATE OR REPLACE FUNCTION schools.bounds(period tstzrange)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
RETURN (((('['::text || schools.milliseconds(lower(period))) || ','::text) || schools.milliseconds(upper(period))) || ']'::text);
grant execute on function schools.bounds(tstzrange) to public;

CREATE OR REPLACE FUNCTION schools.caller_of_job(job uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (SELECT j.caller FROM schools.job j WHERE (j.id = caller_of_job.job));
grant execute on function schools.caller_of_job(uuid) to freischalter_schools;

CREATE OR REPLACE FUNCTION schools.check_prolonged()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_nestloop TO 'off'
AS $function$
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
    end $function$;
comment on function schools.check_prolonged() is 'who may amend may shorten; mayWrite() of caller/caller.ts says who may prolong';
grant execute on function schools.check_prolonged() to public;

CREATE OR REPLACE FUNCTION schools.current_change()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
            select c.id from schools.audit_change c
            where c.transaction_id = pg_current_xact_id_if_assigned()::text::bigint
              and not exists (select from schools.audit_link l where l.change_id = c.id)
            order by c.id desc limit 1
          $function$;
comment on function schools.current_change() is 'the change that this transaction makes; null while it has changed no audited table';
grant execute on function schools.current_change() to public;

CREATE OR REPLACE FUNCTION schools.delete_old_assignments()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      delete from schools.idempotent_answer where created_at < now() - interval '48 hours';
      delete from schools.job where created_at < now() - interval '48 hours';
      delete from schools.assignment where created_at < now() - interval '48 hours';
      delete from schools.amendment where created_at < now() - interval '48 hours';
    $function$;
comment on function schools.delete_old_assignments() is 'previews, results, jobs and answers by idempotency key are kept for 48 hours';
grant execute on function schools.delete_old_assignments() to freischalter_schools;

CREATE OR REPLACE FUNCTION schools.extent_of_change(change bigint, OUT entries integer, OUT others integer)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select count(*)::int, count(*) filter (where e.object not in ('entitlement', 'entitlement_suspension'))::int
      from schools.audit_entry e where e.change_id = change
    $function$;
comment on function schools.extent_of_change(bigint) is 'how many rows it changed, and of them those of other tables than entitlements';
grant execute on function schools.extent_of_change(bigint) to public;

CREATE OR REPLACE FUNCTION schools.milliseconds(instant timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
RETURN COALESCE(((date_part('epoch'::text, instant) * (1000)::double precision))::text, 'null'::text);
comment on function schools.milliseconds(timestamp with time zone) is 'as JSON: since 1970, whatever the time zone; null for an open end';
grant execute on function schools.milliseconds(timestamp with time zone) to public;

CREATE OR REPLACE FUNCTION schools.most_schools_with(licence bigint, holders bigint[], period tstzrange)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      with held as (
        select e.holder_id, e.valid * tstzrange(now(), e.revoked_at) as span from schools.entitlement e
        where e.licence_id = licence and (e.revoked_at is null or e.revoked_at > now())
        union all
        select holder, period from unnest(holders) as holder),
      covered as (
        select m.school_id, range_agg(h.span * m.valid * s.operating) as spans
        from held h join schools.membership m on m.organisation_id = h.holder_id join schools.school s on s.id = m.school_id
        group by m.school_id),
      change as (
        select coalesce(lower(span), '-infinity') as at, 1 as schools from covered, unnest(spans) as span
        union all
        select upper(span), -1 from covered, unnest(spans) as span where not upper_inf(span)),
      moment as (select sum(sum(schools)) over (order by at) as schools from change group by at)
      select coalesce(max(schools), 0)::int from moment
    $function$;
comment on function schools.most_schools_with(bigint,bigint[],tstzrange) is 'the most schools in operation that are under holders of the licence at any one time from now, if these were to hold it too';
grant execute on function schools.most_schools_with(bigint,bigint[],tstzrange) to freischalter_schools;

CREATE OR REPLACE FUNCTION schools.raise_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      new.version := old.version + 1;
      return new;
    end $function$;
grant execute on function schools.raise_version() to public;

CREATE OR REPLACE FUNCTION schools.raise_version_of_suspended()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    begin
      update schools.entitlement set version = version
      where id in (select entitlement_id from changed);
      return null;
    end $function$;
grant execute on function schools.raise_version_of_suspended() to public;

CREATE OR REPLACE FUNCTION schools.renew_api_key_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      update schools.api_key_version set version = gen_random_uuid();
      return null;
    end $function$;
grant execute on function schools.renew_api_key_version() to public;

CREATE OR REPLACE FUNCTION schools.right_bits(rights text[])
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE STRICT
RETURN (SELECT (sum((1 << (array_position(ARRAY['STREAM'::text, 'DOWNLOAD'::text, 'SCHOOL_SERVER_COPY'::text, 'LMS_EMBEDDING'::text, 'EDITING'::text, 'HOME_USE'::text, 'LENDING'::text, 'PUBLIC_PERFORMANCE'::text], one.one) - 1))))::integer AS sum FROM unnest(right_bits.rights) one(one));
comment on function schools.right_bits(text[]) is 'bit n stands for the n-th of USAGE_RIGHTS in access/right.ts';
grant execute on function schools.right_bits(text[]) to public;

CREATE OR REPLACE FUNCTION schools.surveys_of_caller()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select id from schools.survey
      where (select directory.is_operator())
        or ((select directory.caller_kind()) = 'licensing' and owner_id = any ((select directory.bound())::bigint[]))
    $function$;
comment on function schools.surveys_of_caller() is 'the surveys that an organisation asks which the caller is bound to';
grant execute on function schools.surveys_of_caller() to public;

CREATE OR REPLACE FUNCTION schools.surveys_put_to_caller(is_open boolean)
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select s.id from schools.survey_request r join schools.survey s on s.id = r.survey_id
      where r.organisation_id = any ((select directory.bound())::bigint[]) and (select directory.caller_kind()) = 'licensing'
        and s.state <> 'DRAFT' and (not is_open or (s.state = 'OPEN' and s.closes_at > now()))
    $function$;
comment on function schools.surveys_put_to_caller(boolean) is 'the surveys in which an organisation is asked that the caller is bound to, drafts apart; is_open: that can be answered now';
grant execute on function schools.surveys_put_to_caller(boolean) to public;

CREATE OR REPLACE FUNCTION schools.suspension_bounds(suspension schools.entitlement_suspension)
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN CASE (suspension).denial WHEN 'SUSPENDED'::text THEN schools.bounds((suspension).valid) ELSE (((('['::text || schools.milliseconds(lower((suspension).valid))) || ','::text) || schools.milliseconds(upper((suspension).valid))) || CASE (suspension).denial WHEN 'REVOKED'::text THEN ',1]'::text ELSE ',2]'::text END) END;
comment on function schools.suspension_bounds(schools.entitlement_suspension) is 'as access/timeline.ts has them: with a number behind, where another denial holds';
grant execute on function schools.suspension_bounds(schools.entitlement_suspension) to public;
