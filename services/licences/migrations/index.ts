import { Catalogue1780000000011 } from './1-catalogue';
import { Licences1780000000012 } from './2-licences';
import { Changes1780000000013 } from './3-changes';
import { CatalogueChanges1780000000014 } from './4-catalogue-changes';
import { Prices1780000000015 } from './5-prices';
import { Words1780000000016 } from './6-words';

export const licencesMigrations = [
  Catalogue1780000000011,
  Licences1780000000012,
  Changes1780000000013,
  CatalogueChanges1780000000014,
  Prices1780000000015,
  Words1780000000016,
];
