/**
 * The outermost of what carries an operation out: it lets nothing through that wall 1 has not permitted, and of what it
 * has permitted in part it lets the subgraphs see that part only.
 */
import { isNonNullType, type OperationDefinitionNode } from 'graphql';
import type { Executor, GatewayInterface, Incoming, Outcome } from '../compiled/stock';
import type { Permission } from './authorise';
import { withWithheld } from './withheld-answer';

const GRANTED = new WeakMap<object, Permission>();

/** @param context of the one request that was permitted */
export function grant(context: object, permission: Permission): void {
  GRANTED.set(context, permission);
}

export interface PermittedGateway extends GatewayInterface {
  /** @throws Error where this operation of this request was not permitted */
  readonly execute: Executor;
}

/** Whatever is wrapped is asked the very same question where nothing is withheld. */
export function permitted(inner: GatewayInterface): PermittedGateway {
  let carryOut: Executor | null = null;
  async function execute(question: Incoming): Promise<Outcome> {
    if (!carryOut) throw new Error('nothing carries operations out yet');
    const { withheld } = permissionOf(question.context, question.operation);
    return withheld ? carryOutInPart(carryOut, question, withheld) : carryOut(question);
  }
  return {
    execute,
    onSchemaLoadOrUpdate: (told) => inner.onSchemaLoadOrUpdate(told),
    stop: () => inner.stop(),
    async load(options) {
      const { executor } = await inner.load(options);
      if (!executor) throw new Error('nothing carries operations out');
      carryOut = executor;
      return { executor: execute };
    },
  };
}

async function carryOutInPart(
  carryOut: Executor,
  question: Incoming,
  { remainder, shape, root }: NonNullable<Permission['withheld']>,
): Promise<Outcome> {
  const { document, operation, source, queryHash } = remainder;
  const nothing = shape.places(root).some(({ why, type }) => why && type && isNonNullType(type));
  const { data, errors, ...rest } = nothing
    ? { data: {}, errors: undefined }
    : await carryOut({
        ...question,
        document,
        operation,
        source,
        queryHash,
        request: { ...question.request, query: source },
      });
  if (!data) return { data, errors, ...rest };
  const whole = withWithheld(data, shape);
  const all = [...(errors ?? []), ...whole.errors];
  return { ...rest, data: whole.data, ...(all.length > 0 && { errors: all }) };
}

function permissionOf(context: object, operation: OperationDefinitionNode): Permission {
  const permission = GRANTED.get(context);
  if (permission?.operation !== operation) throw new Error('an operation was to be carried out that nobody permitted');
  return permission;
}
