/** What all rows of a worklist come to, counted once for a page. */
import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';
import type { Caller } from '../../../caller/caller';
import { float, int, nullable } from '../../../database/statement';
import { licenceCondition } from '../authorisation/allowed-queries';

@ObjectType({ description: 'What all rows of a worklist come to, each licence and each school once.' })
export class WorklistSums {
  @Field(() => Int, { description: 'How many licences they are about.' })
  licences!: number;

  @Field(() => Int, { description: 'How many schools they cover now.' })
  schools!: number;

  @Directive('@requiresScopes(scopes: [["prices:read"]])')
  @Field(() => Float, {
    nullable: true,
    description:
      'What these licences cost for their whole terms, in euro cents: of those whose price you may read. Null where there is none.',
  })
  cents!: number | null;
}

/** The columns of {@link WorklistSums}. */
export const SUMS = { licences: int, schools: int, cents: nullable(float) };

/** The query for what licences cost, of those whose price the caller may read. @param licences a query for their ids */
export const priceOf = (caller: Pick<Caller, 'kind'>, licences: string, bound: string) => `
  select sum(p.cents) from directory.price p join directory.licence l on l.id = p.licence_id
  where p.currency = 'EUR' and p.licence_id in (${licences})
    and ${licenceCondition(caller, 'licence.readPrice', 'l.owner_id', bound)}`;
