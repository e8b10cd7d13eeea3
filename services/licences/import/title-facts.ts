/** Combines the stored facts of a title with those of a record. */
import { rightSet, rightsIn, USAGE_RIGHTS } from '../../../access/right';
import { beginOf } from '../../import-file/days';
import { type TitleDetails, titleDetails } from '../title/title-details';
import type { Subjects } from '../vocabulary/subjects';
import { type CodedFacts, codedFacts, NO_CODES } from './coded-facts';
import type { TitleRecord } from './records';

/** The facts of a title by the names of the file's fields, with instants for days. */
export interface TitleFacts extends CodedFacts, TitleDetails {
  readonly name: string;
  readonly subtitle: string | null;
  readonly series: string | null;
  readonly description: string;
  readonly publisher: string;
  readonly kind: string;
  readonly keywords: readonly string[];
  readonly gradeFrom: number | null;
  readonly gradeUntil: number | null;
  readonly languages: readonly string[];
  readonly ageRating: number | null;
  readonly year: number | null;
  readonly durationSeconds: number | null;
  readonly rights: readonly string[];
  readonly playoutFrom: string | null;
  readonly playoutUntil: string | null;
  readonly withdrawnOn: string | null;
  /**
   * Whether it is withdrawn because its source no longer has it. It then comes back when the source delivers it again.
   */
  readonly withdrawnBySource: boolean;
  readonly origin: { readonly source: string; readonly id: string } | null;
  /** Null for the present instant. */
  readonly addedOn: string | null;
}

/** The values of a new title for fields that its first record leaves out. */
const NO_FACTS = {
  ...NO_CODES,
  ...titleDetails({}),
  subtitle: null,
  series: null,
  description: '',
  keywords: [],
  gradeFrom: null,
  gradeUntil: null,
  languages: ['de'],
  ageRating: null,
  year: null,
  durationSeconds: null,
  rights: USAGE_RIGHTS,
  playoutFrom: null,
  playoutUntil: null,
  withdrawnOn: null,
  withdrawnBySource: false,
  origin: null,
  addedOn: null,
} satisfies Partial<TitleFacts>;

const REQUIRED = ['name', 'publisher', 'kind'] as const;

/**
 * Fields that the record leaves out stay as they are. For a new title, required fields that are missing stay undefined.
 */
export function titleFacts(record: TitleRecord, stored: TitleFacts | undefined, subjects: Subjects): TitleFacts {
  const onRecord = stored ?? (NO_FACTS as unknown as TitleFacts);
  const { number: _number, sourceKind: _sourceKind, ...stated } = record;
  const { languages, playoutFrom, playoutUntil, addedOn, description } = record;
  const coded = codedFacts(record, onRecord, subjects);
  return {
    ...onRecord,
    ...stated,
    ...coded,
    ...titleDetails({ ...onRecord, ...stated }),
    ...(description === null && { description: '' }),
    ...(languages && { languages: [...new Set(languages)] }),
    rights: rightsOf(record, onRecord, coded),
    ...(playoutFrom !== undefined && { playoutFrom: beginOf(playoutFrom) }),
    ...(playoutUntil !== undefined && { playoutUntil: beginOf(playoutUntil) }),
    ...withdrawalOf(record, onRecord),
    ...(addedOn !== undefined && { addedOn: beginOf(addedOn) }),
  } as TitleFacts;
}

/** An open licence without derivatives does not include the right to edit. Who has that right must state it. */
function rightsOf({ rights }: TitleRecord, onRecord: TitleFacts, { openLicence }: CodedFacts): readonly string[] {
  if (rights) return rightsIn(rightSet(rights));
  const isNarrowed = openLicence !== onRecord.openLicence && openLicence?.includes('-ND-');
  return isNarrowed ? onRecord.rights.filter((right) => right !== 'EDITING') : onRecord.rights;
}

/** A title that staff have withdrawn stays withdrawn, whoever delivers it. */
function withdrawalOf({ withdrawnOn, origin }: TitleRecord, { withdrawnBySource }: TitleFacts): Partial<TitleFacts> {
  if (withdrawnOn !== undefined) return { withdrawnOn: beginOf(withdrawnOn), withdrawnBySource: false };
  return origin && withdrawnBySource ? { withdrawnOn: null, withdrawnBySource: false } : {};
}

/** Returns the reasons against a title with these facts. */
export function reasonsAgainst(facts: TitleFacts, number: string): string[] {
  const { gradeFrom, gradeUntil, playoutFrom, playoutUntil } = facts;
  return [
    ...REQUIRED.filter((field) => facts[field] === undefined).map(
      (field) => `${field}: is missing; the title ${number} is new and needs it`,
    ),
    ...(gradeFrom !== null && gradeUntil !== null && gradeUntil < gradeFrom
      ? [`gradeUntil: must not be less than gradeFrom, and they would be ${gradeUntil} and ${gradeFrom}`]
      : []),
    ...(playoutFrom !== null && playoutUntil !== null && playoutUntil <= playoutFrom
      ? ['playoutUntil: must be a day after playoutFrom']
      : []),
  ];
}
