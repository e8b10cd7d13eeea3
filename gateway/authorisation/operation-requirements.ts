/**
 * The requirements of one operation, and what follows from them, kept with the operation. Keyed by scopes and denied fields,
 * never by caller: callers are many, these are few.
 */
import type { FieldNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../caller/caller';
import type { FieldDenial } from '../errors/denied-field-error';
import type { ParsedOperation } from '../parsing/parsed-operation';
import { type FieldRequirement, readFieldRequirements } from './field-requirements';
import { type PrunedOperation, pruneOperation } from './prune-operation';
import type { Requirements } from './requirements';

export interface ByScopes {
  readonly lacking: ReadonlyMap<FieldNode, FieldDenial>;
  /** What is left to policies to decide. */
  readonly left: readonly FieldRequirement[];
}

/** What to do before a remainder is made for the first time. */
export interface WhenPruned {
  /** It will have to be planned. @throws RATE_LIMITED */
  pay(): Promise<void>;
  /** It is kept, and takes memory. */
  kept(): void;
}

export const MOST_SETS_OF_SCOPES = 50;
/** Callers of few kinds send an operation, so what is left of it for them are few. The last ones used are kept. */
export const MOST_REMAINDERS = 20;

export class OperationRequirements {
  readonly fields: readonly FieldRequirement[];
  private readonly scopes = new Map<string, ByScopes>();
  private readonly cut = new LRUCache<string, PrunedOperation>({ max: MOST_REMAINDERS });

  /** @param schema what clients see */
  constructor(
    readonly schema: GraphQLSchema,
    requirements: Requirements,
    readonly of: ParsedOperation,
  ) {
    this.fields = readFieldRequirements(schema, requirements, of);
  }

  /** Of the callers with the scopes of this one. */
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
    if (this.scopes.size >= MOST_SETS_OF_SCOPES) this.scopes.clear();
    const found = { lacking, left };
    this.scopes.set(scopes, found);
    return found;
  }

  /**
   * What is left of the operation, made once for the same fields.
   *
   * @param denied some of the fields
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

  /** Those that are kept. */
  get remainders(): readonly PrunedOperation[] {
    return [...this.cut.values()];
  }
}

/** A Caller stays the same object for all requests with a token. */
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
