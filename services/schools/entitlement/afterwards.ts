/** What schools may do with a licence after a change, as clients see it. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { Afterwards } from './afterwards-queries';

@ObjectType({
  description:
    'What the schools of a holder may do with a licence at an instant, by all entitlements that they have to it.',
})
export class LicenceAccess {
  @Field(() => Int, { description: 'Schools of the holder that are in operation then.' })
  schools!: number;

  @Field(() => Int, { description: 'Of them, those to which the licence is open. Seats are not looked at.' })
  allowed!: number;

  @Field(() => Date, {
    nullable: true,
    description: 'When it ends for the first of them; null: without end, or open to none.',
  })
  validUntil!: Date | null;

  entitlementId!: string | null;
}

export function licenceAccess(found: Afterwards | null): LicenceAccess | null {
  return found && { ...found };
}
