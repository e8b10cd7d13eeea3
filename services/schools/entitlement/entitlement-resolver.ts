import DataLoader from 'dataloader';
import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { UsageRight } from '../../../access/right';
import { forbidden, type Level, organisationKey, parseOrganisationKey, badUserInput } from '../../../caller/caller';
import { perRequest, type SubgraphContext } from '../../subgraph/context';
import { HolderLevelEnum, UsageRightEnum } from '../../subgraph/enums';
import { Organisation } from '../../subgraph/organisation';
import { findOrganisations, overReach } from '../organisation/organisation-queries';
import { assignEntitlements, revokeEntitlements } from './assign-entitlements';
import { Entitlement, Licence } from './entitlement';
import { findEntitlements } from './entitlement-queries';

/** Ids are the database's numbers; anything else cannot exist, and is refused like one that does not. */
function requireIds(ids: readonly string[]): void {
  if (!ids.every((id) => /^[1-9]\d{0,17}$/.test(id))) throw forbidden();
}

@InputType()
export class HolderInput {
  @Field(() => HolderLevelEnum)
  level!: Level;

  @Field(() => ID, { description: 'The id of the organisation: NW:10182.' })
  id!: string;
}

@InputType()
export class AssignEntitlementsInput {
  @Field(() => [ID])
  licenceIds!: string[];

  @Field(() => [HolderInput], { description: 'Each gets each of the licences.' })
  holders!: HolderInput[];

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out.' })
  validFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'The end of the licence’s term, where it is left out.' })
  validUntil?: Date | null;

  @Field(() => [UsageRightEnum], { nullable: true, description: 'All rights of the licence, where it is left out.' })
  rights?: UsageRight[] | null;

  @Field(() => Boolean, { defaultValue: false, description: 'True: say what would happen, and change nothing.' })
  preview!: boolean;

  @Field(() => String, { nullable: true, description: 'A repeat with the same key gets the same answer and changes nothing.' })
  idempotencyKey?: string | null;
}

export const AssignmentOutcome = { ASSIGNED: 'ASSIGNED', ALREADY_ASSIGNED: 'ALREADY_ASSIGNED' } as const;
registerEnumType(AssignmentOutcome, { name: 'AssignmentOutcome' });

@ObjectType()
export class AssignedEntitlement {
  @Field(() => Licence)
  licence!: Licence;

  @Field(() => Organisation)
  holder!: Organisation;

  @Field(() => AssignmentOutcome)
  outcome!: keyof typeof AssignmentOutcome;

  entitlementId!: string | null;
}

@ObjectType()
export class AssignEntitlementsResult {
  @Field(() => Boolean)
  preview!: boolean;

  @Field(() => Int, { description: 'Entitlements that were made, or would be made.' })
  assigned!: number;

  @Field(() => Int, { description: 'Assignments for which an entitlement stood already.' })
  unchanged!: number;

  @Field(() => [AssignedEntitlement], { description: 'One for each licence and holder.' })
  assignments!: AssignedEntitlement[];
}

@InputType()
export class RevokeEntitlementsInput {
  @Field(() => [ID])
  entitlementIds!: string[];

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out; never in the past.' })
  at?: Date | null;

  @Field(() => String, { nullable: true })
  reason?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'True: say what would happen, and change nothing.' })
  preview!: boolean;
}

@ObjectType()
export class RevokeEntitlementsResult {
  @Field(() => Boolean)
  preview!: boolean;

  @Field(() => Int, { description: 'Entitlements that this call ended, or would end.' })
  revoked!: number;

  @Field(() => Int, { description: 'Entitlements that had ended by then already.' })
  unchanged!: number;

  ids!: string[];
}

/** Entitlements by id. One whose holder no school in the caller's reach belongs to, nor it owns, is refused. */
export const entitlementLoader = perRequest(
  ({ session, caller, now }) =>
    new DataLoader<string, Entitlement>(async (ids) => {
      const found = await findEntitlements(session, ids, now);
      const byId = new Map(found.map((entitlement) => [entitlement.id, entitlement]));
      const holders = [...new Set(found.map(({ holderKey }) => holderKey))];
      const readable = caller.kind === 'operator' ? new Set(holders) : await overReach(session, caller.bound, holders);
      return ids.map((id) => {
        const entitlement = byId.get(id);
        const own = caller.bound.some((key) => key === entitlement?.ownerKey);
        return entitlement && (own || readable.has(entitlement.holderKey)) ? entitlement : forbidden();
      });
    }),
);

