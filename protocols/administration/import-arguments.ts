/** Translates an import that a page requests into the arguments of `npm run import`. */
import { badUserInput } from '../../request/client-errors';
import { type Fields, fieldsOf } from './fields';
import { UPLOAD_ID, type Uploads } from './uploads';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const FORMAT = /^[a-z]{1,20}$/;
const SOURCE = /^[\w.:-]{1,100}$/;

/** What the import command accepts. It checks the values of options itself. */
export interface ImportRules {
  readonly kinds: readonly string[];
  /** The kinds that accept each option. Every kind accepts an option that is not listed. */
  readonly acceptedBy: Readonly<Record<string, readonly string[]>>;
}

interface RequestedImport {
  readonly kind: string;
  readonly words: readonly string[];
  readonly isDryRun: boolean;
  /** The ids of the uploaded files to import. */
  readonly uploads: readonly string[];
  /** The paths of these files. */
  readonly files: readonly string[];
}

/** @throws BAD_USER_INPUT */
export async function importArguments(
  body: unknown,
  uploads: Uploads,
  { kinds, acceptedBy }: ImportRules,
): Promise<RequestedImport> {
  const fields = fieldsOf(body);
  const accepting = new Map(Object.entries(acceptedBy));
  const kind = fields.text('kind', new RegExp(`^(${kinds.join('|')})$`), `one of ${kinds.join(', ')}`);
  const foreign = Object.keys(body as object).find((name) => accepting.get(optionOf(name))?.includes(kind) === false);
  if (foreign !== undefined) throw badUserInput(`${foreign}: does not belong to ${kind}.`);
  const ids = { file: uploadOf(fields, 'upload'), ...otherFiles(fields) };
  if (ids.file === undefined) throw badUserInput('upload: is missing. Upload the file first.');
  const given = Object.entries(ids).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const files = new Map<string, string>();
  for (const [name, id] of given) files.set(name, await uploads.file(id));
  const isDryRun = fields.isSet('dryRun');
  const options = [
    isDryRun && '--dry-run',
    fields.isSet('skipBad') && '--skip-bad',
    option('authorities', files.get('authorities')),
    option('school-forms', files.get('schoolForms')),
    option('as-of', fields.optionalText('asOf', DAY, 'a day such as 2026-08-01')),
    option('format', fields.optionalText('format', FORMAT, 'a format such as amb')),
    option('columns', files.get('columns')),
    fields.isSet('partial') && '--partial',
    option('source', fields.optionalText('source', SOURCE, 'a name of letters, digits and . : _ -')),
    option('confirm-losses', fields.optionalCount('confirmLosses')),
    option('override-suspended', fields.optionalCount('overrideSuspended')),
  ].filter((word) => word !== false && word !== null);
  return {
    kind,
    words: [kind, ...options, '--', files.get('file') as string],
    isDryRun,
    uploads: given.map(([, id]) => id),
    files: [...files.values()],
  };
}

/** `asOf` is the option `--as-of`. */
function optionOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function otherFiles(fields: Fields): Readonly<Record<string, string | undefined>> {
  const names = ['authorities', 'schoolForms', 'columns'];
  return Object.fromEntries(names.map((name) => [name, uploadOf(fields, name)]));
}

function uploadOf(fields: Fields, name: string): string | undefined {
  return fields.optionalText(name, UPLOAD_ID, 'the id of an upload');
}

/** With an equals sign, so that a value can never be taken for another option. */
function option(name: string, value: string | number | undefined): string | null {
  return value === undefined ? null : `--${name}=${value}`;
}
