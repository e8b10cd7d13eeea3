/** Combines the stored facts of a licence with those of a record, in the form in which the database stores them. */
import { rightSet, rightsIn } from '../../../access/right';
import { LEVELS } from '../../../caller/caller';
import { beginOf } from '../../import-file/days';
import type { LicenceFacts } from '../licence/stored-licence-queries';
import { purchaseFacts } from './purchase-facts';
import type { LicenceRecord } from './records';

/** The values of a new licence for fields that its first record leaves out. */
const NO_FACTS = {
  pupilRights: [],
  seats: null,
  schoolCount: null,
  purchases: [],
  noticeOn: null,
  documents: [],
} satisfies Partial<LicenceFacts>;

const REQUIRED = ['name', 'kind', 'publisher', 'holderLevels', 'rights', 'termKind'] as const;

/**
 * Fields that the record leaves out stay as they are. For a new licence, required fields that are missing stay
 * undefined.
 *
 * @param ownerId the stored owner, or the one that the record names
 */
export function licenceFacts(
  record: LicenceRecord,
  onRecord: LicenceFacts | undefined,
  ownerId: string | undefined,
): LicenceFacts {
  const { number, holderLevels, rights, pupilRights, term } = record;
  const { name, kind, publisher, seats, schoolCount, noticeOn, documents } = record;
  const stated = {
    name,
    kind,
    publisher,
    holderLevels: holderLevels && LEVELS.filter((level) => holderLevels.includes(level)),
    rights: rights && rightsIn(rightSet(rights)),
    pupilRights: pupilRights && rightsIn(rightSet(pupilRights)),
    seats,
    schoolCount,
    noticeOn,
    documents,
  };
  const facts = {
    ...NO_FACTS,
    ...onRecord,
    ...Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)),
    ...(term && termFacts(term, onRecord)),
    number,
    ownerId,
  } as LicenceFacts;
  return { ...facts, purchases: purchaseFacts(record, onRecord?.purchases ?? [], facts) };
}

type Term = NonNullable<LicenceRecord['term']>;

/** Fields that the record leaves out also stay for a term of the same kind. */
function termFacts(term: Term, onRecord: LicenceFacts | undefined) {
  const same = onRecord?.termKind === term.kind ? onRecord : undefined;
  const { from, until } = daysOf(term);
  return {
    termKind: term.kind,
    termFrom: from === undefined ? (same?.termFrom ?? null) : beginOf(from),
    termUntil: until === undefined ? (same?.termUntil ?? null) : beginOf(until),
    durationDays: term.kind === 'DURATION' ? term.days : null,
  };
}

function daysOf(term: Term): { from?: string | null | undefined; until?: string | null | undefined } {
  switch (term.kind) {
    case 'SCHOOL_YEAR':
      return { from: `${term.startYear}-08-01`, until: `${term.startYear + 1}-08-01` };
    case 'UNLIMITED':
      return { from: term.from, until: null };
    default:
      return { from: term.from, until: term.until };
  }
}

/** Returns the reasons against a licence with these facts. */
export function reasonsAgainstFacts(facts: LicenceFacts): string[] {
  const { number, termFrom, termUntil, rights, pupilRights } = facts;
  return [
    ...REQUIRED.filter((field) => facts[field] === undefined).map(
      (field) => `${field === 'termKind' ? 'term' : field}: is missing; the licence ${number} is new and needs it`,
    ),
    ...(termFrom && termUntil && termUntil <= termFrom ? ['term.until: must be a day after “from”'] : []),
    ...(rights && pupilRights.some((right) => !rights.includes(right))
      ? [`pupilRights: must be among the rights of the licence, and would be ${pupilRights.join(', ')}`]
      : []),
  ];
}
