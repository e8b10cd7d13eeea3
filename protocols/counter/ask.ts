/** Asks the GraphQL API with the rights of the caller. */
import type { CallerRequest } from '../../gateway/http/route';
import { exceptionFor } from './answers';

/** @throws CounterError where it is refused or fails: a report is complete, or there is none */
export type Ask = <Data>(query: string, variables: Record<string, unknown>) => Promise<Data>;

export function asking({ execute }: Pick<CallerRequest, 'execute'>): Ask {
  return async <Data>(query: string, variables: Record<string, unknown>) => {
    const { data, errors } = await execute({ query, variables });
    const [error] = errors ?? [];
    if (error) throw exceptionFor(error);
    return data as Data;
  };
}
