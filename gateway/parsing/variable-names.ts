/**
 * Renames variables whose names would collide. A client may use any name; but subgraphs are asked for entities by
 * `representations`, and inherited names (`__proto__`, `constructor`) get lost where values are kept by name. Within gateway
 * and services such variables have another name.
 */
import { type DocumentNode, Kind, type VariableNode, visit } from 'graphql';

/** By the name that the client gives. */
export type Renamed = ReadonlyMap<string, string>;

type Variables = Readonly<Record<string, unknown>>;

function isTaken(name: string): boolean {
  return name === 'representations' || name in Object.prototype;
}

/** @param document whose variables may have any name @returns it itself, and null, where nothing needs another name */
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

/** What a client sent, by the names that are used here. What it sent under such a name itself was not asked for. */
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
