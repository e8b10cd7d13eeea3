import { Directive, Field, ID, InputType } from 'type-graphql';
import { type Level, type OrganisationKey, organisationKey } from '../../../caller/caller';
import { requireOrganisationId } from '../../../request/values/organisation-id';
import { HolderLevelEnum } from '../../subgraph/schema/enums';
import { SIZE_OF_ID } from '../../subgraph/schema/size';

@InputType({ description: 'An organisation of any level: it holds entitlements, or owns licences.' })
export class HolderInput {
  @Field(() => HolderLevelEnum, { description: 'The level of the organisation.' })
  level!: Level;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { description: 'The id of the organisation: NW:10182, NW_10182, DE-NW-10182, or 10182.' })
  id!: string;
}

/** @param place the argument, as the client knows it @throws BAD_USER_INPUT where its id is malformed */
export function keyOfHolder(place: string, { level, id }: HolderInput): OrganisationKey {
  return organisationKey(level, requireOrganisationId(`${place}.id`, level, id));
}

/** How a refusal names it: as it was sent. */
export function wordsOf({ level, id }: HolderInput): string {
  return `${level}:${id}`;
}
