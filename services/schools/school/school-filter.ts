/** Selects schools among those in the caller's reach: for a list, and for changes of many at once. */
import { Directive, Field, ID, InputType } from 'type-graphql';
import { type Level, type OrganisationKey, organisationKey } from '../../../caller/caller';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import { SIZE_OF_ID, SIZE_OF_NAME } from '../../subgraph/schema/size';
import { COST_OF_SEARCH, folded, type NameSearch, nameSearch, SIZE_OF_CITY, SIZE_OF_SEARCH } from '../name-search';

@InputType({ description: 'Which schools: all that is given must hold.' })
export class SchoolFilter {
  @Directive(SIZE_OF_SEARCH)
  @Directive(COST_OF_SEARCH)
  @Field(() => String, {
    nullable: true,
    description: 'Words or parts of words of its name, its city or its number, in any order; or its id in any form.',
  })
  search?: string | null;

  @Directive(SIZE_OF_CITY)
  @Field(() => String, { nullable: true, description: 'The city of its address: Köln.' })
  city?: string | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { nullable: true, description: 'Its form, by name or by official key: Gymnasium, or 20.' })
  form?: string | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'The state that it lies in: NW.' })
  state?: string | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'The regional association that it belongs to now: NW:LVR.' })
  regionalAssociation?: string | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'The district that it lies in now: NW:05111.' })
  district?: string | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'The media centre that serves it now: NW:MZ-05111.' })
  mediaCentre?: string | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'The authority that it belongs to now: NW:10182.' })
  authority?: string | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'A school group that it belongs to now: NW:KKZ-1.' })
  group?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is in operation now.' })
  inOperation?: boolean | null;
}

const LEVELS_IN_FILTER = {
  state: 'STATE',
  regionalAssociation: 'REGIONAL_ASSOCIATION',
  district: 'DISTRICT',
  mediaCentre: 'MEDIA_CENTRE',
  authority: 'AUTHORITY',
  group: 'SCHOOL_GROUP',
} as const satisfies Partial<Record<keyof SchoolFilter, Level>>;

/** What a client asks for; null is no condition. */
export interface SchoolList {
  readonly search: NameSearch;
  /** In lower case, like `form`. */
  readonly city: string | null;
  /** The name of a form, or its official key. */
  readonly form: string | null;
  /** The school belongs to all of them now; an empty list is no condition. */
  readonly organisations: readonly OrganisationKey[];
  readonly inOperation: boolean | null;
  /** The instant for `inOperation`, in epoch milliseconds. */
  readonly now: number;
}

/**
 * @param place the filter, as the client knows it
 * @param search words to search for in addition to those of the filter
 * @throws BAD_USER_INPUT where an id is malformed
 */
export function readSchoolFilter(
  place: string,
  filter: SchoolFilter,
  now: number,
  search: string | null = null,
): SchoolList {
  const names = Object.keys(LEVELS_IN_FILTER) as (keyof typeof LEVELS_IN_FILTER)[];
  return {
    search: nameSearch('SCHOOL', [search, filter.search].filter((text) => text != null).join(' ')),
    city: folded(filter.city),
    form: folded(filter.form),
    organisations: names.flatMap((name) => {
      const id = filter[name];
      const level = LEVELS_IN_FILTER[name];
      return id == null ? [] : [organisationKey(level, requireOrganisationId(`${place}.${name}`, level, id))];
    }),
    inOperation: filter.inOperation ?? null,
    now,
  };
}
