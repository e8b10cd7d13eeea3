/** The answers to a survey, for the asking organisation. */
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { Level } from '../../../caller/caller';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';
import { HolderLevelEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_NAME, size, sizeOfIds } from '../../subgraph/schema/size';
import { MAX_CANDIDATES, SIZE_OF_REMARK } from './survey';

@ObjectType({ description: 'How many of a candidate are wanted by all who answered.' })
export class SurveyDemand {
  @Field(() => ID, { description: 'The candidate.' })
  candidateId!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'Of the candidate.' })
  name!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'Of the candidate, where it was said.' })
  publisher!: string | null;

  @Field(() => ID, { nullable: true, description: 'The licence; null: there is none yet.' })
  licenceId!: string | null;

  @Field(() => Int, { description: 'How many organisations want at least one.' })
  wantedBy!: number;

  @Field(() => Float, { description: 'How many they want together.' })
  count!: number;

  @Field(() => Float, { nullable: true, description: 'What is offered for each, in cents. Null: not said.' })
  unitCents!: number | null;

  @Field(() => Float, { nullable: true, description: 'What they cost together, in cents. Null: no price was said.' })
  cents!: number | null;
}

@ObjectType({ description: 'What is wanted altogether.' })
export class SurveyTotals {
  @Field(() => Float, { description: 'How many of all candidates.' })
  count!: number;

  @Field(() => Float, { description: 'What those cost whose price was said, in cents.' })
  cents!: number;

  @Field(() => Float, { description: 'How many have no price.' })
  countWithoutPrice!: number;
}

export const SurveyDemandConnection = connectionType(SurveyDemand, {
  a: 'A candidate of a survey, with what is wanted of it',
  one: 'candidate',
  many: 'the candidates of a survey, with what is wanted of them',
  edges: 'In the order of the survey.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
Field(() => SurveyTotals, { description: 'Of all candidates, not only of this page.' })(
  SurveyDemandConnection.prototype,
  'totals',
);
export type SurveyDemandConnection = Connection<SurveyDemand> & { readonly totals: SurveyTotals };

@ObjectType({ description: 'How many of a candidate one organisation wants.' })
export class GivenAnswer {
  @Field(() => HolderLevelEnum, { description: 'Of who answered.' })
  level!: Level;

  @Field(() => ID, { description: 'Of who answered: NW:100000.' })
  organisationId!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'The name of who answered.' })
  organisation!: string;

  @Field(() => ID, { description: 'The candidate.' })
  candidateId!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'Of the candidate.' })
  name!: string;

  @Field(() => Int, { description: '0: it is not wanted.' })
  count!: number;

  @Field(() => Float, { nullable: true, description: 'What they cost, in cents. Null: no price was said.' })
  cents!: number | null;

  @Directive(SIZE_OF_REMARK)
  @Field(() => String, { nullable: true, description: 'In the words of who answered.' })
  remark!: string | null;

  @Field(() => Date, { nullable: true, description: 'When they last changed their answers.' })
  answeredAt!: Date | null;
}

export const GivenAnswerConnection = connectionType(GivenAnswer, {
  a: 'An answer to a survey',
  one: 'answer',
  many: 'answers to a survey',
  edges: 'By who answered, and then in the order of the survey.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
export type GivenAnswerConnection = Connection<GivenAnswer>;

@ObjectType({ description: 'Who is to hold licences. Send level and id as a HolderInput.' })
export class SurveyHolder {
  @Field(() => HolderLevelEnum, { description: 'The level of the organisation.' })
  level!: Level;

  @Field(() => ID, { description: 'The id of the organisation.' })
  id!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'Its name.' })
  name!: string;
}

@ObjectType({
  description:
    'What was answered, as input for assignEntitlements: each of these licences is wanted by each of these organisations. Preview it there.',
})
export class SurveyAssignment {
  @Directive(sizeOfIds(MAX_CANDIDATES))
  @Field(() => [ID], { description: 'The ids of the licences.' })
  licenceIds!: string[];

  @Directive(size({ maxItems: 10_000 }))
  @Field(() => [SurveyHolder], { description: 'Who wants at least one of each, at a level at which they may be held.' })
  holders!: SurveyHolder[];

  @Directive(size({ maxItems: 10_000 }))
  @Field(() => [SurveyHolder], {
    description:
      'Who wants at least one of each too, at a level at which they may not be held: assign them to schools of these instead.',
  })
  mayNotHold!: SurveyHolder[];
}
