/** The inputs of surveys and their answers. */
import { Directive, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { SIZE_OF_ID, SIZE_OF_NAME, size } from '../../subgraph/schema/size';
import { HolderInput } from '../organisation/holder-input';
import { HolderSelection } from '../selection/holder-selection';
import {
  MAX_CANDIDATES,
  SIZE_OF_REMARK,
  SIZE_OF_SURVEY_TEXT,
  Survey,
  SurveyResponse,
  type SurveyState,
  SurveyStateEnum,
} from './survey';

@InputType({ description: 'A licence that you may assign; or, where there is none yet, its name.' })
export class SurveyCandidateInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'The id of the licence.' })
  licenceId?: string | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'What is offered. Left out: the name of the licence.' })
  name?: string | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'Its publisher.' })
  publisher?: string | null;

  @Field(() => Float, { nullable: true, description: 'What is offered, in whole cents, for each one that is wanted.' })
  unitCents?: number | null;
}

@InputType({ description: 'Who asks whom, and what. It is a draft until it is opened by amendSurvey.' })
export class CreateSurveyInput {
  @Field(() => HolderInput, { description: 'Who asks: an organisation that you are bound to.' })
  owner!: HolderInput;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'What it is about.' })
  title!: string;

  @Directive(SIZE_OF_SURVEY_TEXT)
  @Field(() => String, { defaultValue: '', description: 'What those who are asked should know.' })
  text!: string;

  @Field(() => Date, { description: 'The first instant at which it can no longer be answered.' })
  closesAt!: Date;

  @Directive(size({ maxItems: MAX_CANDIDATES }))
  @Field(() => [SurveyCandidateInput], { description: 'What may be wanted.' })
  candidates!: SurveyCandidateInput[];

  @Field(() => HolderSelection, { description: 'Who is asked: organisations within your own.' })
  asked!: HolderSelection;
}

@InputType({ description: 'That a candidate is this licence, which was bought in the meantime.' })
export class CandidateLicenceInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The candidate.' })
  candidateId!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'A licence that you may assign.' })
  licenceId!: string;
}

@InputType({ description: 'What of a survey changes. What is left out stays.' })
export class AmendSurveyInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The survey.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you know: where it has another one, nothing is changed.' })
  version!: number;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'What it is about.' })
  title?: string | null;

  @Directive(SIZE_OF_SURVEY_TEXT)
  @Field(() => String, { nullable: true, description: 'What those who are asked should know.' })
  text?: string | null;

  @Field(() => Date, { nullable: true, description: 'The first instant at which it can no longer be answered.' })
  closesAt?: Date | null;

  @Field(() => SurveyStateEnum, {
    nullable: true,
    description: 'OPEN lets those who are asked see and answer it, also once more; CLOSED ends that.',
  })
  state?: SurveyState | null;

  @Directive(size({ maxItems: MAX_CANDIDATES }))
  @Field(() => [SurveyCandidateInput], { nullable: true, description: 'All candidates anew. Of a draft only.' })
  candidates?: SurveyCandidateInput[] | null;

  @Field(() => HolderSelection, { nullable: true, description: 'All who are asked, anew. Of a draft only.' })
  asked?: HolderSelection | null;

  @Directive(size({ maxItems: MAX_CANDIDATES }))
  @Field(() => [CandidateLicenceInput], { nullable: true, description: 'Licences of candidates that had none.' })
  licences?: CandidateLicenceInput[] | null;
}

@ObjectType({ description: 'What became of a change of a survey.' })
export class SurveyChange {
  @Field(() => Boolean, {
    description: 'False: the survey had another version than the one that was named, and nothing was changed.',
  })
  isChanged!: boolean;

  @Field(() => Survey, { nullable: true, description: 'As it is now.' })
  survey!: Survey;
}

@InputType({ description: 'How many of a candidate are wanted.' })
export class SurveyAnswerInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The candidate.' })
  candidateId!: string;

  @Field(() => Int, { description: '0: it is not wanted. Up to 1,000,000.' })
  count!: number;

  @Directive(SIZE_OF_REMARK)
  @Field(() => String, {
    nullable: true,
    description: 'What who asks should know. No personal data that is not needed.',
  })
  remark?: string | null;
}

@InputType({ description: 'What an organisation answers. A candidate that is left out stays as it was answered.' })
export class AnswerSurveyInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The survey.' })
  surveyId!: string;

  @Field(() => HolderInput, { description: 'Who answers: an organisation that is asked and that you are bound to.' })
  organisation!: HolderInput;

  @Field(() => Int, {
    description: 'The version that you know, 0 before the first: where it has another one, nothing is changed.',
  })
  version!: number;

  @Directive(size({ maxItems: MAX_CANDIDATES }))
  @Field(() => [SurveyAnswerInput], { description: 'Each candidate once.' })
  answers!: SurveyAnswerInput[];
}

@ObjectType({ description: 'What became of answers.' })
export class AnswerSurveyResult {
  @Field(() => Boolean, {
    description: 'False: somebody had answered in the meantime, and nothing was changed.',
  })
  isAnswered!: boolean;

  @Field(() => SurveyResponse, { nullable: true, description: 'As it is now.' })
  response!: SurveyResponse;
}
