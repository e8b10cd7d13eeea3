import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { size } from '../../subgraph/schema/size';

@ObjectType({ description: 'Kreis or kreisfreie Stadt' })
@Directive('@key(fields: "id")')
export class District {
  key!: string;

  @Field(() => ID, { description: 'The state and the first five digits of the AGS: NW:05111.' })
  id!: string;

  @Field(() => String, { description: 'Amtlicher Gemeindeschlüssel, its first five digits: 05111.' })
  number!: string;

  @Field(() => String, { description: 'The official name.' })
  name!: string;

  @Directive(size({ maxItems: 20, maxLength: 3 }))
  @Field(() => [String], { description: 'Its number-plate codes (Kfz-Kennzeichen), the usual one first.' })
  numberPlates!: string[];
}

@ObjectType({ description: 'Kommunales Medienzentrum' })
@Directive('@key(fields: "id")')
export class MediaCentre {
  key!: string;

  @Field(() => ID, { description: 'The state and its number: NW:MZ-05111.' })
  id!: string;

  @Field(() => String, { description: 'Its number within the state: MZ-05111.' })
  number!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;
}

@ObjectType({ description: 'Schulträger: the body that runs a school. It is the tenant.' })
@Directive('@key(fields: "id")')
export class SchoolAuthority {
  key!: string;

  @Field(() => ID, { description: 'The state and the official number (Trägernummer): NW:10182.' })
  id!: string;

  @Field(() => String, { description: 'The official number within the state (Trägernummer): 10182.' })
  number!: string;

  @Field(() => String, { description: 'The official name.' })
  name!: string;

  @Field(() => Boolean, {
    description: 'False where the official key list lacks it; its name is then made of its number.',
  })
  inKeyList!: boolean;

  @Field(() => String, { nullable: true, description: 'The city of its address; null where the key list has none.' })
  city!: string | null;
}
