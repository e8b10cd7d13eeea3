/** Reads the arguments after `npm run import --`. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { midnight } from '../../access/calendar';
import { isWithinYears, YEARS } from '../../services/import-file/fields';
import { type DeliveredFile, isAddress, SOURCE_FORMATS } from '../../services/licences/import/delivery/formats';
import { MAX_SOURCE_LENGTH } from '../../services/licences/import/delivery/source-record';
import { SUBJECT_FORMATS, type SubjectDelivery } from '../../services/licences/import/subjects/import-subjects';
import { SOURCE_NAME, SOURCE_NAME_IN_WORDS } from '../../services/schools/entitlement-file/source-name';
import { Problem } from '../problem';
import { ACCEPTED_BY, IMPORT_KINDS, type ImportKind } from './import-kinds';

export const USAGE = `Usage: npm run import -- schools FILE [--authorities key_traeger.xml] [--school-forms key_schulformschluessel.xml] [--as-of YYYY-MM-DD] [--confirm-losses N] [--override-suspended N]
       npm run import -- titles FILE
       npm run import -- titles FILE --format amb|arix|lom|csv|json --source NAME [--columns MAP.json] [--partial] [--confirm-losses N]
       npm run import -- subjects FILE --format eaf|skos --source NAME [--confirm-losses N]
       npm run import -- licences FILE [--override-suspended N]
       npm run import -- entitlements FILE --source NAME [--skip-bad] [--confirm-losses N] [--override-suspended N]
       npm run import -- organisations FILE [--override-suspended N]
       npm run import -- bots FILE
Each with --dry-run: reports what would change, field by field, and changes nothing.
docs/import-formats.md describes the files.`;

interface AnyImport {
  readonly file: string;
  /** Whether nothing is kept, and the report says what would change. */
  readonly dryRun: boolean;
  /** At how many schools the file may open what is suspended there; null: at none. */
  readonly overrideSuspended: number | null;
}

interface SchoolsImport extends AnyImport {
  readonly kind: 'schools';
  readonly authorities: string | undefined;
  readonly schoolForms: string | undefined;
  /** Null: now. */
  readonly asOf: Date | null;
  /** How many schools that were not announced as closing the list may close; null: only a few. */
  readonly confirmedLosses: number | null;
}

interface EntitlementsImport extends AnyImport {
  readonly kind: 'entitlements';
  /** The name of the source whose list the file is. */
  readonly source: string;
  /** Whether wrong rows are left out; otherwise one of them keeps the whole file out. */
  readonly skipBad: boolean;
  /** How many entitlements the file may end because it lacks them; null: a few. */
  readonly confirmedLosses: number | null;
}

interface TitlesImport extends AnyImport {
  readonly kind: 'titles';
  /** Null where the file is in our own format. */
  readonly delivery: Omit<DeliveredFile, 'file'> | null;
}

interface SubjectsImport extends AnyImport, SubjectDelivery {
  readonly kind: 'subjects';
}

type OtherKind = Exclude<ImportKind, (SchoolsImport | TitlesImport | SubjectsImport | EntitlementsImport)['kind']>;

export type ImportOptions =
  | SchoolsImport
  | EntitlementsImport
  | TitlesImport
  | SubjectsImport
  | (AnyImport & { readonly kind: OtherKind });

/** Thrown for arguments that are not understood; USAGE lists those that are. */
export class UsageError extends Error {}

/** @throws UsageError, or Problem where a file cannot be read */
export function readImportOptions(words: readonly string[]): ImportOptions {
  const { values, positionals } = parse(words);
  const [word, file, ...more] = positionals;
  const kind = IMPORT_KINDS.find((known) => known === word);
  if (kind === undefined) {
    throw new UsageError(word === undefined ? 'Name what to import.' : `“${word}” cannot be imported.`);
  }
  if (file === undefined) throw new UsageError(`Name the file of ${kind} to import.`);
  if (more.length > 0) throw new UsageError(`Too many files: “${more.join(' ')}”. Import one at a time.`);
  checkAccepted(kind, Object.keys(values));
  const own = ownOptions(kind, values);
  return {
    file: isHarvest(values, file) ? file : readable(file),
    dryRun: values['dry-run'] ?? false,
    overrideSuspended: count('override-suspended', values['override-suspended']),
    ...own,
  };
}

