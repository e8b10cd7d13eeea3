import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a source says of a subject. */
@Entity({ schema: 'licences', name: 'subject' })
export class SubjectEntity {
  @PrimaryColumn('text')
  source!: string;

  /** An EAF code, or the address of a concept. */
  @PrimaryColumn('text', { name: 'source_id' })
  sourceId!: string;

  /** The EAF code that it stands for. */
  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text')
  name!: string;

  @Column('text', { name: 'other_names', array: true, default: () => "'{}'" })
  otherNames!: string[];

  /** The address of the KIM subject. */
  @Column('text', { nullable: true })
  kim!: string | null;
}
