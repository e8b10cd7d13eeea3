/** A page of the changes in a list of licensed titles since a caller was given it. The lists at both ends are kept. */
import { isDatabaseId } from '../../../request/values/database-id';
import { isUuid } from '../../../request/values/uuid';
import type { SubgraphContext } from '../../subgraph/context';
import {
  decodeCursor,
  type Edge,
  foreignCursor,
  listFingerprint,
  type PageInfo,
  pageOf,
} from '../../subgraph/schema/connection';
import type { Ruling } from '../access/ruling';
import { type ChangedTitle, findDifference } from './difference-queries';
import { idInCursor, keptListNow, keptLists } from './kept-list';
import type { KeptList, ListOf } from './kept-list-queries';

export interface Difference {
  readonly edges: readonly Edge<ChangedTitle>[];
  readonly pageInfo: PageInfo;
  readonly until: KeptList;
}

interface PageOfDifference {
  readonly since?: string | null | undefined;
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** An id before all titles. */
const BEGINNING = '0';

/**
 * @param rulingNow is called where the page is the first one
 * @throws CURSOR_EXPIRED, or BAD_USER_INPUT where the page is not one of this difference
 */
export async function differenceSince(
  context: SubgraphContext,
  list: ListOf,
  { since, first, after }: PageOfDifference,
  rulingNow: () => Ruling | Promise<Ruling>,
): Promise<Difference> {
  const fingerprint = listFingerprint('changes', list.school, list.right, list.audience, since ?? null);
  const place = after == null ? null : placeIn(fingerprint, after);
  const sinceIds = since == null ? [] : [idInCursor(list, since)];
  const kept = await keptLists(context, list, place ? [...sinceIds, place.until] : sinceIds);
  const before = sinceIds.length > 0 ? kept[0] : undefined;
  const until = place ? (kept.at(-1) as KeptList) : await keptListNow(context, list, await rulingNow(), before);
  const rows =
    before?.id === until.id
      ? []
      : await findDifference(context.session, before?.id ?? null, until.id, place?.title ?? BEGINNING, first + 1);
  return { ...pageOf(rows, first, after, fingerprint, ({ titleId }) => [until.id, titleId]), until };
}

/** Reads the later list of a difference, and the last title of the page before. */
function placeIn(fingerprint: string, after: string): { readonly until: string; readonly title: string } {
  const [until, title] = decodeCursor(fingerprint, after, 2);
  if (until === undefined || !isUuid(until) || title === undefined || !isDatabaseId(title)) throw foreignCursor();
  return { until, title };
}
