/**
 * Reduces a plan of PostgreSQL to its nodes, their order and their indexes: the part of EXPLAIN that does not change
 * with the data.
 */

export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Join Type'?: string;
  readonly Strategy?: string;
  readonly Operation?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Relation Name'?: string;
  readonly 'CTE Name'?: string;
  readonly 'Function Name'?: string;
  readonly Alias?: string;
  readonly 'Subplan Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** Returns one line for each node, indented under the one that it feeds. */
export function shapeOf(node: PlanNode, depth = 0): string {
  const source = node['Relation Name'] ?? node['CTE Name'] ?? node['Function Name'];
  const alias = node.Alias?.replace(NUMBER_OF_ALIAS, '');
  const words = [
    node['Subplan Name'] && `${node['Subplan Name'].replace(NUMBER_OF_SUBPLAN, '')}:`,
    node['Join Type'] !== 'Inner' && node['Join Type'],
    node.Strategy !== 'Plain' && node.Strategy,
    node.Operation ?? node['Node Type'],
    source && `of ${source}`,
    alias !== source && alias,
    node['Index Name'] && `by ${node['Index Name']}`,
    node['Index Cond'] && `where ${withoutConstants(node['Index Cond'])}`,
  ];
  const below = (node.Plans ?? []).filter(doesWork).map((child) => shapeOf(child, depth + 1));
  return [`${'  '.repeat(depth)}${words.filter(Boolean).join(' ')}`, ...below].join('\n');
}

export function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/**
 * Matches the numbers that PostgreSQL gives: `membership_1` is the second alias of that name, `SubPlan 7` the seventh
 * of the statement. `CTE page` has a name.
 */
const NUMBER_OF_ALIAS = /_\d+$/;
const NUMBER_OF_SUBPLAN = / \d+( \(returns .*\))?$/;

/** A Result node without input reads a setting of the session once, or feeds a function. */
function doesWork(node: PlanNode): boolean {
  return node['Node Type'] !== 'Result' || node.Plans !== undefined;
}

function withoutConstants(condition: string): string {
  return condition
    .replace(/'(?:[^']|'')*'::(?:timestamp with time zone|\w+)(?:\[\])?/g, '?')
    .replace(/(\w)_\d+\./g, '$1.')
    .replace(/\b\d+\b/g, '?');
}
