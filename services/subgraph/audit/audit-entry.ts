/** The types of an audit trail for clients. They are the same in each service that keeps one. */
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { CALLER_KINDS, type CallerKind } from '../../../caller/caller';
import { SIZE_OF_SHORT_CURSOR } from '../schema/connection';
import { type CountedConnection, connectionType } from '../schema/connection-type';
import { enumOf } from '../schema/enums';
import { SIZE_OF_ID, SIZE_OF_NAME, size } from '../schema/size';
import { AUDITED_OBJECTS, type AuditedObject, describeObject } from './audited-objects';

export const AuditedObjectEnum = enumOf(AUDITED_OBJECTS);
registerEnumType(AuditedObjectEnum, {
  name: 'AuditedObject',
  description: 'What an entry of the audit trail is about.',
  valuesConfig: Object.fromEntries(AUDITED_OBJECTS.map((object) => [object, describeObject(object)])),
});

export type AuthorKind = Uppercase<CallerKind | 'owner'>;
export const AuthorKindEnum = enumOf<AuthorKind>([
  ...CALLER_KINDS.map((kind) => kind.toUpperCase() as Uppercase<CallerKind>),
  'OWNER',
]);
registerEnumType(AuthorKindEnum, {
  name: 'AuthorKind',
  description: 'Who made a change.',
  valuesConfig: {
    LMS: { description: 'A learning platform.' },
    LICENSING: { description: 'Licensing staff.' },
    REPORTING: { description: 'A reporting tool.' },
    OPERATOR: { description: 'The operator of the installation, by the API.' },
    OWNER: { description: 'The owner of the database: an import, a command, or SQL by hand.' },
  },
});

const AuditActionEnum = enumOf(['CREATED', 'CHANGED', 'REMOVED']);
type AuditAction = keyof typeof AuditActionEnum;
registerEnumType(AuditActionEnum, {
  name: 'AuditAction',
  description: 'What became of the object.',
  valuesConfig: {
    CREATED: { description: 'It was made.' },
    CHANGED: { description: 'Some of it was changed.' },
    REMOVED: { description: 'It was taken away.' },
  },
});

@ObjectType({ description: 'A property of an audited object that a change set, changed or removed.' })
@Directive('@shareable')
export class AuditedValue {
  @Directive(size({ maxLength: 60 }))
  @Field(() => String, { description: 'Its name: revokedAt.' })
  field!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it was; lists and objects as JSON, organisations by their keys, such as AUTHORITY:NW:10182.',
  })
  before!: string | null;

  @Field(() => String, { nullable: true, description: 'What it is since, written likewise.' })
  after!: string | null;
}

/** The largest number of properties of an audited object. */
const MAX_VALUES = 30;

@ObjectType({ description: 'What a change did to one object: who, when, why, and each property before and after.' })
@Directive('@shareable')
@Directive('@requiresScopes(scopes: [["entitlements:read"]])')
export class AuditEntry {
  @Field(() => ID, { description: 'Names it within the trail of its service.' })
  id!: string;

  @Field(() => ID, {
    description: 'What was changed together has the same: a mutation answers with it, and it can be undone by it.',
  })
  change!: string;

  @Field(() => Date, { description: 'When.' })
  at!: Date;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, {
    description: 'By what: the name of the mutation, “import licences” or another command, “sql” for SQL by hand.',
  })
  operation!: string;

  @Directive(size({ maxLength: 1_000 }))
  @Field(() => String, {
    nullable: true,
    description:
      'Why, where somebody said so. For those above the owner of the object and the owner itself; else null.',
  })
  reason!: string | null;

  @Directive(size({ maxLength: 1_000 }))
  @Field(() => String, { nullable: true, description: 'Of an import: the file, and the list that it is.' })
  source!: string | null;

  @Field(() => AuthorKindEnum, { description: 'What kind of caller made it.' })
  authorKind!: AuthorKind;

  @Directive(size({ maxItems: 10, maxLength: 60 }))
  @Field(() => [String], {
    description: 'The organisations that the author acted for, by their keys: AUTHORITY:NW:10182.',
  })
  authorOrganisations!: string[];

  @Directive(SIZE_OF_NAME)
  @Field(() => String, {
    nullable: true,
    description:
      'The subject of the author’s token. For those above the organisations that the author acted for, and for these; null for others, and once it was erased.',
  })
  author!: string | null;

  @Directive(SIZE_OF_NAME)
  @Field(() => String, {
    nullable: true,
    description: 'The person on whose behalf a client says it acted; for the same readers as the author.',
  })
  endUser!: string | null;

  @Field(() => AuditedObjectEnum, { description: 'What it is about.' })
  object!: AuditedObject;

  @Directive(SIZE_OF_ID)
  @Field(() => ID, {
    description:
      'Which one: the id of the object, or of the entitlement, licence or package that it belongs to; the key of an organisation.',
  })
  objectId!: string;

  @Field(() => AuditActionEnum, { description: 'What became of it.' })
  action!: AuditAction;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { nullable: true, description: 'The organisation that owns it, by its key.' })
  owner!: string | null;

  @Directive(SIZE_OF_ID)
  @Field(() => String, {
    nullable: true,
    description: 'The organisation that holds it, or the school that it is about, by its key.',
  })
  holder!: string | null;

  @Directive(size({ maxItems: MAX_VALUES }))
  @Directive(`@listSize(assumedSize: ${MAX_VALUES})`)
  @Field(() => [AuditedValue], { description: 'The properties that differ; of what was created or removed, all.' })
  values!: AuditedValue[];
}

export const AuditEntryConnection = connectionType(AuditEntry, {
  a: 'An entry of an audit trail',
  one: 'entry',
  many: 'entries of an audit trail',
  edges: 'The entries of the page, the newest first.',
  cursor: SIZE_OF_SHORT_CURSOR,
  directive: '@shareable',
});
export type AuditEntryConnection = CountedConnection<AuditEntry>;
