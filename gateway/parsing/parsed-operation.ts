/** A document with its fragments by name, and one of its operations. */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { forbidden } from '../../request/client-errors';

export interface ParsedDocument {
  readonly document: DocumentNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

export interface ParsedOperation extends ParsedDocument {
  readonly operation: OperationDefinitionNode;
}

export function parsedDocument(document: DocumentNode): ParsedDocument {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return { document, fragments };
}

/** @returns null where there is no such operation, or where there are several and no name is given */
export function operationIn({ document, fragments }: ParsedDocument, name?: string): ParsedOperation | null {
  const operation = getOperationAST(document, name);
  return operation ? { document, fragments, operation } : null;
}

/** Returns the operation and the fragments that it reaches, each once. @param parsed need not be valid */
export function reachedDefinitions({
  operation,
  fragments,
}: Pick<ParsedOperation, 'operation' | 'fragments'>): readonly (OperationDefinitionNode | FragmentDefinitionNode)[] {
  const reached = new Set<OperationDefinitionNode | FragmentDefinitionNode>([operation]);
  for (const definition of reached) {
    visit(definition, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment) throw forbidden();
        reached.add(fragment);
      },
    });
  }
  return [...reached];
}
