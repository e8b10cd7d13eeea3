import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { AuditEntryConnection } from '../../subgraph/audit/audit-entry';
import { batchLoader, type SubgraphContext } from '../../subgraph/context';
import {
  checkPageSize,
  decodeCursor,
  foreignCursor,
  listFingerprint,
  PageArguments,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { packageHistory } from '../audit/audit-trail';
import { allowedPackages } from '../authorisation/allowed';
import { allowedLoader } from '../authorisation/allowed-loader';
import { Title } from '../title/title';
import { titleLoader } from '../title/title-loader';
import { Package, PackageConnection, PackageContent, PackageContentConnection } from './package';
import {
  type ContentRow,
  type ContentsQuery,
  countContents,
  findPackages,
  listContents,
  listPackages,
} from './package-queries';

/** Loads packages by id. One that the caller may not read is refused like one that does not exist. */
export const packageLoader = allowedLoader<Package>(
  findPackages,
  (context, ids) => allowedPackages(context, 'package.read', ids),
  forbidden,
);

/** Loads an empty list for a package that the caller may not read. */
const contentsLoader = batchLoader<ContentsQuery, ContentRow[], string>(
  async (context, queries) => {
    const allowed = await allowedOf(context, queries);
    const pages = await listContents(context.session, queries);
    return queries.map(({ packageId }, index) => (allowed.has(packageId) && pages[index]) || []);
  },
  (query) => JSON.stringify(query),
);

const countLoader = batchLoader<Pick<ContentsQuery, 'packageId' | 'at'>, number, string>(
  async (context, queries) => {
    const allowed = await allowedOf(context, queries);
    const counts = await countContents(context.session, queries);
    return queries.map(({ packageId }, index) => (allowed.has(packageId) && counts[index]) || 0);
  },
  (query) => JSON.stringify(query),
);

function allowedOf(context: SubgraphContext, queries: readonly Pick<ContentsQuery, 'packageId'>[]) {
  return allowedPackages(context, 'package.read', [...new Set(queries.map(({ packageId }) => packageId))]);
}

@ArgsType()
class ContentArguments extends PageArguments {
  @Field(() => Date, { nullable: true, description: 'What it holds then; of all times, where it is left out.' })
  at?: Date | null;
}

@Resolver(() => Package)
export class PackageResolver {
  @Query(() => Package, {
    nullable: true,
    description: 'A package of the catalogue, or of an owner within the caller.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  package(
    @Ctx() context: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Package> {
    return packageLoader(context).load(id);
  }

  @Query(() => PackageConnection, {
    description: 'The packages of the catalogue, and of owners within the caller, by number.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive('@cost(weight: 10)')
  @Directive(SIZE_OF_PAGE)
  async packages(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(size({ maxLength: 200 }))
    @Arg('search', () => String, {
      nullable: true,
      description: 'A part of the name, or the number; in whatever case.',
    })
    search: string | null,
    @Arg('amendable', () => Boolean, { defaultValue: false, description: 'Only those that the caller may amend.' })
    amendable: boolean,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<PackageConnection> {
    checkPageSize(first);
    const words = search?.normalize('NFC').trim() || null;
    const fingerprint = listFingerprint('packages', words, amendable);
    const position = after ? (decodeCursor(fingerprint, after, 1)[0] as string) : null;
    const found = await listPackages(session, caller, { search: words, amendable, first, after: position });
    return pageOf(found, first, after, fingerprint, ({ number }) => [number]);
  }

  @FieldResolver(() => PackageContentConnection, { description: 'What it holds, and when.' })
  @Directive('@cost(weight: 5)')
  @Directive(SIZE_OF_PAGE)
  async contents(
    @Root() { id: packageId }: Package,
    @Ctx() context: SubgraphContext,
    @Args(() => ContentArguments) { first, after, at = null }: ContentArguments,
  ): Promise<PackageContentConnection> {
    checkPageSize(first);
    const fingerprint = listFingerprint('package contents', packageId, at);
    const place = after ? (decodeCursor(fingerprint, after, 2) as [string, string]) : null;
    if (place && !place.every(isDatabaseId)) throw foreignCursor();
    const rows = await contentsLoader(context).load({ packageId, first, after: place, at });
    const position = ({ titleId, number }: ContentRow) => [titleId, number];
    return {
      ...pageOf(rows, first, after, fingerprint, position),
      count: () => countLoader(context).load({ packageId, at }),
    };
  }

  @FieldResolver(() => AuditEntryConnection, {
    description: 'What was done to it and to what it holds, the newest first.',
  })
  @Directive('@cost(weight: 5)')
  @Directive(SIZE_OF_PAGE)
  history(
    @Root() { id }: Package,
    @Ctx() context: SubgraphContext,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<AuditEntryConnection> {
    return packageHistory(context, id, page);
  }
}

@Resolver(() => PackageContent)
export class PackageContentResolver {
  @FieldResolver(() => Title, { nullable: true, description: 'The title.' })
  @Directive('@requiresScopes(scopes: [["titles:read"]])')
  title(@Root() { titleId }: PackageContent, @Ctx() context: SubgraphContext): Promise<Title | null> {
    return titleLoader(context).load(titleId);
  }
}

@Resolver(() => PackageContentConnection)
export class PackageContentConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many contents there are in all.' })
  @Directive('@cost(weight: 5)')
  totalCount(@Root() { count }: PackageContentConnection): Promise<number> {
    return count();
  }
}
