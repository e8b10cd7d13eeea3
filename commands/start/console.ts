/** The options with which the gateway serves the console: its files, its operations, and where people sign in. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SCOPES_OF_KIND } from '../../caller/caller';
import { PROJECT_ROOT, type Settings } from '../../environment';
import { developmentKey, makeToken } from '../../gateway/identity/development-issuer';
import type { ConsoleOptions } from '../../protocols/console/console-parts';
import type { DemoSignIn } from '../../protocols/console/demo-roles';
import type { Progress } from '../../protocols/console/file-routes';
import type { ProviderOptions } from '../../protocols/console/identity-provider';
import { type Operations, readOperations } from '../../protocols/console/operations';
import { Problem } from '../problem';
import { installationSecret, signingKeys } from '../secrets';
import type { BoundDemoRole } from './demo-roles';

const FOLDER = path.join(PROJECT_ROOT, 'console');
/** Written by commands/bootstrap/console.mjs. */
const PROGRESS = path.join(PROJECT_ROOT, 'dist', 'console-progress.json');
const OPERATIONS = path.join(FOLDER, 'operations.json');
const A_WORKING_DAY = 10 * 3_600;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** @throws Problem where a setting is missing or does not fit the others, or where the operations cannot be read */
export function consoleOf(
  settings: Settings,
  demoRoles: readonly BoundDemoRole[] | null,
): Omit<ConsoleOptions, 'log' | 'others'> {
  return {
    folder: path.join(FOLDER, 'dist'),
    progress: readProgress,
    operations: operationsIn(OPERATIONS),
    // Whoever has these keys can already act as any caller, and every gateway has them.
    sessionKeys: signingKeys(settings),
    publicUrl: settings.PUBLIC_URL,
    provider: providerOf(settings),
    demo: demoRoles && demoSignIn(settings, demoRoles),
  };
}

type ProviderSettings = Pick<
  Settings,
  | 'NODE_ENV'
  | 'PUBLIC_URL'
  | 'TOKEN_ISSUERS'
  | 'CONSOLE_OIDC_ISSUER'
  | 'CONSOLE_OIDC_CLIENT_ID'
  | 'CONSOLE_OIDC_CLIENT_SECRET'
  | 'CONSOLE_OIDC_SCOPE'
>;

/** @throws Problem */
export function providerOf(settings: ProviderSettings): ProviderOptions | undefined {
  const { PUBLIC_URL, TOKEN_ISSUERS, CONSOLE_OIDC_ISSUER: issuer, CONSOLE_OIDC_CLIENT_ID: clientId } = settings;
  if (issuer === undefined) return undefined;
  if (clientId === undefined || PUBLIC_URL === undefined)
    throw new Problem('CONSOLE_OIDC_ISSUER: sign-in needs CONSOLE_OIDC_CLIENT_ID and PUBLIC_URL too. Set both.');
  if (!TOKEN_ISSUERS?.some((one) => one.issuer === issuer)) {
    throw new Problem(
      `CONSOLE_OIDC_ISSUER: the tokens of ${issuer} are not taken here. Name it in TOKEN_ISSUERS, written exactly so.`,
    );
  }
  for (const [name, url] of Object.entries({ PUBLIC_URL, CONSOLE_OIDC_ISSUER: issuer })) {
    const { protocol, hostname } = new URL(url);
    if (settings.NODE_ENV === 'production' && protocol !== 'https:' && !LOOPBACK.includes(hostname))
      throw new Problem(`${name}: in production people sign in by https. Use an address that begins with https.`);
  }
  const { CONSOLE_OIDC_CLIENT_SECRET: clientSecret, CONSOLE_OIDC_SCOPE: scope } = settings;
  return { issuer, clientId, clientSecret, scope };
}

function demoSignIn(settings: Settings, roles: readonly BoundDemoRole[]): DemoSignIn {
  const key = developmentKey(installationSecret(settings));
  return {
    roles: roles.map(({ role, label, description }) => ({ role, label, description })),
    async makeToken({ role }) {
      const { kind, bound } = roles.find((one) => one.role === role) as BoundDemoRole;
      const content = { kind, bound, scopes: SCOPES_OF_KIND[kind], client: 'console', subject: `demo-${role}` };
      return makeToken(key, { ...content, lifetimeSeconds: A_WORKING_DAY });
    },
  };
}

function operationsIn(file: string): Operations {
  try {
    return readOperations(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Problem(`${file}: ${(error as Error).message} Restore it, or have the console write it anew.`);
  }
}

function readProgress(): Progress {
  try {
    const progress = JSON.parse(readFileSync(PROGRESS, 'utf8')) as Progress & { readonly pid?: number };
    // The build may have been killed without a message.
    if (progress.pid !== undefined) process.kill(progress.pid, 0);
    return progress;
  } catch {
    return { state: 'absent' };
  }
}
