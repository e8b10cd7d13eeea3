/** An operation of src/operations/*.graphql: the gateway knows its text by the id. */
export interface Operation<Data, Variables> {
  readonly name: string;
  readonly id: string;
  /** Never there: it carries the types. */
  readonly types?: (variables: Variables) => Data;
}
