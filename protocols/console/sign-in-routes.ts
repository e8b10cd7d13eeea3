/** Signing in at the OpenID Connect provider: the way to it, and the way back. */
import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { OpenRoute, Route, RouteAnswer } from '../../gateway/http/route';
import { isSameSecret } from '../../request/values/same-secret';
import type { ConsoleParts } from './console-parts';
import { type IdentityProvider, type SignIn, SignInRefused } from './identity-provider';
import { placeOf } from './places';
import { plainPage } from './plain-page';
import { newSession, SessionTooLarge, type Tokens } from './session';

/** How long a sign-in may take. */
const SIGN_IN_SECONDS = 600;
/** For one browser at once: all of its tabs may begin one after a session has ended. */
const MAX_SIGN_INS = 3;
const SIGN_IN = { to: '/console/sign-in', text: 'Erneut anmelden' };

export function signInRoutes(parts: ConsoleParts, provider: IdentityProvider): readonly Route[] {
  const { cookies, signInSeal, sessions, log } = parts;

  /** Returns the sign-ins that this browser has begun. */
  async function begun(request: IncomingMessage): Promise<readonly SignIn[]> {
    const sealed = cookies.read(request, 'sign-in');
    const opened = sealed === null ? null : await signInSeal.open(sealed);
    const since = Date.now() - SIGN_IN_SECONDS * 1_000;
    return ((opened ?? []) as readonly SignIn[]).filter(({ startedAt }) => startedAt > since);
  }

  async function keep(signIns: readonly SignIn[]): Promise<string> {
    for (let kept = signIns.slice(-MAX_SIGN_INS); kept.length > 0; kept = kept.slice(1)) {
      const sealed = await signInSeal.seal(kept);
      if (sealed !== null) return cookies.write('sign-in', sealed, SIGN_IN_SECONDS);
    }
    return cookies.clear('sign-in');
  }

  const begin: OpenRoute = {
    path: '/console/sign-in',
    methods: ['GET'],
    callers: 'anybody',
    async answer({ request, query: { returnTo = '/' } }) {
      const place = typeof returnTo === 'string' ? placeOf(returnTo) : null;
      if (place === null) return page(400, 'returnTo nennt keinen Ort der Konsole', 'Öffnen Sie die Konsole von vorn.');
      return orPage(async () => {
        const { signIn, url } = await provider.begin(place);
        return redirect(url, [await keep([...(await begun(request)), signIn])]);
      });
    },
  };

  const back: OpenRoute = {
    path: '/console/sign-in/callback',
    methods: ['GET'],
    callers: 'anybody',
    async answer({ request, query: { state }, authenticate }) {
      const signIns = await begun(request);
      const signIn = signIns.find((one) => isSameSecret(state, one.state));
      if (!signIn) {
        return page(
          400,
          'Die Anmeldung ist abgelaufen',
          'Sie wurde in diesem Browser nicht begonnen, oder vor zu langer Zeit.',
        );
      }
      return orPage(async () => {
        const left = await keep(signIns.filter((one) => one !== signIn));
        const tokens = await provider.finish(searchOf(request), signIn);
        if (!(await isTaken(tokens, authenticate))) {
          return page(
            403,
            'Ihr Konto darf die Konsole nicht benutzen',
            'Der Anmeldedienst kennt Sie, aber Ihr Konto hat hier keine Rechte. Wenden Sie sich an den Betrieb der Konsole.',
            [left],
          );
        }
        return redirect(signIn.returnTo, [left, await sessions.write(newSession(tokens))]);
      });
    },
  };

  async function orPage(work: () => Promise<RouteAnswer>): Promise<RouteAnswer> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof SignInRefused) {
        log.warn({ reason: error.reason }, 'audit: sign-in refused');
        return page(400, 'Die Anmeldung ist nicht gelungen', 'Der Anmeldedienst hat sie abgelehnt oder abgebrochen.');
      }
      if (error instanceof SessionTooLarge) {
        log.error('audit: sign-in refused: the tokens do not fit into a cookie; have the provider put less into them');
        return page(
          403,
          'Ihr Konto trägt zu viele Angaben',
          'Was der Anmeldedienst über Sie mitteilt, passt in keine Sitzung. Wenden Sie sich an den Betrieb der Konsole.',
        );
      }
      if (!isUnavailable(error)) throw error;
      return page(503, 'Der Anmeldedienst antwortet nicht', 'Versuchen Sie es in einigen Minuten noch einmal.');
    }
  }

  return [begin, back];
}

/** The reason is in the log, as for every token (token-rejections.ts). */
async function isTaken(
  { accessToken }: Tokens,
  authenticate: (authorization: string) => Promise<unknown>,
): Promise<boolean> {
  try {
    await authenticate(`Bearer ${accessToken}`);
    return true;
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions.code === 'UNAUTHENTICATED') return false;
    throw error;
  }
}

function page(status: number, title: string, text: string, cookies?: readonly string[]): RouteAnswer {
  return plainPage({ status, title, paragraphs: [text], link: SIGN_IN, cookies });
}

function redirect(location: string, cookies: readonly string[]): RouteAnswer {
  return { status: 303, headers: { location, 'content-type': 'text/plain; charset=utf-8' }, cookies, body: '' };
}

function searchOf({ url = '' }: IncomingMessage): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}

function isUnavailable(error: unknown): boolean {
  return error instanceof GraphQLError && error.extensions.code === 'SUBGRAPH_UNAVAILABLE';
}
