import { Licences1790000000023 } from './1-licences';

export const licencesMigrations = [Licences1790000000023];
