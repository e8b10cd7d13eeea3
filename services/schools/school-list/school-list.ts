/** A school list as it is reconciled with the database, whatever file or generator it came from. */

export interface ListedMunicipality {
  /** Eight digits; the first five are the district's. */
  readonly ags: string;
  readonly name: string;
}

export interface ListedAuthority {
  readonly number: string;
  /** Null where the key list lacks it: it is then kept by its number and marked. */
  readonly name: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
}

export interface ListedSchool {
  readonly number: string;
  readonly name: string;
  readonly shortName: string;
  readonly formCode: string;
  /** The name of the form; null where the key list lacks it. */
  readonly form: string | null;
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
  /** The line of the file, for messages. */
  readonly line: number;
}

export interface SchoolList {
  /** Two letters: `NW`. */
  readonly state: string;
  /** Which list this is, `official` or `demo`: a school that leaves one is closed, those of the other stay. */
  readonly source: string;
  readonly schools: readonly ListedSchool[];
  readonly authorities: readonly ListedAuthority[];
  readonly municipalities: readonly ListedMunicipality[];
}
