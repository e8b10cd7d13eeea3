/** One compiled operation: its plan and the shape of its answer. */
import { GraphQLError, type GraphQLSchema, type OperationDefinitionNode, valueFromASTUntyped } from 'graphql';
import { Turns } from '../../request/turns';
import { plainObjects } from '../../request/values/plain-objects';
import { conditionVariables } from '../parsing/conditions';
import type { Completion } from './completion';
import type { Data } from './data';
import { Faults } from './faults';
import type { Execution } from './fetch';
import { fetchesIn, originsOf } from './origins';
import { compilePlan } from './plan';
import { groupSelections } from './selections';
import { Shapes } from './shape';
import { type Executor, type Incoming, NotCovered, type Outcome, type Resolved } from './stock';
import { answerForms, type Counting, type Written } from './writer';

/** Executes the operation. It takes the variables as they were sent, after they were checked. */
export interface CompiledOperation {
  /** Answers as objects. */
  readonly execute: Executor;
  /** Answers as JSON text where no code has to look at the answer; as objects where it is not complete. */
  readonly executeToJson: (incoming: Incoming, counting: Counting) => Promise<Written | Outcome>;
}

/** @throws NotCovered where a part of it is left to the stock executor */
export function compileOperation(
  { queryPlan, serviceMap, operationContext }: Resolved,
  supergraph: GraphQLSchema,
): CompiledOperation {
  const { schema, operation, fragments: definitions } = operationContext;
  if (queryPlan.node?.kind === 'Subscription') throw new NotCovered('subscription');
  const root = schema.getRootType(operation.operation);
  if (!root) throw new NotCovered('root');
  const defaults = defaultsOf(operation);
  const declared = operation.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  const run = queryPlan.node && compilePlan(queryPlan.node, { supergraph, sources: serviceMap, defaults });
  const fragments = { schema, definitions, known: new Map() };
  const selections = groupSelections(fragments, root, operation.selectionSet.selections);
  const shape = new Shapes(schema).ofRoot(selections, root);
  const conditions = conditionVariables({ operation, fragments: new Map(Object.entries(definitions)) });
  const fetches = fetchesIn(queryPlan.node);
  const formOf = answerForms({ schema, supergraph, selections, root, conditions, fetches });
  const origins = originsOf(queryPlan.node);
  const Answer = plainObjects();
  const Variables = plainObjects();

  async function complete({ incoming, answer, faults }: Execution, turns = turnsOf(incoming)): Promise<Outcome> {
    const completion: Completion = { variables: givenOf(incoming.request.variables), faults, path: [], turns };
    const output = new shape.Output();
    const isWhole = await shape.fill(answer, output, true, completion);
    const data = isWhole ? output : null;
    const { errors } = faults;
    return errors.length > 0 ? { errors, data } : { data };
  }

  /** Variables that were sent but are not declared are ignored. */
  function givenOf(sent: Incoming['request']['variables']): Data {
    const given = new Variables();
    for (const name of declared) {
      const value = sent && Object.hasOwn(sent, name) ? sent[name] : defaults[name];
      if (value !== undefined) given[name] = value;
    }
    return given;
  }

  function begin(incoming: Incoming, scans?: Execution['scans']): Execution {
    const answer = new Answer();
    return { incoming, answer, faults: new Faults(answer, origins), scans };
  }

  return {
    async execute(incoming) {
      const execution = begin(incoming);
      await run?.(execution);
      try {
        return await complete(execution);
      } catch (error) {
        return failed(error);
      }
    },
    async executeToJson(incoming, counting) {
      const form = formOf(givenOf(incoming.request.variables), counting.answered);
      const execution = begin(incoming, form?.scans());
      await run?.(execution);
      const { answer, faults } = execution;
      try {
        const turns = turnsOf(incoming);
        const written = form && faults.isEmpty ? await form.write(answer, counting.asked, turns) : null;
        return written ?? (await complete(execution, turns));
      } catch (error) {
        return failed(error);
      }
    },
  };
}

/** Once the client has left, the rest of its answer fails. */
function turnsOf({ context }: Incoming): Turns {
  return new Turns(context?.signal);
}

function failed(error: unknown): Outcome {
  if (error instanceof GraphQLError) return { errors: [error] };
  return { errors: [new GraphQLError((error as Error).message, { originalError: error as Error })] };
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Data {
  const defaults: Data = Object.create(null);
  for (const { variable, defaultValue } of variableDefinitions) {
    if (defaultValue) defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
  }
  return defaults;
}
