import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { Level } from '../../../caller/caller';
import { HolderLevelEnum } from '../schema/enums';

@ObjectType({ description: 'A body that can hold an entitlement or own a licence, whatever its level.' })
@Directive('@shareable')
export class Organisation {
  /** The level and the id: `AUTHORITY:NW:10182`. */
  key!: string;

  @Field(() => HolderLevelEnum, { description: 'Its level, from the state down to the school.' })
  level!: Level;

  @Field(() => ID, { description: 'The state and the official number, such as NW:10182; a state alone is NW.' })
  id!: string;

  @Field(() => String, { description: 'The official number within the state.' })
  number!: string;

  @Field(() => String, { description: 'Its official name.' })
  name!: string;
}
