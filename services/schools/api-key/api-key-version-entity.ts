import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row with the version of all API keys together. */
@Entity({ schema: 'schools', name: 'api_key_version' })
export class ApiKeyVersionEntity {
  @PrimaryColumn('boolean', { name: 'only_row' })
  onlyRow!: boolean;

  @Column('uuid')
  version!: string;
}
