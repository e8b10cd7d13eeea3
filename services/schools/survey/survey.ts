/** A demand survey ("Bedarfsabfrage"), as those see it who answer it. */
import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Organisation } from '../../subgraph/organisation/organisation';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';
import { enumOf } from '../../subgraph/schema/enums';
import { SIZE_OF_NAME, size } from '../../subgraph/schema/size';
import { Licence } from '../entitlement/entitlement';

export const SURVEY_STATES = ['DRAFT', 'OPEN', 'CLOSED'] as const;
export type SurveyState = (typeof SURVEY_STATES)[number];
export const SurveyStateEnum = enumOf(SURVEY_STATES);
registerEnumType(SurveyStateEnum, {
  name: 'SurveyState',
  description: 'Whether a survey can be answered.',
  valuesConfig: {
    DRAFT: { description: 'Not yet: only who asks sees it.' },
    OPEN: { description: 'Now, and answers can be changed.' },
    CLOSED: { description: 'No more.' },
  },
});

export const MAX_CANDIDATES = 200;
/** The length of the list on which its estimated cost is based. */
const USUAL_CANDIDATES = 50;
export const SIZE_OF_SURVEY_TEXT = size({ maxLength: 10_000 });
export const SIZE_OF_REMARK = size({ maxLength: 1_000 });
/** A caller is rarely bound to more of those that are asked. */
const MAX_OWN_RESPONSES = 1_000;

@ObjectType({ description: 'A licence, or what may become one, of which a survey asks how many are wanted.' })
export class SurveyCandidate {
  @Field(() => ID, { description: 'Names it in its survey; it never changes.' })
  id!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'Of the licence, or as who asks calls it.' })
  name!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'The publisher, where there is no licence yet.' })
  publisher!: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'What is offered, in cents, for each one that is wanted. Null: not said.',
  })
  unitCents!: number | null;

  @Field(() => Licence, { nullable: true, description: 'Null: there is none yet.' })
  licence!: Licence | null;
}

@ObjectType({ description: 'How many of a candidate an organisation wants.' })
export class SurveyAnswer {
  @Field(() => ID, { description: 'The candidate.' })
  candidateId!: string;

  @Field(() => Int, { description: '0: it is not wanted.' })
  count!: number;

  @Directive(SIZE_OF_REMARK)
  @Field(() => String, { nullable: true, description: 'In the words of who answered.' })
  remark!: string | null;
}

@ObjectType({ description: 'What an organisation answered to a survey.' })
export class SurveyResponse {
  @Field(() => Organisation, { description: 'Who is asked.' })
  organisation!: Organisation;

  @Field(() => Int, { description: 'How often it answered. Name it when you change the answers.' })
  version!: number;

  @Field(() => Date, { nullable: true, description: 'When it last answered. Null: not yet.' })
  answeredAt!: Date | null;

  @Directive(size({ maxItems: MAX_CANDIDATES }))
  @Directive(`@listSize(assumedSize: ${USUAL_CANDIDATES})`)
  @Field(() => [SurveyAnswer], { description: 'In the order of the candidates; what was not answered is left out.' })
  answers!: SurveyAnswer[];
}

@ObjectType({ description: 'Bedarfsabfrage: an organisation asks others which licences they want.' })
@Directive('@requiresScopes(scopes: [["entitlements:read"]])')
export class Survey {
  @Field(() => ID, { description: 'Names it in this installation; it never changes.' })
  id!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'What it is about.' })
  title!: string;

  @Directive(SIZE_OF_SURVEY_TEXT)
  @Field(() => String, { description: 'What those who are asked should know.' })
  text!: string;

  @Field(() => Organisation, { description: 'Who asks.' })
  owner!: Organisation;

  @Field(() => SurveyStateEnum, { description: 'Whether it can be answered.' })
  state!: SurveyState;

  @Field(() => Date, { description: 'The first instant at which it can no longer be answered.' })
  closesAt!: Date;

  @Field(() => Int, { description: 'Raised by each change. Name it when you change the survey.' })
  version!: number;

  @Field(() => Int, { nullable: true, description: 'How many are asked. Null but for who asks.' })
  askedCount!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many of them have answered. Null but for who asks.' })
  answeredCount!: number | null;

  @Directive(size({ maxItems: MAX_CANDIDATES }))
  @Directive(`@listSize(assumedSize: ${USUAL_CANDIDATES})`)
  @Field(() => [SurveyCandidate], { description: 'What may be wanted, in the order of the survey.' })
  candidates!: SurveyCandidate[];

  @Directive(size({ maxItems: MAX_OWN_RESPONSES }))
  @Field(() => [SurveyResponse], { description: 'Of those that are asked and that you are bound to.' })
  ownResponses!: SurveyResponse[];
}

export const SurveyConnection = connectionType(Survey, {
  a: 'A survey',
  one: 'survey',
  many: 'surveys',
  edges: 'The surveys of the page; the one that closes last comes first.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
export type SurveyConnection = Connection<Survey>;