/** Holders of entitlements whose reading is checked already: no further check. */
const holderLoader = perRequest(
  ({ session }) =>
    new DataLoader<string, Organisation>(async (keys) => {
      const found = new Map((await findOrganisations(session, keys)).map((row) => [row.key, row]));
      return keys.map((key) => found.get(key) ?? forbidden());
    }),
);

@Resolver(() => Entitlement)
export class EntitlementResolver {
  @Query(() => Entitlement, { nullable: true })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"], ["access:read"]])')
  @Directive('@policy(policies: [["entitlement-in-reach"]])')
  async entitlement(@Ctx() context: SubgraphContext, @Arg('id', () => ID) id: string): Promise<Entitlement> {
    requireIds([id]);
    return entitlementLoader(context).load(id);
  }

  @FieldResolver(() => Organisation)
  holder(@Root() { holderKey }: Entitlement, @Ctx() context: SubgraphContext): Promise<Organisation> {
    return holderLoader(context).load(holderKey);
  }

  @FieldResolver(() => Licence)
  licence(@Root() { licenceId }: Entitlement): Licence {
    return { id: licenceId };
  }

  @Mutation(() => AssignEntitlementsResult, {
    description: 'Assigns each licence to each holder: all of it or nothing. What stands already is left as it is.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["holders-in-reach"]])')
  async assignEntitlements(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => AssignEntitlementsInput) input: AssignEntitlementsInput,
  ): Promise<AssignEntitlementsResult> {
    requireIds(input.licenceIds);
    const request = {
      licenceIds: input.licenceIds,
      holders: input.holders.map(({ level, id }) => organisationKey(level, id)),
      wish: {
        from: input.validFrom?.getTime() ?? null,
        until: input.validUntil?.getTime() ?? null,
        rights: input.rights ?? null,
      },
      preview: input.preview,
      idempotencyKey: input.idempotencyKey ?? null,
    };
    const badKey = request.holders.find((key) => parseOrganisationKey(key) === null);
    if (badKey) throw badUserInput(`input.holders: ${badKey} is no organisation. Write the level and an id such as NW:10182.`);
    const { assigned, licences, holders } = await assignEntitlements(session, caller, request, now);
    return {
      preview: input.preview,
      assigned: assigned.filter(({ created }) => created).length,
      unchanged: assigned.filter(({ created }) => !created).length,
      assignments: assigned.map(({ licenceId, holderId, entitlementId, created }) => {
        const { key, id, level, name } = holders.get(holderId) as NonNullable<ReturnType<typeof holders.get>>;
        return {
          licence: { id: licences.get(licenceId)?.id as string },
          holder: { key, id, level, name, number: id.slice(id.lastIndexOf(':') + 1) },
          outcome: created ? 'ASSIGNED' : 'ALREADY_ASSIGNED',
          entitlementId: input.preview && created ? null : entitlementId,
        };
      }),
    };
  }

  @Mutation(() => RevokeEntitlementsResult, {
    description: 'Ends entitlements: all of them or none. What was allowed before that instant stays answered as it was.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["entitlements-in-reach"]])')
  async revokeEntitlements(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => RevokeEntitlementsInput) input: RevokeEntitlementsInput,
  ): Promise<RevokeEntitlementsResult> {
    requireIds(input.entitlementIds);
    const ids = [...new Set(input.entitlementIds)];
    const { at, reason, preview } = input;
    const revoked = await revokeEntitlements(session, caller, { ids, at: at ?? null, reason: reason ?? null, preview }, now);
    return { preview, revoked: revoked.length, unchanged: ids.length - revoked.length, ids };
  }
}

@Resolver(() => AssignedEntitlement)
export class AssignedEntitlementResolver {
  @FieldResolver(() => Entitlement, { nullable: true, description: 'Null in a preview, where it is not made yet.' })
  entitlement(@Root() { entitlementId }: AssignedEntitlement, @Ctx() context: SubgraphContext) {
    return entitlementId ? entitlementLoader(context).load(entitlementId) : null;
  }
}

@Resolver(() => RevokeEntitlementsResult)
export class RevokeEntitlementsResultResolver {
  @FieldResolver(() => [Entitlement], { description: 'All entitlements of the call, as they are now.' })
  entitlements(@Root() { ids }: RevokeEntitlementsResult, @Ctx() context: SubgraphContext) {
    return Promise.all(ids.map((id) => entitlementLoader(context).load(id)));
  }
}
