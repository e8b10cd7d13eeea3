/** The answers to a survey, and what to do about them: for the asking organisation. */
import { Arg, Args, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
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
import { ownSurvey } from './change-survey';
import { MAX_CANDIDATES } from './survey';
import { GivenAnswerConnection, SurveyAssignment, SurveyDemandConnection } from './survey-demand';
import { type StoredDemand, surveyAnswers, surveyOverview, wantedLicences } from './survey-queries';

const READ = '@requiresScopes(scopes: [["entitlements:read"]])';
const SURVEY = { description: 'The id of a survey that you ask.' };

@Resolver()
export class SurveyDemandResolver {
  @Query(() => SurveyDemandConnection, {
    nullable: true,
    description: 'Of each candidate of a survey, how many are wanted and what they cost.',
  })
  @Directive('@authenticated')
  @Directive(READ)
  @Directive('@cost(weight: 50)')
  @Directive(SIZE_OF_PAGE)
  async surveyOverview(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('survey', () => ID, SURVEY) survey: string,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<SurveyDemandConnection> {
    checkPageSize(first);
    const { id } = await ownSurvey(session, caller, survey, now);
    const fingerprint = listFingerprint('surveyOverview', id);
    const position = after ? positionOf(decodeCursor(fingerprint, after, 1)) : 0;
    const all = await surveyOverview(session, id);
    const rest = all.filter((one) => one.position > position).slice(0, first + 1);
    const page = pageOf(rest, first, after, fingerprint, (one) => [String(one.position)]);
    return { ...page, totals: totalsOf(all) };
  }

  @Query(() => GivenAnswerConnection, { nullable: true, description: 'All answers to a survey, one by one.' })
  @Directive('@authenticated')
  @Directive(READ)
  @Directive('@cost(weight: 20)')
  @Directive(SIZE_OF_PAGE)
  async surveyAnswers(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('survey', () => ID, SURVEY) survey: string,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<GivenAnswerConnection> {
    checkPageSize(first);
    const { id } = await ownSurvey(session, caller, survey, now);
    const fingerprint = listFingerprint('surveyAnswers', id);
    const [key, position] = after ? decodeCursor(fingerprint, after, 2) : [];
    const place = key === undefined ? null : { key, position: positionOf([position ?? '']) };
    const found = await surveyAnswers(session, id, { first, after: place });
    return pageOf(found, first, after, fingerprint, (one) => [one.key, String(one.position)]);
  }

  @Query(() => [SurveyAssignment], {
    nullable: true,
    description:
      'From the answers to a survey, what is to be assigned: licences that the same organisations want stand together. Candidates without a licence are left out.',
  })
  @Directive('@authenticated')
  @Directive(READ)
  @Directive('@cost(weight: 50)')
  @Directive(`@listSize(assumedSize: ${MAX_CANDIDATES})`)
  async preparedAssignments(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('survey', () => ID, SURVEY) survey: string,
  ): Promise<SurveyAssignment[]> {
    const { id } = await ownSurvey(session, caller, survey, now);
    return wantedLicences(session, id);
  }
}

function totalsOf(all: readonly StoredDemand[]) {
  const sum = (of: (one: StoredDemand) => number) => all.reduce((total, one) => total + of(one), 0);
  return {
    count: sum(({ count }) => count),
    cents: sum(({ cents }) => cents ?? 0),
    countWithoutPrice: sum(({ cents, count }) => (cents === null ? count : 0)),
  };
}

function positionOf([text]: readonly string[]): number {
  if (!/^\d{1,9}$/.test(text ?? '')) throw foreignCursor();
  return Number(text);
}
