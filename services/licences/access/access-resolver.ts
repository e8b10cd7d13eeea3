import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { rightsIn, type UsageRight } from '../../../access/right';
import type { Allowance, Basis, Denial, DenialReason } from '../../../access/rule';
import type { Level } from '../../../caller/caller';
import type { SubgraphContext } from '../../subgraph/context';
import { noteDenial } from '../../subgraph/denied-uses';
import { Fault } from '../../subgraph/fault';
import type { Decided } from '../../subgraph/instrumentation';
import { type Edge, pageOf, SIZE_OF_PAGE } from '../../subgraph/schema/connection';
import { timelineScalar } from '../../subgraph/schema/scalars';
import { requireSchool } from '../authorisation/allowed';
import { frequentWordsFor } from '../search/frequent-words-cache';
import { checkFilter } from '../title/filter-values';
import type { Title } from '../title/title';
import { suggestionFor, titlePage, titlePlaces } from '../title/title-list';
import { titleListResolver } from '../title/title-list-resolver';
import { AccessArguments, LicensedTitlesArguments, MAX_TITLES } from './access-arguments';
import { countLicensedFacets, countLicensedTitles, type TitleWithPackages } from './access-queries';
import { cachedAccess } from './cached-access';
import {
  AccessDecision,
  type Entitlement,
  instantOrNull,
  LicensedTitleConnection,
  type LicensedTitleEdge,
  namedEntitlement,
  type RepresentedSchool,
  School,
} from './licensed-title';
import type { Ruling } from './ruling';

@Resolver(() => School)
export class AccessResolver {
  @FieldResolver(() => timelineScalar)
  @Directive('@external')
  timeline(@Root() school: RepresentedSchool, @Ctx() { caller }: SubgraphContext): string {
    requireSchool(caller, 'school.readAccess', school);
    return school.timeline;
  }

  @FieldResolver(() => LicensedTitleConnection, {
    description:
      'The titles that the school may use so at that instant, by name, or what a search finds by relevance: exactly those for which `access` says ALLOWED.',
  })
  @Directive('@requires(fields: "timeline")')
  @Directive('@requiresScopes(scopes: [["access:read"]])')
  @Directive('@cost(weight: 40)')
  @Directive(SIZE_OF_PAGE)
  async licensedTitles(
    @Root() school: RepresentedSchool,
    @Ctx() context: SubgraphContext,
    @Args(() => LicensedTitlesArguments) given: LicensedTitlesArguments,
  ): Promise<LicensedTitleConnection> {
    requireSchool(context.caller, 'school.readAccess', school);
    const { first, after, right, audience, at, level } = given;
    const may = cachedAccess(context);
    const ruling = await may.ruling(school.timeline, { at: at?.getTime() ?? context.now, right, audience });
    const listed = level ? { ...ruling, packages: ruling.opensAt(level) } : ruling;
    const list = ['licensed', school.id, right, audience, at?.getTime() ?? null, level ?? null];
    const page = titlePage(list, given);
    if (given.filter) await checkFilter(context, given.filter);
    const found = await may.page(listed, page);
    const allowances = found.rows.map((row) => allowance(context, school, ruling, row));
    const placeOf = titlePlaces(page, found);
    const { edges, pageInfo } = pageOf(found.rows, first, after, page.fingerprint, ({ title }, index) =>
      placeOf(title, index),
    );
    return {
      edges: edges.map((edge, index) => new LicensedEdge(edge, allowances[index] as Allowance)),
      pageInfo,
      count: async () => countLicensedTitles(context.session, listed, page, await frequentWordsFor(context, page)),
      facets: async (names) =>
        countLicensedFacets(context.session, listed, page, names, await frequentWordsFor(context, page)),
      suggest: () => suggestionFor(context, given, page, found, async (other) => may.page(listed, other)),
    };
  }

  @FieldResolver(() => [AccessDecision], {
    description: 'One decision for each id, in the order asked for; 500 at the most.',
  })
  @Directive('@requires(fields: "timeline")')
  @Directive('@requiresScopes(scopes: [["access:read"]])')
  @Directive('@cost(weight: 20)')
  @Directive(`@listSize(assumedSize: ${MAX_TITLES})`)
  async access(
    @Root() school: RepresentedSchool,
    @Ctx() context: SubgraphContext,
    @Args(() => AccessArguments) { titleIds, right, audience, at }: AccessArguments,
  ): Promise<AccessDecision[]> {
    requireSchool(context.caller, 'school.readAccess', school);
    const may = cachedAccess(context);
    const ruling = await may.ruling(school.timeline, { at: at?.getTime() ?? context.now, right, audience });
    const found = new Map((await may.titles(ruling, titleIds)).map((one) => [one.title.id, one]));
    const decisions = titleIds.map((id): AccessDecision => {
      const one = found.get(id);
      if (!one) return refusal(null, { reason: 'NOT_LICENSED', since: null });
      const { title } = one;
      const decision = ruling.decide(one);
      if (decision.outcome === 'DENIED') {
        if (!at) noteDenial(context, { school: school.id, title: id, right, audience }, decision.reason);
        return refusal(title, decision);
      }
      return {
        title,
        outcome: 'ALLOWED',
        reason: null,
        since: null,
        basis: decision.basis,
        entitlement: namedEntitlement(decision),
        level: decision.level,
        validUntil: instantOrNull(decision.validUntil),
      };
    });
    if (context.decided) tell(context.decided, decisions);
    return decisions;
  }
}

/** Computes each field only when it is read. */
class LicensedEdge implements LicensedTitleEdge {
  constructor(
    private readonly listed: Edge<TitleWithPackages>,
    private readonly allowance: Allowance,
  ) {}

  get cursor(): string {
    return this.listed.cursor;
  }

  get node(): Title {
    return this.listed.node.title;
  }

  get basis(): Basis['basis'] {
    return this.allowance.basis;
  }

  get entitlement(): Entitlement | null {
    return namedEntitlement(this.allowance);
  }

  get level(): Level | null {
    return this.allowance.level;
  }

  get rights(): UsageRight[] {
    return rightsIn(this.allowance.rights);
  }

  get validUntil(): Date | null {
    return instantOrNull(this.allowance.validUntil);
  }
}

/**
 * Returns what the rule allows for a title that was listed.
 *
 * @throws Fault where it allows nothing: a page without the title would be shorter than it claims to be, and a page
 * with it would be wrong
 */
function allowance(
  { foundFault }: SubgraphContext,
  school: RepresentedSchool,
  ruling: Ruling,
  listed: TitleWithPackages,
): Allowance {
  const decision = ruling.decide(listed);
  if (decision.outcome === 'ALLOWED') return decision;
  const facts = { school: school.id, title: listed.title.id, reason: decision.reason };
  const fault = new Fault('listed-but-denied', 'The list holds a title that the access rule denies.', facts);
  foundFault?.(fault);
  throw fault;
}

function refusal(title: Title | null, { reason, since }: Denial): AccessDecision {
  return {
    title,
    outcome: 'DENIED',
    reason,
    since: since === null ? null : new Date(since),
    basis: null,
    entitlement: null,
    level: null,
    validUntil: null,
  };
}

/** Reports all decisions with the same result at once. */
function tell(decided: Decided, decisions: readonly AccessDecision[]): void {
  const counts = new Map<DenialReason | null, number>();
  for (const { reason } of decisions) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  for (const [reason, count] of counts) decided(reason === null ? 'ALLOWED' : 'DENIED', reason, count);
}

@Resolver(() => LicensedTitleConnection)
export class LicensedTitleConnectionResolver extends titleListResolver(() => LicensedTitleConnection) {}
