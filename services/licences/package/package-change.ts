/** The input and result types for packages that staff edit. */
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { USAGE_RIGHTS, type UsageRight } from '../../../access/right';
import { PageInfo, SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { enumOf, UsageRightEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, SIZE_OF_NAME, size } from '../../subgraph/schema/size';
import { School } from '../access/licensed-title';
import { OwnerInput } from '../amendment/amendment-types';
import { MAX_LISTED_LICENCES } from './effect-queries';

/** How many titles one call may add, and how many it may remove. An import accepts more. */
const MAX_TITLES = 10_000;

@InputType({ description: 'A title of a package, and for how long.' })
export class PackageTitleInput {
  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'The media number of the title.' })
  title!: string;

  @Field(() => Date, { nullable: true, description: 'From when on; now, where it is left out; never in the past.' })
  from?: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'The first instant at which it is no longer so; without end, where it is left out.',
  })
  until?: Date | null;
}

@InputType()
abstract class PackageFields {
  @Directive(size({ maxItems: MAX_TITLES }))
  @Field(() => [PackageTitleInput], {
    nullable: true,
    description: 'Titles that it is to hold. A period joins those in which it holds the title already.',
  })
  add?: PackageTitleInput[] | null;

  @Directive(size({ maxLength: 1_000 }))
  @Field(() => String, { nullable: true, description: 'Why, for those who look later. Name no person in it.' })
  reason?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'True: say what would happen, and change nothing.' })
  preview!: boolean;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, {
    nullable: true,
    description:
      'A key of the client’s own for this request. A repeat with it and the same input gets the first answer for 48 hours, and does nothing.',
  })
  idempotencyKey?: string | null;
}

@InputType({ description: 'A package that is put together by hand.' })
export class CreatePackageInput extends PackageFields {
  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'Its number, of its own: up to 60 letters, digits, “.”, “_”, “-”.' })
  number!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => OwnerInput, {
    nullable: true,
    description: 'Whose it is; it never changes. Left out, it is the catalogue’s: for operators.',
  })
  owner?: OwnerInput | null;
}

@InputType({
  description:
    'What changes about a package. What is left out stays as it is. Titles are removed before others are added, so that a period can be moved in one call.',
})
export class AmendPackageInput extends PackageFields {
  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the package.' })
  packageId!: string;

  @Field(() => Int, { description: 'The version that was seen. Where it is another one now, nothing is done.' })
  version!: number;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { nullable: true, description: 'Another number.' })
  number?: string | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'Another name.' })
  name?: string | null;

  @Directive(size({ maxItems: MAX_TITLES }))
  @Field(() => [PackageTitleInput], {
    nullable: true,
    description: 'Titles that it is not to hold, for the period that is given.',
  })
  remove?: PackageTitleInput[] | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Closes it: from then on it holds nothing, and takes no title for a later time. Never in the past. Null opens it again, without the titles that it held.',
  })
  closedFrom?: Date | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, {
    nullable: true,
    description:
      'The previewToken of a preview of the same input, in the last 48 hours. Where something else would open or close by now, nothing is done.',
  })
  previewToken?: string | null;
}

export const PACKAGE_CHANGE_OUTCOMES = ['AMENDED', 'UNCHANGED', 'OUTDATED', 'MOVED', 'DELIVERED'] as const;
export type PackageChangeOutcome = (typeof PACKAGE_CHANGE_OUTCOMES)[number];
const PackageChangeOutcomeEnum = enumOf(PACKAGE_CHANGE_OUTCOMES);
registerEnumType(PackageChangeOutcomeEnum, {
  name: 'PackageChangeOutcome',
  description: 'What became of a change of a package; in a preview, what would become of it.',
  valuesConfig: {
    AMENDED: { description: 'It was made.' },
    UNCHANGED: { description: 'The package is so already.' },
    OUTDATED: {
      description: 'Refused: the package is of another version than the one that was seen. Look at it, and ask again.',
    },
    MOVED: { description: 'Refused: it would open or close something else than its preview said. Preview again.' },
    DELIVERED: { description: 'Refused: a source delivers the package, and its next delivery would undo it.' },
  },
});

@ObjectType({ description: 'What opens and closes by one licence that covers the package.' })
export class PackageEffectOfLicence {
  licenceId!: string;

  @Field(() => Int, { description: 'Its entitlements by which it does.' })
  entitlements!: number;

  @Field(() => Int, { description: 'Schools at which something opens by it.' })
  schoolsOpened!: number;

  @Field(() => Int, { description: 'Schools at which something closes by it.' })
  schoolsClosed!: number;
}

@ObjectType({
  description:
    'What a change opens and closes, at any time from its instant on, at schools in the caller’s reach; of other schools nothing is told. What is open otherwise does not open, and what stays open otherwise does not close: by another package or licence, or by an open licence. Seats are left out.',
})
export class PackageEffects {
  @Field(() => Date, {
    nullable: true,
    description: 'The first instant at which something opens or closes; null: nothing does.',
  })
  from!: Date | null;

