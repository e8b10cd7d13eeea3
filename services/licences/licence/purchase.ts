import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';

/** The largest number of purchases of one licence. */
export const MAX_PURCHASES = 100;
/** The length in characters. */
export const MAX_PURCHASE_NUMBER = 100;

@ObjectType({ description: 'What a licence costs its owner.' })
export class Price {
  @Field(() => Int, { description: 'All purchases together, in cents.' })
  cents!: number;

  @Directive(size({ maxLength: 3 }))
  @Field(() => String, { description: 'ISO 4217: EUR.' })
  currency!: string;
}

@ObjectType({ description: 'That a licence was bought, or bought again: for more days, or for more schools.' })
export class Purchase {
  @Field(() => Int, { description: 'What was paid, in cents.' })
  cents!: number;

  @Directive(size({ maxLength: 3 }))
  @Field(() => String, { description: 'ISO 4217: EUR.' })
  currency!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'Of the order or the invoice; once for each licence.' })
  number!: string;

  @Directive(size({ maxLength: 10 }))
  @Field(() => String, { nullable: true, description: 'The day of the purchase: 2026-05-04. Null: not recorded.' })
  purchasedOn!: string | null;

  @Directive(size({ maxLength: 10 }))
  @Field(() => String, {
    nullable: true,
    description:
      'The first day that it pays for. The days of a purchase stay as they are when the term of its licence changes later.',
  })
  validFrom!: string | null;

  @Directive(size({ maxLength: 10 }))
  @Field(() => String, { nullable: true, description: 'The first day that it no longer pays for.' })
  validUntil!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Where it has no such days: how many it pays for, from the first entitlement of the licence on.',
  })
  durationDays!: number | null;

  @Field(() => Int, { nullable: true, description: 'For how many schools it was bought. Null: not by schools.' })
  schoolCount!: number | null;
}
