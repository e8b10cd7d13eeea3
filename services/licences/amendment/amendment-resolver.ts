import { Arg, Ctx, Directive, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { organisationKey } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import type { SubgraphContext } from '../../subgraph/context';
import { Licence } from '../licence/licence';
import { licenceLoader } from '../licence/licence-resolver';
import { AmendLicenceInput, AmendLicenceResult, CreateLicenceInput, CreateLicenceResult } from './amendment-types';
import { amendLicence, createLicence } from './write-by-hand';

/** For fields that may not be empty, null means the same as nothing. */
const NEVER_EMPTY = [
  'number',
  'name',
  'kind',
  'publisher',
  'holderLevels',
  'rights',
  'pupilRights',
  'term',
  'purchases',
];
const LISTS = ['documents', 'packages', 'titles'];

/**
 * Returns the input in the form of an import's record: fields that were not stated are left out, and an empty list is
 * a value.
 */
function recordFieldsOf(input: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).flatMap(([field, value]) => {
      if (value === undefined) return [];
      if (value === null && [...NEVER_EMPTY, ...LISTS].includes(field)) {
        throw badUserInput(`input.${field}: must not be null. Omit it to leave it as it is.`);
      }
      if (field === 'term') return [[field, withoutNulls(value)]];
      if (field === 'purchases') return [[field, (value as object[]).map(withoutNulls)]];
      return [[field, value]];
    }),
  );
}

function withoutNulls(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null && one !== undefined));
}

@Resolver()
export class AmendmentResolver {
  @Mutation(() => CreateLicenceResult, {
    nullable: true,
    description: 'Creates a licence of an owner within the caller. It opens nothing until it is assigned.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["owner-of-input-within"]])')
  @Directive('@cost(weight: 50)')
  async createLicence(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => CreateLicenceInput, { description: 'The licence.' }) input: CreateLicenceInput,
  ): Promise<CreateLicenceResult> {
    const { owner, reason = null, preview, ...fields } = input;
    const key = organisationKey(owner.level, requireOrganisationId('input.owner.id', owner.level, owner.id));

    const id = await createLicence(
      session,
      caller,
      { fields: { ...recordFieldsOf(fields), owner: key }, reason, preview },
      now,
    );
    return { preview, licenceId: preview ? null : id };
  }

  @Mutation(() => AmendLicenceResult, {
    nullable: true,
    description:
      'Amends a licence of an owner within the caller, from an instant on. What was allowed before stays answered as it was.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["licence-of-input-within"]])')
  @Directive('@cost(weight: 50)')
  async amendLicence(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => AmendLicenceInput, { description: 'What changes, and what was seen.' })
    input: AmendLicenceInput,
  ): Promise<AmendLicenceResult> {
    const { licenceId, version, from = null, number, reason = null, preview, overrideSuspended, ...fields } = input;
    if (!isDatabaseId(licenceId)) throw forbidden();
    const renamed = number === undefined ? undefined : (recordFieldsOf({ number }).number as string);
    const request = {
      licenceId,
      version,
      from,
      reason,
      preview,
      overrideSuspended,
      number: renamed,
      fields: recordFieldsOf(fields),
    };
    return { preview, licenceId, ...(await amendLicence(session, caller, request, now)) };
  }
}

@Resolver(() => CreateLicenceResult)
export class CreateLicenceResultResolver {
  @FieldResolver(() => Licence, { nullable: true, description: 'Null in a preview.' })
  licence(@Root() { licenceId }: CreateLicenceResult, @Ctx() context: SubgraphContext): Promise<Licence> | null {
    return licenceId === null ? null : licenceLoader(context).load(licenceId);
  }
}

@Resolver(() => AmendLicenceResult)
export class AmendLicenceResultResolver {
  @FieldResolver(() => Licence, {
    nullable: true,
    description: 'As it is now; in a preview, as if nothing had been done.',
  })
  licence(@Root() { licenceId }: AmendLicenceResult, @Ctx() context: SubgraphContext): Promise<Licence> {
    return licenceLoader(context).load(licenceId);
  }
}
