/**
 * The filter of a list of titles. Each filter is declared once: as a field for clients, and as a condition for the
 * database.
 */
import { Directive, Field, InputType, Int } from 'type-graphql';
import type { UsageRight } from '../../../access/right';
import { TitleKind, UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_NAME, size } from '../../subgraph/schema/size';
import { SCHOOL_TYPES, type SchoolType, SchoolTypeEnum } from '../vocabulary/school-types';

/** As many as a person selects, because a page looks for titles with each of them. */
const MAX_SUBJECTS = 20;

@InputType({ description: 'All that is given must hold. A value that no title has is refused.' })
export class TitleFilter {
  @Directive(size({ maxItems: MAX_SUBJECTS, maxLength: 100 }))
  @Directive('@cost(weight: 50)')
  @Field(() => [String], {
    nullable: true,
    description: 'At least one of these subjects, each as the catalogue writes it.',
  })
  subjects?: string[] | null;

  @Directive(size({ maxItems: MAX_SUBJECTS, maxLength: 11 }))
  @Directive('@cost(weight: 50)')
  @Field(() => [String], {
    nullable: true,
    description: 'At least one of these subjects, or one below it in the tree (EAF codes): 240 finds 24002, too.',
  })
  subjectCodes?: string[] | null;

  @Directive(size({ maxItems: Object.keys(TitleKind).length }))
  @Field(() => [TitleKind], { nullable: true, description: 'Of one of these kinds.' })
  kinds?: TitleKind[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Meant for this grade, 0 to 13. A title that states one end only is meant for all grades on the other side of it.',
  })
  grade?: number | null;

  @Directive(size({ maxItems: SCHOOL_TYPES.length }))
  @Field(() => [SchoolTypeEnum], {
    nullable: true,
    description: 'Meant for one of these types of school, and says so.',
  })
  schoolTypes?: SchoolType[] | null;

  @Directive(size({ maxItems: MAX_SUBJECTS, maxLength: 3 }))
  @Directive('@cost(weight: 50)')
  @Field(() => [String], {
    nullable: true,
    description: 'Serves one of these competences (Medienkompetenzrahmen NRW), or a part of one: 4 finds 4.2, too.',
  })
  competences?: string[] | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'Exactly this publisher.' })
  publisher?: string | null;

  @Directive(size({ maxLength: 20 }))
  @Field(() => String, { nullable: true, description: 'One of its languages, ISO 639: de.' })
  language?: string | null;

  @Field(() => Int, { nullable: true, description: 'Rated, and for no higher age than this.' })
  maximumAgeRating?: number | null;

  @Field(() => Int, { nullable: true, description: 'Plays at least so many seconds.' })
  minimumDuration?: number | null;

  @Field(() => Int, { nullable: true, description: 'Plays at most so many seconds.' })
  maximumDuration?: number | null;

  @Field(() => Int, { nullable: true, description: 'Made in this year or later.' })
  yearFrom?: number | null;

  @Field(() => Int, { nullable: true, description: 'Made in this year or earlier.' })
  yearUntil?: number | null;

  @Field(() => UsageRightEnum, { nullable: true, description: 'Allows this right itself.' })
  right?: UsageRight | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it has an open licence.' })
  openLicence?: boolean | null;

  @Field(() => Date, { nullable: true, description: 'In the catalogue since this instant or later.' })
  addedSince?: Date | null;
}
