import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** An API key as the gateway is told of it. */
@ObjectType()
@Directive('@inaccessible')
export class ApiKey {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'SHA-256 of the whole key.' })
  hash!: string;

  @Field(() => String)
  kind!: string;

  @Field(() => [String])
  scopes!: readonly string[];

  @Field(() => [String])
  bound!: readonly string[];

  @Field(() => Date)
  expiresAt!: Date;
}
