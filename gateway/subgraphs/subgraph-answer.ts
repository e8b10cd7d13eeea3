/** What a subgraph says, and what of it goes on: an error's code, message and path, when to ask again, and nothing else. */
import { type GraphQLFormattedError, Kind, parse, type SelectionSetNode } from 'graphql';
import type { ErrorPath } from '../visible-path';

export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** A subgraph that complains of the question itself: the gateway's fault, not the client's. */
const ABOUT_THE_SCHEMA = /^(Cannot query|Unknown|Fragment|Field|Variable "\$representations")/;

/**
 * A literal that only the subgraph can judge, such as a DateTime, fails there as GRAPHQL_VALIDATION_FAILED; to the
 * client it is BAD_USER_INPUT like any other wrong value.
 */
export function fromSubgraph({ message, path, extensions }: GraphQLFormattedError): GraphQLFormattedError {
  const given = String(extensions?.code ?? 'INTERNAL_SERVER_ERROR');
  const aboutValues = given === 'GRAPHQL_VALIDATION_FAILED' && !ABOUT_THE_SCHEMA.test(message);
  const trusted = ['FORBIDDEN', 'BAD_USER_INPUT', 'SUBGRAPH_UNAVAILABLE'].includes(given);
  const code = aboutValues ? 'BAD_USER_INPUT' : trusted ? given : 'INTERNAL_SERVER_ERROR';
  const retryAfter = typeof extensions?.retryAfter === 'number' ? { retryAfter: extensions.retryAfter } : {};
  const service = code === 'SUBGRAPH_UNAVAILABLE' ? { service: extensions?.service, ...retryAfter } : {};
  return { message, ...(path ? { path } : {}), extensions: { code, ...service } };
}

/** The path, in the subgraph's answer, of every field that a question which failed has left without one. Never empty. */
export function unansweredPaths(query: string, variables: Record<string, unknown> = {}): ErrorPath[] {
  const operation = parse(query, { noLocation: true }).definitions.find(
    (node) => node.kind === Kind.OPERATION_DEFINITION,
  );
  const root = operation?.selectionSet as SelectionSetNode;
  const { representations } = variables;
  if (!Array.isArray(representations)) return pathsUnder([], responseNames(root));
  const entities = root.selections[0];
  const asked = entities?.kind === Kind.FIELD ? entities.selectionSet : undefined;
  return (representations as { __typename?: string }[]).flatMap(({ __typename }, index) =>
    pathsUnder(['_entities', index], asked ? responseNames(asked, __typename) : []),
  );
}

function pathsUnder(path: ErrorPath, names: readonly string[]): ErrorPath[] {
  return names.length > 0 ? names.map((name) => [...path, name]) : [path];
}

function responseNames({ selections }: SelectionSetNode, type?: string): string[] {
  const names = selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [(selection.alias ?? selection.name).value];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const { typeCondition, selectionSet } = selection;
    return type && typeCondition && typeCondition.name.value !== type ? [] : responseNames(selectionSet);
  });
  return [...new Set(names)].filter((name) => name !== '__typename');
}
