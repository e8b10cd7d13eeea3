/** The rows of a file that says who should have which licence: our own table, and BILO licence packages. */
import { z } from 'zod';
import { midnightAfter } from '../../../access/calendar';
import { USAGE_RIGHTS } from '../../../access/right';
import { readOrganisationOrSchool } from '../../../request/values/organisation-id';
import { beginOf } from '../../import-file/days';
import { day, integer, line, lineOrNull } from '../../import-file/fields';

/** The common form of a row. Instants are in ISO 8601; null is not stated. */
export interface SyncRecord {
  readonly licence: string;
  /** The key of an organisation: `SCHOOL:NW:100000`. */
  readonly holder: string;
  readonly from: string | null;
  readonly until: string | null;
  /** Days from its beginning, where it has no end. */
  readonly days: number | null;
  readonly rights: readonly string[] | null;
  readonly note: string | null;
  /** Whether only teachers may use it. */
  readonly teachersOnly: boolean;
}

export const SYNC_COLUMNS = ['licence', 'holder', 'from', 'until', 'rights', 'note'] as const;

const MAX_NOTE = 500;

/** The number of an existing licence: its form is checked where it is created. */
const licence = line(100);

/** The key of an organisation, or only the number of a school. */
const holder = z.string().transform((text, context): string => {
  const key = readOrganisationOrSchool(text);
  if (key) return key;
  context.addIssue({
    code: 'custom',
    message: 'must be an organisation such as AUTHORITY:NW:10182, or the number of a school',
  });
  return z.NEVER;
});

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/** `2026-08-01`, or `01.08.2026` as spreadsheets write it; an empty cell is none. */
const dayOrNothing = z.preprocess((value) => {
  if (isEmpty(value)) return null;
  const [, date, month, year] = (typeof value === 'string' && /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(value)) || [];
  return year ? `${year}-${month}-${date}` : value;
}, day.nullable());

const rights = z.preprocess(
  (value) => (isEmpty(value) ? null : typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : value),
  z.array(z.enum(USAGE_RIGHTS)).min(1).max(USAGE_RIGHTS.length).nullable(),
);

const note = z
  .preprocess((value) => value ?? null, z.union([z.null(), lineOrNull(MAX_NOTE)]))
  .refine((text) => text === null || !/^[=+\-@]/.test(text), 'must not begin as a formula does');

const NOT_BEFORE = { error: 'must be a day after “from”', path: ['until'] };

/** A row of our own table. The `until` day is the first on which it no longer holds. */
export const tableRow = z
  .strictObject({ licence, holder, from: dayOrNothing, until: dayOrNothing, rights, note })
  .refine(({ from, until }) => !from || !until || from < until, NOT_BEFORE)
  .transform(
    (row): SyncRecord => ({
      ...row,
      from: beginOf(row.from),
      until: beginOf(row.until),
      days: null,
      teachersOnly: false,
    }),
  );

/** `01-02-2026`, or nothing. */
const germanDay = z.preprocess((value) => {
  if (isEmpty(value)) return null;
  const [, date, month, year] = (typeof value === 'string' && /^(\d\d)-(\d\d)-(\d{4})$/.exec(value)) || [];
  return year ? `${year}-${month}-${date}` : value;
}, day.nullable());

const DAYS = /^(\d{1,5}) Tage$/;
const SCHOOL_YEAR = 'Schuljahreslizenz';

/**
 * A licence package of BILO: the number of the licence is its `lizenzcode`, and the school gets it.
 * `gueltigkeitsende` is the last day. A package that counts users is no entitlement of a school, and is refused: a
 * whole school either has a licence or not.
 */
export const biloPackage = z
  .object({
    lizenzcode: licence,
    product_id: z.string().max(500),
    lizenzanzahl: integer(0),
    lizenztyp: z.literal('Schullizenz', {
      error: 'must be Schullizenz: other kinds are for single users, and no entitlement of a school',
    }),
    sonderlizenz: z.enum(['', 'Lehrkraft']).optional(),
    school_ID: holder,
    gueltigkeitsbeginn: germanDay,
    gueltigkeitsende: germanDay,
    gueltigkeitsdauer: z.string().max(500).optional(),
  })
  .refine(({ gueltigkeitsbeginn: from, gueltigkeitsende: until }) => !from || !until || from <= until, {
    error: 'must not be a day before “gueltigkeitsbeginn”',
    path: ['gueltigkeitsende'],
  })
  .transform(
    (one): SyncRecord => ({
      licence: one.lizenzcode,
      holder: one.school_ID,
      from: beginOf(one.gueltigkeitsbeginn),
      until: endOf(one.gueltigkeitsende, one.gueltigkeitsdauer),
      days: Number(DAYS.exec(one.gueltigkeitsdauer ?? '')?.[1]) || null,
      rights: null,
      note: null,
      teachersOnly: one.sonderlizenz === 'Lehrkraft',
    }),
  );

/** Returns the beginning of the day after the last one; for a school year, the next 1 August. */
function endOf(last: string | null, duration = ''): string | null {
  if (last) return new Date(midnightAfter(Date.parse(beginOf(last)), 1)).toISOString();
  if (duration !== SCHOOL_YEAR) return null;
  const [year = '', month = ''] = new Date().toISOString().split('-');
  return beginOf(`${Number(month) < 8 ? year : Number(year) + 1}-08-01`);
}
