/**
 * Identifies the recorded answers of subgraphs by their questions. Gateways name the same operation differently, so its
 * name does not count.
 */
interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
}

export type RecordedAnswers = Map<string, string>;

const HEAD = /^\s*(?:(query|mutation)\s*\w*\s*)?/;

/** @param subgraph its name, such as `schools` */
export function answerKey(subgraph: string, { query, variables }: Question): string {
  return JSON.stringify([subgraph, withoutName(query), variables ?? {}]);
}

/** Returns the parts of a key. */
export function keyParts(key: string): { readonly subgraph: string } & Question {
  const [subgraph, query, variables] = JSON.parse(key);
  return { subgraph, query, variables };
}

/** Returns how many entities a question asks for; 0 where it asks for none. */
export function entitiesAsked({ variables }: Question): number {
  const entities = variables?.representations;
  return Array.isArray(entities) ? entities.length : 0;
}

export function withoutName(query: string): string {
  return query.replace(HEAD, (_, kind = 'query') => `${kind} `);
}
