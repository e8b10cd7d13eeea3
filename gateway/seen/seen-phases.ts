/** The phases of an operation, each under a span of its own, and the operation under its name. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { OperationDefinitionNode } from 'graphql';
import { failureOf } from '../../telemetry/span';
import type { RequestContext } from '../request-context';
import { operationNameOf } from './seen-request';

/** Epoch milliseconds at which the operations that are carried out were begun, those of them that are recorded. */
const begun = new WeakMap<RequestContext, number>();

export function seenPhases(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ contextValue }) {
      const { span } = contextValue;
      const phase = (name: string) => {
        const under = span.child(name);
        return async (failure?: unknown) => {
          const [first] = Array.isArray(failure) ? failure : [failure];
          under.end(first && failureOf(first));
        };
      };
      return {
        ...(span.recorded && {
          parsingDidStart: async () => phase('parse'),
          validationDidStart: async () => phase('validate'),
          async executionDidStart() {
            begun.set(contextValue, Date.now());
          },
        }),
        async didResolveOperation({ operation, operationName, contextValue }) {
          if (operation) seeOperation(contextValue, operation, operationName);
        },
      };
    },
  };
}

/** It is known which operation is meant. */
export function seeOperation(
  { span, story }: RequestContext,
  { operation }: OperationDefinitionNode,
  operationName: string | null | undefined,
): void {
  const name = operationNameOf(operationName);
  story.operation = name;
  if (!span.recorded) return;
  span.rename(name === undefined ? operation : `${operation} ${name}`);
  span.set({ 'graphql.operation.type': operation, 'graphql.operation.name': name });
}

/** The operation has its plan, be it a new one or a kept one: what came before it since the execution began was that. */
export function seenPlan(context: RequestContext): void {
  const startedAt = begun.get(context);
  if (startedAt === undefined) return;
  begun.delete(context);
  context.span.child('plan', 'internal', undefined, startedAt).end();
}
