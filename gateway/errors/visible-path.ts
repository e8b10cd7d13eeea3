/** Error paths as the client sees them. A subgraph's path may contain fields that only other subgraphs asked for. */
import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

export type ErrorPath = readonly (string | number)[];

/** Returns the beginning of the path, as far as the client asked for it. */
export function visiblePath(path: ErrorPath, operation: OperationDefinitionNode, document: DocumentNode): ErrorPath {
  let level: SelectionSetNode[] = [operation.selectionSet];
  for (const [index, step] of path.entries()) {
    if (typeof step === 'number') continue;
    if (step === '@') return path.slice(0, index);
    const under = underneath(level, step, document, new Set());
    if (under === null) return path.slice(0, index);
    level = under;
  }
  return path;
}

/** Returns the selections under the fields that answer as `name`; null where there is no such field. */
function underneath(
  level: readonly SelectionSetNode[],
  name: string,
  document: DocumentNode,
  seen: Set<string>,
): SelectionSetNode[] | null {
  let found: SelectionSetNode[] | null = null;
  for (const selection of level.flatMap(({ selections }) => selections)) {
    let inner: SelectionSetNode[] | null = null;
    if (selection.kind === Kind.FIELD) {
      if ((selection.alias ?? selection.name).value === name)
        inner = selection.selectionSet ? [selection.selectionSet] : [];
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      inner = underneath([selection.selectionSet], name, document, seen);
    } else if (!seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      const fragment = document.definitions.find(
        (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value,
      );
      if (fragment?.kind === Kind.FRAGMENT_DEFINITION)
        inner = underneath([fragment.selectionSet], name, document, seen);
    }
    if (inner) found = [...(found ?? []), ...inner];
  }
  return found;
}
