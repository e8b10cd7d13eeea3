/** The selected fields of an object of one type: each name once, in the order of the answer. */
import { type GraphQLCompositeType, type GraphQLNamedType, type GraphQLSchema, getNamedType } from 'graphql';
import type { FieldSelection, Selections } from './selections';
import { isOfType } from './types';

export interface Chosen extends FieldSelection {
  /** The type that has the field. */
  readonly parent: GraphQLCompositeType;
}

/** What decides which fields are chosen. */
export interface Choice {
  readonly schema: GraphQLSchema;
  /** The variables of @skip and @include. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * @param named the type by the object's __typename, where it has one
 * @returns undefined where one name stands for objects of several types
 * @throws where the variable of a directive is not a boolean
 */
export function choose(
  { schema, variables }: Choice,
  selections: Selections,
  declared: GraphQLCompositeType,
  named: GraphQLNamedType | undefined,
): readonly Chosen[] | undefined {
  const chosen = new Map<string, Chosen>();
  const spread = new Set<Selections>();
  let isClear = true;

  function add(all: Selections, parent: GraphQLCompositeType): void {
    for (const selection of all) {
      if (selection.isSkipped?.(variables)) continue;
      if (selection.kind === 'field') {
        const before = chosen.get(selection.name);
        const field = before ? both(before, selection) : { ...selection, parent };
        if (field) chosen.set(field.name, field);
        else isClear = false;
        continue;
      }
      const { on, selections: inner } = selection;
      // Fragments that spread each other twice would unfold without end.
      if (spread.has(inner) || (on && !isOfType(schema, named ?? parent, on))) continue;
      spread.add(inner);
      add(inner, on ?? parent);
    }
  }

  add(selections, declared);
  return isClear ? [...chosen.values()] : undefined;
}

/** The first one decides the place of the name and its value; of objects, both add their selections. */
function both(first: Chosen, second: FieldSelection): Chosen | undefined {
  if (!first.type || !second.type || !first.selections || !second.selections) return first;
  if (getNamedType(first.type) !== getNamedType(second.type)) return undefined;
  return { ...first, selections: [...first.selections, ...second.selections] };
}
