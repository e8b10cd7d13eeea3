/**
 * One title for each answer that the access rule can give to one school, a Gymnasium in Düsseldorf, about which the
 * README asks. These titles are in no other package, so that each has exactly the answer that is stated here.
 */

import type { DemoTitle } from './catalogue/titles';
import type { DemoCalendar } from './demo-calendar';
import type { EntitlementRecord, LicenceRecord } from './whole-records';

/** The Gymnasium, its authority, its media centre, and a group that it belongs to. */
export const SHOWCASE = {
  school: 'NW:900102',
  authority: 'NW:91001',
  group: 'NW:KKZ4711',
  /** The media centre serves all schools of the group. */
  mediaCentre: 'MEDIA_CENTRE:NW:MZ-05111',
} as const;

export const SHOWCASE_ANSWERS = [
  'ALLOWED',
  'NOT_LICENSED',
  'NOT_YET_VALID',
  'EXPIRED',
  'SUSPENDED',
  'REVOKED',
  'RIGHT_NOT_GRANTED',
  'NOT_FOR_PUPILS',
  'TITLE_WITHDRAWN',
] as const;
type ShowcaseAnswer = (typeof SHOWCASE_ANSWERS)[number];

/**
 * The media numbers and names of the titles. RIGHT_NOT_GRANTED is the answer to DOWNLOAD, and NOT_FOR_PUPILS that for
 * pupils.
 */
export const SHOWCASE_TITLES: Record<ShowcaseAnswer, { readonly number: string; readonly name: string }> = {
  ALLOWED: { number: '9901002', name: 'Fotosynthese – Licht und Chlorophyll' },
  NOT_LICENSED: { number: '9931056', name: 'Oper – Carmen' },
  NOT_YET_VALID: { number: '9921024', name: 'Klimawandel – Gletscherschmelze' },
  EXPIRED: { number: '9921003', name: 'Vulkane – Supervulkane' },
  SUSPENDED: { number: '9931075', name: 'Jazz – Blues' },
  REVOKED: { number: '9923087', name: 'Börse – Aktien' },
  RIGHT_NOT_GRANTED: { number: '9931097', name: 'Filmmusik – Geräuschemacher' },
  NOT_FOR_PUPILS: { number: '9920140', name: 'Holocaust – Zeitzeugen berichten' },
  TITLE_WITHDRAWN: { number: '9920172', name: 'DDR – Stasi' },
};
const NUMBERS = new Set(Object.values(SHOWCASE_TITLES).map(({ number }) => number));

const PUBLISHER = 'Rheinbogen Lehrfilm';
const AUTHORITY = `AUTHORITY:${SHOWCASE.authority}` as const;

export function isShowcase({ number }: DemoTitle): boolean {
  return NUMBERS.has(number);
}

/** Makes a title one of the showcase, without the random withdrawals and rights of other titles. */
export function asShowcaseTitle(title: DemoTitle, calendar: DemoCalendar): DemoTitle {
  if (!isShowcase(title)) return title;
  const { withdrawnOn: _withdrawn, playoutFrom: _from, playoutUntil: _until, openLicence: _open, ...kept } = title;
  const rights: DemoTitle['rights'] = ['STREAM', 'LMS_EMBEDDING', 'HOME_USE'];
  if (title.number !== SHOWCASE_TITLES.RIGHT_NOT_GRANTED.number) rights.push('DOWNLOAD');
  return title.number === SHOWCASE_TITLES.TITLE_WITHDRAWN.number
    ? { ...kept, rights, withdrawnOn: calendar.day(-45) }
    : { ...kept, rights };
}

export function showcaseLicences(calendar: DemoCalendar): LicenceRecord[] {
  return SHOWCASE_ANSWERS.filter((answer) => answer !== 'NOT_LICENSED').map((answer) => {
    const title = SHOWCASE_TITLES[answer];
    return {
      type: 'licence',
      number: `EL-${title.number}`,
      name: `Einzellizenz „${title.name}“`,
      kind: 'Einzellizenz',
      publisher: PUBLISHER,
      owner: answer === 'ALLOWED' ? SHOWCASE.mediaCentre : AUTHORITY,
      holderLevels: ['AUTHORITY', 'SCHOOL_GROUP', 'SCHOOL'],
      rights: ['STREAM', 'DOWNLOAD', 'LMS_EMBEDDING', 'HOME_USE'],
      pupilRights: answer === 'NOT_FOR_PUPILS' ? [] : ['STREAM', 'HOME_USE'],
      term: { kind: 'FIXED', from: calendar.schoolYear(-3), until: calendar.schoolYear(4) },
      priceCents: 4_900,
      packages: [],
      titles: [title.number],
    };
  });
}

export function showcaseEntitlements(calendar: DemoCalendar): EntitlementRecord[] {
  const periods: Record<
    ShowcaseAnswer,
    { from: string; until: string; revokedOn?: string; suspendedFrom?: string } | null
  > = {
    ALLOWED: { from: calendar.schoolYear(-1), until: calendar.schoolYear(3) },
    NOT_LICENSED: null,
    NOT_YET_VALID: { from: calendar.schoolYear(1), until: calendar.schoolYear(2) },
    EXPIRED: { from: calendar.schoolYear(-2), until: calendar.schoolYear(0) },
    SUSPENDED: { from: calendar.schoolYear(-1), until: calendar.schoolYear(2), suspendedFrom: calendar.day(-12) },
    REVOKED: { from: calendar.schoolYear(-1), until: calendar.schoolYear(2), revokedOn: calendar.day(-30) },
    RIGHT_NOT_GRANTED: { from: calendar.schoolYear(-1), until: calendar.schoolYear(2) },
    NOT_FOR_PUPILS: { from: calendar.schoolYear(-1), until: calendar.schoolYear(2) },
    TITLE_WITHDRAWN: { from: calendar.schoolYear(-1), until: calendar.schoolYear(2) },
  };
  return SHOWCASE_ANSWERS.flatMap((answer): EntitlementRecord[] => {
    const period = periods[answer];
    if (!period) return [];
    const { suspendedFrom, ...rest } = period;
    return [
      {
        type: 'entitlement',
        licence: `EL-${SHOWCASE_TITLES[answer].number}`,
        holder: answer === 'ALLOWED' ? `SCHOOL_GROUP:${SHOWCASE.group}` : AUTHORITY,
        ...rest,
        suspended: suspendedFrom ? [{ from: suspendedFrom }] : [],
      },
    ];
  });
}
