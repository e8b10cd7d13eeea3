/**
 * Wall 1: what of this operation may this caller ask? Decided before anything is planned, and deny is the default.
 *
 * A field that is not allowed is withheld: it is not asked for, and null in the answer with an error. Where nothing else
 * is left of the operation, and where a mutation would be carried out by halves, the operation is refused.
 */
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { type Caller, forbidden } from '../../caller/caller';
import { readArguments, type Variables } from '../variables';
import { AnswerShape } from './answer-shape';
import { type Demand, demandsOf, fragmentsOf } from './demands';
import type { Directory } from './directory';
import { POLICIES, type Policies } from './policies';
import type { AnyOfAll, Requirements } from './requirements';
import type { Refusal } from './withheld-error';
import { type Remainder, withhold } from './withhold';

export interface Operation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
}

export interface Rules {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
  readonly directory: Directory;
  /** {@link POLICIES} where it is left out. */
  readonly policies?: Policies;
  /** Called before what is left of an operation is prepared for the first time. @throws RATE_LIMITED */
  readonly beforeRemainder?: (() => Promise<void>) | undefined;
}

/** What may be asked of an operation. */
export interface Permission {
  readonly operation: OperationDefinitionNode;
  /** Null where all of it may be asked. */
  readonly withheld: Withheld | null;
  /** Organisations that lists of it name, and that the services must refuse. */
  readonly refused: readonly string[];
}

export interface Withheld {
  readonly remainder: Remainder;
  /** Of the answer to the whole operation, and the type of its root. */
  readonly shape: AnswerShape;
  readonly root: GraphQLObjectType;
}

/**
 * @param caller null where there was no token
 * @throws UNAUTHENTICATED, FORBIDDEN, or SUBGRAPH_UNAVAILABLE (the facts to decide by could not be asked) where the
 * operation is refused; BAD_USER_INPUT where arguments do not fit
 */
export async function authorise(rules: Rules, request: Operation, caller: Caller | null): Promise<Permission> {
  const { document, operation, variables } = request;
  const demands = demandsOf(rules, document, operation);
  const refused = await refusedFields(rules, demands, variables, caller);
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const inLists = caller && isMutation ? await refusedInLists(rules, demands, refused, variables, caller) : NONE;
  if (refused.size === 0) return { operation, withheld: null, refused: inLists };
  const { schema } = rules;
  const root = schema.getRootType(operation.operation);
  if (!root) throw forbidden();
  const remainder = await withhold(schema, request, demands, refused, rules.beforeRemainder);
  const { holdsWithheld } = remainder;
  const of = { schema, variables, fragments: fragmentsOf(document), withheld: refused, holdsWithheld };
  const shape = new AnswerShape(of, [{ set: operation.selectionSet, why: null }], root);
  refuseAsWhole(shape, root, operation);
  return { operation, withheld: { remainder, shape, root }, refused: inLists };
}

/** @throws what is said of one of its root fields: rather one that may be allowed when it is asked for again */
function refuseAsWhole(shape: AnswerShape, root: GraphQLObjectType, { operation }: OperationDefinitionNode): void {
  const fields = shape.places(root);
  const reasons = fields.flatMap(({ why }) => why ?? []);
  const [first] = reasons;
  if (!first) return;
  if (reasons.length < fields.length && operation !== OperationTypeNode.MUTATION) return;
  const { message, extensions } = reasons.find(isUnavailable) ?? first;
  throw new GraphQLError(message, { extensions });
}

/** Each field that is not allowed, and what is to be said of it: nothing of whether what it names exists. */
async function refusedFields(
  rules: Rules,
  demands: readonly Demand[],
  variables: Variables,
  caller: Caller | null,
): Promise<ReadonlyMap<FieldNode, Refusal>> {
  if (!caller) return new Map(demands.map((demand) => [demand.node, lackOfToken(demand)]));
  const { lacking, left } = byScopes(caller, demands);
  if (left.length === 0) return lacking;
  const toDecide = left.map((demand) => ({ demand, given: argumentsOf(demand, variables) }));
  const refusals = await Promise.all(
    toDecide.map(({ demand, given }) => refusalByPolicies(rules, caller, demand, given)),
  );
  if (refusals.every((refusal) => refusal === null)) return lacking;
  const refused = new Map(lacking);
  for (const [index, refusal] of refusals.entries()) if (refusal) refused.set((left[index] as Demand).node, refusal);
  return refused;
}

const NONE: readonly string[] = [];

