import { Licences1790000000021 } from './1-licences';

export const licencesMigrations = [Licences1790000000021];
