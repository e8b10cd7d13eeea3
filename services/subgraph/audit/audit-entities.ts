/** The tables of an audit trail. Each service that writes has its own (docs/decisions/0058). */
import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { CallerKind } from '../../../caller/caller';

/** A transaction. */
abstract class AuditChangeColumns {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'transaction_id' })
  transactionId!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('text')
  operation!: string;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('text', { nullable: true })
  source!: string | null;

  @Column('text')
  kind!: CallerKind | 'owner';

  @Column('bigint', { array: true })
  bound!: string[];

  @Column('bigint', { name: 'author_id', nullable: true })
  authorId!: string | null;

  @Column('bytea', { name: 'author_digest', nullable: true })
  authorDigest!: Buffer | null;

  @Column('bigint', { name: 'end_user_id', nullable: true })
  endUserId!: string | null;

  @Column('bytea', { name: 'end_user_digest', nullable: true })
  endUserDigest!: Buffer | null;
}

/** A row that a change inserted, updated or deleted. */
abstract class AuditEntryColumns {
  @PrimaryColumn('bigint', { name: 'change_id' })
  changeId!: string;

  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('text')
  object!: string;

  @Column('bigint', { name: 'object_id' })
  objectId!: string;

  @Column('bigint', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column('bigint', { name: 'holder_id', nullable: true })
  holderId!: string | null;

  @Column('jsonb', { nullable: true })
  before!: Record<string, unknown> | null;

  @Column('jsonb', { nullable: true })
  after!: Record<string, unknown> | null;
}

/** A person's name, as claimed by a token. */
abstract class AuditPersonColumns {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('text')
  name!: string;

  @Column('bigint', { array: true })
  bound!: string[];

  @Column('bytea')
  salt!: Buffer;
}

/** The place of a change in the hash chain. */
abstract class AuditLinkColumns {
  @PrimaryColumn('bigint')
  position!: string;

  @Column('bigint', { name: 'change_id', unique: true })
  changeId!: string;

  @Column('bytea')
  previous!: Buffer;

  @Column('bytea')
  hash!: Buffer;
}

/** The last link of the chain; the table has one row. */
abstract class AuditHeadColumns {
  @PrimaryColumn('boolean', { name: 'only_row' })
  onlyRow!: boolean;

  @Column('bigint')
  position!: string;

  @Column('bytea')
  hash!: Buffer;
}

/** @param schema the schema of the service */
export function auditEntitiesOf(schema: string): readonly (new () => object)[] {
  @Entity({ schema, name: 'audit_change' })
  class AuditChange extends AuditChangeColumns {}

  @Entity({ schema, name: 'audit_entry' })
  class AuditEntry extends AuditEntryColumns {}

  @Entity({ schema, name: 'audit_person' })
  class AuditPerson extends AuditPersonColumns {}

  @Entity({ schema, name: 'audit_link' })
  class AuditLink extends AuditLinkColumns {}

  @Entity({ schema, name: 'audit_head' })
  class AuditHead extends AuditHeadColumns {}

  return [AuditChange, AuditEntry, AuditPerson, AuditLink, AuditHead];
}
