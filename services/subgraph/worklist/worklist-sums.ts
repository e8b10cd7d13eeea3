/** The sums of all rows of a worklist, counted once for a page. */
import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';
import { float, int, nullable } from '../../../database/statement';

@ObjectType({ description: 'What all rows of a worklist come to, each licence and each school once.' })
@Directive('@shareable')
export class WorklistSums {
  @Field(() => Int, { description: 'How many licences they are about.' })
  licences!: number;

  @Field(() => Int, {
    description: 'How many schools they cover now; of what is not used, in the period that is asked about.',
  })
  schools!: number;

  @Directive('@requiresScopes(scopes: [["prices:read"]])')
  @Field(() => Float, {
    nullable: true,
    description:
      'What these licences cost, in euro cents: for their whole terms; in lists by use, for your schools in the period that is asked about. Of those whose price you may read. Null where there is none.',
  })
  cents!: number | null;
}

/** The columns of {@link WorklistSums}. */
export const SUMS = { licences: int, schools: int, cents: nullable(float) };
