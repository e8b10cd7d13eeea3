/** What the supergraph says of costs and sizes: @cost and @listSize, the directives of federation 2.9. */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  valueFromASTUntyped,
} from 'graphql';

export interface ListSize {
  /** The most that one answer holds. */
  readonly assumedSize: number | null;
  /** Arguments that say how many are wanted, such as `first`. */
  readonly slicingArguments: readonly string[];
  /** The lists within the answer that these numbers are about, such as `edges`; where there are none, the field itself. */
  readonly sizedFields: readonly string[];
}

export interface CostWeights {
  /** By coordinate of a field or name of a type: `School.access`, `Title`. */
  readonly weights: ReadonlyMap<string, number>;
  /** By coordinate of a field. */
  readonly sizes: ReadonlyMap<string, ListSize>;
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
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    read(node.name.value, node.directives);
    for (const field of (node.fields ?? []) as readonly FieldDefinitionNode[]) {
      read(`${node.name.value}.${field.name.value}`, field.directives);
    }
  }
  return { weights, sizes };
}

/** The arguments of a directive, where it stands there. */
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
