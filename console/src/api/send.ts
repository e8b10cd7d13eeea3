import { Failure, failureOf, type GraphQLProblem } from './failure';
import type { Operation } from './operation';
import { post } from './post';

export interface Answer<Data> {
  readonly data: Data;
  /** The problems with parts of the data. Each of these is null at its path. */
  readonly problems: readonly GraphQLProblem[];
}

/** Sends an operation as `post` does. Rejects with a Failure where there is no data. */
export async function send<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer<Data>> {
  const { status, body } = await post('/console/graphql', { id: operation.id, variables }, signal);
  const { data, errors = [] } = body as { readonly data?: object | null; readonly errors?: readonly GraphQLProblem[] };
  if (data && Object.values(data).some((field) => field !== null)) return { data: data as Data, problems: errors };
  const [problem] = errors;
  if (problem) throw failureOf(problem);
  if (data === undefined) throw new Failure(status >= 500 ? 'unavailable' : 'fault', `HTTP ${status}`);
  return { data: data as Data, problems: [] };
}
