import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CallerKind } from '../../../caller/caller';

/** An API key, as its hash. */
@Entity({ schema: 'schools', name: 'api_key' })
export class ApiKeyEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  hash!: string;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: CallerKind;

  @Column('text', { array: true })
  scopes!: string[];

  @Column('text', { array: true })
  bound!: string[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;
}
