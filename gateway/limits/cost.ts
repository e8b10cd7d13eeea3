/**
 * What an operation costs at the most, before any of it is carried out.
 *
 * Each object that may come is 1, each field has the weight that the schema gives it with @cost, and each of the things
 * that a field is asked to do at once (events, licences for holders) is 1. A list is as long as it was asked to be, and
 * never longer than @listSize says. What @skip leaves out counts, and so does each time a fragment is spread.
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
import type { FieldCosts, Sized } from './cost-of-field';

/** What one operation may cost. A page of 200 licensed titles with the licence of each costs about 1,000. */
export const BUDGETS: Readonly<Record<CallerKind, number>> = {
  lms: 3_000,
  reporting: 15_000,
  licensing: 60_000,
  operator: 100_000,
};

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

const UNSIZED: Sized = { fields: [], size: 0 };

/**
 * @param operation a valid one
 * @throws BAD_USER_INPUT where arguments do not fit, or name more things than are answered at once
 */
export function estimateCost(
  schema: GraphQLSchema,
  costs: FieldCosts,
  { document, operation }: Pick<Operation, 'document' | 'operation'>,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const known = new Map<string, number>();

  function ofSelections(set: SelectionSetNode, parent: GraphQLNamedType, sized: Sized): number {
    return costs.ofSelections(set, sized, () =>
      set.selections.reduce((sum, selection) => sum + ofSelection(selection, parent, sized), 0),
    );
  }

  function ofSelection(selection: SelectionNode, parent: GraphQLNamedType, sized: Sized): number {
    if (selection.kind === Kind.FIELD) return ofField(selection, parent, sized);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value, sized);
    const type = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
    return ofSelections(selection.selectionSet, type ?? parent, sized);
  }

  /** Looked at once for each size, however often it is spread. */
  function ofFragment(name: string, sized: Sized): number {
    const key = JSON.stringify([name, sized]);
    let cost = known.get(key);
    if (cost === undefined) {
      const fragment = fragments.get(name);
      const type = fragment && schema.getType(fragment.typeCondition.name.value);
      cost = fragment && type ? ofSelections(fragment.selectionSet, type, sized) : 0;
      known.set(key, cost);
    }
    return cost;
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType, sized: Sized): number {
    const cost = costs.of(node, parent);
    if (!cost) return 0;
    const { definition, isList, weight, work, wanted, sizedFields } = cost;
    const type = getNamedType(definition.type);
    const below = node.selectionSet
      ? costs.ofType(type) + ofSelections(node.selectionSet, type, { fields: sizedFields, size: wanted ?? USUAL_SIZE })
      : 0;
    if (!isList) return weight + work + below;
    const inherited = sized.fields.includes(definition.name) ? sized.size : undefined;
    return weight + work + (wanted ?? inherited ?? USUAL_SIZE) * below;
  }

  const root = schema.getRootType(operation.operation);
  return root ? ofSelections(operation.selectionSet, root, UNSIZED) : 0;
}
