/** The expected state: the content of the database, read as its owner, for whom no wall applies. */
import type { TestDatabase } from '../database';

export interface OrganisationRow {
  readonly row: string;
  readonly level: string;
  readonly key: string;
  readonly id: string;
  readonly number: string;
  readonly name: string;
  /** The official key of a district or an authority. */
  readonly ags: string | null;
  readonly numberPlates: string[] | null;
  readonly inKeyList: boolean | null;
  readonly seat: string | null;
  /** The short name of a school. */
  readonly shortName: string | null;
  readonly city: string | null;
  readonly form: string | null;
  readonly formCode: string | null;
  readonly operatesFrom: number | null;
  readonly operatesUntil: number | null;
}

interface Lasting {
  /** In epoch milliseconds; null is open. */
  readonly from: number | null;
  readonly until: number | null;
}

export interface MembershipRow extends Lasting {
  readonly school: string;
  readonly organisation: string;
  readonly level: string;
}

export interface EntitlementRow extends Lasting {
  readonly row: string;
  readonly licence: string;
  readonly owner: string;
  readonly holder: string;
  readonly level: string;
  readonly rights: string[];
  readonly createdBy: string;
  readonly revokedAt: number | null;
  readonly revokedBy: string | null;
  readonly revokedReason: string | null;
  readonly movedFrom: string | null;
}

export interface GroupRow {
  readonly row: string;
  readonly owner: string | null;
  readonly keptBy: string;
  readonly closedAt: number | null;
}

export interface LicenceRow extends Lasting {
  readonly row: string;
  readonly number: string;
  readonly name: string;
  readonly kind: string;
  readonly owner: string;
  readonly cents: number | null;
  readonly seats: number | null;
  readonly version: number;
  readonly schoolCount: number | null;
  /** The day of notice and the documents. */
  readonly noticeOn: string | null;
  readonly documents: readonly string[];
}

export interface PackageRow {
  readonly row: string;
  readonly number: string;
  readonly name: string;
  /** The owner's row; null for packages of the catalogue. */
  readonly owner: string | null;
  readonly source: string | null;
  readonly version: number;
  readonly closedFrom: string | null;
  /** Its titles with their periods, as one text. */
  readonly contents: string | null;
}

interface LeaseRow {
  readonly row: string;
  readonly licence: string;
  readonly entitlement: string;
  readonly school: string;
  readonly title: string;
  readonly right: string;
  readonly audience: string;
  readonly from: number;
  readonly until: number;
}

/** The figures that are counted, by the names of the fields of a month that return them. */
export const FIGURES = {
  streams: 'streams',
  downloads: 'downloads',
  views: 'views',
  uniqueRequests: 'unique_requests',
  uniqueInvestigations: 'unique_investigations',
  notLicensed: 'not_licensed',
  limitExceeded: 'limit_exceeded',
} as const;

export interface UseRow extends Readonly<Record<keyof typeof FIGURES, number>> {
  readonly school: string;
  readonly authority: string;
  readonly title: string;
  readonly month: string;
  /** The school and its organisations at the time of use; `0` where it had none. */
  readonly line: Readonly<
    Record<'SCHOOL' | 'AUTHORITY' | 'MEDIA_CENTRE' | 'DISTRICT' | 'REGIONAL_ASSOCIATION' | 'STATE', string>
  >;
  readonly audience: string;
  readonly client: string;
  readonly accessType: string;
}

interface EventRow {
  readonly row: string;
  readonly school: string;
  readonly title: string;
  readonly action: string;
}

export interface TitleRow {
  readonly row: string;
  readonly name: string;
  readonly number: string;
  readonly kind: string;
  readonly publisher: string;
}

export interface AuditRow {
  readonly service: 'schools' | 'licences';
  /** The row of the audit entry. */
  readonly row: string;
  readonly change: string;
  readonly object: string;
  readonly objectId: string;
  readonly owner: string | null;
  readonly ownerKey: string | null;
  readonly holder: string | null;
  readonly holderKey: string | null;
  readonly author: string | null;
  readonly bound: readonly string[];
  readonly reason: string | null;
}

/** A note of an organisation's staff beside a row of a worklist. */
export interface NoteRow {
  readonly row: string;
  readonly organisation: string;
  readonly list: string;
  readonly object: string;
  readonly version: number;
  readonly changedBy: string;
}

/** A subscription to mails about an organisation's deadlines. */
export interface SubscriptionRow {
  readonly row: string;
  readonly organisation: string;
  readonly subject: string;
  readonly address: string;
}

/** A row that belongs to one caller only. */
export interface OwnRow {
  readonly row: string;
  readonly kind: string;
  readonly subject: string;
}

