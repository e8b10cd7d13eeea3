import { Arg, Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { forbidden } from '../../../request/client-errors';
import type { SubgraphContext } from '../../subgraph/context';
import {
  checkPageSize,
  decodeCursor,
  listFingerprint,
  PageArguments,
  pageOf,
  SIZE_OF_PAGE,
} from '../../subgraph/schema/connection';
import { size } from '../../subgraph/schema/size';
import { allowedLicences } from '../authorisation/allowed';
import { allowedLoader } from '../authorisation/allowed-loader';
import type { LicenceAction } from '../authorisation/permissions';
import { MAX_DOCUMENTS } from '../import/records';
import { Licence, LicenceConnection } from './licence';
import { findLicences, listLicences } from './licence-queries';
import { LicenceVersion, MAX_VERSIONS } from './licence-version';
import { type Agreement, findAgreements, findVersions } from './licence-version-queries';
import { MAX_PURCHASES, Price, Purchase } from './purchase';
import { findPurchases, priceOf } from './purchase-queries';

/** Loads licences by id. One that the caller may not read is refused like one that does not exist. */
export const licenceLoader = allowedLoader<Licence>(findLicences, may('licence.read'), forbidden);

/** Loads an empty list for a licence whose price the caller may not read. */
const purchasesLoader = allowedLoader<readonly Purchase[]>(findPurchases, may('licence.readPrice'), () => []);
const agreementLoader = allowedLoader<Agreement | null>(findAgreements, may('licence.readAgreement'), () => null);
const versionsLoader = allowedLoader<LicenceVersion[]>(findVersions, may('licence.readAgreement'), () => []);

function may(action: LicenceAction) {
  return (context: SubgraphContext, ids: readonly string[]) => allowedLicences(context, action, ids);
}

@Resolver(() => Licence)
export class LicenceResolver {
  @Query(() => LicenceConnection, {
    description:
      'The licences that serve a school in the caller’s reach or that its own organisations bought, by number.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive('@cost(weight: 10)')
  @Directive(SIZE_OF_PAGE)
  async licences(
    @Ctx() { session, caller }: SubgraphContext,
    @Directive(size({ maxLength: 200 }))
    @Arg('search', () => String, {
      nullable: true,
      description: 'A part of the name, or the number; in whatever case.',
    })
    search: string | null,
    @Arg('owned', () => Boolean, { defaultValue: false, description: 'Only those that the caller may assign.' })
    owned: boolean,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<LicenceConnection> {
    checkPageSize(first);
    const words = search?.normalize('NFC').trim() || null;
    const fingerprint = listFingerprint('licences', words, owned);
    const position = after ? (decodeCursor(fingerprint, after, 1)[0] as string) : null;
    const found = await listLicences(session, caller, { search: words, owned, first, after: position });
    return pageOf(found, first, after, fingerprint, ({ number }) => [number]);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The last day on which notice can be given: 2027-03-31. For its owner and those above the owner; null for everybody else.',
  })
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive(size({ maxLength: 10 }))
  async noticeOn(@Root() { id }: Licence, @Ctx() context: SubgraphContext): Promise<string | null> {
    return (await agreementLoader(context).load(id))?.noticeOn ?? null;
  }

  @FieldResolver(() => [String], {
    description: 'Where its papers are. For its owner and those above the owner; empty for everybody else.',
  })
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive(size({ maxItems: MAX_DOCUMENTS, maxLength: 500 }))
  async documents(@Root() { id }: Licence, @Ctx() context: SubgraphContext): Promise<string[]> {
    return (await agreementLoader(context).load(id))?.documents ?? [];
  }

  @FieldResolver(() => [LicenceVersion], {
    description: `What was written about it, the newest ${MAX_VERSIONS} first. For its owner and those above the owner; empty for everybody else.`,
  })
  @Directive('@requiresScopes(scopes: [["entitlements:read"]])')
  @Directive('@cost(weight: 5)')
  @Directive(size({ maxItems: MAX_VERSIONS }))
  versions(@Root() { id }: Licence, @Ctx() context: SubgraphContext): Promise<LicenceVersion[]> {
    return versionsLoader(context).load(id);
  }

  @FieldResolver(() => Price, {
    nullable: true,
    description: 'For its owner and those above the owner; null for everybody else, and where none is recorded.',
  })
  @Directive('@requiresScopes(scopes: [["prices:read"]])')
  async price(@Root() { id }: Licence, @Ctx() context: SubgraphContext): Promise<Price | null> {
    return priceOf(await purchasesLoader(context).load(id));
  }

  @FieldResolver(() => [Purchase], {
    description:
      'What the price is made up of, in the order of the days that are paid for: for its owner and those above the owner; empty for everybody else.',
  })
  @Directive('@requiresScopes(scopes: [["prices:read"]])')
  @Directive(size({ maxItems: MAX_PURCHASES }))
  purchases(@Root() { id }: Licence, @Ctx() context: SubgraphContext): Promise<readonly Purchase[]> {
    return purchasesLoader(context).load(id);
  }
}
