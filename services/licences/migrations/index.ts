import { Licences1790000000008 } from './1-licences';

export const licencesMigrations = [Licences1790000000008];
