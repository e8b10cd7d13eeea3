/** Every table and view of the database, as TypeORM knows it; test/entities.test.ts holds them to the migrations. */
import { directoryViews } from '../services/directory/directory-views';
import { licencesEntities } from '../services/licences/database-entities';
import { schoolsEntities } from '../services/schools/database-entities';
import { usageEntities } from '../services/usage/database-entities';

export const ENTITIES = [...schoolsEntities, ...licencesEntities, ...usageEntities, ...directoryViews];
