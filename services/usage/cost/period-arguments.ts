import { ArgsType, Directive, Field } from 'type-graphql';
import { PageArguments } from '../../subgraph/schema/connection';
import { SIZE_OF_MONTH } from '../../subgraph/schema/size';
import { dayAfter, monthsBetween } from '../sums/months';

/** A page of a list over whole months. */
@ArgsType()
export class PeriodArguments extends PageArguments {
  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'The first month, such as 2026-01.' })
  from!: string;

  @Directive(SIZE_OF_MONTH)
  @Field(() => String, { description: 'The last month, included. Up to 36 months.' })
  until!: string;
}

/** Returns the first day of the months, and the day after them. @throws BAD_USER_INPUT */
export function periodOf(from: string, until: string): { first: string; after: string } {
  const months = monthsBetween(from, until);
  return { first: `${months[0]}-01`, after: dayAfter(months.at(-1) as string) };
}
