/** The statements that read a service's audit trail. Each service declares its own, for its own tables. */
import type { Caller } from '../../../caller/caller';
import {
  bigint,
  instant,
  int,
  json,
  neverNull,
  nullable,
  oneOf,
  type RowOf,
  statement,
  text,
  texts,
} from '../../../database/statement';
import { byCondition } from '../authorisation/condition';
import type { Session } from '../database/session';
import { type AuthorKind, AuthorKindEnum } from './audit-entry';
import type { AuditSelection } from './audit-filter';
import { AUDITED_OBJECTS } from './audited-objects';

type Content = Readonly<Record<string, unknown>>;

const ENTRY = {
  id: bigint,
  changeId: bigint,
  at: instant,
  operation: text,
  reason: nullable(text),
  source: nullable(text),
  authorKind: neverNull(oneOf(Object.keys(AuthorKindEnum) as AuthorKind[]), 'upper() of what is not null'),
  authorOrganisations: texts,
  author: nullable(text),
  endUser: nullable(text),
  object: neverNull(oneOf(AUDITED_OBJECTS), 'upper() of what is not null'),
  objectId: neverNull(text, 'the last of what is tried is not null'),
  owner: nullable(text),
  holder: nullable(text),
  before: nullable(json<Content>()),
  after: nullable(json<Content>()),
};
export type AuditRow = RowOf<typeof ENTRY>;

/** A place in the order of a trail: the newest entry comes first. */
export interface AuditPlace {
  readonly changeId: string;
  readonly id: string;
}

interface AuditPage {
  readonly first: number;
  readonly after: AuditPlace | null;
}

/** A page of the history of one object, which has entries of several kinds. */
export interface HistoryRequest extends AuditPage {
  readonly objectId: string;
}

export interface HistoryQueries {
  /**
   * Returns the histories in the order asked, each with one more entry than its page where there is one. One
   * statement reads all.
   */
  histories(session: Session, caller: Caller, requests: readonly HistoryRequest[]): Promise<AuditRow[][]>;
  counts(session: Session, caller: Caller, objectIds: readonly string[]): Promise<number[]>;
}

export interface AuditQueries {
  list(session: Session, caller: Caller, selection: AuditSelection, page: AuditPage): Promise<AuditRow[]>;
  count(session: Session, caller: Caller, selection: AuditSelection): Promise<number>;
  /** By the kind of object. */
  readonly historiesOf: Readonly<Record<string, HistoryQueries>>;
}

interface AuditTrail {
  readonly service: 'schools' | 'licences';
  /** For each kind of object that has a history, the audited objects that belong to it. */
  readonly historiesOf: Readonly<Record<string, readonly string[]>>;
  /**
   * For a caller of this kind, with the keys of what it is bound to as `$1`: the condition that it may read entry
   * `e`, and what must stand before the statement for it.
   */
  readonly readable: (caller: Pick<Caller, 'kind'>) => { readonly with: string; readonly condition: string };
  /** Objects whose entries also need this scope. */
  readonly scoped?: { readonly objects: readonly string[]; readonly scope: string };
}

