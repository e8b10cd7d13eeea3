/**
 * Measures operations with their fragments unfolded, without unfolding them: each fragment is measured once, so the time grows
 * with the length of the text and not with what it stands for.
 */
import { Kind, type SelectionSetNode } from 'graphql';
import type { ParsedDocument } from '../parsing/parsed-operation';

interface UnfoldedSize {
  /** Counts fields, spreads and inline fragments. Fields of introspection (`__schema`) count like any other. */
  readonly selections: number;
  readonly fields: number;
  /** Counts the directives of these selections. */
  readonly directives: number;
  /** Counts the fields at the level of the selection itself. */
  readonly width: number;
  /** Counts the levels of fields within fields. The levels of introspection are bounded by validation. */
  readonly levels: number;
}

export interface Measured extends Pick<UnfoldedSize, 'selections' | 'fields' | 'directives'> {
  /** Counted in the widest operation. */
  readonly 'root fields': number;
  /** Counted in the deepest operation. */
  readonly levels: number;
  /** True where a fragment spreads itself; then the sizes mean nothing. */
  readonly isCyclic: boolean;
  /** How many selections were looked at: each one that is written is looked at once. */
  readonly visits: number;
}

const NOTHING: UnfoldedSize = { selections: 0, fields: 0, directives: 0, width: 0, levels: 0 };
/** The value is above all bounds, and far below the point where sums are no longer exact. */
const MOST = 1e15;

/**
 * Measures all operations together, and each fragment that none of them spreads, because validation looks at those,
 * too.
 */
export function measureUnfolded({ document, fragments }: ParsedDocument): Measured {
  /** Sizes of fragments by name; null while a fragment is being measured. */
  const known = new Map<string, UnfoldedSize | null>();
  let isCyclic = false;
  let visits = 0;

  function ofFragment(name: string): UnfoldedSize {
    const before = known.get(name);
    if (before === null) isCyclic = true;
    if (before !== undefined) return before ?? NOTHING;
    const fragment = fragments.get(name);
    if (!fragment) return NOTHING;
    known.set(name, null);
    const size = ofSelections(fragment.selectionSet);
    known.set(name, size);
    return size;
  }

  function ofSelections({ selections: written }: SelectionSetNode): UnfoldedSize {
    let { selections, fields, directives, width, levels } = NOTHING;
    for (const selection of written) {
      visits += 1;
      const isField = selection.kind === Kind.FIELD;
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : selection.selectionSet
            ? ofSelections(selection.selectionSet)
            : NOTHING;
      const isSchema = isField && selection.name.value.startsWith('__');
      selections = sum(selections, 1, inner.selections);
      fields = sum(fields, isField ? 1 : 0, inner.fields);
      directives = sum(directives, selection.directives?.length ?? 0, inner.directives);
      width = sum(width, isField ? 1 : inner.width);
      const deeper = selection.kind === Kind.FRAGMENT_SPREAD ? 0 : 1;
      levels = Math.max(levels, deeper + (isSchema ? 0 : inner.levels));
    }
    return { selections, fields, directives, width, levels };
  }

  let total: Pick<UnfoldedSize, 'selections' | 'fields' | 'directives'> = NOTHING;
  let [width, levels] = [0, 0];
  function add({ selections, fields, directives }: UnfoldedSize): void {
    total = {
      selections: sum(total.selections, selections),
      fields: sum(total.fields, fields),
      directives: sum(total.directives, directives),
    };
  }
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = ofSelections(node.selectionSet);
    add(size);
    width = Math.max(width, size.width);
    levels = Math.max(levels, size.levels);
  }
  for (const name of fragments.keys()) if (!known.has(name)) add(ofFragment(name));
  const { selections, fields, directives } = total;
  return { selections, fields, directives, 'root fields': width, levels, isCyclic, visits };
}

function sum(...numbers: readonly number[]): number {
  return Math.min(
    MOST,
    numbers.reduce((total, number) => total + number, 0),
  );
}
