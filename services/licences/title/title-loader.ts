import { batchLoader } from '../../subgraph/context';
import { requireCatalogue } from '../authorisation/allowed';
import type { Title } from './title';
import { findTitles } from './title-queries';

/** Loads titles by id; null where there is none. */
export const titleLoader = batchLoader<string, Title | null>(async ({ session, caller }, ids) => {
  requireCatalogue(caller);
  const found = new Map((await findTitles(session, ids)).map((title) => [title.id, title]));
  return ids.map((id) => found.get(id) ?? null);
});
