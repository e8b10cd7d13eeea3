/** Finds the list to be exported in an operation, and the columns of its rows. */
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { Kind } from 'graphql';
import { badUserInput } from '../../request/client-errors';

export interface ListInOperation {
  /** The keys that lead to it in the answer. */
  readonly path: readonly string[];
  /** The variable of its argument `after`. */
  readonly after: string;
  readonly columns: readonly Column[];
}

/** Named by its keys: `figures.requests`. */
export interface Column {
  readonly name: string;
  readonly path: readonly string[];
}

/** The most columns of one operation; nobody reads a file with more. */
const MAX_COLUMNS = 200;

const FORM =
  'Send a query with one list that is asked for page by page: list(first: 1000, after: $after) { edges { node { … } } pageInfo { hasNextPage endCursor } }.';

/**
 * Returns the operation to be exported, before anything else is done with it. @throws BAD_USER_INPUT where it is no
 * query
 */
export function requireQuery(
  { definitions }: DocumentNode,
  operationName?: string | undefined,
): OperationDefinitionNode {
  const operation = definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (operationName === undefined || definition.name?.value === operationName),
  );
  if (operation?.operation !== 'query') throw badUserInput(`Only a query can be exported. ${FORM}`);
  return operation;
}

/**
 * @param operation of the document. It was answered before, so its fragments are not cyclic, and lead to no more
 * fields than one operation may have
 * @throws BAD_USER_INPUT where it has not exactly one list of this form
 */
export function listInOperation({ definitions }: DocumentNode, operation: OperationDefinitionNode): ListInOperation {
  const reader = new SelectionReader(
    new Map(
      definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    ),
  );
  const [list, another] = reader.lists(operation.selectionSet, []);
  if (!list || another)
    throw badUserInput(`The query has ${list ? 'several lists' : 'no list'} with after: $variable. ${FORM}`);
  const node = reader.within(reader.named(list.field.selectionSet, 'edges'), 'node');
  const page = reader.named(list.field.selectionSet, 'pageInfo');
  if (!node?.selectionSet || !reader.within(page, 'hasNextPage') || !reader.within(page, 'endCursor'))
    throw badUserInput(`${list.path.join('.')}: edges, node or pageInfo is missing, or has an alias. ${FORM}`);
  const columns = reader.columns(node.selectionSet, []);
  if (columns.length > MAX_COLUMNS)
    throw badUserInput(`Too many columns: ${columns.length} (maximum ${MAX_COLUMNS}). Select fewer fields of node.`);
  return { path: list.path, after: list.after, columns };
}

interface FoundList {
  readonly field: FieldNode;
  readonly path: readonly string[];
  readonly after: string;
}

class SelectionReader {
  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  /**
   * Yields the fields in the order of their keys, including those of fragments; fields with the same key are merged.
   */
  private fields(
    selections: SelectionSetNode | undefined,
    into = new Map<string, FieldNode[]>(),
  ): Map<string, FieldNode[]> {
    for (const selection of selections?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        into.set(key, [...(into.get(key) ?? []), selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.fields(selection.selectionSet, into);
      } else {
        this.fields(this.fragments.get(selection.name.value)?.selectionSet, into);
      }
    }
    return into;
  }

  /** Lists below a list are columns of it, and no lists to be exported. */
  lists(selections: SelectionSetNode | undefined, path: readonly string[]): FoundList[] {
    return [...this.merged(selections)].flatMap(([key, field]) => {
      const value = field.arguments?.find(({ name }) => name.value === 'after')?.value;
      const at = [...path, key];
      if (value?.kind === Kind.VARIABLE) return [{ field, path: at, after: value.name.value }];
      return this.lists(field.selectionSet, at);
    });
  }

  columns(selections: SelectionSetNode, path: readonly string[]): Column[] {
    return [...this.merged(selections)].flatMap(([key, { selectionSet }]) => {
      const at = [...path, key];
      return selectionSet ? this.columns(selectionSet, at) : [{ name: at.join('.'), path: at }];
    });
  }

  /** Returns a field that has no alias. */
  named(selections: SelectionSetNode | undefined, name: string): FieldNode | undefined {
    const field = this.merged(selections).get(name);
    return field?.name.value === name ? field : undefined;
  }

  within(field: FieldNode | undefined, name: string): FieldNode | undefined {
    return this.named(field?.selectionSet, name);
  }

  /** Returns by key what all fields with the key select together. */
  private merged(selections: SelectionSetNode | undefined): Map<string, FieldNode> {
    return new Map(
      [...this.fields(selections)].map(([key, fields]) => {
        const [first] = fields as [FieldNode];
        if (fields.length === 1 || !first.selectionSet) return [key, first];
        const together = fields.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
        return [key, { ...first, selectionSet: { ...first.selectionSet, selections: together } }];
      }),
    );
  }
}
