/** A licence of a file, as the database keeps it. */
import { rightSet, rightsIn } from '../../../access/right';
import { LEVELS } from '../../../caller/caller';
import { beginOf } from '../../import-file/days';
import type { LicenceRow } from './licence-queries';
import type { LicenceRecord } from './records';

/** @param id null where it has none yet */
export function licenceRow<Id extends string | null>(record: LicenceRecord, id: Id, ownerId: string): LicenceRow<Id> {
  const { from, until } = termOf(record.term);
  return {
    id,
    termFrom: beginOf(from),
    termUntil: beginOf(until),
    termKind: record.term.kind,
    durationDays: record.term.kind === 'DURATION' ? record.term.days : null,
    holderLevels: LEVELS.filter((level) => record.holderLevels.includes(level)),
    rights: rightsIn(rightSet(record.rights)),
    pupilRights: rightsIn(rightSet(record.pupilRights)),
    seats: record.seats ?? null,
    number: record.number,
    name: record.name,
    kind: record.kind,
    publisher: record.publisher,
    ownerId,
    priceCents: record.priceCents ?? null,
  };
}

function termOf(term: LicenceRecord['term']): { from?: string | undefined; until?: string | undefined } {
  switch (term.kind) {
    case 'SCHOOL_YEAR':
      return { from: `${term.startYear}-08-01`, until: `${term.startYear + 1}-08-01` };
    case 'UNLIMITED':
      return { from: term.from };
    default:
      return { from: term.from, until: term.until };
  }
}
