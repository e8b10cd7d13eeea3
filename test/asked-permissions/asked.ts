/** How a field is asked for, and the forms that several of them have. */
import type { Caller } from '../../caller/caller';

export interface Asked {
  readonly query: () => string;
  readonly variables?: () => Record<string, unknown>;
  /** The data that it answers without its row in the table; where it is left out, the answer is FORBIDDEN and nothing else. */
  readonly denied?: unknown;
  /** Another caller than the usual one, where the field is about what a caller is bound to. */
  readonly caller?: () => Caller;
}

export const plain = (query: string, denied?: unknown): Asked => ({ query: () => query, denied });

export const entity = (type: string, id: () => string, fields: string, more: () => object = () => ({})): Asked => ({
  query: () => `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${fields} } } }`,
  variables: () => ({ r: [{ __typename: type, id: id(), ...more() }] }),
});
