/** What was paid for at two levels: its filter, and its types. */
import { ArgsType, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { SIZE_OF_SHORT_CURSOR } from '../../subgraph/schema/connection';
import { type Connection, connectionType } from '../../subgraph/schema/connection-type';
import { SIZE_OF_ID } from '../../subgraph/schema/size';
import { WorklistArguments } from '../../subgraph/worklist/worklists';
import { Licence } from '../entitlement/entitlement';
import type { Cover, CoveredTwiceQuery } from './covered-twice-queries';

@ArgsType()
export class CoveredTwiceArguments extends WorklistArguments {
  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only what is covered completely. False: only what is not.',
  })
  complete?: boolean | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'Only entitlements to this licence.' })
  licence?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only what you may revoke, suspend and shorten. False: only what you may not.',
  })
  amendable?: boolean | null;
}

const COMPLETE =
  'all of its titles, at all of its schools, with all of its rights, for pupils too, and without counting seats';

@ObjectType({ description: 'An entitlement at a wider level, and what it covers of another one.' })
export class CoveringEntitlement {
  id!: string;

  @Field(() => Int, { description: 'How many of the other one’s titles it covers.' })
  titles!: number;

  @Field(() => Int, { description: 'At how many of the other one’s schools.' })
  schools!: number;

  @Field(() => Boolean, { description: `Whether it covers ${COMPLETE}.` })
  isComplete!: boolean;
}

@ObjectType({
  description: 'An entitlement to titles that another licence opens at a wider level, to the same schools.',
})
export class CoveredTwice {
  licenceId!: string;
  ownerKey!: string;
  holderKey!: string;
  noteId!: string | null;
  covers!: readonly Cover[];

  @Field(() => ID, { description: 'What a note names it by: the id of the entitlement.' })
  id!: string;

  @Field(() => Licence, { description: 'The licence that it assigns.' })
  licence!: Licence;

  @Field(() => Int, { description: 'How many titles the licence covers now.' })
  titles!: number;

  @Field(() => Int, { description: 'How many schools it covers now.' })
  schools!: number;

  @Field(() => Boolean, {
    description: `Whether one of the wider ones covers ${COMPLETE}: then no school loses anything now if it ends.`,
  })
  isComplete!: boolean;

  @Field(() => Int, { description: 'How many wider ones cover some of its titles.' })
  coverCount!: number;
}

export const CoveredTwiceConnection = connectionType(CoveredTwice, {
  a: 'An entitlement that is covered twice',
  one: 'row',
  many: 'what is covered twice',
  edges: 'The rows of the page: what is covered completely comes first.',
  cursor: SIZE_OF_SHORT_CURSOR,
});
Field(() => Int, { description: 'How many rows the whole list has.' })(CoveredTwiceConnection.prototype, 'totalCount');
export type CoveredTwiceConnection = Connection<CoveredTwice> & {
  readonly totalCount: number;
  readonly asked: CoveredTwiceQuery;
};