interface JobRow extends OwnRow {
  readonly state: string;
  readonly bound: readonly string[];
  readonly result: string | null;
}

export interface SurveyRow {
  readonly row: string;
  readonly owner: string;
  readonly state: 'DRAFT' | 'OPEN' | 'CLOSED';
  readonly version: number;
  readonly title: string;
  readonly candidates: readonly string[];
}

/** An organisation that a survey asks, and its answer: candidates, counts and remarks. */
export interface SurveyResponseRow {
  readonly row: string;
  readonly survey: string;
  readonly organisation: string;
  readonly key: string;
  readonly version: number;
  readonly answers: readonly (readonly [string, number, string | null])[] | null;
}

export interface Oracle {
  readonly readAt: number;
  readonly organisations: readonly OrganisationRow[];
  readonly memberships: readonly MembershipRow[];
  readonly groups: readonly GroupRow[];
  readonly entitlements: readonly EntitlementRow[];
  /** How often each entitlement was written, also where it has its former values again. */
  readonly versions: readonly { readonly row: string; readonly version: number }[];
  readonly suspensions: readonly (Lasting & { readonly row: string; readonly entitlement: string })[];
  /** Entitlements that were changed since the round before. An answer may show any of their states. */
  readonly unsettled?: ReadonlySet<string>;
  /** Licences that were amended since the round before. An answer may show any of their states. */
  readonly amendedLicences?: ReadonlySet<string>;
  /** The owners before the round of groups that were changed since. */
  readonly ownersBefore?: ReadonlyMap<string, string | null>;
  readonly licences: readonly LicenceRow[];
  /** Packages, without those that hold a licence's own titles. */
  readonly packages: readonly PackageRow[];
  readonly leases: readonly LeaseRow[];
  readonly sums: readonly UseRow[];
  readonly events: readonly EventRow[];
  readonly titles: readonly TitleRow[];
  readonly audited: readonly AuditRow[];
  readonly notes: readonly NoteRow[];
  readonly subscriptions: readonly SubscriptionRow[];
  readonly surveys: readonly SurveyRow[];
  readonly responses: readonly SurveyResponseRow[];
  /** How many answers to idempotency keys are kept for each subject. */
  readonly kept: readonly { readonly subject: string; readonly count: number }[];
  /** Calls of assignEntitlements, each of which belongs to its caller. */
  readonly assignments: readonly OwnRow[];
  /** Calls that change entitlements, each of which belongs to its caller. */
  readonly amendments: readonly OwnRow[];
  readonly jobs: readonly JobRow[];
  /** Calls that change packages, each of which belongs to its caller. */
  readonly packageChanges: readonly OwnRow[];
}

const ms = (of: string) => `floor(extract(epoch from ${of}) * 1000)::float8`;
const during = (range: string) => `${ms(`lower(${range})`)} as "from", ${ms(`upper(${range})`)} as "until"`;

