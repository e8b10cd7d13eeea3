/**
 * Wall 1: decides which fields of an operation its caller may ask for, before the operation is planned. The default
 * is to deny.
 *
 * A denied field is not asked for; it is null in the answer, with an error. The whole operation is refused where
 * nothing else is left of it, and where a mutation would be executed only in part.
 */
import {
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { Caller } from '../../caller/caller';
import { forbidden } from '../../request/client-errors';
import type { FieldDenial } from '../errors/denied-field-error';
import type { Arguments, GivenValues } from '../parsing/variables';
import { AnswerShape } from './answer-shape';
import type { FieldRequirement, PolicyRequirement } from './field-requirements';
import type { OperationRequirements, WhenPruned } from './operation-requirements';
import { areResolved, type OrganisationFacts } from './organisation-facts';
import { POLICIES, type Policies } from './policies';
import type { PrunedOperation } from './prune-operation';
import type { AnyOfAll } from './requirements';

export interface Rules {
  readonly facts: OrganisationFacts;
  /** Defaults to {@link POLICIES}. */
  readonly policies?: Policies | undefined;
}

/**
 * States what may be executed of an operation. Only {@link authorise} makes one, and nothing is executed without one.
 */
class AuthorisedOperation {
  constructor(
    readonly operation: OperationDefinitionNode,
    /** Null where the whole operation is allowed. */
    readonly denied: DeniedFields | null,
    /** Organisations in its lists that this caller may not ask about; the services must refuse them. */
    readonly refused: readonly string[],
  ) {}
}

export type Authorisation = AuthorisedOperation;

/** @throws Error where the permission was not made for this operation */
export function checkAuthorised(permission: unknown, operation: OperationDefinitionNode): void {
  if (permission instanceof AuthorisedOperation && permission.operation === operation) return;
  throw new Error('an operation was to be carried out that nobody permitted');
}

export interface DeniedFields {
  readonly pruned: PrunedOperation;
  /** The shape of the answer to the whole operation. */
  readonly shape: AnswerShape;
  readonly root: GraphQLObjectType;
}

/**
 * @param caller null where there was no token
 * @throws UNAUTHENTICATED, FORBIDDEN, or SUBGRAPH_UNAVAILABLE (the facts to decide by could not be fetched) where the
 * operation is refused; BAD_USER_INPUT where arguments do not fit
 */
export function authorise(
  requirements: OperationRequirements,
  given: GivenValues,
  caller: Caller | null,
  rules: Rules,
  whenNew?: WhenPruned,
): Authorisation | Promise<Authorisation> {
  const { operation } = requirements.of;
  const refused = refusedFields(rules, requirements, given, caller);
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  // Nearly every request: there is nothing to wait for, and nothing is denied.
  if (!(refused instanceof Promise) && refused.size === 0 && !isMutation)
    return new AuthorisedOperation(operation, null, NONE);
  return authoriseWith(refused, requirements, given, caller, rules, whenNew);
}

async function authoriseWith(
  deciding: ReturnType<typeof refusedFields>,
  requirements: OperationRequirements,
  given: GivenValues,
  caller: Caller | null,
  rules: Rules,
  whenNew?: WhenPruned,
): Promise<Authorisation> {
  const { schema, fields } = requirements;
  const { operation, fragments } = requirements.of;
  const refused = await deciding;
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const inLists = caller && isMutation ? await refusedInLists(rules, fields, refused, given, caller) : NONE;
  if (refused.size === 0) return new AuthorisedOperation(operation, null, inLists);
  const root = schema.getRootType(operation.operation);
  if (!root) throw forbidden();
  const pruned = await requirements.without(refused, whenNew);
  const { holdsPruned } = pruned;
  const of = { schema, variables: given.variables, fragments, denied: refused, holdsPruned };
  const shape = new AnswerShape(of, [{ set: operation.selectionSet, why: null }], root);
  refuseAsWhole(shape, root, operation);
  return new AuthorisedOperation(operation, { pruned, shape, root }, inLists);
}

/** @throws the denial of one of its root fields; if there are several, one that a retry may lift */
function refuseAsWhole(shape: AnswerShape, root: GraphQLObjectType, { operation }: OperationDefinitionNode): void {
  const fields = shape.places(root);
  const reasons = fields.flatMap(({ why }) => why ?? []);
  const [first] = reasons;
  if (!first) return;
  if (reasons.length < fields.length && operation !== OperationTypeNode.MUTATION) return;
  const { message, extensions } = reasons.find(isUnavailable) ?? first;
  throw new GraphQLError(message, { extensions });
}

/**
 * Returns each field that is not allowed, with its denial, which does not tell whether the object that was named
 * exists.
 */
function refusedFields(
  rules: Rules,
  requirements: OperationRequirements,
  values: GivenValues,
  caller: Caller | null,
): ReadonlyMap<FieldNode, FieldDenial> | Promise<ReadonlyMap<FieldNode, FieldDenial>> {
  if (!caller) return new Map(requirements.fields.map((field) => [field.node, lackOfToken(field)]));
  const { lacking, left } = requirements.byScopes(caller);
  const toDecide = left.map((field) => ({ field, given: argumentsOf(field, values) }));
  const decisions = toDecide.map(({ field, given }) => decide(rules, caller, field, given, 0));
  const withRefusals = (refusals: readonly (FieldDenial | null)[]): ReadonlyMap<FieldNode, FieldDenial> => {
    if (refusals.every((refusal) => refusal === null)) return lacking;
    const refused = new Map(lacking);
    for (const [index, refusal] of refusals.entries())
      if (refusal) refused.set((left[index] as FieldRequirement).node, refusal);
    return refused;
  };
  return areResolved(decisions) ? withRefusals(decisions) : Promise.all(decisions).then(withRefusals);
}

const NONE: readonly string[] = [];

/** Returns the organisations that are refused in the lists of the fields that may be asked. */
async function refusedInLists(
  { facts, policies = POLICIES }: Rules,
  fields: readonly FieldRequirement[],
  refused: ReadonlyMap<FieldNode, FieldDenial>,
  values: GivenValues,
  caller: Caller,
): Promise<readonly string[]> {
  const permitted = fields.filter(({ node }) => !refused.has(node));
  const asked = permitted.flatMap((field) => {
    const given = argumentsOf(field, values);
    return field.policies.flatMap(({ anyOf }, index) =>
      anyOf.flat().map((name) => policies[name]?.refused?.(caller, given[index] ?? {}, facts) ?? NONE),
    );
  });
  return [...new Set((await Promise.all(asked)).flat())];
}

function lackOfToken({ coordinate }: FieldRequirement): FieldDenial {
  const message = `${coordinate} needs a token. Send one in the header “Authorization: Bearer …”.`;
  return { message, extensions: { code: 'UNAUTHENTICATED' } };
}

/** The denial by a policy. It says nothing of the facts that decided. */
const NOT_ALLOWED = refusalOf(forbidden());

/** Returns the arguments that each policy of the field decides by. @throws BAD_USER_INPUT */
function argumentsOf({ policies, node }: FieldRequirement, values: GivenValues): Arguments[] {
  return policies.map(({ definition }) => values.argumentsOf(definition, node));
}

/**
 * Decides by the policies of a field, beginning with the given one: all of them must hold. Mostly no facts are
 * needed, and the result is there at once.
 */
function decide(
  rules: Rules,
  caller: Caller,
  field: FieldRequirement,
  given: readonly Arguments[],
  from: number,
): FieldDenial | null | Promise<FieldDenial | null> {
  for (let at = from; at < field.policies.length; at += 1) {
    const { anyOf } = field.policies[at] as PolicyRequirement;
    const held = holds(rules, caller, anyOf, given[at] ?? {});
    if (held instanceof Promise) {
      return held.then(
        (isHeld) =>
          isHeld ? decide(rules, caller, field, given, at + 1) : notAllowed(rules, caller, anyOf, given[at] ?? {}),
        unavailable,
      );
    }
    if (!held) return notAllowed(rules, caller, anyOf, given[at] ?? {});
  }
  return null;
}

/** Returns the denial of a field whose policies do not hold. It names the refused values of lists. */
function notAllowed(
  { facts, policies = POLICIES }: Rules,
  caller: Caller,
  groups: AnyOfAll,
  given: Arguments,
): FieldDenial | Promise<FieldDenial> {
  const named = groups.flat().flatMap((name) => policies[name]?.named?.(caller, given, facts) ?? []);
  if (named.length === 0) return NOT_ALLOWED;
  return Promise.all(named).then((found) => refusalOf(forbidden(...found.flat())), unavailable);
}

/** Tells whether the caller has every policy of at least one group. */
function holds(rules: Rules, caller: Caller, groups: AnyOfAll, given: Arguments): boolean | Promise<boolean> {
  const { facts, policies = POLICIES } = rules;
  const holdsOne = (name: string) => {
    try {
      return policies[name]?.holds(caller, given, facts) ?? false;
    } catch (error) {
      // Lookups in flight must be awaited, or their failures would be unhandled.
      return Promise.reject<boolean>(error);
    }
  };
  const [first, ...others] = groups;
  if (!first) return false;
  const answers = first.map(holdsOne);
  const next = (held: readonly unknown[]) =>
    held.every((answer) => answer === true) || holds(rules, caller, others, given);
  return areResolved(answers) ? next(answers) : Promise.all(answers).then(next);
}

/** @throws the error itself, where it does not say that facts are unavailable */
function unavailable(error: unknown): FieldDenial {
  if (error instanceof GraphQLError && isUnavailable(error)) return refusalOf(error);
  throw error;
}

function isUnavailable({ extensions }: Pick<GraphQLError | FieldDenial, 'extensions'>): boolean {
  return extensions.code === 'SUBGRAPH_UNAVAILABLE';
}

function refusalOf({ message, extensions }: GraphQLError): FieldDenial {
  return { message, extensions: { ...extensions, code: String(extensions.code) } };
}
