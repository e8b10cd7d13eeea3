/** Licences of which more seats were wanted than they have. */
import { ArgsType, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';
import { SIZE_OF_ID, SIZE_OF_NAME } from '../../subgraph/schema/size';
import { IS_COMPLETE } from '../cost/cost';
import { Licence, WorklistNote } from '../entities';
import { ROUNDED_TO } from '../rounding';
import type { FullSeatsQuery } from './full-seats-queries';
import { WorklistPeriodArguments } from './worklist-period-arguments';

@ArgsType()
export class FullSeatsArguments extends WorklistPeriodArguments {
  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only licences that you may give more seats. False: only the others.',
  })
  amendable?: boolean | null;
}

@ObjectType({ description: 'A licence of which all seats were taken when somebody wanted one.' })
export class FullSeats {
  @Field(() => ID, { description: 'The id of the licence.' })
  id!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'The number that its seller gives it.' })
  number!: string;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, { description: 'Its name, as the contract says it.' })
  name!: string;

  @Field(() => Int, { nullable: true, description: 'How many seats it has now; null: it counts none any more.' })
  seats!: number | null;

  @Field(() => Int, { description: 'How often a seat was wanted while all were taken: COUNTER’s Limit_Exceeded.' })
  limitExceeded!: number;

  @Field(() => Int, { description: 'How often something was streamed or downloaded by it.' })
  requests!: number;

  @Field(() => Licence, { nullable: true, description: 'The licence itself; null where you may see its name alone.' })
  licence!: Licence | null;

  @Field(() => WorklistNote, { nullable: true, description: 'What your colleagues noted in the worklist SEATS_FULL.' })
  note!: WorklistNote | null;
}

export const FullSeatsConnection = connectionType(FullSeats, {
  a: 'A licence with full seats',
  one: 'licence',
  many: 'licences with full seats',
  edges: 'The licences of the page: those of which seats were lacking most come first.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
Field(() => Int, { description: 'How many licences the whole list has.' })(FullSeatsConnection.prototype, 'totalCount');
Field(() => Int, { description: `${ROUNDED_TO} Licences of which that is 0 are left out.` })(
  FullSeatsConnection.prototype,
  'roundedTo',
);
Field(() => Boolean, { description: IS_COMPLETE })(FullSeatsConnection.prototype, 'isComplete');
export type FullSeatsConnection = Connection<FullSeats> & {
  readonly totalCount: number;
  readonly roundedTo: number;
  readonly isComplete: boolean;
  readonly asked: FullSeatsQuery;
};
