import { Arg, Ctx, Directive, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { type Audience, rightsIn, type UsageRight } from '../../../access/right';
import type { DenialReason, Question, Refusal } from '../../../access/rule';
import { badUserInput } from '../../../caller/caller';
import { pageOf, SIZE_OF_PAGE } from '../../subgraph/connection';
import type { SubgraphContext } from '../../subgraph/context';
import { AudienceEnum, UsageRightEnum } from '../../subgraph/enums';
import { timelineScalar } from '../../subgraph/scalars';
import type { Decided } from '../../subgraph/seen-subgraph';
import { type Title, TitleFilter } from '../title/title';
import { titlePage, titlePosition } from '../title/title-list';
import { countLicensedTitles } from './access-queries';
import { licensedTitles, titlesInScope } from './kept-titles';
import { AccessDecision, LicensedTitleConnection, School } from './licensed-title';
import { decider } from './scope';
import { scopeOfSchool } from './scope-of-school';

/** Titles of one check. */
export const MAXIMUM_TITLES = 500;

@Resolver(() => School)
export class AccessResolver {
  @FieldResolver(() => timelineScalar)
  @Directive('@external')
  timeline(@Root() school: RepresentedSchool): string {
    return school.timeline;
  }

  @FieldResolver(() => LicensedTitleConnection, {
    description:
      'The titles that the school may use so at that instant, by name: exactly those for which `access` says ALLOWED.',
  })
  @Directive('@requires(fields: "timeline")')
  @Directive('@requiresScopes(scopes: [["access:read"]])')
  @Directive('@cost(weight: 20)')
  @Directive(SIZE_OF_PAGE)
  async licensedTitles(
    @Root() school: RepresentedSchool,
    @Ctx() context: SubgraphContext,
    @Arg('search', () => String, { nullable: true }) search: string | null,
    @Arg('filter', () => TitleFilter, { nullable: true }) filter: TitleFilter | null,
    @Arg('right', () => UsageRightEnum, { defaultValue: 'STREAM' }) right: UsageRight,
    @Arg('audience', () => AudienceEnum, { defaultValue: 'TEACHER' }) audience: Audience,
    @Arg('at', () => Date, { nullable: true, description: 'Now, where it is left out.' }) at: Date | null,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, {
      nullable: true,
      description:
        'The endCursor of the page before, of this same list: another school, search, filter, right, audience or at is refused. It is a place in the order of names; each page is answered as of its own instant.',
    })
    after: string | null,
  ): Promise<LicensedTitleConnection> {
    const scope = await scopeOfSchool(context, school.timeline);
    const question: Question = { at: at?.getTime() ?? context.now, right, audience };
    const list = ['licensed', school.id, right, audience, at?.getTime() ?? null];
    const page = titlePage(list, search ?? null, filter ?? null, first, after ?? null);
    const found = await licensedTitles(context, scope, question, page);
    const decide = decider(scope, question);
    const { rows, pageInfo } = pageOf(found, first, after, page.fingerprint, ({ title }) => titlePosition(title));
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
    @Arg('titleIds', () => [ID]) titleIds: string[],
    @Arg('right', () => UsageRightEnum, { defaultValue: 'STREAM' }) right: UsageRight,
    @Arg('audience', () => AudienceEnum, { defaultValue: 'TEACHER' }) audience: Audience,
    @Arg('at', () => Date, { nullable: true, description: 'Now, where it is left out.' }) at: Date | null,
  ): Promise<AccessDecision[]> {
    if (titleIds.length > MAXIMUM_TITLES) {
      throw badUserInput(`titleIds: ${titleIds.length} are more than ${MAXIMUM_TITLES}. Ask in several calls.`);
    }
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
  @FieldResolver(() => Int)
  @Directive('@cost(weight: 100)')
  totalCount(@Root() connection: LicensedTitleConnection): Promise<number> {
    return connection.count();
  }
}
