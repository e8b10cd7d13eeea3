/**
 * What an operation costs at the most, before any of it is carried out.
 *
 * Each object that may come is 1, each field has the weight that the schema gives it with @cost, and each of the things
 * that a field is asked to do at once (events, licences for holders) is 1. A list is as long as it was asked to be, and
 * never longer than @listSize says. What @skip leaves out counts, and so does each time a fragment is spread.
 *
 * The answer costs by its size: each value under each of its aliases is as long as @constraint says that it may be.
 */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Caller, CallerKind } from '../../caller/caller';
import type { Operation } from '../authorisation/authorise';
import { tooCostly } from '../errors';
import type { Estimate, FieldCosts, Sized } from './cost-of-field';
import { AROUND_KEY, AROUND_VALUE, mostOf, TYPE_NAME } from './value-sizes';

/**
 * What one operation may cost. A unit is some 10 µs of the gateway's work, or of PostgreSQL's for an object of a list. A page
 * of 200 licensed titles with the licence of each costs about 1,700, and 200 titles with all that they may hold 7,000.
 */
export const BUDGETS: Readonly<Record<CallerKind, number>> = {
  // A batch of 10,000 uses.
  lms: 12_000,
  // Three years of each of 200 schools.
  reporting: 15_000,
  // 10,000 assignments or revocations, and an answer of the largest size to tell of them.
  licensing: 80_000,
  operator: 120_000,
};

/** An operation that may cost more is a large one, of which few are carried out at once: some 3 ms of work. */
export const LARGE_OPERATION = 300;

const CHARACTERS_FOR_ONE = 1_024;

/**
 * Of one answer, in characters. The largest that is asked for in earnest, 10,000 entitlements with holder, licence and
 * owner, holds 18 million where every name is as long as may be, and usually 2.
 */
export const MAXIMUM_ANSWER = 20_000_000;

/** How long a list is taken to be of which the schema says nothing. */
const USUAL_SIZE = 10;

/** @throws OPERATION_TOO_COSTLY */
export function checkBudget(estimate: number, { kind }: Caller): void {
  const budget = BUDGETS[kind];
  if (estimate <= budget) return;
  const shown = estimate > 1e9 ? 'more than 1000000000' : estimate;
  throw tooCostly(
    `The operation may cost ${shown}, and ${budget} are allowed to a token of the kind ${kind}. Ask for smaller pages, for fewer things at once or without totalCount, or in several requests.`,
  );
}

/**
 * The cost of an operation and of its answer together: 1,024 characters take about 10 µs to be read from a service, put
 * together and written.
 */
export function costOf({ cost, size }: Estimate): number {
  return cost + Math.floor(size / CHARACTERS_FOR_ONE);
}

/** @throws OPERATION_TOO_COSTLY where an answer may be, or is, larger than any is given */
export function checkAnswerSize(size: number): void {
  if (size <= MAXIMUM_ANSWER) return;
  const shown = size > 1e12 ? 'more than 1000000000000' : size;
  throw tooCostly(
    `The answer may hold ${shown} characters (maximum ${MAXIMUM_ANSWER}). Ask for smaller pages, or for long texts such as description once and without aliases.`,
  );
}

/**
 * What an operation costs at the most.
 *
 * @param operation a valid one
 * @throws BAD_USER_INPUT where arguments do not fit; OPERATION_TOO_COSTLY where its answer may be too large
 */
export function estimateCost(
  schema: GraphQLSchema,
  costs: FieldCosts,
  operation: Pick<Operation, 'document' | 'operation'>,
): number {
  const estimated = estimate(schema, costs, operation);
  checkAnswerSize(estimated.size);
  return costOf(estimated);
}

const UNSIZED: Sized = { fields: [], size: 0 };
const NOTHING: Estimate = { cost: 0, size: 0 };

/**
 * @param operation a valid one
 * @throws BAD_USER_INPUT where arguments do not fit, or name more things than are answered at once
 */
export function estimate(
  schema: GraphQLSchema,
  costs: FieldCosts,
  { document, operation }: Pick<Operation, 'document' | 'operation'>,
): Estimate {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const known = new Map<string, Estimate>();

  function ofSelections(set: SelectionSetNode, parent: GraphQLNamedType, sized: Sized): Estimate {
    return costs.ofSelections(set, sized, () => {
      let [cost, size] = [0, 0];
      for (const selection of set.selections) {
        const one = ofSelection(selection, parent, sized);
        cost += one.cost;
        size += one.size;
      }
      return { cost, size };
    });
  }

  function ofSelection(selection: SelectionNode, parent: GraphQLNamedType, sized: Sized): Estimate {
    if (selection.kind === Kind.FIELD) return ofField(selection, parent, sized);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value, sized);
    const type = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
    return ofSelections(selection.selectionSet, type ?? parent, sized);
  }

  /** Looked at once for each size, however often it is spread. */
  function ofFragment(name: string, sized: Sized): Estimate {
    const key = JSON.stringify([name, sized]);
    let estimate = known.get(key);
    if (!estimate) {
      const fragment = fragments.get(name);
      const type = fragment && schema.getType(fragment.typeCondition.name.value);
      estimate = fragment && type ? ofSelections(fragment.selectionSet, type, sized) : NOTHING;
      known.set(key, estimate);
    }
    return estimate;
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType, sized: Sized): Estimate {
    const cost = costs.of(node, parent);
    const around = (node.alias ?? node.name).value.length + AROUND_KEY;
    if (!cost) return { cost: 0, size: around + TYPE_NAME };
    const { definition, isList, weight, work, value, wanted, sizedFields } = cost;
    if (value) return { cost: weight + work, size: around + mostOf(value) };
    const type = getNamedType(definition.type);
    const below = node.selectionSet
      ? ofSelections(node.selectionSet, type, { fields: sizedFields, size: wanted ?? USUAL_SIZE })
      : NOTHING;
    const inherited = sized.fields.includes(definition.name) ? sized.size : undefined;
    const objects = isList ? (wanted ?? inherited ?? USUAL_SIZE) : 1;
    return {
      cost: weight + work + objects * (costs.ofType(type) + below.cost),
      size: around + AROUND_VALUE + Math.max(0, objects) * (below.size + AROUND_VALUE),
    };
  }

  const root = schema.getRootType(operation.operation);
  if (!root) return NOTHING;
  const { cost, size } = ofSelections(operation.selectionSet, root, UNSIZED);
  return { cost, size: size + AROUND_VALUE };
}
