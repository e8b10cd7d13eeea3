/** The operations of trusted documents, as they can be planned before anybody sends them. */
import { type DocumentNode, Kind, parse } from 'graphql';
import type { TrustedDocument } from './documents-manifest';

export interface PlannableOperation {
  readonly document: DocumentNode;
  /** By which requests ask for its plan: what Apollo Server makes of the text. */
  readonly queryHash: string;
  /** As the request says it. */
  readonly operationName?: string;
}

/**
 * One after the other, each text once. A single operation comes twice: clients send its name or leave it out.
 *
 * @param documents that have been checked
 */
export function* operationsIn(documents: readonly TrustedDocument[]): Generator<PlannableOperation> {
  const texts = new Map(documents.map(({ hash, text }) => [hash, text]));
  for (const [queryHash, text] of texts) {
    const document = parse(text);
    const names = document.definitions.flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION ? [node.name?.value] : [],
    );
    if (names.length === 1) yield { document, queryHash };
    for (const operationName of names) if (operationName) yield { document, queryHash, operationName };
  }
}