  @Field(() => Int, { description: 'Titles that the package holds for longer, whatever that opens.' })
  titlesAdded!: number;

  @Field(() => Int, { description: 'Titles that the package no longer holds for as long.' })
  titlesRemoved!: number;

  @Field(() => Int, { description: 'Titles that open at some school.' })
  titlesOpened!: number;

  @Field(() => Int, { description: 'Titles that close at some school.' })
  titlesClosed!: number;

  @Field(() => Int, { description: 'Schools at which a title opens.' })
  schoolsOpened!: number;

  @Field(() => Int, { description: 'Schools at which a title closes.' })
  schoolsClosed!: number;

  @Field(() => Int, { description: 'Pairs of a title and a school at which it opens.' })
  pairsOpened!: number;

  @Field(() => Int, { description: 'Pairs of a title and a school at which it closes.' })
  pairsClosed!: number;

  @Field(() => Int, { description: 'Licences by which something opens or closes.' })
  licenceCount!: number;

  @Directive(`@listSize(assumedSize: ${MAX_LISTED_LICENCES})`)
  @Directive(size({ maxItems: MAX_LISTED_LICENCES }))
  @Field(() => [PackageEffectOfLicence], { description: `Those licences: the first ${MAX_LISTED_LICENCES}.` })
  licences!: PackageEffectOfLicence[];
}

const PACKAGE_ACCESS_KINDS = ['OPENS', 'CLOSES'] as const;
export type PackageAccessKind = (typeof PACKAGE_ACCESS_KINDS)[number];
export const PackageAccessKindEnum = enumOf(PACKAGE_ACCESS_KINDS);
registerEnumType(PackageAccessKindEnum, {
  name: 'PackageAccessKind',
  description: 'Whether a title opens or closes at a school.',
  valuesConfig: { OPENS: { description: 'A right opens.' }, CLOSES: { description: 'A right closes.' } },
});

@ObjectType({ description: 'That a title opens, or closes, at a school by a change of a package.' })
export class PackageAccessChange {
  titleId!: string;

  @Field(() => PackageAccessKindEnum, { description: 'Whether it opens or closes.' })
  kind!: PackageAccessKind;

  @Directive('@requiresScopes(scopes: [["schools:read"]])')
  @Field(() => School, { nullable: true, description: 'The school; null where it is no longer in reach.' })
  school!: School | null;

  @Field(() => Date, { description: 'The first instant at which a right does so.' })
  from!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'The first instant at which no right does so any more; null: without end.',
  })
  until!: Date | null;

  @Directive(size({ maxItems: USAGE_RIGHTS.length }))
  @Field(() => [UsageRightEnum], { description: 'The rights of teachers that do so at some time.' })
  rights!: UsageRight[];

  @Directive(size({ maxItems: USAGE_RIGHTS.length }))
  @Field(() => [UsageRightEnum], { description: 'The rights of pupils that do so at some time.' })
  pupilRights!: UsageRight[];
}

@ObjectType({ description: 'A title at a school, and its place in a list.' })
export class PackageAccessChangeEdge {
  @Directive(SIZE_OF_SHORT_CURSOR)
  @Field(() => String, { description: 'The place of this one in the list.' })
  cursor!: string;

  @Field(() => PackageAccessChange, { description: 'The title at the school.' })
  node!: PackageAccessChange;
}

@ObjectType({ description: 'A page of the titles that open and close at schools: first those that open.' })
export class PackageAccessChangeConnection {
  @Field(() => Int, { description: 'How many there are in all.' })
  totalCount!: number;

  @Field(() => [PackageAccessChangeEdge], { description: 'Those of the page.' })
  edges!: PackageAccessChangeEdge[];

  @Field(() => PageInfo, { description: 'Whether there are more pages, and the cursor for the next one.' })
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'A package that was created.' })
export class CreatePackageResult {
  @Field(() => Boolean, { description: 'Whether this is a preview, as it was sent.' })
  preview!: boolean;

  packageId!: string | null;
}

@ObjectType({ description: 'A change of a package, previewed or made.' })
export class PackageChange {
  @Field(() => ID, {
    nullable: true,
    description: 'Names it for 48 hours, for its caller; null where it was refused before it was looked at.',
  })
  id!: string | null;

  @Field(() => Boolean, { description: 'Whether this is a preview, as it was sent.' })
  preview!: boolean;

  @Field(() => ID, {
    nullable: true,
    description: 'Of a preview of something that would change: send it with the same input to have exactly this.',
  })
  previewToken!: string | null;

  @Field(() => PackageChangeOutcomeEnum, {
    description: 'What became of it; in a preview, what would become of it.',
  })
  outcome!: PackageChangeOutcome;

  @Field(() => PackageEffects, {
    nullable: true,
    description: 'Null where it was refused before it was looked at.',
  })
  effects!: PackageEffects | null;

  packageId!: string;
}
