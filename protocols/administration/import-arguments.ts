/** Translates an import that a page requests into the arguments of `npm run import`. */
import { badUserInput } from '../../request/client-errors';
import { type Fields, fieldsOf } from './fields';
import { UPLOAD_ID, type Uploads } from './uploads';

const KINDS = ['schools', 'titles', 'subjects', 'licences', 'entitlements', 'organisations', 'bots'] as const;
type Kind = (typeof KINDS)[number];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const FORMAT = /^[a-z]{1,20}$/;
const SOURCE = /^[\w.:-]{1,100}$/;

/** The kinds that accept each option. The command itself checks the values. */
const TAKES: Readonly<Record<string, readonly Kind[]>> = {
  authorities: ['schools'],
  schoolForms: ['schools'],
  asOf: ['schools'],
  confirmLosses: ['schools', 'titles', 'subjects', 'entitlements'],
  overrideSuspended: ['schools', 'licences', 'entitlements', 'organisations'],
  source: ['titles', 'subjects', 'entitlements'],
  format: ['titles', 'subjects'],
  columns: ['titles'],
  partial: ['titles'],
  skipBad: ['entitlements'],
};

export interface RequestedImport {
  readonly kind: Kind;
  readonly words: readonly string[];
  readonly isDryRun: boolean;
  /** The ids of the uploaded files to import. */
  readonly uploads: readonly string[];
  /** The paths of these files. */
  readonly files: readonly string[];
}

/** @throws BAD_USER_INPUT */
export async function importArguments(body: unknown, uploads: Uploads): Promise<RequestedImport> {
  const fields = fieldsOf(body);
  const kind = fields.text('kind', new RegExp(`^(${KINDS.join('|')})$`), `one of ${KINDS.join(', ')}`) as Kind;
  const sent = Object.keys(body as object).find((name) => TAKES[name] && !TAKES[name].includes(kind));
  if (sent !== undefined) throw badUserInput(`${sent}: does not belong to ${kind}.`);
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
