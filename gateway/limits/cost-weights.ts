/** Reads directives about cost and size from the supergraph: @cost and @listSize of federation 2.9, and @constraint. */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import { argumentCoordinate, type Constraints, readConstraints } from '../../request/values/constraints';

export interface ListSize {
  /** The largest number of items in one answer. */
  readonly assumedSize: number | null;
  /** Arguments that say how many items are wanted, such as `first`. */
  readonly slicingArguments: readonly string[];
  /**
   * The lists within the answer that have this size, such as `edges`; where there are none, the field itself has it.
   */
  readonly sizedFields: readonly string[];
}

export interface CostWeights {
  /** By coordinate: `School.access`, `Title`, `Query.titles(search:)`, `TitleFilter.subjects`. */
  readonly weights: ReadonlyMap<string, number>;
  /** By the coordinate of a field. */
  readonly sizes: ReadonlyMap<string, ListSize>;
  readonly constraints: Constraints;
}

export function readCostWeights(supergraph: DocumentNode): CostWeights {
  const weights = new Map<string, number>();
  const sizes = new Map<string, ListSize>();
  function read(coordinate: string, directives: readonly ConstDirectiveNode[] = []): void {
    const weight = argumentsOf(directives, 'cost')?.weight;
    if (weight !== undefined) weights.set(coordinate, Number(weight));
    const size = argumentsOf(directives, 'listSize');
    if (!size) return;
    const { assumedSize = null, slicingArguments = [], sizedFields = [] } = size as Partial<ListSize>;
    sizes.set(coordinate, { assumedSize, slicingArguments, sizedFields });
  }
  for (const node of supergraph.definitions) {
    if (!('fields' in node)) continue;
    read(node.name.value, node.directives);
    for (const field of (node.fields ?? []) as readonly (FieldDefinitionNode | InputValueDefinitionNode)[]) {
      const coordinate = `${node.name.value}.${field.name.value}`;
      read(coordinate, field.directives);
      if (field.kind === Kind.INPUT_VALUE_DEFINITION) continue;
      for (const argument of field.arguments ?? []) read(argumentCoordinate(coordinate, argument), argument.directives);
    }
  }
  return { weights, sizes, constraints: readConstraints(supergraph) };
}

/** Returns the arguments of a directive, where it stands there. */
export function argumentsOf(
  directives: readonly ConstDirectiveNode[],
  directive: string,
): Readonly<Record<string, unknown>> | undefined {
  const node = directives.find(({ name }) => name.value === directive);
  return (
    node &&
    Object.fromEntries((node.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]))
  );
}
