import DataLoader from 'dataloader';
import { isDatabaseId } from '../../../caller/database-id';
import { perRequest, type SubgraphContext } from '../../subgraph/context';
import { findTitlePaths, type TitlePaths } from './path-queries';

/** A title at a school, given by the school's database id, as of an instant in epoch milliseconds. */
interface TitleAtSchool {
  readonly schoolRow: string;
  readonly titleId: string;
  readonly at: number;
}

/** The paths from schools to titles; null where there is no such title. One statement for each school and instant. */
export const titlePathsLoader = perRequest(
  (context) =>
    new DataLoader<TitleAtSchool, TitlePaths | null, string>((asked) => findAll(context, asked), {
      cacheKeyFn: ({ schoolRow, titleId, at }) => `${schoolRow} ${at} ${titleId}`,
    }),
);

async function findAll({ session }: SubgraphContext, asked: readonly TitleAtSchool[]): Promise<(TitlePaths | null)[]> {
  const groupOf = ({ schoolRow, at }: TitleAtSchool) => `${schoolRow} ${at}`;
  const groups = new Map(asked.map((one) => [groupOf(one), { ...one, ids: new Set<string>() }]));
  for (const one of asked) if (isDatabaseId(one.titleId)) groups.get(groupOf(one))?.ids.add(one.titleId);
  const found = new Map(
    await Promise.all(
      [...groups].map(async ([group, { schoolRow, at, ids }]) => {
        const paths = await findTitlePaths(session, schoolRow, [...ids], at);
        return [group, new Map(paths.map((one) => [one.titleId, one]))] as const;
      }),
    ),
  );
  return asked.map((one) => found.get(groupOf(one))?.get(one.titleId) ?? null);
}
