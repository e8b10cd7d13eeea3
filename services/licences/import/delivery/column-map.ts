/**
 * Reads tables and JSON of any source with a map that assigns columns to the fields of a title. The map is a JSON
 * object by field; docs/import-formats.md shows one.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { checkRecord } from '../../../import-file/check-record';
import { importError } from '../../../import-file/import-error';
import type { titleRecord } from '../records';
import type { OwnedField, SourceFields, SourceFormat } from './source-record';

const LISTS = ['subjects', 'keywords', 'schoolTypes', 'competences', 'languages', 'rights'] as const;
const NUMBERS = ['gradeFrom', 'gradeUntil', 'ageRating', 'year', 'durationSeconds'] as const;
const TEXTS = [
  'name',
  'subtitle',
  'series',
  'description',
  'publisher',
  'kind',
  'openLicence',
  'playoutFrom',
  'playoutUntil',
  'withdrawnOn',
  'thumbnailUrl',
  'playUrl',
  'downloadUrl',
  'sourceLicence',
] as const satisfies readonly (keyof typeof titleRecord.shape)[];
const FIELDS = [...LISTS, ...NUMBERS, ...TEXTS] as const;
type Field = (typeof FIELDS)[number];

const column = z.union(
  [
    z.string().min(1),
    z.strictObject({
      column: z.string().min(1),
      /** Separates the values of a list. */
      separator: z.string().min(1).optional(),
      /** Replaces values of the column. Other values stay as they are. */
      values: z.record(z.string(), z.string()).optional(),
      /** Is put before each value, such as the beginning of an address. */
      prefix: z.string().optional(),
    }),
    z.strictObject({ always: z.string() }),
  ],
  'must be the name of a column, an object of “column”, “separator”, “values” and “prefix”, or an object of “always”',
);
type Column = z.infer<typeof column>;

const columnMap = z.strictObject({
  id: z.string().min(1),
  ...Object.fromEntries(FIELDS.map((field) => [field, column.optional()])),
}) as unknown as z.ZodType<{ readonly id: string } & Readonly<Partial<Record<Field, Column>>>>;

interface MappedTable {
  /** The columns that the map names. */
  readonly columns: readonly string[];
  readonly format: SourceFormat<Row>;
}

/** In a table, all values of a row are texts. */
type Row = Readonly<Record<string, unknown>>;

/** @throws ImportError where the file is not such a map */
export function readColumnMap(file: string): MappedTable {
  const { id: idColumn, ...columns } = checked(file);
  const fields = Object.keys(columns) as Field[];
  const named = Object.values(columns).flatMap((one) => columnOf(one) ?? []);
  return {
    columns: [...new Set([idColumn, ...named])],
    format: {
      owned: [...new Set<OwnedField>([...fields, 'publisher'])],
      schema: z.looseObject({}),
      toTitle(row, source): SourceFields {
        const stated = fields.map((field) => [field, fieldOf(field, columns[field] as Column, row)]);
        return {
          publisher: source,
          ...Object.fromEntries(stated.filter(([, value]) => value !== undefined)),
          id: textsOf(row[idColumn])[0] ?? '',
        };
      },
    },
  };
}

function checked(file: string): z.infer<typeof columnMap> {
  const map = checkRecord(columnMap, parsed(file));
  if ('reasons' in map) throw importError(null, `the map of columns: ${map.reasons.join('; ')}`);
  return map.value;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw importError(null, `the map of columns is not JSON: ${(error as Error).message}`);
  }
}

function columnOf(column: Column): string | undefined {
  if (typeof column === 'string') return column;
  return 'column' in column ? column.column : undefined;
}

/** @returns undefined where the row states nothing; a text where a number was expected, which is then refused */
function fieldOf(field: Field, column: Column, row: Row): unknown {
  if (typeof column === 'object' && 'always' in column) return typed(field, [column.always]);
  const { separator = ',', values = {}, prefix = '' } = typeof column === 'string' ? {} : column;
  const texts = textsOf(row[columnOf(column) as string]);
  const parts = isIn(LISTS, field) ? texts.flatMap((text) => text.split(separator)) : texts;
  const said = parts.map((part) => part.trim()).filter((part) => part !== '');
  if (said.length === 0) return undefined;
  return typed(
    field,
    said.map((part) => prefix + (Object.hasOwn(values, part) ? values[part] : part)),
  );
}

/** Returns the values of a list or an object. */
function textsOf(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  return typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [String(value)];
}

function typed(field: Field, values: readonly string[]): unknown {
  if (isIn(LISTS, field)) return [...new Set(values)];
  const [text] = values as [string];
  return isIn(NUMBERS, field) && /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function isIn(fields: readonly string[], field: string): boolean {
  return fields.includes(field);
}
