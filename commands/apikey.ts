/** `npm run apikey -- create|list|revoke …`: the API keys of machines. A new key stands on standard output, once and alone. */
import 'reflect-metadata';
import { makeApiKey } from '../caller/api-key';
import { type EntityTransaction, ownerStatements } from '../database/queryable';
import { readSettings } from '../environment';
import { insertApiKey, listApiKeys, revokeApiKey } from '../services/schools/api-key/api-key-queries';
import { apiKeyLines } from './apikey/apikey-lines';
import { type ApiKeyOptions, type CreateOptions, readApiKeyOptions, USAGE } from './apikey/apikey-options';
import { helpAsked } from './help';
import { requireInstallation, withOwner } from './installation';
import { Problem, runToEnd } from './problem';
import { createLog } from './start/log';
import { requireOrganisations } from './token/organisations';

const settings = readSettings();
/** What was done to keys is always told, however quiet the log is otherwise. */
const audit = createLog({ ...settings, LOG_LEVEL: 'info' });

async function create(db: EntityTransaction, { action, ...content }: CreateOptions): Promise<string[]> {
  await requireOrganisations(db, content.bound);
  const { key, id, hash } = makeApiKey();
  const { expiresAt } = await insertApiKey(db, { ...content, id, hash });
  audit.info({ audit: 'api key created', keyId: id, ...content, expiresAt }, 'an API key was created');
  return [key];
}

async function revoke(db: EntityTransaction, id: string): Promise<string[]> {
  const revokedAt = await revokeApiKey(db, id);
  if (!revokedAt) throw new Problem(`There is no API key ${id}. npm run apikey -- list shows them.`);
  audit.info({ audit: 'api key revoked', keyId: id, revokedAt }, 'an API key was revoked');
  return [`Revoked ${revokedAt.toISOString()}; within a second no gateway takes it.`];
}

async function work(db: EntityTransaction, options: ApiKeyOptions): Promise<string[]> {
  if (options.action === 'create') return create(db, options);
  if (options.action === 'revoke') return revoke(db, options.id);
  return apiKeyLines(await listApiKeys(db));
}

void runToEnd(async () => {
  const words = process.argv.slice(2);
  if (helpAsked(words)) return console.log(USAGE);
  const options = readApiKeyOptions(words);
  requireInstallation(settings);
  const lines = await withOwner(settings, (ownerUrl) => ownerStatements(ownerUrl, (db) => work(db, options)));
  process.stdout.write(`${lines.join('\n')}\n`);
}, settings);
