/**
 * An operation without the fields that its caller may not ask for, as the planner and the subgraphs see it.
 *
 * Such a field goes with all that is selected under it, and with the variables and fragments that only it needed. Where
 * nothing is left of a selection, and where the answer's type must be known to say later which fields are missing from
 * it, __typename is asked for; no client can give that name to anything else (aliases.ts), and gateway/authorisation/answer-shape.ts
 * leaves it out again.
 */
import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type Demand, fragmentsOf, reachedDefinitions } from './demands';

export interface Remainder {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly source: string;
  /** Of the text: the same for the same remainder, so that it is planned once. */
  readonly queryHash: string;
  /** Whether something withheld stands in or under these selections of the original document. */
  holdsWithheld(selections: SelectionSetNode): boolean;
}

/** Of one operation, the remainders used last. Callers of few kinds send it, so these are few. */
const MOST_REMAINDERS = 20;
const KNOWN = new WeakMap<readonly Demand[], LRUCache<string, Remainder>>();

/**
 * @param withheld some of the demands, of which each has a field of the operation
 * @param beforeNew called before one is made that was not made before, and that will have to be planned; may refuse it
 */
export async function withhold(
  schema: GraphQLSchema,
  asked: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode },
  demands: readonly Demand[],
  withheld: ReadonlyMap<FieldNode, unknown>,
  beforeNew?: () => Promise<void>,
): Promise<Remainder> {
  const known = KNOWN.get(demands) ?? new LRUCache<string, Remainder>({ max: MOST_REMAINDERS });
  KNOWN.set(demands, known);
  const key = demands.map(({ node }) => (withheld.has(node) ? '-' : '+')).join('');
  const before = known.get(key);
  if (before) return before;
  await beforeNew?.();
  const remainder = known.get(key) ?? remainderOf(schema, asked, new Set(withheld.keys()));
  known.set(key, remainder);
  return remainder;
}

const TYPENAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

function remainderOf(
  schema: GraphQLSchema,
  asked: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode },
  withheld: ReadonlySet<FieldNode>,
): Remainder {
  const holdsWithheld = holding(asked.document, withheld);
  const types = new TypeInfo(schema);
  const cut: DocumentNode = visit(
    asked.document,
    visitWithTypeInfo(types, {
      Field(node) {
        if (withheld.has(node)) return null;
        const { selectionSet } = node;
        const type = types.getType();
        if (!selectionSet || !type || !isAbstractType(getNamedType(type)) || !holdsWithheld(selectionSet)) return;
        return { ...node, selectionSet: { ...selectionSet, selections: [...selectionSet.selections, TYPENAME] } };
      },
      SelectionSet: {
        leave: (node) => (node.selections.length > 0 ? undefined : { ...node, selections: [TYPENAME] }),
      },
    }),
  );
  const place = asked.document.definitions.indexOf(asked.operation);
  const [operation, ...fragments] = reachedDefinitions(cut, cut.definitions[place] as OperationDefinitionNode);
  const needed = withoutUnusedVariables(operation as OperationDefinitionNode, fragments);
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [needed, ...fragments] };
  const source = print(document);
  const queryHash = createHash('sha256').update(source).digest('hex');
  return { document, operation: needed, source, queryHash, holdsWithheld };
}

function withoutUnusedVariables(
  operation: OperationDefinitionNode,
  fragments: readonly DocumentNode['definitions'][number][],
): OperationDefinitionNode {
  const used = new Set<string>();
  const { variableDefinitions = [], ...rest } = operation;
  for (const node of [rest as OperationDefinitionNode, ...fragments]) {
    visit(node, { Variable: ({ name }) => void used.add(name.value) });
  }
  return {
    ...operation,
    variableDefinitions: variableDefinitions.filter((node) => used.has(node.variable.name.value)),
  };
}

/** Each selection and each fragment is looked at once. */
function holding(document: DocumentNode, withheld: ReadonlySet<FieldNode>): (selections: SelectionSetNode) => boolean {
  const fragments = fragmentsOf(document);
  const known = new Map<SelectionSetNode, boolean>();
  function holds(set: SelectionSetNode | undefined): boolean {
    if (!set) return false;
    let answer = known.get(set);
    if (answer === undefined) {
      answer = set.selections.some((selection) => {
        if (selection.kind === Kind.FIELD && withheld.has(selection)) return true;
        if (selection.kind === Kind.FRAGMENT_SPREAD) return holds(fragments.get(selection.name.value)?.selectionSet);
        return holds(selection.selectionSet);
      });
      known.set(set, answer);
    }
    return answer;
  }
  return holds;
}