/** The organisations that are refused in lists of the fields that may be asked. */
async function refusedInLists(
  { directory, policies = POLICIES }: Rules,
  demands: readonly Demand[],
  refused: ReadonlyMap<FieldNode, Refusal>,
  variables: Variables,
  caller: Caller,
): Promise<readonly string[]> {
  const permitted = demands.filter(({ node }) => !refused.has(node));
  const asked = permitted.flatMap((demand) => {
    const given = argumentsOf(demand, variables);
    return demand.policies.flatMap(({ anyOf }, index) =>
      anyOf.flat().map((name) => policies[name]?.refused?.(caller, given[index] ?? {}, directory) ?? NONE),
    );
  });
  return [...new Set((await Promise.all(asked)).flat())];
}

interface ByScopes {
  readonly lacking: ReadonlyMap<FieldNode, Refusal>;
  /** What is left to policies to decide. */
  readonly left: readonly Demand[];
}

/**
 * What an operation demands stays the same for all requests with its text. Kept by the scopes and not by the caller:
 * callers are many, and scopes are given in a few sets.
 */
const BY_SCOPES = new WeakMap<readonly Demand[], Map<string, ByScopes>>();
const MOST_SETS_OF_SCOPES = 50;
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

function byScopes(caller: Caller, demands: readonly Demand[]): ByScopes {
  const ofDemands = BY_SCOPES.get(demands) ?? new Map<string, ByScopes>();
  BY_SCOPES.set(demands, ofDemands);
  const scopes = scopesOf(caller);
  const known = ofDemands.get(scopes);
  if (known) return known;
  const refusals = demands.flatMap((demand) => {
    const refusal = lackOfScopes(caller, demand);
    return refusal ? [[demand.node, refusal] as const] : [];
  });
  const lacking = new Map(refusals);
  const left = demands.filter(({ node, policies }) => policies.length > 0 && !lacking.has(node));
  if (ofDemands.size >= MOST_SETS_OF_SCOPES) ofDemands.clear();
  ofDemands.set(scopes, { lacking, left });
  return { lacking, left };
}

function lackOfToken({ coordinate }: Demand): Refusal {
  const message = `${coordinate} needs a token. Send one in the header “Authorization: Bearer …”.`;
  return { message, extensions: { code: 'UNAUTHENTICATED' } };
}

function lackOfScopes({ scopes: held }: Caller, { coordinate, scopes }: Demand): Refusal | null {
  const lacking = scopes.find((groups) => !groups.some((group) => group.every((scope) => held.includes(scope))));
  if (!lacking) return null;
  const needed = lacking.map((group) => group.join(' and ')).join(', or ') || 'that no token has';
  const message = `${coordinate} needs the scope ${needed}. The token does not carry it.`;
  return { message, extensions: { code: 'FORBIDDEN' } };
}

/** Of a policy: nothing of what it decided by. */
const NOT_ALLOWED = refusalOf(forbidden());

type Given = Readonly<Record<string, unknown>>;

/** By policy of the demand. @throws BAD_USER_INPUT */
function argumentsOf({ policies, node }: Demand, variables: Variables): Given[] {
  const known = new Map<unknown, Given>();
  return policies.map(({ definition }) => {
    const given = known.get(definition) ?? readArguments(definition, node, variables);
    known.set(definition, given);
    return given;
  });
}

async function refusalByPolicies(
  { directory, policies = POLICIES }: Rules,
  caller: Caller,
  demand: Demand,
  given: readonly Given[],
): Promise<Refusal | null> {
  async function holds(groups: AnyOfAll, args: Given): Promise<boolean> {
    for (const group of groups) {
      const held = await Promise.all(group.map((name) => policies[name]?.holds(caller, args, directory) ?? false));
      if (held.every((answer) => answer === true)) return true;
    }
    return false;
  }
  try {
    for (const [index, { anyOf }] of demand.policies.entries()) {
      if (!(await holds(anyOf, given[index] ?? {}))) return NOT_ALLOWED;
    }
    return null;
  } catch (error) {
    if (error instanceof GraphQLError && isUnavailable(error)) return refusalOf(error);
    throw error;
  }
}

function isUnavailable({ extensions }: Pick<GraphQLError | Refusal, 'extensions'>): boolean {
  return extensions.code === 'SUBGRAPH_UNAVAILABLE';
}

function refusalOf({ message, extensions }: GraphQLError): Refusal {
  return { message, extensions: { ...extensions, code: String(extensions.code) } };
}
