import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { UsageRight } from '../../../access/right';
import { organisationKey } from '../../../caller/caller';
import { badUserInput, forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import { isUuid } from '../../../request/values/uuid';
import type { SubgraphContext } from '../../subgraph/context';
import {
  checkPageSize,
  decodeCursor,
  foreignCursor,
  listFingerprint,
  PageArguments,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { SIZE_OF_ID } from '../../subgraph/schema/size';
import { allowedLicences, requireOwnPackageChange } from '../authorisation/allowed';
import { Licence } from '../licence/licence';
import { licenceLoader } from '../licence/licence-resolver';
import { Title } from '../title/title';
import { titleLoader } from '../title/title-loader';
import { type AccessChangeRow, type Effects, findAccessChanges, MAX_PAIRS } from './effect-queries';
import { Package } from './package';
import {
  AmendPackageInput,
  CreatePackageInput,
  CreatePackageResult,
  PackageAccessChange,
  PackageAccessChangeConnection,
  type PackageAccessKind,
  PackageAccessKindEnum,
  PackageChange,
  PackageEffectOfLicence,
  type PackageEffects,
  type PackageTitleInput,
} from './package-change';
import { packageLoader } from './package-resolver';
import { amendPackage, createPackage, type TitleChange } from './write-package';
import { findChange } from './write-package-queries';

@ArgsType()
class AccessChangeArguments extends PageArguments {
  @Field(() => PackageAccessKindEnum, { nullable: true, description: 'Those alone that open, or that close.' })
  kind?: PackageAccessKind | null;
}

@Resolver()
export class PackageChangeResolver {
  @Query(() => PackageChange, {
    nullable: true,
    description:
      'A preview or what became of a change of a package, by its id, for 48 hours. The caller’s own; any other one is FORBIDDEN, whether it exists or not.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  async packageChange(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('id', () => ID, { description: 'The id of the change.' }) id: string,
  ): Promise<PackageChange> {
    requireOwnPackageChange(caller);
    const found = isUuid(id) ? await findChange(session, caller, id) : undefined;
    if (!found) throw forbidden();
    const { packageId, isPreview, outcome, effects } = found;
    return changeOf(packageId, isPreview, { outcome, kept: { id, effects } });
  }

  @Mutation(() => CreatePackageResult, {
    nullable: true,
    description: 'Creates a package of an owner within the caller. It opens nothing until a licence covers it.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["owner-of-input-within"]])')
  @Directive('@cost(weight: 50)')
  async createPackage(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => CreatePackageInput, { description: 'The package.' }) input: CreatePackageInput,
  ): Promise<CreatePackageResult> {
    const { owner, number, name, add, reason = null, preview, idempotencyKey = null } = input;
    const key = owner
      ? organisationKey(owner.level, requireOrganisationId('input.owner.id', owner.level, owner.id))
      : null;
    const request = { number, name, owner: key, add: titleChangesOf(add), reason, preview, idempotencyKey };
    const id = await createPackage(session, caller, request, now);
    return { preview, packageId: preview ? null : id };
  }

  @Mutation(() => PackageChange, {
    nullable: true,
    description:
      'Amends a package of an owner within the caller: its name, and what it holds from now or a later instant on. What was open before stays answered as it was. One that a source delivers is refused.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:write"]])')
  @Directive('@policy(policies: [["package-of-input-within"]])')
  @Directive('@cost(weight: 50)')
  async amendPackage(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => AmendPackageInput, { description: 'What changes, and what was seen.' })
    input: AmendPackageInput,
  ): Promise<PackageChange> {
    const { packageId, version, add, remove, closedFrom, preview } = input;
    if (!isDatabaseId(packageId)) throw forbidden();
    const { reason = null, previewToken = null, idempotencyKey = null } = input;
    const request = {
      ...{ packageId, version, closedFrom, reason, preview, previewToken, idempotencyKey },
      number: neverNull('number', input.number),
      name: neverNull('name', input.name),
      add: titleChangesOf(add),
      remove: titleChangesOf(remove),
    };
    return changeOf(packageId, preview, await amendPackage(session, caller, request, now));
  }
}

function titleChangesOf(titles: readonly PackageTitleInput[] | null | undefined): TitleChange[] {
  return (titles ?? []).map(({ title, from = null, until = null }) => ({ title, from, until }));
}

function neverNull(field: string, value: string | null | undefined): string | undefined {
  if (value === null) throw badUserInput(`input.${field}: must not be null. Omit it to leave it as it is.`);
  return value;
}

function changeOf(
  packageId: string,
  preview: boolean,
  { outcome, kept }: Pick<PackageChange, 'outcome'> & { kept: { id: string; effects: Effects } | null },
): PackageChange {
  const isToken = preview && outcome === 'AMENDED';
  return {
    id: kept?.id ?? null,
    preview,
    previewToken: isToken ? (kept?.id ?? null) : null,
    outcome,
    effects: kept && effectsOf(kept.effects),
    packageId,
  };
}

function effectsOf({ from, ...counts }: Effects): PackageEffects {
  return { ...counts, from: from === null ? null : new Date(from) };
}

@Resolver(() => CreatePackageResult)
export class CreatePackageResultResolver {
  @FieldResolver(() => Package, { nullable: true, description: 'Null in a preview.' })
  package(@Root() { packageId }: CreatePackageResult, @Ctx() context: SubgraphContext): Promise<Package> | null {
    return packageId === null ? null : packageLoader(context).load(packageId);
  }
}

@Resolver(() => PackageChange)
export class PackageChangeFieldResolver {
  @FieldResolver(() => Package, { nullable: true, description: 'As it is now.' })
  package(@Root() { packageId }: PackageChange, @Ctx() context: SubgraphContext): Promise<Package> {
    return packageLoader(context).load(packageId);
  }

  @FieldResolver(() => PackageAccessChangeConnection, {
    nullable: true,
    description:
      'Title by title and school by school, what opens and what closes, at schools in the caller’s reach. Null where it was refused before it was looked at.',
  })
  @Directive('@cost(weight: 5)')
  @Directive(SIZE_OF_PAGE)
  async accessChanges(
    @Root() { id, effects }: PackageChange,
    @Ctx() { session, caller }: SubgraphContext,
    @Args(() => AccessChangeArguments) { first, after, kind = null }: AccessChangeArguments,
  ): Promise<PackageAccessChangeConnection | null> {
    requireOwnPackageChange(caller);
    checkPageSize(first);
    if (id === null || effects === null) return null;
    const { pairsOpened, pairsClosed } = effects;
    const begin = kind === 'CLOSES' ? pairsOpened : 0;
    const end = kind === 'OPENS' ? pairsOpened : pairsOpened + pairsClosed;
    const fingerprint = listFingerprint('package access changes', kind, pairsOpened, pairsClosed);
    const from = after ? placeAfter(fingerprint, after) : begin;
    const rows = await findAccessChanges(session, id, Math.max(begin, from), Math.min(end, from + first + 1));
    const page = pageOf(rows, first, after, fingerprint, ({ place }) => [String(place)]);
    return {
      totalCount: end - begin,
      edges: page.edges.map(({ cursor, node }) => ({ cursor, node: nodeOf(node) })),
      pageInfo: page.pageInfo,
    };
  }
}

/** @throws BAD_USER_INPUT where the cursor does not belong to this list */
function placeAfter(fingerprint: string, cursor: string): number {
  const place = Number(decodeCursor(fingerprint, cursor, 1)[0]);
  if (!Number.isInteger(place) || place < 0 || place > MAX_PAIRS) throw foreignCursor();
  return place + 1;
}

function nodeOf({
  isOpening,
  titleId,
  schoolId,
  from,
  until,
  rights,
  pupilRights,
}: AccessChangeRow): PackageAccessChange {
  return {
    titleId,
    kind: isOpening ? 'OPENS' : 'CLOSES',
    school: { id: schoolId },
    from,
    until,
    rights: rights as UsageRight[],
    pupilRights: pupilRights as UsageRight[],
  };
}

@Resolver(() => PackageAccessChange)
export class PackageAccessChangeResolver {
  @FieldResolver(() => Title, { nullable: true, description: 'The title.' })
  @Directive('@requiresScopes(scopes: [["titles:read"]])')
  title(@Root() { titleId }: PackageAccessChange, @Ctx() context: SubgraphContext): Promise<Title | null> {
    return titleLoader(context).load(titleId);
  }
}

@Resolver(() => PackageEffectOfLicence)
export class PackageEffectOfLicenceResolver {
  @FieldResolver(() => Licence, { nullable: true, description: 'The licence; null where the caller may not read it.' })
  async licence(
    @Root() { licenceId }: PackageEffectOfLicence,
    @Ctx() context: SubgraphContext,
  ): Promise<Licence | null> {
    const allowed = await allowedLicences(context, 'licence.read', [licenceId]);
    return allowed.has(licenceId) ? licenceLoader(context).load(licenceId) : null;
  }
}
