import { Licences1790000000019 } from './1-licences';

export const licencesMigrations = [Licences1790000000019];
