import { ArgsType, Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Audience, UsageRight } from '../../../access/right';
import type { Basis } from '../../../access/rule';
import type { Level } from '../../../caller/caller';
import { AccessBasisEnum } from '../../subgraph/schema/access-enums';
import { PageArguments, PageInfo, SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { AudienceEnum, enumOf, HolderLevelEnum, UsageRightEnum } from '../../subgraph/schema/enums';
import { Entitlement } from '../access/licensed-title';

const TITLE_CHANGES = ['OPENED', 'CHANGED', 'CLOSED'] as const;
type TitleChangeName = (typeof TITLE_CHANGES)[number];

const TitleChangeEnum = enumOf(TITLE_CHANGES);
registerEnumType(TitleChangeEnum, {
  name: 'TitleChange',
  description: 'What became of a title in a list of licensed titles.',
  valuesConfig: {
    OPENED: { description: 'It is in the list, and was not: add it to the copy.' },
    CHANGED: {
      description: 'It is in the list as before, with another decision, or the title was imported anew: replace it.',
    },
    CLOSED: { description: 'It is no longer in the list: delete it from the copy at once.' },
  },
});

@ArgsType()
export class ChangesArguments extends PageArguments {
  @Directive(SIZE_OF_SHORT_CURSOR)
  @Field(() => String, {
    nullable: true,
    description:
      'The endCursor of the page before, of this same difference: with the same since. All pages lead to the list that the first one found.',
  })
  declare after?: string | null;

  @Field(() => UsageRightEnum, { defaultValue: 'STREAM', description: 'What is to be done with the titles.' })
  right!: UsageRight;

  @Field(() => AudienceEnum, { defaultValue: 'TEACHER', description: 'Who is to use the titles.' })
  audience!: Audience;

  @Directive(SIZE_OF_SHORT_CURSOR)
  @Field(() => String, {
    nullable: true,
    description:
      'The until of the difference that was applied last, of this same school, right and audience; null to begin: then all titles of the list are opened. Else CURSOR_EXPIRED, also where the list is not kept any more: delete the copy, and begin anew.',
  })
  since?: string | null;
}

@ObjectType({ description: 'A title that came into the list of licensed titles, changed in it, or left it.' })
export class LicensedTitleChange {
  @Field(() => TitleChangeEnum, { description: 'What became of it.' })
  change!: TitleChangeName;

  @Field(() => ID, { description: 'The id of the title, also where the catalogue has it no more.' })
  titleId!: string;

  @Field(() => AccessBasisEnum, {
    nullable: true,
    description: 'By what it may be used: an entitlement, or its open licence. Null with CLOSED.',
  })
  basis!: Basis['basis'] | null;

  @Field(() => Entitlement, {
    nullable: true,
    description:
      'The deciding entitlement: of those that allow it, the one that lasts longest. Null with CLOSED, and where an open licence decides.',
  })
  entitlement!: Entitlement | null;

  @Field(() => HolderLevelEnum, {
    nullable: true,
    description: 'The level of the deciding entitlement’s holder. Null with CLOSED, and where an open licence decides.',
  })
  level!: Level | null;

  @Field(() => [UsageRightEnum], {
    description: 'All rights, as in licensedTitles; none with CLOSED.',
  })
  rights!: UsageRight[];

  @Field(() => Date, {
    nullable: true,
    description:
      'The first instant at which the answer changes to denied, as things stand: from then on the copy must not offer it. Null: never; and with CLOSED.',
  })
  validUntil!: Date | null;
}

@ObjectType({ description: 'A title of a difference.' })
export class LicensedTitleChangeEdge {
  @Directive(SIZE_OF_SHORT_CURSOR)
  @Field(() => String, { description: 'The place of this title in the difference.' })
  cursor!: string;

  @Field(() => LicensedTitleChange, { description: 'The title, and what became of it.' })
  node!: LicensedTitleChange;
}

@ObjectType({
  description: 'A page of the difference between a list of licensed titles as it was given before, and as it is now.',
})
export class LicensedTitleChangeConnection {
  nextChange!: () => Promise<Date | null>;

  @Field(() => [LicensedTitleChangeEdge], { description: 'The titles of the page, by id; each comes once.' })
  edges!: LicensedTitleChangeEdge[];

  @Field(() => PageInfo, { description: 'Whether there are more pages, and the cursor for the next one.' })
  pageInfo!: PageInfo;

  @Directive(SIZE_OF_SHORT_CURSOR)
  @Field(() => String, {
    nullable: true,
    description:
      'What the difference leads to: send it as since the next time, when all pages are applied. Where nothing has changed it is the since that was sent. Null where another page comes after this one.',
  })
  until!: string | null;

  @Field(() => Date, { description: 'The instant of the list that the difference leads to.' })
  asOf!: Date;

  @Field(() => Date, {
    description:
      'Until when that list is kept, at least, and its until accepted: some 35 days. A copy must not be kept longer.',
  })
  keptUntil!: Date;
}
