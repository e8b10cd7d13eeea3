import {
  Args,
  ArgsType,
  Directive,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Resolver,
  Root,
  registerEnumType,
} from 'type-graphql';
import { badUserInput } from '../../../request/client-errors';
import type { SubgraphContext } from '../../subgraph/context';
import { enumOf } from '../../subgraph/schema/enums';
import { SIZE_OF_NAME, size } from '../../subgraph/schema/size';
import { type CountedValue, TITLE_FACETS, type TitleFacetName } from '../title/facet-names';
import { MAX_TERM } from '../title/title-sizes';
import { cachedSubjects } from '../vocabulary/subject-cache';
import type { Subjects } from '../vocabulary/subjects';
import { labelOf, parentValueOf } from './facet-values';
import { MAX_VALUES } from './title-facet-queries';

const TitleFacetNameEnum = enumOf(TITLE_FACETS);
registerEnumType(TitleFacetNameEnum, {
  name: 'TitleFacetName',
  description: 'What titles of a list can be counted by.',
  valuesConfig: {
    SUBJECT: { description: 'Subjects with all above them: `subjectCodes` of the filter.' },
    GRADE: { description: '0 to 13: `grade`.' },
    SCHOOL_TYPE: { description: '`schoolTypes`.' },
    KIND: { description: '`kinds`.' },
    PUBLISHER: { description: '`publisher`.' },
    LANGUAGE: { description: '`language`.' },
    AGE_RATING: { description: 'Rated for that age or less: `maximumAgeRating`.' },
    DURATION: { description: 'Seconds from and to, both included: `minimumDuration`, `maximumDuration`.' },
    YEAR: { description: '`yearFrom` and `yearUntil`.' },
    COMPETENCE: { description: 'Competences with their areas: `competences`.' },
    RIGHT: { description: 'What titles allow themselves: `right`.' },
    OPEN_LICENCE: { description: '`true` or `false`: `openLicence`.' },
  },
});

@ObjectType({ description: 'A value that titles of a list have.' })
export class TitleFacetValue {
  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'As the filter takes it.' })
  value!: string;

  @Directive(size({ maxLength: MAX_TERM }))
  @Field(() => String, { nullable: true, description: 'The German name of a code; null where the value says it.' })
  label!: string | null;

  @Directive(size({ maxLength: 20 }))
  @Field(() => String, { nullable: true, description: 'The value above it, where they are a tree.' })
  parent!: string | null;

  @Field(() => Int, {
    description: 'How many titles the list would have with this value in the place of the filter by this facet.',
  })
  count!: number;
}

@ObjectType({ description: 'Counts of the titles of a list by one facet, under all filters but its own.' })
export class TitleFacet {
  @Field(() => TitleFacetNameEnum, { description: 'What is counted by.' })
  name!: TitleFacetName;

  /** At most {@link MAX_VALUES} values, with the most frequent first. */
  counted!: readonly TitleFacetValue[];

  @Field(() => Boolean, {
    description:
      'False where more than 100,000 titles are found: then the counts are estimates, from a sample of the catalogue that is the same each time.',
  })
  isExact!: boolean;
}

@ArgsType()
class FacetValuesArguments {
  @Field(() => Int, { defaultValue: 100, description: `So many at the most: 1 to ${MAX_VALUES}.` })
  first!: number;
}

@Resolver(() => TitleFacet)
export class TitleFacetResolver {
  @FieldResolver(() => [TitleFacetValue], {
    description: 'The values that most titles have, the most frequent first; none with 0.',
  })
  @Directive(`@listSize(assumedSize: ${MAX_VALUES}, slicingArguments: ["first"])`)
  values(
    @Root() { counted }: TitleFacet,
    @Args(() => FacetValuesArguments) { first }: FacetValuesArguments,
  ): readonly TitleFacetValue[] {
    if (first < 1 || first > MAX_VALUES)
      throw badUserInput(`first: must be between 1 and ${MAX_VALUES}; got ${first}.`);
    return counted.slice(0, first);
  }
}

@ArgsType()
export class TitleFacetArguments {
  @Directive(size({ maxItems: TITLE_FACETS.length }))
  @Field(() => [TitleFacetNameEnum], {
    nullable: true,
    description: 'Those to count by; all of them where it is left out.',
  })
  names?: TitleFacetName[] | null;
}

/** Returns facets in the order of their names. A facet without values is left out. */
function facetsOf(names: readonly TitleFacetName[], values: readonly CountedValue[], subjects: Subjects): TitleFacet[] {
  return names.map((name) => {
    const own = values.filter(({ facet }) => facet === name);
    const counted = own.map(({ value, count }) => ({
      value,
      count,
      label: labelOf(name, value, subjects),
      parent: parentValueOf(name, value),
    }));
    return { name, counted, isExact: own.every(({ isExact }) => isExact) };
  });
}

export const FACETS =
  'How many titles of the list have each value: the list as a whole, whatever its page. Each facet is counted under all filters but its own.';
export const SIZE_OF_FACETS = `@listSize(assumedSize: ${TITLE_FACETS.length})`;

/** Counts the values of a list of titles for the requested facets. */
export async function facetsAsked(
  context: SubgraphContext,
  list: { facets(names: readonly TitleFacetName[]): Promise<readonly CountedValue[]> },
  names: readonly TitleFacetName[] | null | undefined,
): Promise<TitleFacet[]> {
  const requested = names ? TITLE_FACETS.filter((name) => names.includes(name)) : TITLE_FACETS;
  const [counted, subjects] = await Promise.all([list.facets(requested), cachedSubjects(context)]);
  return facetsOf(requested, counted, subjects);
}
