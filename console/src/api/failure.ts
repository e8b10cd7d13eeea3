/** The kinds of failure about which the reader can do different things. */
type FailureKind =
  | 'absent'
  | 'offline'
  | 'outdated'
  | 'forbidden'
  | 'unavailable'
  | 'limited'
  | 'costly'
  | 'input'
  | 'fault';

export interface GraphQLProblem {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly requestId?: string; readonly retryAfter?: number };
}

const KINDS: Readonly<Record<string, FailureKind>> = {
  FORBIDDEN: 'forbidden',
  BAD_USER_INPUT: 'input',
  SUBGRAPH_UNAVAILABLE: 'unavailable',
  RATE_LIMITED: 'limited',
  OPERATION_TOO_COSTLY: 'costly',
  PERSISTED_QUERY_NOT_FOUND: 'outdated',
};

export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    /** The id by which the operator finds the request in the log. */
    readonly requestId: string | null = null,
  ) {
    super(message);
  }
}

export function failureOf({ message, extensions }: GraphQLProblem): Failure {
  return new Failure(KINDS[extensions?.code ?? ''] ?? 'fault', message, extensions?.requestId ?? null);
}
