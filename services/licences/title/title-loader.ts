import { batchLoader } from '../../subgraph/context';
import type { Title } from './title';
import { findTitles } from './title-queries';

/** Titles by id; null where there is none. The catalogue is not secret. */
export const titleLoader = batchLoader<string, Title | null>(async ({ session }, ids) => {
  const found = new Map((await findTitles(session, ids)).map((title) => [title.id, title]));
  return ids.map((id) => found.get(id) ?? null);
});
