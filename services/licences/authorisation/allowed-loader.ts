import { isDatabaseId } from '../../../request/values/database-id';
import { batchLoader, type SubgraphContext } from '../../subgraph/context';
import type { Session } from '../../subgraph/database/session';

/**
 * Loads by id what the caller may read.
 *
 * @param absent returns the value of every other id, or its error, whether it exists or not
 */
export function allowedLoader<Value>(
  find: (session: Session, ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  findAllowed: (context: SubgraphContext, ids: readonly string[]) => Promise<ReadonlySet<string>>,
  absent: () => Value | Error,
) {
  return batchLoader<string, Value>(async (context, ids) => {
    const numbers = ids.filter(isDatabaseId);
    const [found, allowed] = await Promise.all([find(context.session, numbers), findAllowed(context, numbers)]);
    return ids.map((id) => (allowed.has(id) ? found.get(id) : undefined) ?? absent());
  });
}
