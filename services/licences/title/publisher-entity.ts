import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity({ schema: 'licences', name: 'publisher' })
export class PublisherEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('text', { unique: true })
  name!: string;
}
