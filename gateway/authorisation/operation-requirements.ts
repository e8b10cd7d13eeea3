/**
 * The requirements of one operation, and what follows from them. They are kept with the operation, keyed by scopes
 * and denied fields and never by caller: there are many callers, but few different sets of scopes and denied fields.
 */
import type { FieldNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../caller/caller';
import type { FieldDenial } from '../errors/denied-field-error';
import type { ParsedOperation } from '../parsing/parsed-operation';
import { type FieldRequirement, readFieldRequirements } from './field-requirements';
import { type PrunedOperation, pruneOperation } from './prune-operation';
import type { Requirements } from './requirements';

interface ByScopes {
  readonly lacking: ReadonlyMap<FieldNode, FieldDenial>;
  /** The fields that policies still have to decide. */
  readonly left: readonly FieldRequirement[];
}

/** What must be done before a remainder of the operation is made for the first time. */
export interface WhenPruned {
  /** Called first, because the remainder must be planned. @throws RATE_LIMITED */
  pay(): Promise<void>;
  /** Called when it is kept and takes memory. */
  kept(): void;
}

export const MAX_SETS_OF_SCOPES = 50;
/** Only a few kinds of callers send one operation, so there are few remainders of it. The last ones used are kept. */
export const MAX_REMAINDERS = 20;

export class OperationRequirements {
  readonly fields: readonly FieldRequirement[];
  private readonly scopes = new Map<string, ByScopes>();
  private readonly cut = new LRUCache<string, PrunedOperation>({ max: MAX_REMAINDERS });

  /** @param schema the schema that clients see */
  constructor(
    readonly schema: GraphQLSchema,
    requirements: Requirements,
    readonly of: ParsedOperation,
  ) {
    this.fields = readFieldRequirements(schema, requirements, of);
  }

  /** Returns what follows for callers with the same scopes as this one. */
  byScopes(caller: Caller): ByScopes {
    const scopes = scopesOf(caller);
    const known = this.scopes.get(scopes);
    if (known) return known;
    const refusals = this.fields.flatMap((field) => {
      const refusal = lackOfScopes(caller, field);
      return refusal ? [[field.node, refusal] as const] : [];
    });
    const lacking = new Map(refusals);
    const left = this.fields.filter(({ node, policies }) => policies.length > 0 && !lacking.has(node));
    if (this.scopes.size >= MAX_SETS_OF_SCOPES) this.scopes.clear();
    const found = { lacking, left };
    this.scopes.set(scopes, found);
    return found;
  }

  /**
   * Returns what is left of the operation without these fields. It is made once for the same fields.
   *
   * @param denied some of the operation's fields
   */
  async without(denied: Pick<ReadonlySet<FieldNode>, 'has'>, whenNew?: WhenPruned): Promise<PrunedOperation> {
    const key = this.fields.map(({ node }) => Number(denied.has(node))).join();
    const before = this.cut.get(key);
    if (before) return before;
    await whenNew?.pay();
    const remainder = this.cut.get(key) ?? pruneOperation(this.schema, this.of, denied);
    this.cut.set(key, remainder);
    whenNew?.kept();
    return remainder;
  }

  /** The remainders that are kept. */
  get remainders(): readonly PrunedOperation[] {
    return [...this.cut.values()];
  }
}

/** Kept by Caller, which stays the same object for all requests with a token. */
const SCOPES = new WeakMap<Caller, string>();

function scopesOf(caller: Caller): string {
  let scopes = SCOPES.get(caller);
  if (scopes === undefined) {
    scopes = [...caller.scopes].sort().join(' ');
    SCOPES.set(caller, scopes);
  }
  return scopes;
}

function lackOfScopes({ scopes: held }: Caller, { coordinate, scopes }: FieldRequirement): FieldDenial | null {
  const lacking = scopes.find((groups) => !groups.some((group) => group.every((scope) => held.includes(scope))));
  if (!lacking) return null;
  const needed = lacking.map((group) => group.join(' and ')).join(', or ');
  const message = needed
    ? `${coordinate} needs the scope ${needed}. The token does not carry it.`
    : `${coordinate} is not available to any token.`;
  return { message, extensions: { code: 'FORBIDDEN' } };
}
