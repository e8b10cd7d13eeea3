import { ArgsType, Directive, Field, ID } from 'type-graphql';
import type { Audience, UsageRight } from '../../../access/right';
import type { Level } from '../../../caller/caller';
import { SIZE_OF_CURSOR } from '../../subgraph/schema/connection';
import { AudienceEnum, HolderLevelEnum, UsageRightEnum } from '../../subgraph/schema/enums';
import { sizeOfIds } from '../../subgraph/schema/size';
import { TitleListArguments } from '../title/title-list';

/** The most titles of one check. */
export const MAX_TITLES = 500;

@ArgsType()
export class LicensedTitlesArguments extends TitleListArguments {
  @Directive(SIZE_OF_CURSOR)
  @Field(() => String, {
    nullable: true,
    description:
      'The endCursor of the page before, of this same list: another school, search, filter, right, audience or at is refused. It is a place in the order of the list; each page is answered as of its own instant.',
  })
  declare after?: string | null;

  @Field(() => UsageRightEnum, { defaultValue: 'STREAM', description: 'What is to be done with the titles.' })
  right!: UsageRight;

  @Field(() => AudienceEnum, { defaultValue: 'TEACHER', description: 'Who is to use the titles.' })
  audience!: Audience;

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out.' })
  at?: Date | null;

  @Field(() => HolderLevelEnum, {
    nullable: true,
    description:
      'Only what an entitlement of this level allows, whichever decides; nothing with an open licence, which needs none.',
  })
  level?: Level | null;
}

@ArgsType()
export class AccessArguments {
  @Directive(sizeOfIds(MAX_TITLES))
  @Field(() => [ID], { description: 'The ids of the titles.' })
  titleIds!: string[];

  @Field(() => UsageRightEnum, { defaultValue: 'STREAM', description: 'What is to be done with the titles.' })
  right!: UsageRight;

  @Field(() => AudienceEnum, { defaultValue: 'TEACHER', description: 'Who is to use the titles.' })
  audience!: Audience;

  @Field(() => Date, { nullable: true, description: 'Now, where it is left out.' })
  at?: Date | null;
}
