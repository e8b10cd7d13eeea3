import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Audience, UsageRight } from '../../../access/right';
import { AudienceEnum, UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';

const UsageActionEnum = {
  STREAM: 'STREAM',
  DOWNLOAD: 'DOWNLOAD',
  VIEW: 'VIEW',
  NOT_LICENSED: 'NOT_LICENSED',
  LIMIT_EXCEEDED: 'LIMIT_EXCEEDED',
} as const;
export type UsageAction = keyof typeof UsageActionEnum;
registerEnumType(UsageActionEnum, {
  name: 'UsageAction',
  description: 'What was done with a title, or why it was refused.',
  valuesConfig: {
    STREAM: { description: 'It was played.' },
    DOWNLOAD: { description: 'A copy was fetched.' },
    VIEW: { description: 'Its page was looked at.' },
    NOT_LICENSED: { description: 'It was wanted, and the school may not use it.' },
    LIMIT_EXCEEDED: { description: 'It was wanted, and all seats were taken.' },
  },
});

/** Browsers send 100 to 200 characters and apps more. A bot is named within the first 500. */
const SIZE_OF_USER_AGENT = size({ maxLength: 500 });

@InputType({ description: 'One use of one title at one school. It names no person.' })
export class UsageEventInput {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, {
    description: 'A UUID that the sender makes, one for each use: sending it again records nothing twice.',
  })
  id!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the school: NW:199007, NW_199007, DE-NW-199007, or 199007.' })
  school!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the title.' })
  title!: string;

  @Field(() => UsageActionEnum, { description: 'What was done with the title.' })
  action!: UsageAction;

  @Field(() => Date, { description: 'When it was used: within the last 400 days.' })
  usedAt!: Date;

  @Field(() => AudienceEnum, { defaultValue: AudienceEnum.TEACHER, description: 'Who used the title.' })
  audience!: Audience;

  @Field(() => UsageRightEnum, {
    nullable: true,
    description: 'The right that was used or refused. Left out: STREAM of a stream, DOWNLOAD of a download.',
  })
  right?: UsageRight | null;

  @Directive(SIZE_OF_ID)
  @Field(() => String, {
    nullable: true,
    description:
      'The name of the user’s session, the same for all its events: a random one, never a person’s. Repeated clicks in a session count once, and unique figures count sessions. It is kept as a keyed hash, whose key is deleted after 35 days.',
  })
  session?: string | null;

  @Directive(SIZE_OF_USER_AGENT)
  @Field(() => String, {
    nullable: true,
    description:
      'The user agent of the browser or program with which it was used, as its header says. Uses of bots are left out, by the list of bots that the operator imported. It is looked at and not kept.',
  })
  userAgent?: string | null;
}

const UsageOutcomeEnum = {
  RECORDED: 'RECORDED',
  ALREADY_KNOWN: 'ALREADY_KNOWN',
  LEFT_OUT: 'LEFT_OUT',
  REFUSED: 'REFUSED',
} as const;
export type UsageOutcome = keyof typeof UsageOutcomeEnum;
registerEnumType(UsageOutcomeEnum, {
  name: 'UsageOutcome',
  description: 'What became of an event that was sent.',
  valuesConfig: {
    RECORDED: { description: 'It is new and counts from now on.' },
    ALREADY_KNOWN: {
      description: 'It was recorded before, or stands in this batch before. Nothing is to be done.',
    },
    LEFT_OUT: { description: 'It is a bot’s, by its user agent, and does not count. Nothing is to be done.' },
    REFUSED: { description: 'It cannot be recorded, now or when it is sent again: code and message say why.' },
  },
});

const UsageRefusalEnum = {
  FORBIDDEN: 'FORBIDDEN',
  NOT_A_SCHOOL_ID: 'NOT_A_SCHOOL_ID',
  NOT_A_UUID: 'NOT_A_UUID',
  OTHER_CONTENT: 'OTHER_CONTENT',
  UNKNOWN_TITLE: 'UNKNOWN_TITLE',
  IN_FUTURE: 'IN_FUTURE',
  TOO_OLD: 'TOO_OLD',
  NO_AUTHORITY: 'NO_AUTHORITY',
  SCHOOL_CLOSED: 'SCHOOL_CLOSED',
} as const;
export type UsageRefusal = keyof typeof UsageRefusalEnum;
registerEnumType(UsageRefusalEnum, {
  name: 'UsageRefusal',
  description: 'Why an event is not recorded.',
  valuesConfig: {
    FORBIDDEN: { description: 'The caller may not record for this school, or it does not exist.' },
    NOT_A_SCHOOL_ID: { description: 'Its school is not the id of one in any form.' },
    NOT_A_UUID: { description: 'Its id is not a UUID.' },
    OTHER_CONTENT: { description: 'Its id names another use of the school: times are compared to the second.' },
    UNKNOWN_TITLE: { description: 'There is no such title.' },
    IN_FUTURE: { description: 'It was used later than now.' },
    TOO_OLD: { description: 'It was used more than 400 days ago.' },
    NO_AUTHORITY: { description: 'The school had no authority, district and state at that time.' },
    SCHOOL_CLOSED: { description: 'The school was not in operation at that time.' },
  },
});

@Directive('@cost(weight: 0)')
@ObjectType({ description: 'What became of one event of a batch.' })
export class UsageEventResult {
  @Field(() => Int, { description: 'Its place among the events that were sent, from 0.' })
  index!: number;

  @Field(() => ID, { description: 'The id that was sent.' })
  id!: string;

  @Field(() => UsageOutcomeEnum, { description: 'Whether the event was recorded.' })
  outcome!: UsageOutcome;

  @Field(() => UsageRefusalEnum, { nullable: true, description: 'Of a refused one.' })
  code!: UsageRefusal | null;

  @Field(() => String, { nullable: true, description: 'Of a refused one: what is wrong with it, and the remedy.' })
  message!: string | null;
}

@ObjectType({ description: 'What became of a batch of events.' })
export class RecordUsageResult {
  @Field(() => [UsageEventResult], { description: 'One for each event, in the order in which they were sent.' })
  results!: UsageEventResult[];

  @Field(() => Int, { description: 'How many of the events are new.' })
  recorded!: number;

  @Field(() => Int, {
    description: 'How many were recorded before, or stood in this batch more than once. Nothing is to be done.',
  })
  alreadyKnown!: number;

  @Field(() => Int, { description: 'How many are of bots, and do not count. Nothing is to be done.' })
  leftOut!: number;

  @Field(() => Int, { description: 'How many cannot be recorded. The others are.' })
  refused!: number;
}
