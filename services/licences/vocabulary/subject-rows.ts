/** What a source says of a subject: a code of the EAF classification, or a concept that stands for one. */
export interface SubjectRow {
  readonly source: string;
  /** The code, or the address of the concept. */
  readonly sourceId: string;
  /** The EAF code that it is, or that it stands for; null: none that is known. */
  readonly code: string | null;
  readonly name: string;
  readonly otherNames: readonly string[];
  /** The address of the KIM subject. */
  readonly kim: string | null;
}
