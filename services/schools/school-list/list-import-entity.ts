import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last import of each school list. */
@Entity({ schema: 'schools', name: 'list_import' })
export class ListImportEntity {
  @PrimaryColumn('text')
  state!: string;

  @PrimaryColumn('text')
  source!: string;

  @Column('timestamptz', { name: 'as_of' })
  asOf!: Date;

  @Column('timestamptz', { name: 'imported_at' })
  importedAt!: Date;
}
