import { Catalogue1780000000011 } from './1-catalogue';
import { Licences1780000000012 } from './2-licences';

export const licencesMigrations = [Catalogue1780000000011, Licences1780000000012];
