import { Args, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { rightsIn } from '../../../access/right';
import type { DenialReason, Question, Refusal } from '../../../access/rule';
import { pageOf, SIZE_OF_PAGE } from '../../subgraph/connection';
import type { SubgraphContext } from '../../subgraph/context';
import { timelineScalar } from '../../subgraph/scalars';
import type { Decided } from '../../subgraph/seen-subgraph';
import { checkFilter } from '../title/filter-values';
import type { Title } from '../title/title';
import { titlePage, titlePlaces } from '../title/title-list';
import { AccessArguments, LicensedTitlesArguments, MAXIMUM_TITLES } from './access-arguments';
import { countLicensedTitles } from './access-queries';
import { licensedTitles, titlesInScope } from './kept-titles';
import { AccessDecision, LicensedTitleConnection, School } from './licensed-title';
import { decider } from './scope';
import { scopeOfSchool } from './scope-of-school';

@Resolver(() => School)
export class AccessResolver {
  @FieldResolver(() => timelineScalar)
  @Directive('@external')
  timeline(@Root() school: RepresentedSchool): string {
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
    const { first, after, right, audience, at } = given;
    const scope = await scopeOfSchool(context, school.timeline);
    const question: Question = { at: at?.getTime() ?? context.now, right, audience };
    const list = ['licensed', school.id, right, audience, at?.getTime() ?? null];
    const page = titlePage(list, given);
    if (given.filter) await checkFilter(context, given.filter);
    const found = await licensedTitles(context, scope, question, page);
    const decide = decider(scope, question);
    const placeOf = titlePlaces(found);
    const { rows, pageInfo } = pageOf(found.rows, first, after, page.fingerprint, ({ title }, index) =>
      placeOf(title, index),
    );
    return {
      edges: rows.flatMap(({ row, cursor }) => {
        const decision = decide(row);
        if (decision.outcome === 'DENIED') return [];
        return {
          cursor,
          node: row.title,
          entitlement: { id: decision.entitlement },
          level: decision.level,
          rights: rightsIn(decision.rights),
          validUntil: instant(decision.validUntil),
        };
      }),
      pageInfo,
      count: () => countLicensedTitles(context.session, scope, question, page),
    };
  }

  @FieldResolver(() => [AccessDecision], {
    description: 'One decision for each id, in the order asked for; 500 at the most.',
  })
  @Directive('@requires(fields: "timeline")')
  @Directive('@requiresScopes(scopes: [["access:read"]])')
  @Directive('@cost(weight: 20)')
  @Directive(`@listSize(assumedSize: ${MAXIMUM_TITLES})`)
  async access(
    @Root() school: RepresentedSchool,
    @Ctx() context: SubgraphContext,
    @Args(() => AccessArguments) { titleIds, right, audience, at }: AccessArguments,
  ): Promise<AccessDecision[]> {
    const scope = await scopeOfSchool(context, school.timeline);
    const question: Question = { at: at?.getTime() ?? context.now, right, audience };
    const found = new Map(
      (await titlesInScope(context, scope, question.at, titleIds)).map((found) => [found.title.id, found]),
    );
    const decide = decider(scope, question);
    const decisions = titleIds.map((id): AccessDecision => {
      const one = found.get(id);
      if (!one) return refusal(null, { reason: 'NOT_LICENSED', since: null });
      const { title } = one;
      const decision = decide(one);
      if (decision.outcome === 'DENIED') return refusal(title, decision);
      return {
        title,
        outcome: 'ALLOWED',
        reason: null,
        since: null,
        entitlement: { id: decision.entitlement },
        level: decision.level,
        validUntil: instant(decision.validUntil),
      };
    });
    if (context.decided) tell(context.decided, decisions);
    return decisions;
  }
}

interface RepresentedSchool extends School {
  readonly timeline: string;
}

function refusal(title: Title | null, { reason, since }: Refusal): AccessDecision {
  return {
    title,
    outcome: 'DENIED',
    reason,
    since: since === null ? null : new Date(since),
    entitlement: null,
    level: null,
    validUntil: null,
  };
}

/** Of all that were decided alike, at once. */
function tell(decided: Decided, decisions: readonly AccessDecision[]): void {
  const counts = new Map<DenialReason | null, number>();
  for (const { reason } of decisions) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  for (const [reason, count] of counts) decided(reason === null ? 'ALLOWED' : 'DENIED', reason, count);
}

/** The rule's “never” is null to clients. */
function instant(milliseconds: number): Date | null {
  return Number.isFinite(milliseconds) ? new Date(milliseconds) : null;
}

@Resolver(() => LicensedTitleConnection)
export class LicensedTitleConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many titles the whole list has.' })
  // 60,000 titles are counted in 50 ms, by a search in 150.
  @Directive('@cost(weight: 500)')
  totalCount(@Root() connection: LicensedTitleConnection): Promise<number> {
    return connection.count();
  }
}
