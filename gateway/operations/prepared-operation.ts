/**
 * Everything that is worked out once for a text: its document, that it keeps the limits and is valid, which operation a
 * name means, how long its answers may be kept, its plans and what they are compiled into. Made when the text comes for
 * the first time, as far as is needed then; kept in one place (operation-cache.ts), and gone as a whole.
 *
 * What is worked out for a part of the document (field requirements, costs) hangs off that part, and goes with it.
 */
import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Planned } from '../compiled/compiled';
import type { Renamed } from './variable-names';

/** An operation of a text that is valid. */
export interface ResolvedOperation {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** An operation that was found by its name and passed before: it needs nothing but its variables. */
export interface KnownOperation extends ResolvedOperation {
  /** The SHA-256 of the text, by which its plan is found. */
  readonly queryHash: string;
  /** How long clients may keep an answer without errors, in seconds. */
  readonly maxAge: number;
}

export interface PreparedParts {
  readonly text: string;
  /** The SHA-256 of the text. */
  readonly hash: string;
  /** Valid, and without locations. */
  readonly document: DocumentNode;
  /** The variables that are called otherwise in the document than by clients; null where there are none. */
  readonly renamed: Renamed | null;
  readonly nodes: number;
  /** With those of its fragments, each time they are spread. */
  readonly selections: number;
  /** What its preparation took, in microseconds as they are charged. */
  readonly cost: number;
  /** The first field that may not be asked for without a token; null where there is none. */
  readonly needsToken: string | null;
}

/**
 * In bytes, as they were measured: of a node of the document; of a selection, with its requirements, costs and the
 * functions that fill it, each time it is spread; of a question to a subgraph, with its place in the plan, its own
 * document and what is compiled of it. prepared-operation.memory.test.ts holds them against the heap.
 */
const NODE_BYTES = 150;
const SELECTION_BYTES = 400;
const QUESTION_BYTES = 11_000;
const QUESTION_CHARACTER_BYTES = 15;
const LEAST_BYTES = 2_000;

export class PreparedOperation {
  readonly text: string;
  readonly hash: string;
  readonly document: DocumentNode;
  readonly renamed: Renamed | null;
  readonly cost: number;
  readonly needsToken: string | null;
  /** By the name that requests give. */
  readonly known = new Map<string | undefined, KnownOperation>();
  /** By the key of what is planned: an operation of the text, or what is left of one for callers who may not ask all. */
  readonly plans = new Map<string, Planned>();
  /** Of what is left of it for some callers, by their hashes. */
  readonly remainders = new Set<string>();
  private readonly documentBytes: number;
  private planBytes = 0;

  constructor({ text, hash, document, renamed, nodes, selections, cost, needsToken }: PreparedParts) {
    this.text = text;
    this.hash = hash;
    this.document = document;
    this.renamed = renamed;
    this.cost = cost;
    this.needsToken = needsToken;
    this.documentBytes = NODE_BYTES * nodes + SELECTION_BYTES * selections;
  }

  plan(key: string, planned: Planned): void {
    const isOther = !this.plans.has(key) && ![...this.plans.values()].includes(planned);
    if (isOther) this.planBytes += bytesOfPlan(planned.resolved.queryPlan.node);
    this.plans.set(key, planned);
  }

  /** In memory, about. */
  get bytes(): number {
    return LEAST_BYTES + 2 * this.text.length + (1 + this.remainders.size) * this.documentBytes + this.planBytes;
  }
}

/** A text that nobody needs to look at again. */
export class RefusedText {
  constructor(
    readonly text: string,
    readonly errors: readonly GraphQLError[],
  ) {
    // Until an error's stack is written, V8 keeps all that its functions had in hand: the whole document.
    for (const error of errors) error.stack = error.message;
  }

  get bytes(): number {
    return LEAST_BYTES + 2 * this.text.length + this.errors.length * 1_000;
  }
}

type Node = Planned['resolved']['queryPlan']['node'];

function bytesOfPlan(node: Node): number {
  if (!node) return 0;
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.reduce((sum, inner) => sum + bytesOfPlan(inner), 0);
    case 'Flatten':
      return bytesOfPlan(node.node);
    case 'Fetch':
      return QUESTION_BYTES + QUESTION_CHARACTER_BYTES * node.operation.length;
    case 'Condition':
      return bytesOfPlan(node.ifClause) + bytesOfPlan(node.elseClause);
    default:
      return 0;
  }
}
