/**
 * Checks at the start that every trusted document can be answered, so that a manifest which does not fit the schema stops the
 * gateway and not its clients.
 */
import { GraphQLError, type GraphQLSchema, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { CALLER_KINDS } from '../../caller/caller';
import { refuseAliases } from '../authorisation/aliases';
import { BUDGETS, checkedCost } from '../limits/cost';
import { SchemaCosts } from '../limits/cost-of-field';
import { MAX_TOKENS } from '../limits/document';
import { OperationCost } from '../limits/operation-cost';
import { checkMerging, checkSizes } from '../limits/operation-limits';
import { type ParsedDocument, parsedDocument } from '../parsing/parsed-operation';
import { validationRules } from '../parsing/validation-rules';
import { GivenValues, type Variables } from '../parsing/variables';
import type { Supergraph } from '../supergraph/supergraph';
import type { TrustedDocument } from './documents-manifest';

const SHOWN = 5;

/**
 * @param schema the schema that clients see
 * @throws Error that names file and operation of the first mistakes
 */
export function checkTrustedDocuments(
  documents: readonly TrustedDocument[],
  schema: GraphQLSchema,
  supergraph: Supergraph,
  production: boolean,
): void {
  const mistakes = documents.flatMap(({ place, text }) => {
    const mistake = mistakeIn(text, schema, supergraph, production);
    return mistake === null ? [] : [`${place}: ${mistake}`];
  });
  if (mistakes.length === 0) return;
  const others = mistakes.length > SHOWN ? [`And ${mistakes.length - SHOWN} more.`] : [];
  throw new Error(['Trusted operations do not fit this schema.', ...mistakes.slice(0, SHOWN), ...others].join('\n'));
}

function mistakeIn(text: string, schema: GraphQLSchema, supergraph: Supergraph, production: boolean): string | null {
  try {
    const document = parse(text, { maxTokens: MAX_TOKENS });
    const parsed = parsedDocument(document);
    const { isCyclic } = checkSizes(parsed);
    if (!isCyclic) checkMerging(parsed, schema, supergraph.fieldGraphs);
    const [error] = validate(schema, document, validationRules(production));
    if (error) return error.message;
    refuseAliases(document, supergraph.plannerFields);
    return costMistake(parsed, new SchemaCosts(schema, supergraph.costs));
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof RangeError) return error.message;
    throw error;
  }
}

/** Estimates with the smallest values of all variables. What is too costly then is always too costly, for everyone. */
function costMistake(parsed: ParsedDocument, costs: SchemaCosts): string | null {
  for (const operation of parsed.document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    const least = new GivenValues(leastVariables(operation));
    const operationCost = new OperationCost(costs, { ...parsed, operation });
    const cost = checkedCost(operationCost.ofRequest(least).estimate);
    // The largest budget of all is not used here, because it is only for assigning.
    const largest = Math.max(...CALLER_KINDS.map((kind) => BUDGETS[operationCost.budgetOf(kind)]));
    if (cost > largest) return `It costs ${cost} at the least, and nobody may spend more than ${largest}.`;
  }
  return null;
}

/** For a scalar with a rule of its own (request/values/scalars.ts): any value that it accepts. */
const LEAST: Readonly<Record<string, unknown>> = { DateTime: '2000-01-01T00:00:00Z' };

/** Values for estimating only: lists are empty, and everything else is 1. */
function leastVariables({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  return Object.fromEntries(
    variableDefinitions.map(({ variable, type }) => {
      const nullable = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
      return [variable.name.value, nullable.kind === Kind.LIST_TYPE ? [] : (LEAST[nullable.name.value] ?? 1)];
    }),
  );
}
