/** The shape of an operation's answer: fields are merged as GraphQL merges them, and skipped ones are left out. */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FieldDenial } from '../errors/denied-field-error';
import type { Variables } from '../parsing/variables';

/** One field of an object in the answer. */
export interface Place {
  /** The name of the field in the answer: its alias, if it has one. */
  readonly name: string;
  /** Undefined for fields of introspection. */
  readonly type: GraphQLOutputType | undefined;
  /** The type of the object itself. It is known here, so it is never denied to a caller who sees the object. */
  readonly typename?: string;
  /** Why the field is denied; set where every selection of the field is denied. */
  readonly why: FieldDenial | null;
  /** Null where nothing under the field is denied. */
  readonly below: AnswerShape | null;
}

interface ShapeOf {
  readonly schema: GraphQLSchema;
  readonly variables: Variables;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly denied: ReadonlyMap<FieldNode, FieldDenial>;
  holdsPruned(selections: SelectionSetNode): boolean;
}

/** Selections on one object. */
interface Selected {
  readonly set: SelectionSetNode;
  /** Set where a field around them is denied. Another selection of that field may be allowed. */
  readonly why: FieldDenial | null;
}

interface Named {
  readonly node: FieldNode;
  readonly why: FieldDenial | null;
}

export class AnswerShape {
  private readonly known = new Map<string, readonly Place[]>();

  constructor(
    private readonly of: ShapeOf,
    private readonly selected: readonly Selected[],
    /** The type that the schema states for the object. */
    private readonly type: GraphQLNamedType,
  ) {}

  /** @throws Error where the object does not name its type, and the schema allows several */
  typeOf(object: Readonly<Record<string, unknown>>): GraphQLObjectType {
    const type = isAbstractType(this.type) ? this.of.schema.getType(String(object.__typename)) : this.type;
    if (!isObjectType(type)) throw new Error(`an object in the place of ${this.type.name} has no type`);
    return type;
  }

  /** Returns the fields of such an object, in the order in which the operation names them. */
  places(type: GraphQLObjectType): readonly Place[] {
    let places = this.known.get(type.name);
    if (!places) {
      const found = new Map<string, Named[]>();
      for (const { set, why } of this.selected) this.collect(set, why, type, found, new Set());
      places = [...found].map(([name, named]) => this.placeOf(name, named, type));
      this.known.set(type.name, places);
    }
    return places;
  }

  private collect(
    { selections }: SelectionSetNode,
    above: FieldDenial | null,
    type: GraphQLObjectType,
    found: Map<string, Named[]>,
    spread: Set<string>,
  ): void {
    const { fragments, denied } = this.of;
    for (const selection of selections) {
      if (this.isSkipped(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const named = found.get(name) ?? [];
        named.push({ node: selection, why: denied.get(selection) ?? above });
        found.set(name, named);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(selection.name.value)) continue;
        spread.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment || !this.applies(fragment.typeCondition?.name.value, type)) continue;
      this.collect(fragment.selectionSet, above, type, found, spread);
    }
  }

  private placeOf(name: string, named: readonly Named[], parent: GraphQLObjectType): Place {
    const field = (named[0] as Named).node.name.value;
    if (field === '__typename') return { name, type: undefined, typename: parent.name, why: null, below: null };
    const type = parent.getFields()[field]?.type;
    const why = named.every((one) => one.why) ? (named[0] as Named).why : null;
    const below = why ? [] : selectedOnce(named);
    const partly = below.some((selected) => selected.why !== null || this.of.holdsPruned(selected.set));
    return { name, type, why, below: partly && type ? new AnswerShape(this.of, below, getNamedType(type)) : null };
  }

  private applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wanted = this.of.schema.getType(condition);
    return isAbstractType(wanted) && this.of.schema.isSubType(wanted, type);
  }

  private isSkipped(selection: SelectionNode): boolean {
    const { variables } = this.of;
    return (
      getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true ||
      getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if === false
    );
  }
}

/** A fragment that is spread in several places brings the same selections, so they are looked at only once. */
function selectedOnce(named: readonly Named[]): Selected[] {
  const sets = new Map<SelectionSetNode, Selected[]>();
  for (const { node, why } of named) {
    if (!node.selectionSet) continue;
    const known = sets.get(node.selectionSet) ?? [];
    if (!known.some((selected) => selected.why === why)) known.push({ set: node.selectionSet, why });
    sets.set(node.selectionSet, known);
  }
  return [...sets.values()].flat();
}
