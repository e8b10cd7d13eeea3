import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Audience } from '../../../access/right';
import { AudienceEnum } from '../../subgraph/enums';
import { SIZE_OF_ID } from '../../subgraph/size';

export const UsageActionEnum = { STREAM: 'STREAM', DOWNLOAD: 'DOWNLOAD', VIEW: 'VIEW' } as const;
export type UsageAction = keyof typeof UsageActionEnum;
registerEnumType(UsageActionEnum, {
  name: 'UsageAction',
  description: 'What was done with a title.',
  valuesConfig: {
    STREAM: { description: 'It was played.' },
    DOWNLOAD: { description: 'A copy was fetched.' },
    VIEW: { description: 'Its page was looked at.' },
  },
});

@InputType({ description: 'One use of one title at one school. It names no person.' })
export class UsageEventInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, {
    description: 'A UUID that the sender makes, one for each use: sending it again records nothing twice.',
  })
  id!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the school: NW:100000.' })
  school!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the title.' })
  title!: string;

  @Field(() => UsageActionEnum)
  action!: UsageAction;

  @Field(() => Date, { description: 'When it was used: within the last 400 days.' })
  usedAt!: Date;

  @Field(() => AudienceEnum, { defaultValue: AudienceEnum.TEACHER })
  audience!: Audience;
}

@ObjectType()
export class RecordUsageResult {
  @Field(() => Int, { description: 'How many of the events are new.' })
  recorded!: number;

  @Field(() => Int, {
    description: 'How many were recorded before, or stood in this batch more than once. Nothing is to be done.',
  })
  alreadyKnown!: number;
}
