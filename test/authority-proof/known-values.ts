/** The values of rows with which answers are compared. */
import type {
  AuditRow,
  EntitlementRow,
  LicenceRow,
  MembershipRow,
  NoteRow,
  OrganisationRow,
  PackageRow,
  SubscriptionRow,
  TitleRow,
} from './oracle';
import { licenceOf } from './rights';
import type { Place, Row } from './rows-at';
import { knownOfSurvey } from './surveys';

/**
 * Returns what is known of a row, by the names of fields. Fields without a value here hold nothing of an organisation.
 */
export function knownOf(type: string, row: Row, { rights, oracle }: Place): Record<string, unknown> {
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const ofSurvey = knownOfSurvey(type, row, oracle);
  if (ofSurvey) return ofSurvey;
  /** A caller who can read no price sees no cost. */
  const cost = oracle.licences.some(({ owner }) => rights.within.has(owner)) ? {} : { cost: null };
  if (type === 'Me') {
    const { kind, subject } = rights.asker;
    return { kind: kind.toUpperCase(), subject, schoolCount: rights.reach.size };
  }
  if (type === 'Title') {
    const { row: id, name, number } = row as TitleRow;
    return { id, name, number };
  }
  if (type === 'SchoolMembership') {
    const { from, until } = row as MembershipRow & Row;
    return { validFrom: instant(from), validUntil: instant(until) };
  }
  if (type === 'SchoolGroup') {
    /** Its name may have changed by the time it is compared. The mark in the name identifies its owner. */
    const { id, number } = row as OrganisationRow;
    return { id, number };
  }
  if (['School', 'SchoolAuthority', 'District', 'MediaCentre', 'Organisation'].includes(type)) {
    const { ags, seat, readAt, ...one } = { ...(row as OrganisationRow), readAt: oracle.readAt };
    const { id, number, name, level, shortName, form, formCode, numberPlates, inKeyList } = one;
    const names = { id, number: type === 'District' ? ags : number, name, numberPlates, inKeyList };
    if (type === 'Organisation') return { id, number, name, level };
    if (type !== 'School') return { ...names, ...cost, city: seat };
    const operating = (one.operatesFrom ?? -Infinity) <= readAt && readAt < (one.operatesUntil ?? Infinity);
    return { ...names, ...cost, shortName, form, formCode, city: one.city, inOperation: operating };
  }
  if (type === 'Licence') {
    const { row: id, number, name, kind, seats, from, until, version, schoolCount, ...of } = row as LicenceRow;
    /** The terms of the contract are for the owner of the licence and those above the owner. */
    const hidden = rights.within.has(of.owner) ? {} : { noticeOn: null, documents: [] };
    const { noticeOn, documents } = { ...of, ...hidden };
    const term = { validFrom: instant(from), validUntil: instant(until) };
    if (oracle.amendedLicences?.has(id)) return { id, number, name, kind, seats, ...term, ...hidden };
    return { id, number, name, kind, seats, version, schoolCount, noticeOn, documents, ...term };
  }
  if (type === 'Package') {
    const { row: id, number, name, source } = row as PackageRow;
    return { id, number, name, source };
  }
  if (type === 'LicenceVersion') {
    const { number, name, kind } = row as LicenceRow;
    return { number, name, kind };
  }
  if (type === 'AuditEntry') {
    const { row: id, change, object, objectId, owner, ownerKey, holderKey, author, bound, reason } = row as AuditRow;
    const all = rights.asker.kind === 'operator';
    const knowsAuthor = all || (bound.length > 0 && bound.every((one) => rights.within.has(one)));
    return {
      id,
      change,
      object,
      objectId,
      owner: ownerKey,
      holder: holderKey,
      author: knowsAuthor ? author : null,
      reason: all || rights.within.has(owner ?? '') ? reason : null,
    };
  }
  if (type === 'CostRow') {
    const { row: own, name, key, licence, id = own } = row as OrganisationRow & LicenceRow & EntitlementRow;
    return { id: key ? id : own, name: licence ? licenceOf(oracle, licence)?.name : name };
  }
  /** A caller who can read no price sees no cost. */
  if (type === 'CostFigures')
    return oracle.licences.some(({ owner }) => rights.within.has(owner)) ? {} : { cents: null, centsElsewhere: 0 };
  if (type === 'UnusedLicence') {
    const { row: id, number, name, owner } = row as LicenceRow;
    return { id, number, name, ...(rights.within.has(owner) ? {} : { cents: null }) };
  }
  if (type === 'LicenceOffer') {
    const { row: licenceId, number, name, cents } = row as LicenceRow;
    return { licenceId, number, name, cents };
  }
  if (type === 'DemandRow') {
    const { id, name, level } = row as OrganisationRow;
    return level === 'SCHOOL' ? { schoolId: id, schoolName: name } : {};
  }
  if (type === 'Price' || type === 'Purchase') return { cents: (row as LicenceRow).cents };
  if (type === 'Entitlement') {
    const { row: id, level, rights: granted, from, until, licence, owner, ...who } = row as EntitlementRow;
    /** The author and the reason are for those who own the licence or stand above its owner. */
    const isOwn = rights.within.has(owner);
    const term = oracle.licences.find((one) => one.row === licence);
    const begins = Math.max(from ?? -Infinity, term?.from ?? -Infinity);
    const ends = Math.min(until ?? Infinity, term?.until ?? Infinity);
    const isSuspended = oracle.suspensions.some(({ entitlement }) => entitlement === id);
    const isUnsettled = oracle.unsettled?.has(id) ?? false;
    return {
      id,
      ...cost,
      level,
      rights: granted,
      createdBy: isOwn ? who.createdBy : null,
      ...(!isOwn && { reason: null, note: null }),
      ...(isOwn && !isSuspended && !isUnsettled && { reason: who.revokedReason }),
      validFrom: instant(begins),
      ...(!isUnsettled && {
        endsWithLicence: until === null,
        validUntil: instant(Number.isFinite(ends) ? ends : null),
      }),
    };
  }
  if (type === 'Deadline' || type === 'CoveredTwice') return { id: row.row };
  if (type === 'PreparedNotice' || type === 'PreparedSeats') return { licenceId: row.row };
  if (type === 'PreparedRevocation') return 'of' in row ? { entitlementIds: row.of } : { entitlementIds: [row.row] };
  if (type === 'PreparedVersion') return { id: row.row };
  if (type === 'PreparedAssignment') {
    const { row: id, licence = id } = row as LicenceRow & EntitlementRow;
    return { licenceIds: [licence] };
  }
  if (type === 'FullSeats') {
    const { row: id, number, name, seats } = row as LicenceRow;
    return { id, number, name, seats };
  }
  if (type === 'NoticeSubscription' && 'address' in row) {
    const { row: id, subject, address } = row as SubscriptionRow;
    return { id, subject, address };
  }
  if (type === 'WorklistNote') {
    const { row: id, list, object } = row as NoteRow;
    return { id, list, objectId: object };
  }
  if (type === 'SeatLease') return { id: row.row };
  return {};
}
