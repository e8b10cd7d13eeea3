import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A list of licensed titles as it was given to a caller. */
@Entity({ schema: 'licences', name: 'kept_list' })
@Unique(['school', 'right', 'audience', 'kind', 'bound', 'digest'])
export class KeptListEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: string;

  @Column('bigint', { array: true })
  bound!: string[];

  @Column('text')
  school!: string;

  @Column('text', { name: 'usage_right' })
  right!: string;

  @Column('text')
  audience!: string;

  @Column('uuid')
  digest!: string;

  @Column('uuid', { array: true })
  segments!: string[];

  @Column('jsonb')
  decisions!: object;

  @Column('timestamptz', { name: 'given_at' })
  givenAt!: Date;
}
