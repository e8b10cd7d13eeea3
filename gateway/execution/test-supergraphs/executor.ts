/**
 * The compiled gateway as an executor with the interface of the stock one, for tests that compare the two: each text is
 * planned once.
 */
import { type DocumentNode, getVariableValues, type OperationDefinitionNode } from 'graphql';
import type { CompiledGateway, Executable, Planned } from '../compiled';
import type { Executor, Incoming, Outcome } from '../stock';

export function executorOf(gateway: CompiledGateway): Executor {
  return executorBy(gateway, (planned, incoming) => gateway.execute(planned, incoming));
}

/** @param execute one of the two methods of the gateway */
export function executorBy<Answer>(
  gateway: CompiledGateway,
  execute: (planned: Planned, incoming: Incoming) => Promise<Answer>,
): (incoming: Incoming) => Promise<Answer | Outcome> {
  const known = new Map<string, Executable>();
  return async (incoming) => {
    const { document, operation, schema, request } = incoming;
    const key = `${request.operationName} ${request.query}`;
    const executable = known.get(key) ?? executableOf(document, operation);
    known.set(key, executable);
    const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {});
    return errors ? { errors } : execute(await gateway.plan(executable), incoming);
  };
}

export function executableOf(document: DocumentNode, operation: OperationDefinitionNode): Executable {
  return { document, operation, source: '', planned: undefined };
}
