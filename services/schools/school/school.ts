import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { Period } from '../../../access/period';

@ObjectType({ description: 'Schule' })
@Directive('@key(fields: "id")')
export class School {
  /** The database's id. */
  row!: string;

  /** The keys of all organisations that it belongs to now, itself among them. */
  organisations!: string[];

  operating!: Period;

  /** Set where it was asked for with the school. */
  timeline?: string;

  @Field(() => ID, { description: 'The state and the official number (Schulnummer): NW:100000.' })
  id!: string;

  @Field(() => String, { description: 'The official number within the state (Schulnummer): 100000.' })
  number!: string;

  @Field(() => String, { description: 'The official name.' })
  name!: string;

  @Field(() => String, { description: 'The short form of the name, as the official list gives it.' })
  shortName!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Schulform, such as Gymnasium; null where the key list has no name.',
  })
  form!: string | null;

  @Field(() => String, { description: 'Schulform as its official key: 20.' })
  formCode!: string;

  @Field(() => String, { description: 'The city or municipality of its address.' })
  city!: string;
}