function checkAccepted(kind: ImportKind, options: readonly string[]): void {
  for (const option of options) {
    const kinds = ACCEPTED_BY[option] ?? IMPORT_KINDS;
    if (!kinds.includes(kind)) throw new UsageError(`--${option} belongs to ${inWords(kinds)}, not to ${kind}.`);
  }
}

function inWords(words: readonly string[]): string {
  return words.length === 1 ? `${words[0]}` : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Tells whether an address stands in the place of a file: only LOM is harvested. */
function isHarvest({ format }: Words, file: string): boolean {
  return format === 'lom' && isAddress(file);
}

/** Returns what only imports of this kind have. */
function ownOptions(kind: ImportKind, values: Words) {
  const confirmedLosses = count('confirm-losses', values['confirm-losses']);
  switch (kind) {
    case 'schools': {
      const { authorities, 'school-forms': schoolForms, 'as-of': asOf } = values;
      return {
        kind,
        authorities: authorities && readable(authorities),
        schoolForms: schoolForms && readable(schoolForms),
        asOf: asOf === undefined ? null : new Date(day(asOf)),
        confirmedLosses,
      };
    }
    case 'titles':
      return { kind, delivery: deliveryOf(values) };
    case 'subjects': {
      const format = SUBJECT_FORMATS.find((known) => known === values.format);
      if (!format)
        throw new UsageError(`--format: “${values.format ?? ''}” is not one of ${SUBJECT_FORMATS.join(', ')}.`);
      return { kind, format, source: sourceName(values.source), confirmedLosses };
    }
    case 'entitlements':
      return { kind, source: sourceName(values.source), skipBad: values['skip-bad'] ?? false, confirmedLosses };
    default:
      return { kind };
  }
}

type Words = ReturnType<typeof parse>['values'];

function deliveryOf(values: Words): TitlesImport['delivery'] {
  const { format: word, columns, partial = false } = values;
  if (word === undefined) {
    const [option] = ['source', 'columns', 'partial', 'confirm-losses'].filter((name) => Object.hasOwn(values, name));
    if (option) throw new UsageError(`--${option} belongs to deliveries of a source: give their --format, too.`);
    return null;
  }
  const format = SOURCE_FORMATS.find((known) => known === word);
  if (!format) throw new UsageError(`--format: “${word}” is not one of ${SOURCE_FORMATS.join(', ')}.`);
  if ((format === 'csv' || format === 'json') !== (columns !== undefined))
    throw new UsageError('--columns MAP.json belongs to --format csv and json, which need it.');
  const source = sourceName(values.source);
  if (source.length > MAX_SOURCE_LENGTH)
    throw new UsageError(
      `--source: “${source}” must have at most ${MAX_SOURCE_LENGTH} characters, as it begins the numbers of titles.`,
    );
  return {
    format,
    source,
    isWhole: !partial,
    confirmedLosses: count('confirm-losses', values['confirm-losses']),
    columns: columns === undefined ? null : readable(columns),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        authorities: { type: 'string' },
        'school-forms': { type: 'string' },
        'as-of': { type: 'string' },
        'confirm-losses': { type: 'string' },
        'override-suspended': { type: 'string' },
        'dry-run': { type: 'boolean' },
        source: { type: 'string' },
        'skip-bad': { type: 'boolean' },
        format: { type: 'string' },
        columns: { type: 'string' },
        partial: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]);
  }
}

function readable(file: string): string {
  const place = path.resolve(file);
  const found = statSync(place, { throwIfNoEntry: false });
  if (!found) throw new Problem(`There is no file ${place}. Give the path of the file to import.`);
  if (!found.isFile()) throw new Problem(`${place} is not a file. Give the path of the file to import.`);
  return place;
}

function sourceName(text: string | undefined): string {
  if (text === undefined) throw new UsageError('Name the source of the file: --source NAME.');
  if (!SOURCE_NAME.test(text)) throw new UsageError(`--source: “${text}” must be ${SOURCE_NAME_IN_WORDS}.`);
  return text;
}

function count(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,7}$/.test(text)) throw new UsageError(`--${option}: “${text}” is not a number.`);
  return Number(text);
}

function day(text: string): number {
  try {
    const instant = midnight(text);
    if (!isWithinYears(text)) throw new RangeError(`“${text}” is not of the years ${YEARS.first} to ${YEARS.last}`);
    return instant;
  } catch (error) {
    throw new UsageError(`--as-of: ${(error as Error).message}.`);
  }
}
