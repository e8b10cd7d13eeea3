/**
 * What an operator does with the installation itself: imports, the verification of the audit trail, API keys. Each is
 * a command of the command line, in a process of its own (docs/decisions/0078). The gateway has no credentials of the
 * database's owner.
 */
import type { Logger } from 'pino';
import type { CallerRequest, CallerRoute } from '../../gateway/http/route';
import { badUserInput } from '../../request/client-errors';
import { createApiKeys } from './api-keys';
import { fieldsOf } from './fields';
import { type ImportRules, importArguments } from './import-arguments';
import { requireOperator } from './require-operator';
import type { Runs, StartCommand } from './runs';
import { LARGEST_PIECE, type Uploads } from './uploads';

interface AdministrationOptions {
  readonly uploads: Uploads;
  readonly runs: Runs;
  readonly startCommand: StartCommand;
  readonly imports: ImportRules;
  readonly log: Logger;
}

const JSON_BODY = { types: ['application/json'], limit: 16 * 1024 };
const PIECE = { types: ['application/octet-stream'], limit: LARGEST_PIECE };
const HEADERS = { 'content-type': 'application/json; charset=utf-8' };
const HEAD = /^[0-9a-f]{64}$/;

type Work = (request: CallerRequest) => Promise<object>;

export function administrationRoutes({
  uploads,
  runs,
  startCommand,
  imports,
  log,
}: AdministrationOptions): CallerRoute[] {
  const keys = createApiKeys(startCommand);
  const route = (path: string, work: Work, body: CallerRoute['body'] = JSON_BODY): CallerRoute => ({
    path: `/administration/${path}`,
    methods: ['POST'],
    body,
    headers: HEADERS,
    callers: 'token',
    async answer(request) {
      requireOperator(request.caller);
      return { status: 200, body: JSON.stringify(await work(request)) };
    },
  });
  const idIn = ({ parameters }: CallerRequest) => parameters.id ?? '';
  /** The log says who did it, whatever the command itself reports. */
  const note = ({ caller }: CallerRequest, audit: string, content: object) =>
    log.info({ audit, subject: caller.subject, ...content }, `${audit} at the console`);

  return [
    route('uploads', async ({ body }) => ({
      upload: await uploads.begin(fieldsOf(body).text('name', /^[^\p{Cc}]{1,200}$/u, 'the name of the file')),
    })),
    route(
      'uploads/:id',
      async (request) => ({ size: await uploads.append(idIn(request), beginOf(request), pieceOf(request)) }),
      PIECE,
    ),
    route('imports', async (request) => {
      const requested = await importArguments(request.body, uploads, imports);
      const { kind, words, files, isDryRun } = requested;
      const names = files.map((file) => file.slice(file.lastIndexOf('/') + 1));
      const described = { what: `import ${kind}`, files: names, isDryRun, startedBy: request.caller.subject };
      const run = await runs.start({ ...described, command: 'import', words }, async () => {
        if (!isDryRun) await uploads.remove(requested.uploads);
      });
      note(request, 'import started', { run: run.id, kind, files: names, isDryRun });
      return run;
    }),
    route('verifications', async (request) => {
      const heads = fieldsOf(request.body).texts('heads', HEAD, 'a head: 64 hexadecimal digits');
      const words = ['verify', ...heads.map((head) => `--head=${head}`)];
      const described = { what: 'audit verify', files: [], isDryRun: false, startedBy: request.caller.subject };
      return runs.start({ ...described, command: 'audit', words }, async () => undefined);
    }),
    route('runs', async () => ({ runs: await runs.list() })),
    route('runs/:id', (request) => runs.find(idIn(request))),
    route('runs/:id/stop', (request) => runs.stop(idIn(request))),
    route('keys', async () => ({ keys: await keys.list() })),
    route('keys/create', async (request) => {
      const key = await keys.create(request.body);
      note(request, 'API key created', { keyId: key.split('_')[1] });
      return { key };
    }),
    route('keys/revoke', async (request) => {
      await keys.revoke(request.body);
      note(request, 'API key revoked', { body: request.body });
      return {};
    }),
  ];
}

function beginOf({ query: { from } }: CallerRequest): number {
  if (typeof from !== 'string' || !/^\d{1,12}$/.test(from))
    throw badUserInput('from: must say where the piece begins.');
  return Number(from);
}

function pieceOf({ body }: CallerRequest): Buffer {
  if (!Buffer.isBuffer(body)) throw badUserInput('The piece is missing. Send it as the body.');
  return body;
}
