/** One operation, compiled: its plan and the shape of its answer. */
import { GraphQLError, type GraphQLSchema, type OperationDefinitionNode, valueFromASTUntyped } from 'graphql';
import type { Completion } from './completion';
import type { Data } from './data';
import { Faults } from './faults';
import type { Execution } from './fetch';
import { originsOf } from './origins';
import { compilePlan } from './plan';
import { groupSelections } from './selections';
import { Shapes } from './shape';
import { type Executor, type Incoming, NotCovered, type Outcome, type Resolved } from './stock';

/**
 * @returns what takes the variables as they were sent, once it was found that they fit
 * @throws NotCovered where something in it is left to the stock executor
 */
export function compileOperation(
  { queryPlan, serviceMap, operationContext }: Resolved,
  supergraph: GraphQLSchema,
): Executor {
  const { schema, operation, fragments: definitions } = operationContext;
  if (queryPlan.node?.kind === 'Subscription') throw new NotCovered('subscription');
  const root = schema.getRootType(operation.operation);
  if (!root) throw new NotCovered('root');
  const defaults = defaultsOf(operation);
  const declared = operation.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  const run = queryPlan.node && compilePlan(queryPlan.node, { supergraph, sources: serviceMap, defaults });
  const fragments = { schema, definitions, known: new Map() };
  const shape = new Shapes(schema).ofRoot(groupSelections(fragments, root, operation.selectionSet.selections), root);
  const origins = originsOf(queryPlan.node);

  function complete({ incoming, answer, faults }: Execution): Outcome {
    const completion: Completion = { variables: givenOf(incoming.request.variables), faults, path: [] };
    const output = new shape.Output();
    const data = shape.fill(answer, output, true, completion) ? output : null;
    const { errors } = faults;
    return errors.length > 0 ? { errors, data } : { data };
  }

  /** What was sent and is not declared is left where it is. */
  function givenOf(sent: Incoming['request']['variables']): Data {
    const given: Data = Object.create(null);
    for (const name of declared) {
      const value = sent && Object.hasOwn(sent, name) ? sent[name] : defaults[name];
      if (value !== undefined) given[name] = value;
    }
    return given;
  }

  return async (incoming) => {
    const answer = Object.create(null);
    const execution: Execution = { incoming, answer, faults: new Faults(answer, origins) };
    await run?.(execution);
    return completed(execution, complete);
  };
}

function completed(execution: Execution, complete: (execution: Execution) => Outcome): Outcome {
  try {
    return complete(execution);
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    return { errors: [new GraphQLError((error as Error).message, { originalError: error as Error })] };
  }
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Data {
  const defaults: Data = Object.create(null);
  for (const { variable, defaultValue } of variableDefinitions) {
    if (defaultValue) defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
  }
  return defaults;
}
