/** What is due soon, for licensing staff: its filter, and its types. */
import { ArgsType, Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';
import { enumOf } from '../../subgraph/schema/enums';
import { SIZE_OF_ID } from '../../subgraph/schema/size';
import { WorklistArguments } from '../../subgraph/worklist/worklists';
import { Licence } from '../entitlement/entitlement';
import { HolderInput } from '../organisation/holder-input';
import { DEADLINE_LISTS, type DeadlineList } from './deadline-lists';
import type { DeadlinesQuery } from './deadline-queries';

export const DeadlineListEnum = enumOf(DEADLINE_LISTS);
registerEnumType(DeadlineListEnum, {
  name: 'DeadlineList',
  description: 'What is due.',
  valuesConfig: {
    EXPIRING: {
      description: 'Entitlements that end, by themselves or with their licence, and do not go on at the same holder.',
    },
    STARTING: { description: 'Entitlements that begin.' },
    NOTICE_DUE: {
      description: 'Licences of which notice can be given until then: those of owners within what you are bound to.',
    },
  },
});

export const LONGEST_DEADLINE_DAYS = 366;

@ArgsType()
export class DeadlineArguments extends WorklistArguments {
  @Field(() => DeadlineListEnum, { description: 'Which of the lists.' })
  list!: DeadlineList;

  @Field(() => Int, {
    defaultValue: 90,
    description: `What is due within so many days from now: 1 to ${LONGEST_DEADLINE_DAYS}.`,
  })
  within!: number;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'Only what is of this licence.' })
  licence?: string | null;

  @Field(() => HolderInput, { nullable: true, description: 'Only what this organisation holds itself.' })
  holder?: HolderInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: only what you may revoke, suspend and shorten, or give notice of. False: only what you may not.',
  })
  amendable?: boolean | null;
}

@ObjectType({ description: 'Something that is due.' })
export class Deadline {
  list!: DeadlineList;
  licenceId!: string;
  ownerKey!: string;
  holderKey!: string | null;
  version!: number | null;
  noteId!: string | null;

  @Field(() => ID, {
    description: 'What a note names it by: the id of the entitlement; in NOTICE_DUE, of the licence.',
  })
  id!: string;

  @Field(() => Date, {
    description:
      'When it is due: the instant at which the entitlement ends or begins, or from which notice can no longer be given.',
  })
  due!: Date;

  @Field(() => Licence, { description: 'The licence that it is about.' })
  licence!: Licence;

  @Field(() => Boolean, {
    description:
      'Whether the licence itself ends then, or the days for which it runs have passed: what is to go on needs another licence, or a longer term.',
  })
  licenceEnds!: boolean;

  @Field(() => Int, { description: 'How many schools it covers now.' })
  schools!: number;
}

export const DeadlineConnection = connectionType(Deadline, {
  a: 'Something that is due',
  one: 'row',
  many: 'what is due',
  edges: 'The rows of the page: what is due first comes first.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
Field(() => Int, { description: 'How many rows the whole list has.' })(DeadlineConnection.prototype, 'totalCount');
export type DeadlineConnection = Connection<Deadline> & {
  readonly totalCount: number;
  readonly asked: DeadlinesQuery;
};
