/** The versions of a licence. */
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { USAGE_RIGHTS, type UsageRight } from '../../../access/right';
import { LEVELS, type Level } from '../../../caller/caller';
import { HolderLevelEnum, UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, size, sizeOfIds } from '../../subgraph/schema/size';
import { MAX_DOCUMENTS } from '../import/records';
import { TermKind } from './licence';

/** At most this many versions are listed, the newest ones. */
export const MAX_VERSIONS = 20;
/** At most this many packages of a version are listed. */
export const MAX_PACKAGES = 100;

@ObjectType({ description: 'A licence as it was written at some time, whole.' })
export class LicenceVersion {
  @Field(() => Int, { description: 'Its number; of the first one, 1.' })
  version!: number;

  @Field(() => Date, { description: 'When it was written.' })
  recordedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'From when on its terms are so; null: from the beginning.' })
  from!: Date | null;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'The number that its seller gives it.' })
  number!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its commercial kind.' })
  kind!: string;

  @Field(() => String, { description: 'The publisher of its titles.' })
  publisher!: string;

  @Directive(size({ maxItems: LEVELS.length }))
  @Field(() => [HolderLevelEnum], { description: 'The levels at which it might be held.' })
  holderLevels!: Level[];

  @Directive(size({ maxItems: USAGE_RIGHTS.length }))
  @Field(() => [UsageRightEnum], { description: 'What it allowed.' })
  rights!: UsageRight[];

  @Directive(size({ maxItems: USAGE_RIGHTS.length }))
  @Field(() => [UsageRightEnum], { description: 'Of its rights, those that were opened to pupils.' })
  pupilRights!: UsageRight[];

  @Field(() => TermKind, { description: 'How its term was fixed.' })
  termKind!: TermKind;

  @Field(() => Date, { nullable: true, description: 'Null: open.' })
  validFrom!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Null: open.' })
  validUntil!: Date | null;

  @Field(() => Int, { nullable: true, description: 'Days from its activation, where the term was a duration.' })
  durationDays!: number | null;

  @Field(() => Int, { nullable: true, description: 'Concurrent uses; null: unlimited.' })
  seats!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many schools might have it; null: no such limit.' })
  schoolCount!: number | null;

  @Directive(size({ maxLength: 10 }))
  @Field(() => String, { nullable: true, description: 'The last day on which notice could be given.' })
  noticeOn!: string | null;

  @Directive(size({ maxItems: MAX_DOCUMENTS, maxLength: 500 }))
  @Field(() => [String], { description: 'Where its papers were.' })
  documents!: string[];

  @Directive(sizeOfIds(MAX_PACKAGES))
  @Field(() => [String], {
    description: `The numbers of the packages that it covered: the first ${MAX_PACKAGES} of them.`,
  })
  packages!: string[];

  @Field(() => Int, { description: 'How many packages it covered.' })
  packageCount!: number;

  @Field(() => Int, { description: 'How many titles it covered by themselves.' })
  titleCount!: number;
}
