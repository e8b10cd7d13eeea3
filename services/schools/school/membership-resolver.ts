import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { forbidden } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
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
import { allowedSchools } from '../authorisation/allowed';
import { type SchoolMembership, SchoolMembershipConnection } from './membership';
import { listMemberships, type MembershipPage } from './membership-queries';
import { School } from './school';

const membershipsLoader = batchLoader<MembershipPage, SchoolMembership[], string>(
  ({ session }, pages) => listMemberships(session, pages),
  ({ school, first, after }) => JSON.stringify([school, first, after?.row]),
);

@Resolver(() => School)
export class SchoolMembershipResolver {
  @FieldResolver(() => SchoolMembershipConnection, {
    nullable: true,
    description:
      'All organisations above it that it belongs, belonged or will belong to, each with its period, by level and number: also those that it has left. For staff.',
  })
  @Directive('@requiresScopes(scopes: [["schools:read", "entitlements:read"]])')
  @Directive('@cost(weight: 5)')
  @Directive(SIZE_OF_PAGE)
  async memberships(
    @Root() school: School,
    @Ctx() context: SubgraphContext,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<SchoolMembershipConnection> {
    checkPageSize(first);
    if (!allowedSchools(context.caller, 'school.readMemberships', [school]).has(school.id)) throw forbidden();
    const fingerprint = listFingerprint('memberships', school.id);
    const place = after ? placeOf(decodeCursor(fingerprint, after, 2)) : null;
    const found = await membershipsLoader(context).load({ school: school.row, first, after: place });
    return pageOf(found, first, after, fingerprint, ({ organisation, row }) => [organisation.key, row]);
  }
}

function placeOf([key, row]: readonly string[]) {
  if (!isDatabaseId(row as string)) throw foreignCursor();
  return { key: key as string, row: row as string };
}
