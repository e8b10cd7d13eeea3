/** An operation of src/operations/*.graphql, whose text the gateway knows by the id. */
export interface Operation<Data, Variables> {
  readonly name: string;
  readonly id: string;
  /** Carries the types, and is never set. */
  readonly types?: (variables: Variables) => Data;
}
