/** Makes, lists and revokes API keys. A new key is printed once, and nothing else with it. */
import type { Logger } from 'pino';
import { makeApiKey } from '../../caller/api-key';
import { type EntityTransaction, ownerTransactions } from '../../database/queryable';
import type { Settings } from '../../environment';
import { insertApiKey, listApiKeys, revokeApiKey } from '../../services/schools/api-key/api-key-queries';
import { describeChange } from '../../services/subgraph/audit/describe-change';
import { isHelpRequested } from '../help';
import { requireInstallation, withOwner } from '../installation';
import { Problem } from '../problem';
import { createLog } from '../start/log';
import type { Terminal } from '../terminal';
import { requireOrganisations } from '../token/organisations';
import { apiKeyLines } from './apikey-lines';
import { type ApiKeyOptions, type CreateOptions, readApiKeyOptions, USAGE } from './apikey-options';

async function create(db: EntityTransaction, { action, ...content }: CreateOptions, audit: Logger): Promise<string[]> {
  await requireOrganisations(db, content.bound);
  const { key, id, hash } = makeApiKey();
  const { expiresAt } = await insertApiKey(db, { ...content, id, hash });
  audit.info({ audit: 'api key created', keyId: id, ...content, expiresAt }, 'an API key was created');
  return [key];
}

async function revoke(db: EntityTransaction, id: string, audit: Logger): Promise<string[]> {
  const revokedAt = await revokeApiKey(db, id);
  if (!revokedAt) throw new Problem(`There is no API key ${id}. npm run apikey -- list shows them.`);
  audit.info({ audit: 'api key revoked', keyId: id, revokedAt }, 'an API key was revoked');
  return [`Revoked ${revokedAt.toISOString()}; within a second no gateway takes it.`];
}

async function work(db: EntityTransaction, options: ApiKeyOptions, audit: Logger): Promise<string[]> {
  await describeChange(db, { operation: `apikey ${options.action}` });
  if (options.action === 'create') return create(db, options, audit);
  if (options.action === 'revoke') return revoke(db, options.id, audit);
  const keys = await listApiKeys(db);
  return options.json ? [JSON.stringify(keys)] : apiKeyLines(keys);
}

/** @throws Problem */
export async function apikey(words: readonly string[], settings: Settings, terminal: Terminal): Promise<void> {
  if (isHelpRequested(words)) return terminal.print(`${USAGE}\n`);
  const options = readApiKeyOptions(words);
  requireInstallation(settings);
  // What was done to keys is always logged, however quiet the log is otherwise.
  const audit = createLog({ ...settings, LOG_LEVEL: 'info' }, { write: terminal.complain });
  const lines = await withOwner(settings, (ownerUrl) =>
    ownerTransactions(ownerUrl, (transact) => transact((db) => work(db, options, audit))),
  );
  terminal.print(`${lines.join('\n')}\n`);
}
