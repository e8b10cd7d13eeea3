/** The filter of an audit trail. */
import { Directive, Field, ID, InputType } from 'type-graphql';
import { badUserInput } from '../../../request/client-errors';
import { isDatabaseId } from '../../../request/values/database-id';
import { readOrganisationKey } from '../../../request/values/organisation-id';
import { SIZE_OF_ID, SIZE_OF_NAME, size } from '../schema/size';
import { AuditedObjectEnum } from './audit-entry';
import { AUDITED_OBJECTS, type AuditedObject } from './audited-objects';

@InputType({ description: 'Which entries of an audit trail: those to which all that is given applies.' })
export class AuditFilter {
  @Directive(size({ maxItems: AUDITED_OBJECTS.length }))
  @Field(() => [AuditedObjectEnum], { nullable: true, description: 'About objects of one of these kinds.' })
  objects?: AuditedObject[] | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'About the object with this id; name its kind beside it.' })
  objectId?: string | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, { nullable: true, description: 'Of this change.' })
  change?: string | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, {
    nullable: true,
    description: 'By this author or end user; of those that the caller may know.',
  })
  author?: string | null;

  @Directive(size({ maxItems: 50, maxLength: 200 }))
  @Field(() => [String], {
    nullable: true,
    description: 'By one of these operations: revokeEntitlements, import licences.',
  })
  operations?: string[] | null;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, {
    nullable: true,
    description: 'Of objects that this organisation owns or holds, by its key: AUTHORITY:NW:10182, SCHOOL:NW:199007.',
  })
  organisation?: string | null;

  @Field(() => Date, { nullable: true, description: 'At or after this instant.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Before this instant.' })
  until?: Date | null;
}

/** The filter in the form that the statements take: null is no condition. */
export interface AuditSelection {
  readonly objects: readonly string[] | null;
  readonly objectId: string | null;
  readonly change: string | null;
  readonly author: string | null;
  readonly operations: readonly string[] | null;
  /**
   * An organisation key, which `withRow` replaces by the id of its row, so that the planner knows how many entries it
   * has.
   */
  readonly organisation: string | null;
  readonly from: Date | null;
  readonly until: Date | null;
}

/** An id that names nothing, but which the database can look for. */
export const NO_ROW = '0';

/** @throws BAD_USER_INPUT */
export function selectionOf(filter: AuditFilter | null | undefined): AuditSelection {
  const { objects, objectId, change, author, operations, organisation, from, until } = filter ?? {};
  if (objects?.length === 0) throw badUserInput('filter.objects: empty. Omit it for all.');
  if (operations?.length === 0) throw badUserInput('filter.operations: empty. Omit it for all.');
  const key = organisation == null ? null : readOrganisationKey(organisation);
  if (organisation != null && !key) {
    throw badUserInput(
      'filter.organisation: not the key of an organisation. Write AUTHORITY:NW:10182 or SCHOOL:NW:199007.',
    );
  }
  return {
    objects: objects?.map((object) => object.toLowerCase()) ?? null,
    objectId: objectId == null ? null : rowOf(objectId),
    change: change == null ? null : isDatabaseId(change) ? change : NO_ROW,
    author: author ?? null,
    operations: operations ?? null,
    organisation: key,
    from: from ?? null,
    until: until ?? null,
  };
}

/** The id of an API key is 64 bits in hexadecimal; every other id is the id of a row. */
function rowOf(id: string): string {
  if (/^[0-9a-f]{16}$/.test(id) && !isDatabaseId(id)) return BigInt.asIntN(64, BigInt(`0x${id}`)).toString();
  return isDatabaseId(id) ? id : NO_ROW;
}
