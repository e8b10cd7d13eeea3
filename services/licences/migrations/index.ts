import { Licences1790000000024 } from './1-licences';

export const licencesMigrations = [Licences1790000000024];
