/**
 * Everything that is computed once for a text: its valid document, its fragments by name, and its operations. Kept in one place
 * (operation-cache.ts), and dropped as a whole.
 */
import { type GraphQLError, Kind } from 'graphql';
import { badRequest } from '../errors/errors';
import type { Planned } from '../execution/compiled';
import { operationIn, type ParsedDocument } from '../parsing/parsed-operation';
import type { Renamed } from '../parsing/variable-names';
import { type OperationRules, PreparedOperation } from './prepared-operation';

interface PreparedParts {
  readonly text: string;
  /** It is valid and has no locations. */
  readonly parsed: ParsedDocument;
  /** The variables whose names in the document differ from those of clients; null where there are none. */
  readonly renamed: Renamed | null;
  readonly nodes: number;
  /** The number of nodes that hold a value and no other node. */
  readonly literals: number;
  /** Includes those of its fragments, as often as they are spread. */
  readonly selections: number;
  /** The charged time of its preparation, in microseconds. */
  readonly cost: number;
  /** The first field that may not be selected without a token; null where there is none. */
  readonly needsToken: string | null;
}

/**
 * Measured sizes in bytes: of a node of the document; of a node that only holds a value; of a selection each time it is
 * spread, with its requirements, its costs and the functions that fill it; of a question to a subgraph, with its place
 * in the plan, its document and its compiled form. prepared-text.memory.test.ts compares them with the heap.
 */
const NODE_BYTES = 150;
const LITERAL_BYTES = 80;
const SELECTION_BYTES = 400;
const QUESTION_BYTES = 11_000;
const QUESTION_CHARACTER_BYTES = 15;
const LEAST_BYTES = 2_000;

export class PreparedText {
  readonly text: string;
  readonly renamed: Renamed | null;
  readonly cost: number;
  readonly needsToken: string | null;
  private readonly parsed: ParsedDocument;
  private readonly documentBytes: number;
  /** Kept by the name that requests give. */
  private readonly named = new Map<string | undefined, PreparedOperation>();

  constructor(
    { text, parsed, renamed, nodes, literals, selections, cost, needsToken }: PreparedParts,
    private readonly rules: OperationRules,
  ) {
    this.text = text;
    this.parsed = parsed;
    this.renamed = renamed;
    this.cost = cost;
    this.needsToken = needsToken;
    this.documentBytes = NODE_BYTES * (nodes - literals) + LITERAL_BYTES * literals + SELECTION_BYTES * selections;
  }

  /**
   * @param name undefined where the request names none
   * @throws BAD_REQUEST where there is no such operation, or where there are several and none is named
   */
  operation(name: string | undefined): PreparedOperation {
    return this.named.get(name) ?? this.find(name);
  }

  /** Returns all of them, whether somebody asked for them or not. */
  get operations(): readonly PreparedOperation[] {
    return this.parsed.document.definitions
      .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
      .map(({ name }) => this.operation(name?.value));
  }

  /** About how much memory it takes. */
  get bytes(): number {
    let bytes = LEAST_BYTES + 2 * this.text.length + this.documentBytes;
    for (const operation of new Set(this.named.values())) {
      for (const executable of operation.executables) {
        if (executable !== operation) bytes += this.documentBytes;
        if (executable.planned) bytes += bytesOfPlan(executable.planned.queryPlan.node);
      }
    }
    return bytes;
  }

  private find(name: string | undefined): PreparedOperation {
    const parsed = operationIn(this.parsed, name);
    if (!parsed) throw badRequest('operationName: unknown, or missing in a document of several operations.');
    const own = parsed.operation.name?.value;
    const operation = this.named.get(own) ?? new PreparedOperation(parsed, this.text, this.rules);
    this.named.set(own, operation);
    this.named.set(name, operation);
    return operation;
  }
}

/** A text that nobody needs to look at again. */
export class RefusedText {
  constructor(
    readonly text: string,
    readonly errors: readonly GraphQLError[],
  ) {
    // Until an error's stack is formatted, V8 keeps all that its functions referred to, such as the whole document.
    for (const error of errors) error.stack = error.message;
  }

  get bytes(): number {
    return LEAST_BYTES + 2 * this.text.length + this.errors.length * 1_000;
  }
}

type Node = Planned['queryPlan']['node'];

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
