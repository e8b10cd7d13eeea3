/**
 * The file formats of titles and licences: one JSON object in each line (NDJSON), or one JSON array of objects.
 * docs/import-formats.md describes them for the authors of such files.
 */
import { z } from 'zod';
import { USAGE_RIGHTS } from '../../../access/right';
import { LEVELS } from '../../../caller/caller';
import { wordsOf } from '../../../words/words';
import { day, integer, line, MAX_CENTS, MAX_CHOICES, organisation, text, YEARS } from '../../import-file/fields';
import { MAX_PURCHASE_NUMBER, MAX_PURCHASES } from '../licence/purchase';
import { MATERIAL_KINDS } from '../title/title-details';
import {
  CODES,
  GRADES,
  KEYWORDS,
  LANGUAGES,
  MATERIALS,
  MAX_LABEL,
  MAX_URL,
  NAME,
  PARTS,
  SUBJECTS,
} from '../title/title-sizes';

const number = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,60}$/, 'must be up to 60 letters, digits, dots, underscores and hyphens');
const rights = z.array(z.enum(USAGE_RIGHTS)).min(1).max(MAX_CHOICES);

/**
 * The largest number of titles of a package or licence, and of packages of a licence, which is more than the largest
 * catalogues have. A record can hold two million wrong ones, and reporting those took 2.5 GB.
 */
const MAX_PARTS = 100_000;

/** The largest number of documents of a licence. */
export const MAX_DOCUMENTS = 20;

const TITLE_KINDS = ['VIDEO', 'AUDIO', 'IMAGE', 'DOCUMENT', 'PROGRAM', 'INTERACTIVE', 'WEB_PAGE', 'OTHER'] as const;

const beforeUntil = (period: { from?: string | null | undefined; until?: string | null | undefined }) =>
  !period.from || !period.until || period.from < period.until;
const NOT_BEFORE = { error: 'must be a day after “from”', path: ['until'] };
const once = (numbers: readonly string[]) => new Set(numbers).size === numbers.length;

/** An address to which a browser may be sent. It needs https and may not contain a password. */
const address = z
  .url({ protocol: /^https$/, error: 'must be an address that begins with https://' })
  .max(MAX_URL, `must not be longer than ${MAX_URL} characters`)
  .refine((url) => !/^https:\/\/[^/?#]*@/i.test(url), 'must not hold a user name or a password');

/** Codes and names of subjects, competences and types of school. Unknown ones are stored, and reported. */
const codes = z.array(line(CODES.maxLength)).max(MAX_CHOICES);

const part = z.strictObject({
  name: line(MAX_LABEL),
  number: line(60).nullable().optional(),
  description: line(MAX_LABEL).nullable().optional(),
  durationSeconds: integer(1).nullable().optional(),
});

const material = z.strictObject({ kind: z.enum(MATERIAL_KINDS), label: line(MAX_LABEL), url: address });

/**
 * A line of a titles file. Fields that it leaves out stay as they are, and null removes the stored value. Dates are
 * days in Europe/Berlin; the `until` day is the first on which it no longer holds.
 */
export const titleRecord = z.strictObject({
  number,
  name: line(NAME.maxLength)
    .refine((name) => wordsOf(name).length <= NAME.maxWords, `must have at most ${NAME.maxWords} words`)
    .optional(),
  subtitle: line().nullable().optional(),
  series: line().nullable().optional(),
  description: text.nullable().optional(),
  publisher: line().optional(),
  kind: z.enum(TITLE_KINDS).optional(),
  /** The source's own word for a kind that is unknown here. */
  sourceKind: line(CODES.maxLength).nullable().optional(),
  subjects: z.array(line(SUBJECTS.maxLength)).max(SUBJECTS.maxItems).optional(),
  keywords: z.array(line(KEYWORDS.maxLength)).max(KEYWORDS.maxItems).optional(),
  gradeFrom: integer(GRADES.first, GRADES.last).nullable().optional(),
  gradeUntil: integer(GRADES.first, GRADES.last).nullable().optional(),
  schoolTypes: codes.optional(),
  competences: codes.optional(),
  /** The main language comes first. */
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/, 'must be a language such as de (ISO 639)'))
    .min(1)
    .max(LANGUAGES.maxItems)
    .optional(),
  ageRating: z
    .union([z.literal(0), z.literal(6), z.literal(12), z.literal(16), z.literal(18)])
    .nullable()
    .optional(),
  year: integer(1880, YEARS.last).nullable().optional(),
  durationSeconds: integer(1).nullable().optional(),
  /** The rights that the title allows at most. Licences restrict them further. */
  rights: rights.optional(),
  /** The id or address of an open licence. With a known one the title needs no entitlement. */
  openLicence: line(CODES.maxLength).nullable().optional(),
  playoutFrom: day.nullable().optional(),
  playoutUntil: day.nullable().optional(),
  withdrawnOn: day.nullable().optional(),
  parts: z.array(part).max(PARTS.maxItems).optional(),
  materials: z.array(material).max(MATERIALS.maxItems).optional(),
  thumbnailUrl: address.nullable().optional(),
  playUrl: address.nullable().optional(),
  downloadUrl: address.nullable().optional(),
  /** The source's remark about a licence, a day or a tag. It is shown, and grants nothing. */
  sourceLicence: line(CODES.maxLength).nullable().optional(),
  /** The source that delivers the record, and its id there. */
  origin: z
    .strictObject({ source: line(60), id: line(200) })
    .nullable()
    .optional(),
  /** The day since which it is in the catalogue; the day of the import where none is stated. */
  addedOn: day.optional(),
});
export type TitleRecord = z.infer<typeof titleRecord>;

