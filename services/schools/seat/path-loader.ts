import type DataLoader from 'dataloader';
import { isDatabaseId } from '../../../request/values/database-id';
import { batchLoader, perRequest, type SubgraphContext } from '../../subgraph/context';
import { findTitlePaths, type TitlePaths } from './path-queries';

/** By title id: the paths from one school to it, as of one instant. */
type PathsLoader = DataLoader<string, TitlePaths | null>;

const loaders = perRequest(() => new Map<string, PathsLoader>());

/**
 * Loads the paths from a school, given by its database id, to titles; null where there is no such title. Each school
 * and instant has its own loader and statement, so that the titles of a school are decided as soon as its statement is
 * answered, without waiting for those of other schools.
 *
 * @param at epoch milliseconds
 */
export function titlePathsLoader(context: SubgraphContext, schoolRow: string, at: number): PathsLoader {
  const known = loaders(context);
  const key = `${schoolRow} ${at}`;
  let loader = known.get(key);
  if (!loader) {
    loader = batchLoader<string, TitlePaths | null>((_, titles) => findAll(context, schoolRow, at, titles))(context);
    known.set(key, loader);
  }
  return loader;
}

async function findAll(
  { session }: SubgraphContext,
  schoolRow: string,
  at: number,
  titles: readonly string[],
): Promise<(TitlePaths | null)[]> {
  const paths = await findTitlePaths(session, schoolRow, titles.filter(isDatabaseId), at);
  const found = new Map(paths.map((one) => [one.titleId, one]));
  return titles.map((title) => found.get(title) ?? null);
}
