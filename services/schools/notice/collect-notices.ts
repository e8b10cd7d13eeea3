/**
 * Looks once a day for deadlines that no mail to the subscribers has named yet, and puts a mail for each subscriber
 * into the outbox.
 */
import type { DataSource } from 'typeorm';
import { dateOf } from '../../../access/calendar';
import { type Caller, SCOPES_OF_KIND } from '../../../caller/caller';
import type { Transact } from '../../../database/queryable';
import { Session } from '../../subgraph/database/session';
import { findOrganisations } from '../organisation/organisation-queries';
import type { DeadlineList } from '../worklist/deadline-lists';
import { type FoundDeadline, listDeadlines } from '../worklist/deadline-queries';
import { composeDigest, type NamedDeadline } from './digest';
import {
  deletePastNotices,
  findDueSubscribers,
  findLicenceNames,
  insertMail,
  insertNotices,
  markDigestSent,
  type Subscriber,
} from './notice-queries';

type Found = FoundDeadline & { readonly list: DeadlineList };

const ROWS_AT_ONCE = 200;

/**
 * Each notice is in one mail only: it is stored together with the mail, by whichever process comes first.
 *
 * @param transact runs a transaction in the name of the service
 * @param worklists the address of the page that shows deadlines, if there is one
 * @returns how many mails were made
 */
export async function collectNotices(
  dataSource: DataSource,
  transact: Transact,
  now: number,
  isOver: () => boolean = () => false,
  worklists?: string | undefined,
): Promise<number> {
  const today = dateOf(now);
  let made = 0;
  for (const subscriber of await transact((db) => findDueSubscribers(db, today))) {
    if (isOver()) break;
    const { deadlines, names } = await deadlinesOf(dataSource, subscriber, now);
    made += await transact(async (db) => {
      if (!(await markDigestSent(db, subscriber.id, today))) return 0;
      await deletePastNotices(db, subscriber.id);
      const added = await insertNotices(db, subscriber.id, deadlines);
      const isNew = new Set(added.map(({ list, id }) => `${list} ${id}`));
      const fresh = deadlines.filter(({ list, id }) => isNew.has(`${list} ${id}`));
      if (fresh.length === 0) return 0;
      await insertMail(db, subscriber.id, composeDigest(subscriber.organisationName, fresh.map(names), worklists));
      return 1;
    });
  }
  return made;
}

/** Returns what the staff of the organisation would see now: it asks as one of them, behind the same walls. */
async function deadlinesOf(dataSource: DataSource, { organisation, subject, lists, within }: Subscriber, now: number) {
  const caller: Caller = { kind: 'licensing', subject, scopes: SCOPES_OF_KIND.licensing, bound: [organisation] };
  const session = new Session(dataSource, caller);
  try {
    const deadlines: Found[] = [];
    for (const list of lists) {
      const query = { list, within, licence: null, holder: null, amendable: null, state: 'OPEN', now } as const;
      for (let after: { due: number; id: string } | null = null; ; ) {
        const { rows } = await listDeadlines(session, caller, query, { first: ROWS_AT_ONCE, after });
        const page = rows.slice(0, ROWS_AT_ONCE);
        deadlines.push(...page.map((row) => ({ ...row, list })));
        const last = page.at(-1);
        if (rows.length <= ROWS_AT_ONCE || !last) break;
        after = { due: last.due.getTime(), id: last.id };
      }
    }
    return { deadlines, names: await namesOf(session, deadlines) };
  } finally {
    await session.end();
  }
}

async function namesOf(session: Session, deadlines: readonly Found[]): Promise<(deadline: Found) => NamedDeadline> {
  const licences = await findLicenceNames(session, [...new Set(deadlines.map(({ licenceId }) => licenceId))]);
  const holders = await findOrganisations(session, [...new Set(deadlines.flatMap(({ holderKey }) => holderKey ?? []))]);
  const licenceNames = new Map(licences.map(({ id, number, name }) => [id, `${number} „${name}“`]));
  const holderNames = new Map(holders.map(({ key, name }) => [key, name]));
  return ({ list, due, licenceId, holderKey, schools }) => ({
    list,
    due,
    licence: licenceNames.get(licenceId) ?? licenceId,
    holder: holderKey && (holderNames.get(holderKey) ?? holderKey),
    schools,
  });
}