const packageContent = z
  .strictObject({ title: number, from: day.nullable().optional(), until: day.nullable().optional() })
  .refine(beforeUntil, NOT_BEFORE);

/** A line of a licences file that holds a package. */
export const packageRecord = z.strictObject({
  type: z.literal('package'),
  number,
  name: line().optional(),
  /** The owner, in the form of a licence's owner. It never changes. */
  owner: organisation.nullable().optional(),
  /** The source that delivers the package. With null, staff edit it from now on. */
  source: line(60).nullable().optional(),
  /** All contents of the package. A title that is missing is removed from it as of the import. */
  titles: z
    .array(
      z.union(
        [number, packageContent],
        'must be the number of a title, or an object of its “title”, “from” and “until”',
      ),
    )
    .max(MAX_PARTS)
    .refine(
      (titles) => once(titles.map((title) => (typeof title === 'string' ? title : title.title))),
      'names a title twice',
    )
    .optional(),
});
export type PackageRecord = z.infer<typeof packageRecord>;

/**
 * A purchase of the licence. `from` and `until` are the days that it pays for; a new purchase pays for the term of the
 * licence by default.
 */
const purchase = z
  .strictObject({
    number: line(MAX_PURCHASE_NUMBER),
    purchasedOn: day.nullable().optional(),
    cents: integer(0, MAX_CENTS),
    from: day.optional(),
    until: day.optional(),
    schoolCount: integer(1).nullable().optional(),
  })
  .refine(({ from, until }) => (from === undefined) === (until === undefined), {
    error: 'must stand there with “until”, or neither of them',
    path: ['from'],
  })
  .refine(beforeUntil, NOT_BEFORE);

/**
 * A line of a licences file that holds a licence, which covers packages, own titles, or both. Entitlements belong to
 * services/schools.
 */
export const licenceRecord = z.strictObject({
  type: z.literal('licence'),
  number,
  name: line().optional(),
  kind: line().optional(),
  publisher: line().optional(),
  owner: organisation.optional(),
  holderLevels: z.array(z.enum(LEVELS)).min(1).max(MAX_CHOICES).optional(),
  rights: rights.optional(),
  pupilRights: z.array(z.enum(USAGE_RIGHTS)).max(MAX_CHOICES).optional(),
  term: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('FIXED'), from: day, until: day }).refine(beforeUntil, NOT_BEFORE),
      /** `from` and `until` are the days between which it may be activated and used. */
      z
        .strictObject({
          kind: z.literal('DURATION'),
          days: integer(1, 36_500),
          from: day.nullable().optional(),
          until: day.nullable().optional(),
        })
        .refine(beforeUntil, NOT_BEFORE),
      z.strictObject({ kind: z.literal('SCHOOL_YEAR'), startYear: integer(1990, YEARS.last - 1) }),
      z.strictObject({ kind: z.literal('UNLIMITED'), from: day.nullable().optional() }),
    ])
    .optional(),
  seats: integer(1).nullable().optional(),
  schoolCount: integer(1).nullable().optional(),
  priceCents: integer(0, MAX_CENTS).nullable().optional(),
  purchases: z
    .array(purchase)
    .max(MAX_PURCHASES)
    .refine((purchases) => once(purchases.map((one) => one.number)), 'names a purchase twice')
    .optional(),
  noticeOn: day.nullable().optional(),
  documents: z.array(line()).max(MAX_DOCUMENTS).optional(),
  packages: z.array(number).max(MAX_PARTS).refine(once, 'names a package twice').optional(),
  titles: z.array(number).max(MAX_PARTS).refine(once, 'names a title twice').optional(),
});
export type LicenceRecord = z.infer<typeof licenceRecord>;
