import type { PeriodTable } from '../../import-file/replace-parts';

export const TITLES_OF_PACKAGES: PeriodTable = {
  table: 'licences.package_title',
  whole: 'package_id',
  part: 'title_id',
  named: 'licences.title',
};

export const PACKAGES_OF_LICENCES: PeriodTable = {
  table: 'licences.licence_package',
  whole: 'licence_id',
  part: 'package_id',
  named: 'licences.package',
};
