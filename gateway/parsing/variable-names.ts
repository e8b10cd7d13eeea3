/**
 * Renames variables whose names would collide. A client may use any name; but subgraphs are asked for entities by
 * `representations`, and inherited names (`__proto__`, `constructor`) get lost where values are kept by name. Within
 * gateway and services such variables have another name.
 */
import { type DocumentNode, Kind, type VariableNode, visit } from 'graphql';

/** The new names, by the name that the client gives. */
export type Renamed = ReadonlyMap<string, string>;

type Variables = Readonly<Record<string, unknown>>;

function isTaken(name: string): boolean {
  return name === 'representations' || name in Object.prototype;
}

/**
 * @param document may have variables of any name @returns the document itself and null, where no variable must be
 * renamed
 */
export function withSafeVariables(document: DocumentNode): { document: DocumentNode; renamed: Renamed | null } {
  const names = new Set<string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable } of definition.variableDefinitions ?? []) names.add(variable.name.value);
  }
  const taken = [...names].filter(isTaken);
  if (taken.length === 0) return { document, renamed: null };
  const renamed = new Map<string, string>();
  for (const name of taken) {
    let other = `${name}_`;
    while (names.has(other)) other += '_';
    names.add(other);
    renamed.set(name, other);
  }
  const change = (node: VariableNode): VariableNode | undefined => {
    const value = renamed.get(node.name.value);
    return value === undefined ? undefined : { ...node, name: { ...node.name, value } };
  };
  return { document: visit(document, { Variable: change }), renamed };
}

/**
 * Returns the client's variables under the names that are used here. A variable that the client itself sent under
 * such a new name is dropped: its operation does not declare it.
 */
export function renameVariables(sent: Variables, renamed: Renamed): Record<string, unknown> {
  const others = new Set(renamed.values());
  const all: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(sent)) {
    const used = renamed.get(name);
    if (used !== undefined) all[used] = value;
    else if (!others.has(name) && name !== '__proto__') all[name] = value;
  }
  return all;
}
