/** What the schools in reach can be filtered by, so that a filter can offer what there is. */
import { Ctx, Directive, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../subgraph/context';
import { size } from '../../subgraph/schema/size';
import { District } from '../organisation/organisation';
import { districtLoader } from '../organisation/organisation-loaders';
import { findFilterValues } from './schools-in-reach-queries';

/** There are 10,800 municipalities in Germany, 400 districts, and fewer than 30 forms in each state. */
const MAX_CITIES = 20_000;
const MAX_FORMS = 1_000;
const MAX_DISTRICTS = 500;

@ObjectType({ description: 'What SchoolFilter can be given: the values that schools in your reach have now.' })
export class SchoolFilterValues {
  districtKeys!: readonly string[];

  @Directive(size({ maxItems: MAX_CITIES, maxLength: 100 }))
  @Field(() => [String], {
    description: 'For city: the cities of their addresses, as a German dictionary orders them.',
  })
  cities!: readonly string[];

  @Directive(size({ maxItems: MAX_FORMS, maxLength: 500 }))
  @Field(() => [String], {
    description: 'For form: their forms, by name; by official key where the key list has no name.',
  })
  forms!: readonly string[];
}

@Resolver(() => SchoolFilterValues)
export class SchoolFilterValuesResolver {
  @Query(() => SchoolFilterValues, {
    description: 'What the schools in the caller’s reach can be filtered by: what a filter of them offers.',
  })
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["schools:read"]])')
  // 5,500 schools are gone through in 40 ms.
  @Directive('@cost(weight: 100)')
  async schoolFilterValues(@Ctx() { session, caller }: SubgraphContext): Promise<SchoolFilterValues> {
    const { cities, forms, districts } = await findFilterValues(session, caller);
    return { cities, forms, districtKeys: districts };
  }

  @FieldResolver(() => [District], { description: 'For district: those that they lie in, by name.' })
  @Directive(size({ maxItems: MAX_DISTRICTS }))
  @Directive(`@listSize(assumedSize: ${MAX_DISTRICTS})`)
  async districts(@Root() values: SchoolFilterValues, @Ctx() context: SubgraphContext): Promise<District[]> {
    const loader = districtLoader(context);
    return Promise.all(values.districtKeys.map((key) => loader.load(key)));
  }
}
