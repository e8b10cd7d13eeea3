/**
 * Records in formats other than our own, as deliveries of a source. Each format states which fields of a title its
 * source owns. These take the record's values, and are removed where it has none. All other fields stay as they are.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type TitleRecord, titleRecord } from '../records';

/** A record in the format's terms: the source's own id, and the fields of the title. */
export type SourceFields = { readonly id: string; readonly isGone?: boolean } & {
  readonly [Field in OwnedField]?: Given<TitleRecord[Field]>;
};

export type OwnedField = Exclude<keyof TitleRecord, 'number' | 'origin' | 'addedOn'>;

type Given<Value> = Value extends (infer Item)[] ? readonly Item[] : Value;

/** A title as its source states it, or the statement that the source no longer has it. */
export type Delivered = TitleRecord & {
  readonly origin: { readonly source: string; readonly id: string };
  readonly isGone?: true;
};

/** The values of fields that a source owns and does not state. All other fields are always stated. */
const REMOVED: Readonly<Partial<Record<OwnedField, unknown>>> = {
  subtitle: null,
  series: null,
  description: null,
  subjects: [],
  keywords: [],
  gradeFrom: null,
  gradeUntil: null,
  schoolTypes: [],
  competences: [],
  languages: ['de'],
  ageRating: null,
  year: null,
  durationSeconds: null,
  openLicence: null,
  playoutFrom: null,
  playoutUntil: null,
  withdrawnOn: null,
  sourceKind: null,
  sourceLicence: null,
  parts: [],
  materials: [],
  thumbnailUrl: null,
  playUrl: null,
  downloadUrl: null,
};

export interface SourceFormat<Record> {
  readonly owned: readonly OwnedField[];
  readonly schema: z.ZodType<Record>;
  /** @param source the name of the source */
  readonly toTitle: (record: Record, source: string) => SourceFields;
}

const delivered = titleRecord.extend({ isGone: z.literal(true).optional() });

/** Returns the schema of a format's records, whose output is a record of a title. */
export function recordOf<Record>(
  { owned, schema, toTitle }: SourceFormat<Record>,
  source: string,
): z.ZodType<Delivered> {
  return schema
    .transform((record): unknown => {
      const { id, isGone, ...stated } = toTitle(record, source);
      const title = { number: numberOf(source, id), origin: { source, id } };
      if (isGone) return { ...title, isGone };
      return { ...title, ...Object.fromEntries(owned.map((field) => [field, stated[field] ?? REMOVED[field]])) };
    })
    .pipe(delivered as z.ZodType<unknown, unknown>) as z.ZodType<Delivered>;
}

/** The largest length of a source's name, so that the numbers of its titles are not too long. */
export const MAX_SOURCE_LENGTH = 20;
const NUMBER = /^[A-Za-z0-9._-]{1,39}$/;

/** Returns the number of a source's title, which depends on the source and its id only. */
function numberOf(source: string, id: string): string {
  return `${source}.${NUMBER.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}
