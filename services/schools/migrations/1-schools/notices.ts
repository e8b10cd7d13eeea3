/**
 * Who receives mails about deadlines, which deadlines mails have named, and what must still be sent:
 * docs/decisions/0063. The service itself writes the last two, as an operator with the subject `notices`.
 */
const STAFF = `(select directory.caller_kind()) = 'licensing' and organisation_id = any ((select directory.bound())::bigint[])`;
const SERVICE = `(select directory.is_operator()) and (select current_setting('app.subject', true)) = 'notices'`;

export const NOTICES = `
  create table schools.notice_subscription (
    id               bigint generated always as identity primary key,
    organisation_id  bigint not null references schools.organisation,
    subject          text not null,
    address          text not null,
    lists            text[] not null check (cardinality(lists) > 0 and lists <@ array['EXPIRING', 'STARTING', 'NOTICE_DUE']),
    within           int not null check (within between 1 and 366),
    created_at       timestamptz not null default now(),
    last_digest_on   date,
    failing_since    timestamptz,
    constraint notice_subscription_once unique (organisation_id, subject)
  );
  comment on column schools.notice_subscription.subject is 'of the token of whoever subscribed';
  comment on column schools.notice_subscription.last_digest_on is 'the day, Europe/Berlin, of the last digest, also where it had nothing to report';
  comment on column schools.notice_subscription.failing_since is 'since when no mail could be delivered; null: the last one was delivered';

  create table schools.notice (
    subscription_id  bigint not null references schools.notice_subscription on delete cascade,
    list             text not null,
    object_id        bigint not null,
    due              timestamptz not null,
    primary key (subscription_id, list, object_id, due)
  );
  comment on table schools.notice is 'the deadlines that a mail has named, so that each is named once; a deadline that is moved is a new one';

  create table schools.notice_mail (
    id               uuid primary key default gen_random_uuid(),
    subscription_id  bigint not null references schools.notice_subscription on delete cascade,
    headline         text not null,
    body             text not null,
    created_at       timestamptz not null default now(),
    attempts         int not null default 0,
    next_attempt_at  timestamptz not null default now()
  );
  comment on table schools.notice_mail is 'digests that are not delivered yet; a row is deleted when the mail server has accepted it';
  comment on column schools.notice_mail.next_attempt_at is 'moved before each attempt, so that no other process delivers it meanwhile';

  alter table schools.notice_subscription enable row level security, force row level security;
  create policy owner on schools.notice_subscription to current_user using (true) with check (true);
  create policy staff on schools.notice_subscription to freischalter_schools using (${STAFF}) with check (${STAFF});
  create policy service on schools.notice_subscription to freischalter_schools using (${SERVICE}) with check (${SERVICE});
  grant select, insert, delete on schools.notice_subscription to freischalter_schools;
  grant update (address, lists, within, last_digest_on, failing_since) on schools.notice_subscription to freischalter_schools;

  alter table schools.notice enable row level security, force row level security;
  create policy owner on schools.notice to current_user using (true) with check (true);
  create policy service on schools.notice to freischalter_schools using (${SERVICE}) with check (${SERVICE});
  grant select, insert, delete on schools.notice to freischalter_schools;

  alter table schools.notice_mail enable row level security, force row level security;
  create policy owner on schools.notice_mail to current_user using (true) with check (true);
  create policy service on schools.notice_mail to freischalter_schools using (${SERVICE}) with check (${SERVICE});
  grant select, insert, delete on schools.notice_mail to freischalter_schools;
  grant update (attempts, next_attempt_at) on schools.notice_mail to freischalter_schools;
`;
