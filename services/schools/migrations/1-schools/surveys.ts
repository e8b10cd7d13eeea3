/**
 * Demand surveys (docs/decisions/0064): an organisation asks others which licences they want. The asking organisation
 * sees everything; an asked one sees the survey when it is no longer a draft, and its own answers.
 */
export const SURVEYS = `
  create table schools.survey (
    id         bigint generated always as identity primary key,
    owner_id   bigint not null references schools.organisation,
    title      text not null check (title <> ''),
    text       text not null,
    state      text not null default 'DRAFT' check (state in ('DRAFT', 'OPEN', 'CLOSED')),
    closes_at  timestamptz not null,
    version    int not null default 1
  );
  comment on table schools.survey is 'its owner asks others which licences they want';
  create index survey_owner on schools.survey (owner_id);

  create table schools.survey_candidate (
    id          bigint generated always as identity primary key,
    survey_id   bigint not null references schools.survey on delete cascade,
    position    int not null,
    licence_id  bigint,
    name        text not null check (name <> ''),
    publisher   text,
    unit_cents  bigint check (unit_cents >= 0),
    unique (survey_id, position)
  );
  comment on column schools.survey_candidate.licence_id is 'null: there is no licence yet';
  comment on column schools.survey_candidate.unit_cents is 'what is offered, for each one that is wanted; null: not said';

  create table schools.survey_request (
    survey_id        bigint not null references schools.survey on delete cascade,
    organisation_id  bigint not null references schools.organisation,
    version          int not null default 0,
    answered_at      timestamptz,
    primary key (survey_id, organisation_id)
  );
  comment on table schools.survey_request is 'who is asked; version counts its answers, 0 before the first';
  create index survey_request_organisation on schools.survey_request (organisation_id);

  create table schools.survey_answer (
    candidate_id     bigint not null references schools.survey_candidate on delete cascade,
    organisation_id  bigint not null references schools.organisation,
    survey_id        bigint not null,
    count            int not null check (count >= 0),
    remark           text,
    primary key (candidate_id, organisation_id),
    foreign key (survey_id, organisation_id) references schools.survey_request on delete cascade
  );
  comment on column schools.survey_answer.remark is 'may hold personal data: it is not in the audit trail, goes with the survey, and is erased in time';
  create index survey_answer_request on schools.survey_answer (survey_id, organisation_id);

  -- Behind functions, for the policies of these tables would ask for each other without end.
  create function schools.surveys_of_caller() returns setof bigint stable security definer rows 50
    language sql set search_path = pg_catalog, pg_temp as $$
      select id from schools.survey
      where (select directory.is_operator())
        or ((select directory.caller_kind()) = 'licensing' and owner_id = any ((select directory.bound())::bigint[]))
    $$;
  comment on function schools.surveys_of_caller() is 'the surveys that an organisation asks which the caller is bound to';

  create function schools.surveys_put_to_caller(is_open boolean) returns setof bigint stable security definer rows 50
    language sql set search_path = pg_catalog, pg_temp as $$
      select s.id from schools.survey_request r join schools.survey s on s.id = r.survey_id
      where r.organisation_id = any ((select directory.bound())::bigint[]) and (select directory.caller_kind()) = 'licensing'
        and s.state <> 'DRAFT' and (not is_open or (s.state = 'OPEN' and s.closes_at > now()))
    $$;
  comment on function schools.surveys_put_to_caller is
    'the surveys in which an organisation is asked that the caller is bound to, drafts apart; is_open: that can be answered now';

  alter table schools.survey enable row level security, force row level security;
  create policy owner on schools.survey to current_user using (true) with check (true);
  create policy asker on schools.survey to freischalter_schools using (
    (select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing' and owner_id = any ((select directory.bound())::bigint[])));
  create policy asked on schools.survey for select to freischalter_schools using (
    id in (select schools.surveys_put_to_caller(false)));
  grant select, insert, delete, update (title, text, state, closes_at, version) on schools.survey to freischalter_schools;

  alter table schools.survey_candidate enable row level security, force row level security;
  create policy owner on schools.survey_candidate to current_user using (true) with check (true);
  create policy asker on schools.survey_candidate to freischalter_schools using (survey_id in (select schools.surveys_of_caller()));
  create policy asked on schools.survey_candidate for select to freischalter_schools using (
    survey_id in (select schools.surveys_put_to_caller(false)));
  grant select, insert, delete, update (licence_id) on schools.survey_candidate to freischalter_schools;

  -- Nobody is asked by whom he does not belong to.
  alter table schools.survey_request enable row level security, force row level security;
  create policy owner on schools.survey_request to current_user using (true) with check (true);
  create policy asker on schools.survey_request for select to freischalter_schools using (
    survey_id in (select schools.surveys_of_caller()));
  create policy ask on schools.survey_request for insert to freischalter_schools with check (
    survey_id in (select schools.surveys_of_caller())
    and ((select directory.is_operator()) or organisation_id in (select directory.within())));
  create policy ask_no_more on schools.survey_request for delete to freischalter_schools using (
    survey_id in (select schools.surveys_of_caller()));
  create policy asked on schools.survey_request for select to freischalter_schools using (
    organisation_id = any ((select directory.bound())::bigint[]) and survey_id in (select schools.surveys_put_to_caller(false)));
  create policy answer on schools.survey_request for update to freischalter_schools using (
    organisation_id = any ((select directory.bound())::bigint[]) and survey_id in (select schools.surveys_put_to_caller(true)));
  grant select, insert, delete, update (version, answered_at) on schools.survey_request to freischalter_schools;

  alter table schools.survey_answer enable row level security, force row level security;
  create policy owner on schools.survey_answer to current_user using (true) with check (true);
  create policy asker on schools.survey_answer for select to freischalter_schools using (
    survey_id in (select schools.surveys_of_caller()));
  create policy asked on schools.survey_answer for select to freischalter_schools using (
    organisation_id = any ((select directory.bound())::bigint[]) and survey_id in (select schools.surveys_put_to_caller(false)));
  create policy answer on schools.survey_answer for insert to freischalter_schools with check (
    organisation_id = any ((select directory.bound())::bigint[]) and survey_id in (select schools.surveys_put_to_caller(true)));
  create policy change on schools.survey_answer for update to freischalter_schools using (
    organisation_id = any ((select directory.bound())::bigint[]) and survey_id in (select schools.surveys_put_to_caller(true)));
  -- Remarks of long ago are erased by the service itself, as an operator.
  create policy erase on schools.survey_answer for update to freischalter_schools using ((select directory.is_operator()));
  grant select, insert, update (count, remark) on schools.survey_answer to freischalter_schools;
`;
