/**
 * The records of the demo have the form of an import file, with a value for everything that a first import may leave
 * out, and without nulls.
 */
import type * as file from '../services/licences/import/records';
import type * as schools from '../services/schools/entitlement/import-record';

type Stated<T> = T extends readonly (infer Element)[]
  ? Stated<Element>[]
  : T extends object
    ? { [K in keyof T]: Stated<Exclude<T[K], null>> }
    : T;
type Whole<R, K extends keyof R> = Stated<Omit<R, K> & Required<Pick<R, K>>>;

export type TitleRecord = Whole<
  file.TitleRecord,
  'name' | 'publisher' | 'kind' | 'description' | 'subjects' | 'keywords' | 'languages' | 'rights'
>;
export type PackageRecord = Whole<file.PackageRecord, 'name' | 'titles'>;
export type LicenceRecord = Whole<
  file.LicenceRecord,
  'name' | 'kind' | 'publisher' | 'owner' | 'holderLevels' | 'rights' | 'pupilRights' | 'term' | 'packages' | 'titles'
>;
export type EntitlementRecord = Whole<schools.EntitlementRecord, 'suspended'>;
