/**
 * The outermost of what carries an operation out: it lets nothing through that wall 1 has not permitted, and of what it
 * has permitted in part it lets the subgraphs see that part only.
 */
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { isNonNullType, type OperationDefinitionNode } from 'graphql';
import type { RequestContext } from '../request-context';
import type { Permission } from './authorise';
import { withWithheld } from './withheld-answer';

type GatewayInterface = ApolloServerOptionsWithGateway<RequestContext>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;
type Question = Parameters<Executor>[0];
type Answer = Awaited<ReturnType<Executor>>;

const GRANTED = new WeakMap<object, Permission>();

/** @param context of the one request that was permitted */
export function grant(context: object, permission: Permission): void {
  GRANTED.set(context, permission);
}

/** Whatever is wrapped is asked the very same question where nothing is withheld. */
export function permitted(inner: GatewayInterface): GatewayInterface {
  return {
    onSchemaLoadOrUpdate: (told) => inner.onSchemaLoadOrUpdate(told),
    stop: () => inner.stop(),
    async load(options) {
      const { executor } = await inner.load(options);
      if (!executor) throw new Error('nothing carries operations out');
      return { executor: (question: Question) => carryOut(executor, question) };
    },
  };
}

/** @throws Error where this operation of this request was not permitted */
async function carryOut(executor: Executor, question: Question): Promise<Answer> {
  const { withheld } = permissionOf(question.context, question.operation);
  if (!withheld) return executor(question);
  const { remainder, shape, root } = withheld;
  const { document, operation, source, queryHash } = remainder;
  const nothing = shape.places(root).some(({ why, type }) => why && type && isNonNullType(type));
  const { data, errors, ...rest } = nothing
    ? { data: {}, errors: undefined }
    : await executor({
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
