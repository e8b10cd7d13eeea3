import type { OrganisationKey } from '../../../caller/caller';
import type { Queryable } from '../../../database/queryable';
import { bigint, int, oneOf, someOf, statement, text, textAs, uuid } from '../../../database/statement';
import { DEADLINE_LISTS, type DeadlineList } from '../worklist/deadline-lists';

export interface Subscriber {
  readonly id: string;
  readonly organisation: OrganisationKey;
  readonly organisationName: string;
  readonly subject: string;
  readonly lists: readonly DeadlineList[];
  readonly within: number;
}

const FIND_DUE_SUBSCRIBERS = statement(
  'findDueSubscribers',
  `select s.id, o.key as organisation, o.name as "organisationName", s.subject, s.lists, s.within
   from schools.notice_subscription s join directory.organisation o on o.id = s.organisation_id
   where s.last_digest_on is distinct from $1::date order by s.id`,
  {
    id: bigint,
    organisation: textAs<OrganisationKey>(),
    organisationName: text,
    subject: text,
    lists: someOf(DEADLINE_LISTS),
    within: int,
  },
);

/** Returns subscribers to whom no mail was written on this day. */
export function findDueSubscribers(db: Queryable, today: string): Promise<Subscriber[]> {
  return db.query(FIND_DUE_SUBSCRIBERS, [today]);
}

const MARK_DIGEST_SENT = statement(
  'markDigestSent',
  `update schools.notice_subscription set last_digest_on = $2::date
   where id = $1 and last_digest_on is distinct from $2::date returning id`,
  { id: bigint },
);

/**
 * @returns false where another process has written the mail today, or where the subscription has ended; otherwise
 * others wait for this transaction
 */
export async function markDigestSent(db: Queryable, subscription: string, today: string): Promise<boolean> {
  return (await db.query(MARK_DIGEST_SENT, [subscription, today])).length > 0;
}

interface Notice {
  readonly list: DeadlineList;
  readonly id: string;
  readonly due: Date;
}

const INSERT_NOTICES = statement(
  'insertNotices',
  `insert into schools.notice (subscription_id, list, object_id, due)
   select $1, list, id, due from unnest($2::text[], $3::bigint[], $4::timestamptz[]) as notice (list, id, due)
   on conflict do nothing
   returning list, object_id as id`,
  { list: oneOf(DEADLINE_LISTS), id: bigint },
);

/** @returns those that no earlier mail to the subscriber has named */
export function insertNotices(
  db: Queryable,
  subscription: string,
  notices: readonly Notice[],
): Promise<{ list: DeadlineList; id: string }[]> {
  return db.query(INSERT_NOTICES, [
    subscription,
    notices.map(({ list }) => list),
    notices.map(({ id }) => id),
    notices.map(({ due }) => due),
  ]);
}

const DELETE_PAST_NOTICES = statement(
  'deletePastNotices',
  "delete from schools.notice where subscription_id = $1 and due < now() - interval '1 day'",
);

/** Deletes notices of past deadlines, which are in no list any longer. */
export async function deletePastNotices(db: Queryable, subscription: string): Promise<void> {
  await db.query(DELETE_PAST_NOTICES, [subscription]);
}

const INSERT_MAIL = statement(
  'insertNoticeMail',
  'insert into schools.notice_mail (subscription_id, headline, body) values ($1, $2, $3)',
);

export async function insertMail(
  db: Queryable,
  subscription: string,
  { subject, body }: { readonly subject: string; readonly body: string },
): Promise<void> {
  await db.query(INSERT_MAIL, [subscription, subject, body]);
}

export interface Mail {
  readonly id: string;
  readonly subscription: string;
  readonly address: string;
  readonly subject: string;
  readonly body: string;
}

const CLAIM_MAIL = statement(
  'claimNoticeMail',
  `update schools.notice_mail m
   set attempts = attempts + 1,
     next_attempt_at = now() + greatest($1::int * interval '1 second', least(2 ^ attempts * interval '1 minute', interval '6 hours'))
   from schools.notice_subscription s
   where s.id = m.subscription_id and m.id = (
     select id from schools.notice_mail where next_attempt_at <= now() order by next_attempt_at, id limit 1
     for update skip locked)
   returning m.id, m.subscription_id as subscription, s.address, m.headline as subject, m.body`,
  { id: uuid, subscription: bigint, address: text, subject: text, body: text },
);

/**
 * Claims the next mail to be sent. No other process gets it for this many seconds; if it is not deleted by then, it
 * is tried again: after 1, 2, 4 minutes and so on, up to 6 hours.
 */
export async function claimMail(db: Queryable, seconds: number): Promise<Mail | undefined> {
  const [mail] = await db.query(CLAIM_MAIL, [seconds]);
  return mail;
}

const DELETE_MAIL = statement(
  'deleteNoticeMail',
  `with sent as (delete from schools.notice_mail where id = $1 returning subscription_id)
   update schools.notice_subscription set failing_since = null where id in (select subscription_id from sent)`,
);

/** Deletes a mail that the mail server accepted. */
export async function deleteMail(db: Queryable, id: string): Promise<void> {
  await db.query(DELETE_MAIL, [id]);
}

const MARK_FAILING = statement(
  'markNoticesFailing',
  'update schools.notice_subscription set failing_since = coalesce(failing_since, now()) where id = $1',
);

export async function markFailing(db: Queryable, subscription: string): Promise<void> {
  await db.query(MARK_FAILING, [subscription]);
}

const GIVE_UP_MAILS = statement(
  'giveUpNoticeMails',
  "delete from schools.notice_mail where created_at < now() - $1::int * interval '1 day' returning id",
  { id: uuid },
);

/** @returns how many could not be delivered within this many days, and were deleted */
export async function giveUpMails(db: Queryable, days: number): Promise<number> {
  return (await db.query(GIVE_UP_MAILS, [days])).length;
}

const FIND_LICENCE_NAMES = statement(
  'findLicenceNames',
  'select id, number, name from directory.licence where id = any ($1)',
  { id: bigint, number: text, name: text },
);

/** Returns number and name of licences, by id, for rows that their reader may read. */
export function findLicenceNames(
  db: Queryable,
  ids: readonly string[],
): Promise<{ id: string; number: string; name: string }[]> {
  return db.query(FIND_LICENCE_NAMES, [ids]);
}
