import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/**
 * Tells whether the operation selects a field below the resolver's own, so that it can be fetched along with it. Each
 * fragment is visited once for each field of the path.
 */
export function selectsField(
  { fieldNodes, fragments }: GraphQLResolveInfo,
  ...path: readonly [string, ...string[]]
): boolean {
  const spread = new Set<string>();
  const names = (set: SelectionSetNode | undefined, depth: number): boolean =>
    set?.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value !== path[depth]) return false;
        return depth === path.length - 1 || names(selection.selectionSet, depth + 1);
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return names(selection.selectionSet, depth);
      const place = `${depth} ${selection.name.value}`;
      if (spread.has(place)) return false;
      spread.add(place);
      return names(fragments[selection.name.value]?.selectionSet, depth);
    }) ?? false;
  return fieldNodes.some(({ selectionSet }) => names(selectionSet, 0));
}
