import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { UsageRight } from '../../../access/right';
import type { TitleFacts } from '../../../access/rule';
import { KEPT_BY_CLIENTS } from '../../subgraph/schema/cache-hint';
import { SIZE_OF_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';
import { TitleKind, UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, SIZE_OF_NAME, size } from '../../subgraph/schema/size';
import { SCHOOL_TYPES, type SchoolType, SchoolTypeEnum } from '../vocabulary/school-types';
import type { CountedValue, TitleFacetName } from './facet-names';
import { KEYWORDS, LANGUAGES, MAX_DESCRIPTION, SUBJECTS, UNKNOWN_CODES } from './title-sizes';

@ObjectType({
  description: 'Medium: a film, audio, image, document, program or page of the catalogue.',
})
@Directive('@key(fields: "id")')
@Directive(KEPT_BY_CLIENTS)
export class Title {
  sortKey!: string;
  facts!: TitleFacts;

  @Field(() => ID, { description: 'Names it in this installation; it never changes.' })
  id!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'Mediennummer' })
  number!: string;

  @Field(() => String, { description: 'The name of the title.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What stands under the name; null where nothing does.' })
  subtitle!: string | null;

  @Field(() => String, { nullable: true, description: 'The series that it belongs to; null where it belongs to none.' })
  series!: string | null;

  @Directive(size({ maxLength: MAX_DESCRIPTION }))
  @Field(() => String, { description: 'What it is about; empty where nothing is recorded.' })
  description!: string;

  @Field(() => String, { description: 'Who publishes it.' })
  publisher!: string;

  @Field(() => TitleKind, { description: 'What it is: a film, a document …' })
  kind!: TitleKind;

  @Directive(size(SUBJECTS))
  @Field(() => [String], { description: 'The subjects (Unterrichtsfächer) that it is meant for.' })
  subjects!: string[];

  subjectCodes!: string[];

  @Directive(size(KEYWORDS))
  @Field(() => [String], { description: 'Words under which the catalogue lists it.' })
  keywords!: string[];

  @Field(() => Int, { nullable: true, description: 'The lowest grade (Klassenstufe) that it is meant for.' })
  gradeFrom!: number | null;

  @Field(() => Int, { nullable: true, description: 'The highest grade that it is meant for, inclusive.' })
  gradeUntil!: number | null;

  competenceCodes!: string[];

  @Directive(size({ maxItems: SCHOOL_TYPES.length }))
  @Field(() => [SchoolTypeEnum], {
    description: 'The types of school that it is meant for; empty where it states none.',
  })
  schoolTypes!: SchoolType[];

  @Directive(size(LANGUAGES))
  @Field(() => [String], { description: 'ISO 639: de. The one that it is mainly in comes first.' })
  languages!: string[];

  @Field(() => Int, { nullable: true, description: 'FSK: 0, 6, 12, 16 or 18; null where it has none.' })
  ageRating!: number | null;

  @Field(() => Int, { nullable: true, description: 'The year of its production; null where it is not known.' })
  year!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How long it plays, in seconds; null where that is not known, or it does not play.',
  })
  durationSeconds!: number | null;

  @Field(() => [UsageRightEnum], {
    description:
      'What the title allows at all; licences narrow it further, but for an open licence, which grants all of it.',
  })
  rights!: UsageRight[];

  openLicenceId!: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Since when the publisher has withdrawn it; null where it has not.',
  })
  withdrawnAt!: Date | null;

  @Directive(size(UNKNOWN_CODES))
  @Field(() => [String], {
    description: 'What its source said in codes that nobody here knows: subject 99999. It is kept, and finds nothing.',
  })
  unknownCodes!: string[];

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'Who delivered the record; null where nobody is named.' })
  source!: string | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'What the source calls it.' })
  sourceId!: string | null;

  @Field(() => Int, { description: 'Goes up by one with each import that changes it.' })
  version!: number;

  @Field(() => Date, { description: 'Since when the catalogue has it.' })
  addedAt!: Date;

  @Field(() => Date, { description: 'When an import last changed it.' })
  changedAt!: Date;
}

export const TitleConnection = connectionType(Title, {
  a: 'A title',
  one: 'title',
  many: 'titles',
  edges: 'The titles of the page.',
  cursor: SIZE_OF_CURSOR,
  directive: KEPT_BY_CLIENTS,
});
export type TitleConnection = Connection<Title> & SearchedConnection;

/** The fields of both lists of titles that are computed only where they are requested. */
export interface SearchedConnection {
  count(): Promise<number>;
  suggest(): Promise<string | null>;
  facets(names: readonly TitleFacetName[]): Promise<readonly CountedValue[]>;
}
