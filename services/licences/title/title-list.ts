/** What the two lists of titles, the catalogue and the licensed ones, have in common: their arguments and cursors. */
import { badUserInput } from '../../../caller/caller';
import { checkPageSize, decodeCursor, listFingerprint } from '../../subgraph/connection';
import type { Title, TitleFilter } from './title';
import type { TitlePage } from './title-queries';

const MAXIMUM_SEARCH = 200;

/** @param scope tells lists apart that have the same search and filter */
export function titlePage(
  scope: readonly unknown[],
  search: string | null,
  filter: TitleFilter | null,
  first: number,
  after: string | null,
): TitlePage & { readonly fingerprint: string } {
  checkPageSize(first);
  if (search && search.length > MAXIMUM_SEARCH) {
    throw badUserInput(`search: longer than ${MAXIMUM_SEARCH} characters. Search for fewer words.`);
  }
  const words = search?.trim() || null;
  const fingerprint = listFingerprint(...scope, words, filter);
  const position = after ? decodeCursor(fingerprint, after, 2) : null;
  return {
    search: words,
    filter: filter ?? {},
    first,
    after: position && { sortKey: position[0] as string, id: position[1] as string },
    fingerprint,
  };
}

export function titlePosition(title: Title): string[] {
  return [title.sortKey, title.id];
}
