import { LEVELS, type OrganisationKey } from '../../../caller/caller';
import { bigint, instant, int, neverNull, nullable, oneOf, someOf, statement, text } from '../../../database/statement';
import type { Transaction } from '../../subgraph/database/session';
import { DEADLINE_LISTS, type DeadlineList } from '../worklist/deadline-lists';
import type { NoticeSubscription } from './subscription';

const COLUMNS = `
  s.id, s.subject, s.address, s.lists, s.within, s.created_at as "createdAt", s.failing_since as "failingSince", o.key, o.level,
  o.external_id as "externalId", o.name, substring(o.external_id from '[^:]+$') as number`;
const SUBSCRIPTION = {
  id: bigint,
  subject: text,
  address: text,
  lists: someOf(DEADLINE_LISTS),
  within: int,
  createdAt: instant,
  failingSince: nullable(instant),
  key: text,
  level: oneOf(LEVELS),
  externalId: text,
  name: text,
  number: neverNull(text, 'an external id ends with its number'),
};

/** How many are listed. */
export const MAX_SUBSCRIPTIONS = 1_000;

const LIST_SUBSCRIPTIONS = statement(
  'listNoticeSubscriptions',
  `select ${COLUMNS} from schools.notice_subscription s join directory.organisation o on o.id = s.organisation_id
   where o.key = any ($1) order by o.key, s.subject limit ${MAX_SUBSCRIPTIONS}`,
  SUBSCRIPTION,
);

export async function listSubscriptions(
  reader: Transaction,
  organisations: readonly OrganisationKey[],
): Promise<NoticeSubscription[]> {
  const rows = await reader.query(LIST_SUBSCRIPTIONS, [organisations]);
  return rows.map(({ key, level, externalId, name, number, ...row }) => ({
    ...row,
    organisation: { key, level, id: externalId, name, number },
  }));
}

const SUBSCRIBE = statement(
  'subscribeToNotices',
  `insert into schools.notice_subscription (organisation_id, subject, address, lists, within)
   select o.id, $2, $3, $4, $5 from directory.organisation o where o.key = $1
   on conflict on constraint notice_subscription_once do update
   set address = excluded.address, lists = excluded.lists, within = excluded.within, failing_since = null
   returning id`,
  { id: bigint },
);

/** @returns its id; undefined where the organisation does not exist */
export async function subscribe(
  db: Transaction,
  organisation: OrganisationKey,
  subject: string,
  { address, lists, within }: { address: string; lists: readonly DeadlineList[]; within: number },
): Promise<string | undefined> {
  const [row] = await db.query(SUBSCRIBE, [organisation, subject, address, lists, within]);
  return row?.id;
}

const UNSUBSCRIBE = statement(
  'unsubscribeFromNotices',
  `delete from schools.notice_subscription s using directory.organisation o
   where s.id = any ($1) and o.id = s.organisation_id and o.key = any ($2) returning s.id`,
  { id: bigint },
);

/** Their notices and waiting mails are deleted with them. @returns the ids of those that there were */
export async function unsubscribe(
  db: Transaction,
  ids: readonly string[],
  organisations: readonly OrganisationKey[],
): Promise<string[]> {
  return (await db.query(UNSUBSCRIBE, [ids, organisations])).map(({ id }) => id);
}
