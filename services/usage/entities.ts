/** The entities of other services to which this one adds their use and their cost. */
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@ObjectType()
@Directive('@key(fields: "id")')
export class School {
  @Field(() => ID)
  id!: string;
}

@ObjectType()
@Directive('@key(fields: "id")')
export class Entitlement {
  @Field(() => ID)
  id!: string;
}

@ObjectType()
@Directive('@key(fields: "id")')
export class Title {
  @Field(() => ID)
  id!: string;
}

/** Only a reference. */
@ObjectType()
@Directive('@key(fields: "id", resolvable: false)')
export class Licence {
  @Field(() => ID)
  id!: string;
}

/** An entity of the schools service, which alone knows the persons in it. */
@ObjectType()
@Directive('@key(fields: "id", resolvable: false)')
export class WorklistNote {
  @Field(() => ID)
  id!: string;
}

@ObjectType()
@Directive('@key(fields: "id")')
export class SchoolAuthority {
  @Field(() => ID)
  id!: string;
}
