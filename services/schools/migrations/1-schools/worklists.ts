/**
 * What the desk notes on the rows of worklists, and who wants mails about deadlines: docs/decisions/0063. Notes and
 * subscriptions name persons; both belong to one organisation, and are for its own staff.
 */
export const WORKLISTS = `
  create table schools.worklist_note (
    id               bigint generated always as identity primary key,
    organisation_id  bigint not null references schools.organisation,
    list             text not null check (list in ('EXPIRING', 'STARTING', 'NOTICE_DUE', 'COVERED_TWICE', 'UNUSED',
                                                   'IN_DEMAND', 'SEATS_FULL')),
    object_id        bigint not null,
    snoozed_until    timestamptz,
    assignee         text check (assignee <> ''),
    text             text,
    version          int not null default 1,
    changed_at       timestamptz not null default now(),
    changed_by       text,
    constraint worklist_note_once unique (organisation_id, list, object_id)
  );
  comment on column schools.worklist_note.organisation_id is 'whose staff wrote it: others neither see it nor miss a row by it';
  comment on column schools.worklist_note.object_id is
    'what the row is about: an entitlement in EXPIRING, STARTING and COVERED_TWICE; a title in IN_DEMAND; else a licence';
  comment on column schools.worklist_note.assignee is 'the subject of a colleague''s token; null once it was erased';
  comment on column schools.worklist_note.changed_by is 'the subject of a token';

  create view directory.worklist_note with (security_barrier) as
    select n.id, o.key as organisation_key, n.list, n.object_id, n.snoozed_until, n.assignee is not null as is_assigned,
      coalesce(n.assignee = (select current_setting('app.subject', true)), false) as is_mine, n.changed_at
    from schools.worklist_note n join schools.organisation o on o.id = n.organisation_id
    where (select directory.caller_kind()) = 'licensing' and n.organisation_id = any ((select directory.bound())::bigint[]);
  comment on view directory.worklist_note is
    'by what worklists leave out rows: the notes of the caller''s own organisations, without a name of a person';
  grant select on directory.worklist_note to freischalter_schools, freischalter_usage;

  alter table schools.worklist_note enable row level security, force row level security;
  create policy owner on schools.worklist_note to current_user using (true) with check (true);
  create policy staff on schools.worklist_note to freischalter_schools
    using ((select directory.caller_kind()) = 'licensing' and organisation_id = any ((select directory.bound())::bigint[]))
    with check ((select directory.caller_kind()) = 'licensing' and organisation_id = any ((select directory.bound())::bigint[]));
  grant select, insert on schools.worklist_note to freischalter_schools;
  grant update (snoozed_until, assignee, text, version, changed_at, changed_by) on schools.worklist_note to freischalter_schools;
`;
