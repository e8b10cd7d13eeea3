/** The file format of media centres and school groups. docs/import-formats.md describes it. */
import { z } from 'zod';
import { readOrganisationId } from '../../../request/values/organisation-id';
import { day, line, organisation } from '../../import-file/fields';

/** The same form as in `schools.organisation`. */
const number = z.string().regex(/^[A-Za-z0-9-]{1,40}$/, 'must be up to 40 letters, digits and hyphens');

/** More than the largest centre serves: a Kreis has about twenty municipalities. */
const MAX_AREAS = 500;
/** More schools than a state has. */
const MAX_SCHOOLS = 100_000;

const period = { from: day.nullable().optional(), until: day.nullable().optional() };
const beforeUntil = (one: { from?: string | null | undefined; until?: string | null | undefined }) =>
  !one.from || !one.until || one.from < one.until;
const NOT_BEFORE = { error: 'must be a day after “from”', path: ['until'] };
const once = (names: readonly string[]) => new Set(names).size === names.length;

/** What a media centre serves: a whole district, or a municipality, which takes precedence over its district. */
const area = z
  .strictObject({
    district: z
      .string()
      .regex(/^\d{5}$/, 'must be the five digits of a district')
      .optional(),
    municipality: z
      .string()
      .regex(/^\d{8}$/, 'must be the eight digits of a municipality')
      .optional(),
    ...period,
  })
  .refine(
    ({ district, municipality }) => (district === undefined) !== (municipality === undefined),
    'must name a “district” or a “municipality”, and not both',
  )
  .refine(beforeUntil, NOT_BEFORE);

export const mediaCentreRecord = z.strictObject({
  type: z.literal('media_centre'),
  number,
  name: line().optional(),
  /** All areas that it serves from the import on. */
  areas: z
    .array(area)
    .max(MAX_AREAS)
    .refine(
      (areas) => once(areas.map(({ district, municipality }) => district ?? municipality ?? '')),
      'names an area twice',
    )
    .optional(),
});
export type MediaCentreRecord = z.infer<typeof mediaCentreRecord>;

/** The six digits of its number. The file may write it as other systems do, with the state: DE-NW-199007. */
const school = z.string().transform((text, context): string => {
  const [, number] = /^NW:(\d{6})$/.exec(readOrganisationId('SCHOOL', text) ?? '') ?? [];
  if (number) return number;
  context.addIssue({ code: 'custom', message: 'must be the six digits of a school of NW, such as 199007' });
  return z.NEVER;
});

export const schoolGroupRecord = z.strictObject({
  type: z.literal('school_group'),
  number,
  name: line().optional(),
  /** The owner; null: it has none. */
  owner: organisation.nullable().optional(),
  /** All schools that belong to it from the import on. */
  schools: z
    .array(
      z.union(
        [school, z.strictObject({ school, ...period }).refine(beforeUntil, NOT_BEFORE)],
        'must be the number of a school, or an object of its “school”, “from” and “until”',
      ),
    )
    .max(MAX_SCHOOLS)
    .refine(
      (schools) => once(schools.map((one) => (typeof one === 'string' ? one : one.school))),
      'names a school twice',
    )
    .optional(),
});
export type SchoolGroupRecord = z.infer<typeof schoolGroupRecord>;
