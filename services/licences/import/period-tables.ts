import { periodStatements } from '../../import-file/replace-part-queries';

export const TITLES_OF_PACKAGES = periodStatements({
  table: 'licences.package_title',
  whole: 'package_id',
  part: 'title_id',
  named: 'licences.title',
});

export const PACKAGES_OF_LICENCES = periodStatements({
  table: 'licences.licence_package',
  whole: 'licence_id',
  part: 'package_id',
  named: 'licences.package',
});
