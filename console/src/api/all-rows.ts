import type { Operation } from './operation';
import { send } from './send';

interface Connection<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: Node }[];
}

/** Reads every row of a list, page by page, because readers would trust a file that leaves rows out. */
export async function allRows<Data, Variables extends { readonly after?: string | null }, Node>(
  operation: Operation<Data, Variables>,
  variables: Omit<Variables, 'after'>,
  listOf: (data: Data) => Connection<Node>,
): Promise<Node[]> {
  const rows: Node[] = [];
  for (let after: string | null = null; ; ) {
    const { data } = await send(operation, { ...variables, after } as unknown as Variables);
    const { edges, pageInfo }: Connection<Node> = listOf(data);
    rows.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) return rows;
    after = pageInfo.endCursor;
  }
}
