/**
 * Removes the fields that a caller may not ask for, before planning.
 *
 * A field goes with everything selected under it, and with the variables and fragments that only it needed. Where a
 * selection would be empty, and where the type of an object must be known to put the nulls back, __typename is
 * selected instead. No client can use that name for anything else (aliases.ts), and answer-shape.ts leaves it out
 * again.
 */
import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Executable } from '../execution/compiled';
import { type ParsedOperation, parsedDocument, reachedDefinitions } from '../parsing/parsed-operation';

export interface PrunedOperation extends Executable {
  /** Tells whether a denied field stands in or under these selections of the original document. */
  holdsPruned(selections: SelectionSetNode): boolean;
}

const TYPENAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** @param denied fields of the operation */
export function pruneOperation(
  schema: GraphQLSchema,
  parsed: ParsedOperation,
  denied: Pick<ReadonlySet<FieldNode>, 'has'>,
): PrunedOperation {
  const holdsPruned = holding(parsed, denied);
  const types = new TypeInfo(schema);
  const cut: DocumentNode = visit(
    parsed.document,
    visitWithTypeInfo(types, {
      Field: (node) => (denied.has(node) ? null : undefined),
      SelectionSet: {
        enter(node, _key, parent) {
          const isOfField = (parent as ASTNode).kind === Kind.FIELD;
          if (!isOfField || !isAbstractType(types.getParentType()) || !holdsPruned(node)) return;
          return { ...node, selections: [...node.selections, TYPENAME] };
        },
        leave: (node) => (node.selections.length > 0 ? undefined : { ...node, selections: [TYPENAME] }),
      },
    }),
  );
  const place = parsed.document.definitions.indexOf(parsed.operation);
  const [operation, ...fragments] = reachedDefinitions({
    ...parsedDocument(cut),
    operation: cut.definitions[place] as OperationDefinitionNode,
  });
  const needed = withoutUnusedVariables(operation as OperationDefinitionNode, fragments);
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [needed, ...fragments] };
  return { document, operation: needed, source: print(document), planned: undefined, holdsPruned };
}

function withoutUnusedVariables(
  operation: OperationDefinitionNode,
  fragments: readonly DocumentNode['definitions'][number][],
): OperationDefinitionNode {
  const used = new Set<string>();
  const { variableDefinitions = [], ...rest } = operation;
  for (const node of [rest as OperationDefinitionNode, ...fragments]) {
    visit(node, { Variable: ({ name }) => void used.add(name.value) });
  }
  return {
    ...operation,
    variableDefinitions: variableDefinitions.filter((node) => used.has(node.variable.name.value)),
  };
}

/** Looks at each selection and each fragment once. */
function holding(
  { fragments }: ParsedOperation,
  denied: Pick<ReadonlySet<SelectionNode>, 'has'>,
): (selections: SelectionSetNode) => boolean {
  const known = new Map<SelectionSetNode, boolean>();
  function holds(set: SelectionSetNode | undefined): boolean {
    if (!set) return false;
    let answer = known.get(set);
    if (answer === undefined) {
      answer = set.selections.some((selection) => {
        const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
        const below = isSpread ? (fragments.get(selection.name.value) as FragmentDefinitionNode) : selection;
        return denied.has(selection) || holds(below.selectionSet);
      });
      known.set(set, answer);
    }
    return answer;
  }
  return holds;
}
