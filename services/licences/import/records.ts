/**
 * The file formats of titles and licences: one JSON object a line (NDJSON), or one JSON array of them.
 * docs/import-formats.md describes them for the people who write such files.
 */
import { z } from 'zod';
import { USAGE_RIGHTS } from '../../../access/right';
import { LEVELS, parseOrganisationKey } from '../../../caller/caller';

const date = z.iso.date();
const number = z.string().regex(/^[A-Za-z0-9._-]{1,60}$/, 'up to 60 letters, digits, dots, underscores and hyphens');
const text = z.string().trim().min(1).max(500);
const rights = z.array(z.enum(USAGE_RIGHTS)).min(1);
/** `AUTHORITY:NW:10182` */
const organisation = z.string().refine((key) => parseOrganisationKey(key) !== null, 'an organisation such as AUTHORITY:NW:10182');

export const TITLE_KINDS = ['VIDEO', 'AUDIO', 'IMAGE', 'DOCUMENT', 'PROGRAM', 'INTERACTIVE', 'WEB_PAGE'] as const;

/** A line of a titles file. Dates are days in Europe/Berlin; the `until` day is the first on which it no longer holds. */
export const titleRecord = z.strictObject({
  number,
  name: text,
  series: text.optional(),
  description: z.string().max(10_000).default(''),
  publisher: text,
  kind: z.enum(TITLE_KINDS),
  subjects: z.array(text).default([]),
  keywords: z.array(text).default([]),
  gradeFrom: z.int().min(0).max(13).optional(),
  gradeUntil: z.int().min(0).max(13).optional(),
  language: z.string().regex(/^[a-z]{2,3}$/).default('de'),
  ageRating: z.union([z.literal(0), z.literal(6), z.literal(12), z.literal(16), z.literal(18)]).optional(),
  year: z.int().min(1880).max(2200).optional(),
  durationSeconds: z.int().positive().optional(),
  /** What the title allows at all; licences narrow it further. */
  rights: rights.default([...USAGE_RIGHTS]),
  playoutFrom: date.optional(),
  playoutUntil: date.optional(),
  withdrawnOn: date.optional(),
});
export type TitleRecord = z.infer<typeof titleRecord>;

const packageContent = z.strictObject({ title: number, from: date.optional(), until: date.optional() });

/** A line of a licences file: a package … */
export const packageRecord = z.strictObject({
  type: z.literal('package'),
  number,
  name: text,
  /** All contents of the package; what is missing is no longer in it, as of the import. */
  titles: z.array(z.union([number, packageContent])),
});
export type PackageRecord = z.infer<typeof packageRecord>;

/** … a licence, which covers packages, titles of its own, or both … */
export const licenceRecord = z.strictObject({
  type: z.literal('licence'),
  number,
  name: text,
  kind: text,
  publisher: text,
  owner: organisation,
  holderLevels: z.array(z.enum(LEVELS)).min(1),
  rights,
  pupilRights: z.array(z.enum(USAGE_RIGHTS)).default([]),
  term: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('FIXED'), from: date, until: date }),
    z.strictObject({ kind: z.literal('DURATION'), days: z.int().positive().max(36_500), from: date.optional(), until: date.optional() }),
    z.strictObject({ kind: z.literal('SCHOOL_YEAR'), startYear: z.int().min(1990).max(2200) }),
    z.strictObject({ kind: z.literal('UNLIMITED'), from: date.optional() }),
  ]),
  seats: z.int().positive().optional(),
  priceCents: z.int().nonnegative().optional(),
  packages: z.array(number).default([]),
  titles: z.array(number).default([]),
});
export type LicenceRecord = z.infer<typeof licenceRecord>;

/** … or an entitlement, the assignment of a licence to a holder. Found again by licence, holder and `from`. */
export const entitlementRecord = z.strictObject({
  type: z.literal('entitlement'),
  licence: number,
  holder: organisation,
  from: date,
  until: date.optional(),
  /** All rights of the licence where it is left out. */
  rights: rights.optional(),
  revokedOn: date.optional(),
  suspended: z.array(z.strictObject({ from: date, until: date.optional() })).default([]),
});
export type EntitlementRecord = z.infer<typeof entitlementRecord>;

/** Every line of a licences file; a line may name only what stands before it or is in the database already. */
export const licenceFileRecord = z.discriminatedUnion('type', [packageRecord, licenceRecord, entitlementRecord]);
export type LicenceFileRecord = z.infer<typeof licenceFileRecord>;
