/** Reads codes of a record by the vocabularies. Unknown codes are stored with the name of their field. */
import { UNKNOWN_CODES } from '../title/title-sizes';
import { competenceOf, withAreas } from '../vocabulary/competences';
import { readOpenLicence } from '../vocabulary/open-licences';
import { readSchoolType, SCHOOL_TYPES, type SchoolType } from '../vocabulary/school-types';
import type { Subjects } from '../vocabulary/subjects';
import type { TitleRecord } from './records';

export interface CodedFacts {
  readonly subjects: readonly string[];
  readonly subjectCodes: readonly string[];
  readonly competences: readonly string[];
  readonly schoolTypes: readonly SchoolType[];
  readonly openLicence: string | null;
  /** The unknown codes, such as `subject 99999`. */
  readonly unknownCodes: readonly string[];
}

export const NO_CODES: CodedFacts = {
  subjects: [],
  subjectCodes: [],
  competences: [],
  schoolTypes: [],
  openLicence: null,
  unknownCodes: [],
};

interface Read {
  /** The name of the field, as it is stored with unknown codes. */
  readonly what: string;
  readonly facts: Partial<CodedFacts>;
  readonly unknown: readonly string[];
}

/**
 * Fields that the record leaves out stay as they are, with their unknown codes. At most 50 unknown codes are stored.
 */
export function codedFacts(record: TitleRecord, onRecord: CodedFacts, known: Subjects): CodedFacts {
  const read = [
    ...(record.subjects ? [subjectsOf(record.subjects, known)] : []),
    ...(record.competences ? [competencesOf(record.competences)] : []),
    ...(record.schoolTypes ? [schoolTypesOf(record.schoolTypes)] : []),
    ...(record.openLicence !== undefined ? [openLicenceOf(record.openLicence)] : []),
    ...(record.sourceKind !== undefined ? [kindOf(record.sourceKind)] : []),
  ];
  const { subjects, subjectCodes, competences, schoolTypes, openLicence } = onRecord;
  const kept = onRecord.unknownCodes.filter((code) => !read.some(({ what }) => code.startsWith(`${what} `)));
  const unknown = read.flatMap(({ what, unknown }) =>
    unknown.map((code) => `${what} ${code}`.slice(0, UNKNOWN_CODES.maxLength)),
  );
  return {
    ...{ subjects, subjectCodes, competences, schoolTypes, openLicence },
    ...(Object.assign({}, ...read.map(({ facts }) => facts)) as Partial<CodedFacts>),
    unknownCodes: [...new Set([...kept, ...unknown])].sort().slice(0, UNKNOWN_CODES.maxItems),
  };
}

function subjectsOf(written: readonly string[], known: Subjects): Read {
  const { names, codes, unknown } = known.read(written);
  return { what: 'subject', facts: { subjects: names, subjectCodes: codes }, unknown };
}

function competencesOf(written: readonly string[]): Read {
  const known = written.filter((code) => competenceOf(code));
  const unknown = written.filter((code) => !competenceOf(code));
  return { what: 'competence', facts: { competences: withAreas(known) }, unknown };
}

function schoolTypesOf(written: readonly string[]): Read {
  const read = written.map((text) => ({ text, type: readSchoolType(text) }));
  const types = SCHOOL_TYPES.filter((type) => read.some((one) => one.type === type));
  const unknown = read.filter(({ type }) => !type).map(({ text }) => text);
  return { what: 'school type', facts: { schoolTypes: types }, unknown };
}

function kindOf(written: string | null): Read {
  return { what: 'kind', facts: {}, unknown: written === null ? [] : [written] };
}

/** A title with an unknown licence needs an entitlement. */
function openLicenceOf(written: string | null): Read {
  const licence = written === null ? undefined : readOpenLicence(written);
  const unknown = written !== null && !licence ? [written] : [];
  return { what: 'open licence', facts: { openLicence: licence?.id ?? null }, unknown };
}
