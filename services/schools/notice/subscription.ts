/** Subscriptions to mails about deadlines: their input and result types. */
import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Organisation } from '../../subgraph/organisation/organisation';
import { size } from '../../subgraph/schema/size';
import { HolderInput } from '../organisation/holder-input';
import { DeadlineListEnum } from '../worklist/deadline';
import { DEADLINE_LISTS, type DeadlineList } from '../worklist/deadline-lists';

/** The longest address by RFC 5321. */
const SIZE_OF_ADDRESS = size({ maxLength: 254 });
const SIZE_OF_LISTS = size({ maxItems: DEADLINE_LISTS.length });

@InputType({
  description: 'Who is to be told of what. It takes the place of what you subscribed to for this organisation.',
})
export class SubscribeToNoticesInput {
  @Field(() => HolderInput, {
    nullable: true,
    description:
      'Of whose deadlines: an organisation that you are bound to. It can be left out by who is bound to one only.',
  })
  organisation?: HolderInput | null;

  @Directive(SIZE_OF_ADDRESS)
  @Field(() => String, { description: 'The mail address of whoever is to be told.' })
  address!: string;

  @Directive(SIZE_OF_LISTS)
  @Field(() => [DeadlineListEnum], { nullable: true, description: 'Of which lists; of all, where it is left out.' })
  lists?: DeadlineList[] | null;

  @Field(() => Int, { defaultValue: 90, description: 'So many days ahead: 1 to 366.' })
  within!: number;
}

@ObjectType({
  description: 'That somebody is told of an organisation’s deadlines: once of each, in a mail a day at the most.',
})
@Directive('@requiresScopes(scopes: [["entitlements:read"]])')
export class NoticeSubscription {
  @Field(() => ID, { description: 'Names it in this installation.' })
  id!: string;

  @Field(() => Organisation, { description: 'Of whose deadlines.' })
  organisation!: Organisation;

  @Directive(size({ maxLength: 200 }))
  @Field(() => String, { description: 'Who subscribed: the subject of a token.' })
  subject!: string;

  @Directive(SIZE_OF_ADDRESS)
  @Field(() => String, { description: 'Where the mails go.' })
  address!: string;

  @Directive(SIZE_OF_LISTS)
  @Field(() => [DeadlineListEnum], { description: 'Of which lists.' })
  lists!: DeadlineList[];

  @Field(() => Int, { description: 'How many days ahead.' })
  within!: number;

  @Field(() => Date, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'Since when no mail could be delivered; null where the last one was. It is tried again for a week.',
  })
  failingSince!: Date | null;
}
