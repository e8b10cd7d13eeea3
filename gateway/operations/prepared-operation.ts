/**
 * Everything about one operation that is the same for all callers. Each part is computed when first needed and kept as long as
 * the text (prepared-text.ts).
 */
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { OperationRequirements } from '../authorisation/operation-requirements';
import type { Requirements } from '../authorisation/requirements';
import type { Executable, Planned } from '../execution/compiled';
import type { SchemaCosts } from '../limits/cost-of-field';
import { OperationCost } from '../limits/operation-cost';
import { conditionVariables } from '../parsing/conditions';
import type { ParsedOperation } from '../parsing/parsed-operation';
import { type ReadVariables, variablesReader } from '../parsing/variables';
import { type CacheHints, maxAgeOf } from '../supergraph/cache-hints';

/** What the supergraph says of operations. */
export interface OperationRules {
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
  readonly costs: SchemaCosts;
  readonly cacheHints: CacheHints;
}

export class PreparedOperation implements ParsedOperation, Executable {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  planned: Planned | undefined;
  planning: Promise<Planned> | undefined;
  private variables: ReadVariables | undefined;
  private conditions: readonly string[] | undefined;
  private operationCost: OperationCost | undefined;
  private fieldRequirements: OperationRequirements | undefined;
  private keptFor: number | undefined;

  /** @param parsed one of a valid document */
  constructor(
    parsed: ParsedOperation,
    readonly source: string,
    private readonly rules: OperationRules,
  ) {
    this.document = parsed.document;
    this.operation = parsed.operation;
    this.fragments = parsed.fragments;
  }

  get name(): string | undefined {
    return this.operation.name?.value;
  }

  /** Reads what clients send. */
  get readVariables(): ReadVariables {
    this.variables ??= variablesReader(this.rules.schema, this.operation);
    return this.variables;
  }

  /** The variables that decide @skip and @include. */
  get conditionVariables(): readonly string[] {
    this.conditions ??= conditionVariables(this);
    return this.conditions;
  }

  /** What it costs, estimated and counted. */
  get cost(): OperationCost {
    this.operationCost ??= new OperationCost(this.rules.costs, this);
    return this.operationCost;
  }

  /** What its fields require of callers, and what is left of it for callers who do not meet all of that. */
  get requirements(): OperationRequirements {
    this.fieldRequirements ??= new OperationRequirements(this.rules.schema, this.rules.requirements, this);
    return this.fieldRequirements;
  }

  /** How long clients may keep an answer without errors, in seconds. */
  get maxAge(): number {
    this.keptFor ??= maxAgeOf(this.rules.schema, this.rules.cacheHints, this);
    return this.keptFor;
  }

  /** What is planned of it so far: itself, and what is left of it for some callers. */
  get executables(): readonly Executable[] {
    return this.fieldRequirements ? [this, ...this.fieldRequirements.remainders] : [this];
  }
}