const TABLES: Record<Exclude<keyof Oracle, 'readAt' | 'unsettled' | 'amendedLicences' | 'ownersBefore'>, string> = {
  organisations: `select o.id as row, o.level, o.key, o.external_id as id, o.number, o.name, d.ags,
      d.number_plates as "numberPlates", a.in_key_list as "inKeyList", a.city as seat, s.short_name as "shortName", s.city,
      s.form, s.form_code as "formCode", ${ms('lower(s.operating)')} as "operatesFrom", ${ms('upper(s.operating)')} as "operatesUntil"
    from schools.organisation o left join schools.district d using (id) left join schools.authority a using (id)
    left join schools.school s using (id) order by o.id`,
  memberships: `select school_id as school, organisation_id as organisation, level, ${during('valid')}
    from schools.membership order by school_id, organisation_id, valid`,
  groups: `select id as row, owner_id as owner, kept_by as "keptBy", ${ms('closed_at')} as "closedAt"
    from schools.school_group order by id`,
  entitlements: `select e.id as row, e.licence_id as licence, e.owner_id as owner, e.holder_id as holder, o.level, e.rights,
      e.created_by as "createdBy", ${ms('e.revoked_at')} as "revokedAt", e.revoked_by as "revokedBy",
      e.revoked_reason as "revokedReason", e.moved_from as "movedFrom", ${during('e.valid')}
    from schools.entitlement e join schools.organisation o on o.id = e.holder_id order by e.id`,
  versions: 'select id as row, version from schools.entitlement order by id',
  suspensions: `select id as row, entitlement_id as entitlement, ${during('valid')} from schools.entitlement_suspension order by 2, 3`,
  licences: `select l.licence_id as row, c.number, c.name, c.kind, c.owner_id as owner, p.cents::float8 as cents, l.seats,
      c.version, l.school_count as "schoolCount", a.notice_on::text as "noticeOn", coalesce(a.documents, '{}') as documents,
      ${during('l.term')}
    from licences.licence_terms l join licences.contract c using (licence_id) left join licences.purchase p using (licence_id)
      left join licences.agreement a using (licence_id)
    where l.valid @> now() order by l.licence_id`,
  packages: `select p.id as row, p.number, p.name, p.owner_id as owner, p.source, p.version, p.closed_from::text as "closedFrom",
      (select string_agg(t.title_id || ' ' || t.valid, ', ' order by t.title_id, t.valid) from licences.package_title t
       where t.package_id = p.id) as contents
    from licences.package p where p.number not like 'licence:%' order by p.id`,
  packageChanges: 'select id::text as row, kind, subject from licences.package_change order by created_at, id',
  leases: `select id as row, licence_id as licence, entitlement_id as entitlement, school_id as school, title_id as title,
      usage_right as "right", audience, ${during('held')} from schools.seat_lease order by lower(held), id`,
  sums: `select school_id as school, authority_id as authority, title_id as title, to_char(month, 'YYYY-MM') as month,
      audience, client, access_type as "accessType", json_build_object('SCHOOL', school_id::text, 'AUTHORITY', authority_id::text,
        'MEDIA_CENTRE', media_centre_id::text, 'DISTRICT', district_id::text, 'STATE', state_id::text,
        'REGIONAL_ASSOCIATION', regional_association_id::text) as line,
      ${Object.entries(FIGURES).map(([field, column]) => `${column}::float8 as "${field}"`)} from usage.monthly_sum`,
  events: `select school_id || ' ' || event_id as row, school_id as school, title_id as title, action from usage.event order by 1`,
  titles: `select t.id as row, t.name, number, kind, p.name as publisher from licences.title t
      join licences.publisher p on p.id = t.publisher_id order by t.id`,
  audited: ['schools', 'licences']
    .map(
      (service) => `select '${service}' as service, e.id as row, e.change_id as change, upper(e.object) as object,
        case when e.object = 'organisation' then coalesce(h.key, e.object_id::text) else e.object_id::text end as "objectId",
        w.id as owner, h.id as holder, h.key as "holderKey", w.key as "ownerKey", p.name as author, c.bound, c.reason
      from ${service}.audit_entry e
      join ${service}.audit_change c on c.id = e.change_id left join ${service}.audit_person p on p.id = c.author_id
      left join schools.organisation w on w.id = e.owner_id left join schools.organisation h on h.id = e.holder_id`,
    )
    .join(' union all '),
  jobs: 'select id::text as row, kind, subject, state, bound::text[], coalesce(assignment_id, amendment_id)::text as result from schools.job order by created_at, id',
  surveys: `select s.id as row, s.owner_id as owner, s.state, s.version, s.title, s.text, s.closes_at as "closesAt",
      array(select c.id::text from schools.survey_candidate c where c.survey_id = s.id order by 1) as candidates
    from schools.survey s order by s.id`,
  responses: `select r.survey_id || ' ' || r.organisation_id as row, r.survey_id as survey, r.organisation_id as organisation, o.key, r.version,
      (select json_agg(json_build_array(a.candidate_id::text, a.count, a.remark) order by a.candidate_id) from schools.survey_answer a
       where a.survey_id = r.survey_id and a.organisation_id = r.organisation_id) as answers
    from schools.survey_request r join schools.organisation o on o.id = r.organisation_id order by r.survey_id, r.organisation_id`,
  assignments: 'select id::text as row, kind, subject from schools.assignment order by created_at, id',
  amendments: 'select id::text as row, kind, subject from schools.amendment order by created_at, id',
  subscriptions: `select id as row, organisation_id as organisation, subject, address
    from schools.notice_subscription order by id`,
  notes: `select id as row, organisation_id as organisation, list, object_id as object, version, changed_by as "changedBy"
    from schools.worklist_note order by id`,
  kept: `select subject, count(*)::int as count
    from (select subject from schools.idempotent_answer union all select subject from licences.idempotent_answer) one
    group by subject order by subject`,
};

export async function readOracle({ query }: TestDatabase): Promise<Oracle> {
  const oracle: Record<string, unknown> = { readAt: Date.now() };
  for (const [table, sql] of Object.entries(TABLES)) oracle[table] = await query(sql);
  return oracle as unknown as Oracle;
}

/** Returns whether the half-open period contains the instant. */
export function lasts({ from, until }: Lasting, at: number): boolean {
  return (from ?? -Infinity) <= at && at < (until ?? Infinity);
}

export function overlap(a: Lasting, b: Lasting): boolean {
  return (a.from ?? -Infinity) < (b.until ?? Infinity) && (b.from ?? -Infinity) < (a.until ?? Infinity);
}
