/** The options of the console, and what its routes share. */
import type { Logger } from 'pino';
import type { CallerRoute } from '../../gateway/http/route';
import { type Cookies, createCookies } from './cookies';
import type { DemoSignIn } from './demo-roles';
import type { Progress } from './file-routes';
import { createIdentityProvider, type IdentityProvider, type ProviderOptions } from './identity-provider';
import type { Operations } from './operations';
import { createRequireOwnOrigin, type RequireOwnOrigin } from './own-origin';
import { createSeal, type Seal } from './sealed-values';
import { createSessions, type Sessions } from './session';

export interface ConsoleOptions {
  /** The folder of the build, with `index.html` and `assets/`. */
  readonly folder: string;
  /** Called while nothing is built. */
  readonly progress: () => Progress;
  readonly operations: Operations;
  /** The keys of sessions: the first one seals, all of them open. */
  readonly sessionKeys: readonly string[];
  /** The origin under which browsers reach us: `https://lizenzen.example`. */
  readonly publicUrl?: string | undefined;
  /** Where people sign in; it needs `publicUrl`. Nobody can sign in where it is left out. */
  readonly provider?: ProviderOptions | undefined;
  readonly demo?: DemoSignIn | null | undefined;
  /** Further routes under `/console` that a page may use with its session; a page then sends the id of an operation. */
  readonly others?: readonly CallerRoute[];
  readonly log: Logger;
}

/** What the routes of the console share. */
export interface ConsoleParts {
  readonly cookies: Cookies;
  readonly signInSeal: Seal;
  readonly sessions: Sessions;
  readonly requireOwnOrigin: RequireOwnOrigin;
  readonly provider: IdentityProvider | null;
  readonly demo: DemoSignIn | null;
  readonly log: Logger;
}

export function partsOf({ sessionKeys, publicUrl, provider, demo, log }: ConsoleOptions): ConsoleParts {
  const cookies = createCookies(publicUrl?.startsWith('https:') ?? false);
  const failed = (err: unknown) => log.warn({ err }, 'the identity provider could not be asked');
  return {
    cookies,
    signInSeal: createSeal(sessionKeys, 'sign-in'),
    sessions: createSessions(cookies, createSeal(sessionKeys, 'session')),
    requireOwnOrigin: createRequireOwnOrigin(publicUrl),
    provider: provider && publicUrl !== undefined ? createIdentityProvider(provider, publicUrl, failed) : null,
    demo: demo ?? null,
    log,
  };
}
