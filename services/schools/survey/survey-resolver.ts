/** Demand surveys: the asking organisation creates and closes them, the asked ones answer. */
import { Arg, Args, Ctx, Directive, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { isDatabaseId } from '../../../request/values/database-id';
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
import { answerSurvey } from './answer-survey';
import { amendSurvey, createSurvey, deleteSurvey } from './change-survey';
import { Survey, SurveyConnection } from './survey';
import {
  AmendSurveyInput,
  AnswerSurveyInput,
  AnswerSurveyResult,
  CreateSurveyInput,
  SurveyChange,
} from './survey-inputs';
import { shownResponse, shownSurveys, surveyLoader } from './survey-loader';
import { listSurveys } from './survey-queries';

const READ = '@requiresScopes(scopes: [["entitlements:read"]])';
const WRITE = '@requiresScopes(scopes: [["entitlements:write"]])';

@Resolver(() => Survey)
export class SurveyResolver {
  @Query(() => Survey, { nullable: true, description: 'A survey that you ask, or in which you are asked.' })
  @Directive('@authenticated')
  @Directive(READ)
  @Directive('@cost(weight: 5)')
  survey(
    @Ctx() context: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('id', () => ID, { description: 'The id of the survey.' }) id: string,
  ): Promise<Survey> {
    return surveyLoader(context).load(id);
  }

  @Query(() => SurveyConnection, {
    description: 'The surveys that you ask, and those in which you are asked; the one that closes last comes first.',
  })
  @Directive('@authenticated')
  @Directive(READ)
  @Directive('@cost(weight: 20)')
  @Directive(SIZE_OF_PAGE)
  async surveys(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Promise<SurveyConnection> {
    checkPageSize(first);
    const fingerprint = listFingerprint('surveys');
    const place = after ? placeOf(decodeCursor(fingerprint, after, 2)) : null;
    const found = await listSurveys(session, caller, { now, first, after: place });
    return pageOf(shownSurveys(caller, found), first, after, fingerprint, ({ closesAt, id }) => [
      closesAt.toISOString(),
      id,
    ]);
  }

  @Mutation(() => Survey, {
    nullable: true,
    description: 'Makes the draft of a survey. Those who are asked see it once it is opened.',
  })
  @Directive('@authenticated')
  @Directive(WRITE)
  @Directive('@policy(policies: [["owner-of-input-within"]])')
  @Directive('@cost(weight: 50)')
  async createSurvey(
    @Ctx() context: SubgraphContext,
    @Arg('input', () => CreateSurveyInput, { description: 'Who asks whom, and what.' }) input: CreateSurveyInput,
  ): Promise<Survey> {
    const { session, caller, now } = context;
    return surveyLoader(context).load(await createSurvey(session, caller, input, now));
  }

  @Mutation(() => SurveyChange, {
    nullable: true,
    description: 'Changes a survey that you ask: opens it, closes it, prolongs it, names licences that were bought.',
  })
  @Directive('@authenticated')
  @Directive(WRITE)
  @Directive('@policy(policies: [["own-survey"]])')
  @Directive('@cost(weight: 50)')
  async amendSurvey(
    @Ctx() context: SubgraphContext,
    @Arg('input', () => AmendSurveyInput, { description: 'What changes.' }) input: AmendSurveyInput,
  ): Promise<SurveyChange> {
    const { session, caller, now } = context;
    const isChanged = await amendSurvey(session, caller, input, now);
    return { isChanged, survey: await surveyLoader(context).load(input.id) };
  }

  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Deletes a survey that you ask, with all answers and remarks. False: it had another version, and was not deleted.',
  })
  @Directive('@authenticated')
  @Directive(WRITE)
  @Directive('@policy(policies: [["own-survey"]])')
  @Directive('@cost(weight: 10)')
  deleteSurvey(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Directive(SIZE_OF_ID) @Arg('id', () => ID, { description: 'The id of the survey.' }) id: string,
    @Arg('version', () => Int, { description: 'The version that you know.' }) version: number,
  ): Promise<boolean> {
    return deleteSurvey(session, caller, { id, version }, now);
  }

  @Mutation(() => AnswerSurveyResult, {
    nullable: true,
    description: 'Answers a survey in which you are asked. Answers can be changed until it closes.',
  })
  @Directive('@authenticated')
  @Directive(WRITE)
  @Directive('@policy(policies: [["own-organisation-of-input"]])')
  @Directive('@cost(weight: 10)')
  async answerSurvey(
    @Ctx() { session, caller, now }: SubgraphContext,
    @Arg('input', () => AnswerSurveyInput, { description: 'Who answers, and what.' }) input: AnswerSurveyInput,
  ): Promise<AnswerSurveyResult> {
    const { isAnswered, response } = await answerSurvey(session, caller, input, now);
    return { isAnswered, response: shownResponse(response) };
  }
}

function placeOf([closesAt, id]: readonly string[]): { closesAt: Date; id: string } {
  const place = { closesAt: new Date(closesAt as string), id: id as string };
  if (Number.isNaN(place.closesAt.getTime()) || !isDatabaseId(place.id)) throw foreignCursor();
  return place;
}
