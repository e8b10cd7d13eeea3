/** A school list as it is reconciled with the database, whatever file or generator it came from. */

import { z } from 'zod';
import type { FileRecord } from '../../import-file/file-record';
import type { RecordKind } from '../../import-file/staging';
import { stagedAs } from '../../import-file/staging-queries';

const SCHOOLS = stagedAs<ListedSchool>('schools');

const SCHOOL_FORMS = stagedAs<ListedForm>('school_forms');

const AUTHORITIES = stagedAs<ListedAuthority>('authorities');

export interface ListedMunicipality {
  /** Eight digits; the first five are the district's. */
  readonly ags: string;
  readonly name: string;
}

export interface ListedAuthority {
  readonly number: string;
  /**
   * Null where the key list has none: its number is then its name, like for an authority that is missing in the key
   * list.
   */
  readonly name: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
}

export interface ListedForm {
  readonly code: string;
  readonly name: string;
}

export interface ListedSchool {
  readonly number: string;
  readonly name: string;
  readonly shortName: string;
  readonly formCode: string;
  readonly legalFormCode: string;
  readonly authorityNumber: string;
  readonly municipalityAgs: string;
  readonly postcode: string;
  readonly city: string;
  readonly street: string;
  readonly email: string | null;
  readonly homepage: string | null;
  readonly operationCode: string;
  /** When it is in operation, `YYYY-MM-DD`, half-open; null: open end. */
  readonly operatingFrom: string | null;
  readonly operatingUntil: string | null;
  /** What is unusual about its row but harmless. */
  readonly undated?: boolean;
  readonly nullWords?: number;
}

/** Where one part of a list comes from, and how it is checked. */
export interface Part<Value> {
  /** Null where it does not come from a file. */
  readonly file: string | null;
  readonly records: AsyncIterable<FileRecord>;
  readonly kind: RecordKind<Value>;
}

export interface SchoolList {
  /** Two letters: `NW`. */
  readonly state: string;
  /**
   * Which list this is, `official` or `demo`: a school that leaves one list is closed, and the schools of the other
   * stay.
   */
  readonly source: string;
  readonly schools: Part<ListedSchool>;
  /** The names of authorities and school forms. Without them the known names stay. */
  readonly authorities?: Part<ListedAuthority>;
  readonly schoolForms?: Part<ListedForm>;
}

/** As many as there are numbers of six digits. A file with more is no school list. */
const MAX_SCHOOLS = 1_000_000;

const BY_NUMBER = { ...SCHOOLS, identity: ({ number }: ListedSchool) => `the school number ${number}` };

export function schoolsBy(schema: z.ZodType<ListedSchool>): RecordKind<ListedSchool> {
  return { ...BY_NUMBER, schema, most: MAX_SCHOOLS };
}

export function authoritiesBy(schema: z.ZodType<ListedAuthority>): RecordKind<ListedAuthority> {
  return { ...AUTHORITIES, schema, identity: ({ number }) => `the authority number ${number}` };
}

export function formsBy(schema: z.ZodType<ListedForm>): RecordKind<ListedForm> {
  return { ...SCHOOL_FORMS, schema, identity: ({ code }) => `the school form ${code}` };
}

/** Makes a part that does not come from a file. */
export function madePart<Value>(values: readonly Value[], kindBy: (schema: z.ZodType<Value>) => RecordKind<Value>) {
  async function* records(): AsyncGenerator<FileRecord> {
    for (const [index, record] of values.entries()) yield { line: index + 1, record };
  }
  return { file: null, records: records(), kind: kindBy(z.custom<Value>()) } satisfies Part<Value>;
}
