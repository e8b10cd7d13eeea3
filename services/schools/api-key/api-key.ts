import { Directive, Field, ObjectType } from 'type-graphql';

/** All API keys of the installation that were not revoked, for the gateway. */
@ObjectType()
@Directive('@inaccessible')
export class ApiKeySet {
  @Field(() => String, { description: 'Another one after each change of any key.' })
  version!: string;

  /** Keys are lines of text, because 10,000 lines are read in a tenth of the time that objects take. */
  @Field(() => [String], {
    nullable: true,
    description:
      'For each key its id, a blank, and as JSON `hash` (SHA-256 of the whole key), `kind`, `scopes`, `bound` and `expiresAt` (epoch milliseconds). Null where the version is the one that was named.',
  })
  keys!: readonly string[] | null;
}