/** Declares the statements. To be called where a file is loaded. */
export function auditQueries({ service, historiesOf, readable, scoped }: AuditTrail): AuditQueries {
  const columns = `
    e.id, e.change_id as "changeId", c.at, c.operation, c.reason, c.source, upper(c.kind) as "authorKind",
    array(select o.key from directory.organisation o where o.id = any (c.bound) order by o.key) as "authorOrganisations",
    author.name as author, end_user.name as "endUser", upper(e.object) as object,
    case e.object when 'api_key' then lpad(to_hex(e.object_id), 16, '0')
                  when 'organisation' then coalesce(h.key, e.object_id::text)
                  else e.object_id::text end as "objectId",
    w.key as owner, h.key as holder, e.before, e.after`;
  const joined = `
    join ${service}.audit_change c on c.id = e.change_id
    left join ${service}.audit_person author on author.id = c.author_id
    left join ${service}.audit_person end_user on end_user.id = c.end_user_id
    left join directory.organisation w on w.id = e.owner_id
    left join directory.organisation h on h.id = e.holder_id`;
  const left = scoped?.objects.map((object) => `'${object}'`).join(', ');
  const conditionOf = (condition: string) =>
    left ? `${condition} and ($2 or e.object not in (${left}))` : `${condition} and $2`;
  const textOf = (caller: Pick<Caller, 'kind'>) => JSON.stringify(readable(caller));
  const parts = (given: string) => JSON.parse(given) as ReturnType<AuditTrail['readable']>;
  const caller$ = (caller: Caller) => [caller.bound, !scoped || caller.scopes.includes(scoped.scope)];

  const selected = `($3::text[] is null or e.object = any ($3)) and ($4::bigint is null or e.object_id = $4)
    and ($5::bigint is null or e.change_id = $5)
    and ($6::text is null or author.name = $6 or end_user.name = $6)
    and ($7::text[] is null or c.operation = any ($7)) and ($8::bigint is null or e.owner_id = $8 or e.holder_id = $8)
    and ($9::timestamptz is null or c.at >= $9) and ($10::timestamptz is null or c.at < $10)`;
  const parametersOf = ({
    objects,
    objectId,
    change,
    author,
    operations,
    organisation,
    from,
    until,
  }: AuditSelection) => [objects, objectId, change, author, operations, organisation, from, until];

  const LIST = byCondition(textOf, (given) => {
    const { with: before, condition } = parts(given);
    return statement(
      `${service} listAuditEntries`,
      `${before} select ${columns} from ${service}.audit_entry e ${joined}
       where ${conditionOf(condition)} and ${selected}
         and ($11::bigint is null or (e.change_id, e.id) < ($11, $12::bigint))
       order by e.change_id desc, e.id desc limit $13`,
      ENTRY,
    );
  });

  const COUNT = byCondition(textOf, (given) => {
    const { with: before, condition } = parts(given);
    return statement(
      `${service} countAuditEntries`,
      `${before} select count(*)::int as count from ${service}.audit_entry e ${joined}
       where ${conditionOf(condition)} and ${selected}`,
      { count: int },
    );
  });

  function historyQueries(objectKinds: readonly string[]): HistoryQueries {
    const objects = objectKinds.map((object) => `'${object}'`).join(', ');
    const HISTORIES = byCondition(textOf, (given) => {
      const { with: before, condition } = parts(given);
      return statement(
        `${service} auditHistories`,
        `${before} select asked.place, entry.*
         from unnest($3::bigint[], $4::int[], $5::bigint[], $6::bigint[]) with ordinality
           as asked(object_id, count, change_id, id, place)
         cross join lateral (
           select ${columns} from ${service}.audit_entry e ${joined}
           where e.object_id = asked.object_id and e.object in (${objects}) and ${conditionOf(condition)}
             and (asked.change_id is null or (e.change_id, e.id) < (asked.change_id, asked.id))
           order by e.change_id desc, e.id desc limit asked.count) entry
         order by asked.place, entry."changeId" desc, entry.id desc`,
        { place: bigint, ...ENTRY },
      );
    });

    const COUNTS = byCondition(textOf, (given) => {
      const { with: before, condition } = parts(given);
      return statement(
        `${service} countAuditHistories`,
        `${before} select e.object_id as "objectId", count(*)::int as count from ${service}.audit_entry e
         where e.object_id = any ($3) and e.object in (${objects}) and ${conditionOf(condition)} group by e.object_id`,
        { objectId: bigint, count: int },
      );
    });

    return {
      async histories(session, caller, requests) {
        const rows = await session.query(HISTORIES(caller), [
          ...caller$(caller),
          requests.map(({ objectId }) => objectId),
          requests.map(({ first }) => first + 1),
          requests.map(({ after }) => after?.changeId ?? null),
          requests.map(({ after }) => after?.id ?? null),
        ]);
        const pages = requests.map((): AuditRow[] => []);
        for (const { place, ...row } of rows) pages[Number(place) - 1]?.push(row);
        return pages;
      },
      async counts(session, caller, objectIds) {
        const rows = await session.query(COUNTS(caller), [...caller$(caller), objectIds]);
        const found = new Map(rows.map(({ objectId, count }) => [objectId, count]));
        return objectIds.map((id) => found.get(id) ?? 0);
      },
    };
  }

  const histories = Object.entries(historiesOf).map(
    ([kind, objectKinds]) => [kind, historyQueries(objectKinds)] as const,
  );
  return {
    list: (session, caller, selection, { first, after }) =>
      session.query(LIST(caller), [
        ...caller$(caller),
        ...parametersOf(selection),
        after?.changeId ?? null,
        after?.id ?? null,
        first + 1,
      ]),
    async count(session, caller, selection) {
      const [row] = await session.query(COUNT(caller), [...caller$(caller), ...parametersOf(selection)]);
      return row?.count ?? 0;
    },
    historiesOf: Object.fromEntries(histories),
  };
}
