/** The operations of the console: those that its build lists, and no others. */
import { createHash } from 'node:crypto';
import { type DocumentNode, GraphQLError, parse } from 'graphql';
import type { ReadOperation } from '../../gateway/http/route';
import { clientOperationOf } from '../../gateway/parsing/client-operation';
import { badUserInput } from '../../request/client-errors';
import { isObject } from '../../request/values/plain-objects';

export interface Operations {
  readonly texts: readonly string[];
  /**
   * @param sent `{ id, variables }`
   * @throws PERSISTED_QUERY_NOT_FOUND, and the errors of `POST /graphql` for variables
   */
  read(sent: unknown): ReadOperation;
}

const FORM = 'Send {"id": "sha256:…", "variables": {…}}.';

/**
 * @param manifest JSON, `{ "sha256:…": "query …" }`
 * @throws Error where it has another form, or where an id is not the hash of its text
 */
export function readOperations(manifest: string): Operations {
  const listed: unknown = JSON.parse(manifest);
  if (!isObject(listed)) throw new Error('It is not an object of ids and texts.');
  const operations = new Map<string, { readonly query: string; readonly document: DocumentNode }>();
  for (const [id, query] of Object.entries(listed)) {
    if (typeof query !== 'string' || id !== idOf(query)) throw new Error(`The id ${id} is no hash of its text.`);
    operations.set(id, { query, document: parse(query) });
  }
  return {
    texts: [...operations.values()].map(({ query }) => query),
    read(sent) {
      if (!isObject(sent) || typeof sent.id !== 'string') throw badUserInput(`id is missing. ${FORM}`);
      const { id, variables } = clientOperationOf({ documentId: sent.id, variables: sent.variables });
      const operation = operations.get(id ?? '');
      if (!operation) throw notFound();
      return { ...operation, variables };
    },
  };
}

export function idOf(query: string): string {
  return `sha256:${createHash('sha256').update(query).digest('hex')}`;
}

function notFound(): GraphQLError {
  return new GraphQLError('PersistedQueryNotFound', { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } });
}
