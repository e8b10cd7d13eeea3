/** The form in which fields are queried, and helpers that several of them share. */
import type { Caller } from '../../caller/caller';

export interface Asked {
  readonly query: () => string;
  readonly variables?: () => Record<string, unknown>;
  /**
   * The data that is answered without the row in the table of permissions. The answer is FORBIDDEN without data where
   * this is left out.
   */
  readonly denied?: unknown;
  /** Another caller than the usual one, for fields about what a caller is bound to. */
  readonly caller?: () => Caller;
}

export const plain = (query: string, denied?: unknown): Asked => ({ query: () => query, denied });

export const entity = (type: string, id: () => string, fields: string, more: () => object = () => ({})): Asked => ({
  query: () => `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${fields} } } }`,
  variables: () => ({ r: [{ __typename: type, id: id(), ...more() }] }),
});
