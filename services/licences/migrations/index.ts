import { Licences1790000000022 } from './1-licences';

export const licencesMigrations = [Licences1790000000022];
