/**
 * Recorded answers of subgraphs, by their questions. Gateways give the same operation different names, so the name
 * does not count.
 */
export interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
}

export type Memo = Map<string, string>;

const HEAD = /^\s*(?:(query|mutation)\s*\w*\s*)?/;

/** @param subgraph `schools` */
export function memoKey(subgraph: string, { query, variables }: Question): string {
  return JSON.stringify([subgraph, unnamed(query), variables ?? {}]);
}

/** Reads the parts of a key. */
export function keyParts(key: string): { readonly subgraph: string } & Question {
  const [subgraph, query, variables] = JSON.parse(key);
  return { subgraph, query, variables };
}

/** Returns how many entities a question names; 0 where it names none. */
export function entitiesAsked({ variables }: Question): number {
  const entities = variables?.representations;
  return Array.isArray(entities) ? entities.length : 0;
}

export function unnamed(query: string): string {
  return query.replace(HEAD, (_, kind = 'query') => `${kind} `);
}
