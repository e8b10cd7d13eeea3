/** Makes Relay's types of a page from the type of its nodes: `SchoolEdge` and `SchoolConnection` of `School`. */
import { type ClassType, Directive, Field, ObjectType } from 'type-graphql';
import { PageInfo } from './connection';

interface Words {
  /** `A school`, `school` and `schools`: how descriptions name any node, this node, and the nodes of a page. */
  readonly a: string;
  readonly one: string;
  readonly many: string;
  /** The description of a page's `edges`: `The schools of the page, in the order of their numbers.` */
  readonly edges: string;
  /** The `@constraint` of a cursor. */
  readonly cursor: string;
  /** A directive for both types, such as how long clients may keep them. */
  readonly directive?: string;
}

/** What resolvers return: {@link pageOf}, and how to count the list where its type has a `totalCount`. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: PageInfo;
}

export interface CountedConnection<Node> extends Connection<Node> {
  count(): Promise<number>;
}

export function connectionType<Node extends object>(
  node: ClassType<Node>,
  { a, one, many, edges, cursor, directive }: Words,
): ClassType<Connection<Node>> {
  @ObjectType(`${node.name}Edge`, { description: `${a}, and its place in a list.` })
  class EdgeType {
    @Directive(cursor)
    @Field(() => String, { description: `The place of this ${one} in the list.` })
    cursor!: string;

    @Field(() => node, { description: `The ${one}.` })
    node!: Node;
  }

  @ObjectType(`${node.name}Connection`, { description: `A page of ${many}.` })
  class ConnectionType {
    @Field(() => [EdgeType], { description: edges })
    edges!: EdgeType[];

    @Field(() => PageInfo, { description: 'Whether there are more pages, and the cursor for the next one.' })
    pageInfo!: PageInfo;
  }

  if (directive !== undefined) for (const type of [EdgeType, ConnectionType]) Directive(directive)(type);
  return ConnectionType;
}
