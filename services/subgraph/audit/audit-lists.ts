/** Pages of a service's audit trail: of the whole trail, and of one object. */
import { isDatabaseId } from '../../../request/values/database-id';
import { batchLoader, type SubgraphContext } from '../context';
import { FIND_ORGANISATION_IDS, findOrganisationKeys } from '../database/organisation-queries';
import { checkPageSize, decodeCursor, foreignCursor, listFingerprint, pageOf } from '../schema/connection';
import type { AuditEntry, AuditEntryConnection } from './audit-entry';
import { type AuditFilter, type AuditSelection, NO_ROW, selectionOf } from './audit-filter';
import type { AuditPlace, AuditQueries, AuditRow, HistoryQueries, HistoryRequest } from './audit-queries';
import { organisationsIn, valuesOf } from './audited-values';

/**
 * Returns, of the organisations with these keys, those of which the caller may know who acted for them, and why what
 * they own was changed.
 */
type KnowsNames = (context: SubgraphContext, keys: readonly string[]) => Promise<ReadonlySet<string>>;

/**
 * Stands for no organisation. Entries of no organisation, and names of those who act for none, are known to callers
 * who may know all names.
 */
const INSTALLATION = '';

interface RequestedPage {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** Returns the history of one object. */
type History = (context: SubgraphContext, objectId: string, page: RequestedPage) => Promise<AuditEntryConnection>;

interface AuditLists {
  trail(context: SubgraphContext, filter: AuditFilter | null, page: RequestedPage): Promise<AuditEntryConnection>;
  /** @param kind one of the kinds of object that have a history in the service's trail */
  historyOf(kind: string): History;
}

export function auditLists(queries: AuditQueries, knowsNames: KnowsNames): AuditLists {
  return {
    async trail(context, filter, { first, after }) {
      checkPageSize(first);
      const request = selectionOf(filter);
      const fingerprint = listFingerprint('audit trail', request);
      const { session, caller } = context;
      const selection = await withRow(context, request);
      const page = { first, after: placeOf(fingerprint, after) };
      const rows = await queries.list(session, caller, selection, page);
      const entries = await entriesOf(context, rows, knowsNames);
      return {
        ...pageOf(entries, first, after, fingerprint, positionOf),
        count: () => queries.count(session, caller, selection),
      };
    },
    historyOf: (kind) => historyOf(queries.historiesOf[kind] as HistoryQueries, knowsNames),
  };
}

function historyOf(queries: HistoryQueries, knowsNames: KnowsNames): History {
  /** Loads all histories of a request in one statement, each with one more entry than its page where there is one. */
  const historyLoader = batchLoader<HistoryRequest, AuditEntry[], string>(
    async (context, requests) => {
      const pages = await queries.histories(context.session, context.caller, requests);
      const entries = await entriesOf(context, pages.flat(), knowsNames);
      return pages.map((page) => entries.splice(0, page.length));
    },
    (request) => JSON.stringify(request),
  );
  const countLoader = batchLoader<string, number>(({ session, caller }, ids) => queries.counts(session, caller, ids));

  return async (context, objectId, { first, after }) => {
    checkPageSize(first);
    const fingerprint = listFingerprint('history', objectId);
    const entries = await historyLoader(context).load({ objectId, first, after: placeOf(fingerprint, after) });
    return {
      ...pageOf(entries, first, after, fingerprint, positionOf),
      count: () => countLoader(context).load(objectId),
    };
  };
}

/** An organisation that does not exist is treated like one without entries. */
async function withRow({ session }: SubgraphContext, selection: AuditSelection): Promise<AuditSelection> {
  if (selection.organisation === null) return selection;
  const [found] = await session.query(FIND_ORGANISATION_IDS, [[selection.organisation]]);
  return { ...selection, organisation: found?.id ?? NO_ROW };
}

function placeOf(fingerprint: string, after: string | null | undefined): AuditPlace | null {
  if (!after) return null;
  const [changeId = '', id = ''] = decodeCursor(fingerprint, after, 2);
  if (!isDatabaseId(changeId) || !isDatabaseId(id)) throw foreignCursor();
  return { changeId, id };
}

const positionOf = ({ change, id }: AuditEntry) => [change, id];

async function entriesOf(
  context: SubgraphContext,
  rows: readonly AuditRow[],
  knowsNames: KnowsNames,
): Promise<AuditEntry[]> {
  const organisations = organisationsIn(rows);
  const concerned = rows.flatMap(({ owner, authorOrganisations }) => [
    owner ?? INSTALLATION,
    ...actedFor(authorOrganisations),
  ]);
  const [keys, known] = await Promise.all([
    findOrganisationKeys(context.session, organisations),
    knowsNames(context, [...new Set(concerned)]),
  ]);
  return rows.map(({ changeId, before, after, author, endUser, reason, ...row }) => {
    const withNames = actedFor(row.authorOrganisations).every((key) => known.has(key));
    const withWords = known.has(row.owner ?? INSTALLATION);
    return {
      ...row,
      change: changeId,
      author: withNames ? author : null,
      endUser: withNames ? endUser : null,
      reason: withWords ? reason : null,
      action: before === null ? 'CREATED' : after === null ? 'REMOVED' : 'CHANGED',
      values: valuesOf({ before, after }, keys, withWords),
    };
  });
}

function actedFor(organisations: readonly string[]): readonly string[] {
  return organisations.length > 0 ? organisations : [INSTALLATION];
}
