/**
 * What the subgraphs said, kept by what they were asked. Gateways name the same operation differently, so the name does
 * not count.
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

/** What stands in a key. */
export function keyParts(key: string): { readonly subgraph: string } & Question {
  const [subgraph, query, variables] = JSON.parse(key);
  return { subgraph, query, variables };
}

/** Of how many entities something is asked; 0 where none are named. */
export function entitiesAsked({ variables }: Question): number {
  const entities = variables?.representations;
  return Array.isArray(entities) ? entities.length : 0;
}

export function unnamed(query: string): string {
  return query.replace(HEAD, (_, kind = 'query') => `${kind} `);
}
