import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A part of lists, identified by its content. */
@Entity({ schema: 'licences', name: 'list_segment' })
export class ListSegmentEntity {
  @PrimaryColumn('uuid')
  digest!: string;

  @Column('bigint')
  thousand!: string;

  @Column('bigint', { array: true })
  titles!: string[];

  @Column('int', { array: true })
  versions!: number[];

  @Column('uuid', { array: true })
  decisions!: string[];

  @Column('float8', { array: true })
  untils!: number[];

  @Column('timestamptz', { name: 'named_at' })
  namedAt!: Date;
}
