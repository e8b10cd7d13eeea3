/**
 * The owners of surveys, subscriptions, changes and packages, for the gateway's decisions: of those that the caller
 * may change.
 */
import type { Caller } from '../../../caller/caller';
import { bigint, PLANNED_ONCE, statement, texts } from '../../../database/statement';
import { isDatabaseId } from '../../../request/values/database-id';
import { byCondition } from '../../subgraph/authorisation/condition';
import type { Transaction } from '../../subgraph/database/session';
import { allowedOwnOrganisations } from '../authorisation/allowed';
import { licenceCondition, readableEntries, surveyCondition } from '../authorisation/allowed-queries';

const OWNED = { id: bigint, owners: texts };

const FIND_SURVEY_OWNERS = byCondition(
  (caller) => surveyCondition(caller, 'survey.manage', '$2'),
  (manageable) =>
    statement(
      'findSurveyOwners',
      `select s.id, array[w.key] as owners from schools.survey s join directory.organisation w on w.id = s.owner_id
       where s.id = any ($1) and ${manageable}`,
      OWNED,
      PLANNED_ONCE,
    ),
);

const FIND_SUBSCRIPTION_OWNERS = statement(
  'findSubscriptionOwners',
  `select s.id, array[o.key] as owners from schools.notice_subscription s
   join directory.organisation o on o.id = s.organisation_id where s.id = any ($1) and o.key = any ($2)`,
  OWNED,
  PLANNED_ONCE,
);

/** A change that the caller may not read as a whole has no owners here. */
const FIND_CHANGE_OWNERS = byCondition(
  (caller) => JSON.stringify(readableEntries(caller, '$2')),
  (given) => {
    const readable = JSON.parse(given) as ReturnType<typeof readableEntries>;
    return statement(
      'findChangeOwners',
      `${readable.with}
       select c.id, array(select w.key from directory.organisation w where w.id = any (c.owner_ids) order by w.key) as owners
       from (
         select e.change_id as id, array_agg(distinct e.owner_id) as owner_ids, count(*) as seen
         from schools.audit_entry e where e.change_id = any ($1) and ${readable.condition} group by e.change_id) c
       where c.seen = (select f.entries from schools.extent_of_change(c.id) f)`,
      OWNED,
    );
  },
);

const FIND_PACKAGE_OWNERS = byCondition(
  (caller) => licenceCondition(caller, 'licence.amend', 'p.owner_id', '$2'),
  (amendable) =>
    statement(
      'findPackageOwners',
      `select p.id, array[w.key] as owners from directory.package p join directory.organisation w on w.id = p.owner_id
       where p.id = any ($1) and ${amendable}`,
      OWNED,
      PLANNED_ONCE,
    ),
);

/** By the first part of an object's key. */
const FINDERS: Readonly<Record<string, (db: Transaction, caller: Caller, ids: readonly string[]) => Promise<Owned[]>>> =
  {
    SURVEY: (db, caller, ids) => db.query(FIND_SURVEY_OWNERS(caller), [ids, caller.bound]),
    SUBSCRIPTION: (db, caller, ids) =>
      db.query(FIND_SUBSCRIPTION_OWNERS, [ids, allowedOwnOrganisations(caller, 'desk.annotate')]),
    CHANGE: (db, caller, ids) => db.query(FIND_CHANGE_OWNERS(caller), [ids, caller.bound]),
    PACKAGE: (db, caller, ids) => db.query(FIND_PACKAGE_OWNERS(caller), [ids, caller.bound]),
  };
type Owned = { readonly id: string; readonly owners: string[] };

/** @param objects `SURVEY:17`, `SUBSCRIPTION:17`, `CHANGE:17`, `PACKAGE:17`; others have no owners */
export async function findObjectOwners(
  db: Transaction,
  caller: Caller,
  objects: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const owners = new Map<string, readonly string[]>();
  for (const [kind, find] of Object.entries(FINDERS)) {
    const ids = objects.filter((key) => key.startsWith(`${kind}:`)).map((key) => key.slice(kind.length + 1));
    const known = ids.filter(isDatabaseId);
    if (known.length === 0) continue;
    for (const found of await find(db, caller, known)) owners.set(`${kind}:${found.id}`, found.owners);
  }
  return owners;
}
