/** Which subgraphs answer which field, by @join__type and @join__field of the supergraph. */
import { type ConstDirectiveNode, type DocumentNode, type GraphQLNamedType, Kind } from 'graphql';

interface AnsweringGraphs {
  readonly graphs: readonly string[];
  /** Whether the subgraphs need more of the object than its key. */
  readonly requires: boolean;
}

export interface FieldGraphs {
  /** Undefined where it is unknown. */
  of(type: GraphQLNamedType | undefined, field: string): AnsweringGraphs | undefined;
}

export function readFieldGraphs(supergraph: DocumentNode): FieldGraphs {
  const known = new Map<string, AnsweringGraphs>();
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const ofType = joins(type.directives, 'join__type').flatMap((join) => join.graph ?? []);
    for (const { name, directives } of type.fields ?? []) {
      const own = joins(directives, 'join__field').filter(({ external }) => external !== 'true');
      const named = own.flatMap((join) => join.graph ?? []);
      const requires = own.some((join) => join.requires !== undefined);
      known.set(`${type.name.value}.${name.value}`, { graphs: named.length > 0 ? named : ofType, requires });
    }
  }
  return { of: (type, field) => (type ? known.get(`${type.name}.${field}`) : undefined) };
}

/** Returns the arguments of each directive of that name, as they are written. */
function joins(directives: readonly ConstDirectiveNode[] = [], directive: string): Record<string, string>[] {
  return directives
    .filter(({ name }) => name.value === directive)
    .map(({ arguments: given = [] }) =>
      Object.fromEntries(given.map(({ name, value }) => [name.value, 'value' in value ? String(value.value) : ''])),
    );
}
