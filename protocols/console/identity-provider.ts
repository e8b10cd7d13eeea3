/**
 * The OpenID Connect provider at which people sign in: authorisation code with PKCE, state and nonce. Its answers are
 * checked by openid-client; what its access token allows is decided in the same way as for all tokens
 * (docs/tokens.md).
 */
import { GraphQLError } from 'graphql';
import * as openid from 'openid-client';
import type { Tokens } from './session';

export interface ProviderOptions {
  /** The address of its metadata, and the `iss` of its tokens. */
  readonly issuer: string;
  readonly clientId: string;
  /** Left out for a public client, which PKCE protects. */
  readonly clientSecret?: string | undefined;
  /** The scope with which the provider issues an access token for this installation. */
  readonly scope: string;
}

/** What must be the same when the browser comes back. */
export interface SignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The place that the person wanted to open. */
  readonly returnTo: string;
  /** In epoch milliseconds. */
  readonly startedAt: number;
}

export interface IdentityProvider {
  /** @throws SUBGRAPH_UNAVAILABLE where the provider does not answer */
  begin(returnTo: string): Promise<{ readonly signIn: SignIn; readonly url: string }>;
  /**
   * @param query with which the provider sent the browser back
   * @throws SignInRefused, SUBGRAPH_UNAVAILABLE
   */
  finish(query: string, signIn: SignIn): Promise<Tokens>;
  /** Returns null where the provider issues no more tokens. @throws SUBGRAPH_UNAVAILABLE */
  refresh(refreshToken: string, before: Tokens): Promise<Tokens | null>;
  /**
   * Revokes the tokens. @returns the address at which the browser is signed out at the provider too; null where it
   * has none
   */
  end(tokens: Tokens): Promise<string | null>;
}

/** @param reason for the log; it holds nothing secret */
export class SignInRefused extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

const TIMEOUT_SECONDS = 10;
const DISCOVERED_FOR_MS = 3_600_000;
/** Codes of openid-client: no answer came in time, or a proxy answered. */
const NO_ANSWER = new Set<string | undefined>([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
]);
const LONGEST_NAME = 100;
/**
 * For all visitors together: nobody needs a token to begin a sign-in, and to have it finished with an invented code.
 */
const MAX_AT_ONCE = 32;

/**
 * @param origin under which browsers reach us
 * @param failed called with the reason why the provider could not be asked
 */
export function createIdentityProvider(
  { issuer, clientId, clientSecret, scope }: ProviderOptions,
  origin: string,
  failed: (error: unknown) => void,
): IdentityProvider {
  const redirectUri = `${origin}/console/sign-in/callback`;
  let discovered: Promise<openid.Configuration> | undefined;
  let discoveredAt = 0;
  let inWork = 0;

  /**
   * Fetched at the first sign-in, so that the gateway starts without it; fetched again after a failure, and after an
   * hour.
   */
  function configuration(): Promise<openid.Configuration> {
    const now = Date.now();
    if (discovered && now - discoveredAt < DISCOVERED_FOR_MS) return discovered;
    discoveredAt = now;
    discovered = openid
      .discovery(
        new URL(issuer),
        clientId,
        clientSecret,
        clientSecret === undefined ? openid.None() : secretOf(clientSecret),
        { timeout: TIMEOUT_SECONDS, execute: issuer.startsWith('http:') ? [openid.allowInsecureRequests] : [] },
      )
      .catch((error) => {
        discovered = undefined;
        throw unavailable(error);
      });
    return discovered;
  }

  function unavailable(error: unknown): GraphQLError {
    failed(error);
    return new GraphQLError('The identity provider is unavailable. Retry.', {
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'identity provider' },
    });
  }

  async function asking<Result>(work: () => Promise<Result>): Promise<Result> {
    if (inWork >= MAX_AT_ONCE) throw unavailable(new Error(`${MAX_AT_ONCE} requests are in work already`));
    inWork += 1;
    try {
      return await work();
    } finally {
      inWork -= 1;
    }
  }

  return {
    async begin(returnTo) {
      const found = await configuration();
      const verifier = openid.randomPKCECodeVerifier();
      const signIn = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        verifier,
        returnTo,
        startedAt: Date.now(),
      };
      const url = openid.buildAuthorizationUrl(found, {
        redirect_uri: redirectUri,
        scope,
        state: signIn.state,
        nonce: signIn.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { signIn, url: url.href };
    },

    async finish(query, { state, nonce, verifier }) {
      const found = await configuration();
      const current = new URL(redirectUri);
      current.search = query;
      try {
        const checks = {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        };
        return tokensOf(await asking(() => openid.authorizationCodeGrant(found, current, checks)), null);
      } catch (error) {
        if (isOfProvider(error)) throw new SignInRefused(reasonOf(error));
        throw error instanceof GraphQLError ? error : unavailable(error);
      }
    },

    async refresh(refreshToken, before) {
      const found = await configuration();
      try {
        return tokensOf(await asking(() => openid.refreshTokenGrant(found, refreshToken)), before);
      } catch (error) {
        if (isOfProvider(error)) return null;
        throw error instanceof GraphQLError ? error : unavailable(error);
      }
    },

    async end({ refreshToken, idToken }) {
      const found = await configuration();
      if (refreshToken !== null && found.serverMetadata().revocation_endpoint !== undefined) {
        // The browser forgets it in any case.
        await asking(() => openid.tokenRevocation(found, refreshToken)).catch(() => undefined);
      }
      if (found.serverMetadata().end_session_endpoint === undefined) return null;
      const hint = idToken === null ? undefined : { id_token_hint: idToken };
      return openid.buildEndSessionUrl(found, { post_logout_redirect_uri: `${origin}/`, ...hint }).href;
    },
  };
}

/** In the header, which every provider must accept; in the body where the provider says that it does not. */
function secretOf(clientSecret: string): openid.ClientAuth {
  const inHeader = openid.ClientSecretBasic(clientSecret);
  const inBody = openid.ClientSecretPost(clientSecret);
  return (server, ...others) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? inHeader : inBody)(server, ...others);
  };
}

type Answered = openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers;

function tokensOf(answered: Answered, before: Tokens | null): Tokens {
  const { name, preferred_username: userName }: Readonly<Record<string, unknown>> = answered.claims() ?? {};
  const called = [name, userName].find((one): one is string => typeof one === 'string' && one !== '');
  return {
    accessToken: answered.access_token,
    refreshToken: answered.refresh_token ?? before?.refreshToken ?? null,
    idToken: answered.id_token ?? before?.idToken ?? null,
    name: called?.slice(0, LONGEST_NAME) ?? before?.name ?? null,
  };
}

/** Tells whether the provider has answered, but with something that is not valid. */
function isOfProvider(error: unknown): error is Error {
  if (error instanceof openid.ResponseBodyError) return error.status < 500;
  if (error instanceof openid.AuthorizationResponseError || error instanceof openid.WWWAuthenticateChallengeError)
    return true;
  return error instanceof openid.ClientError && !NO_ANSWER.has(error.code);
}

function reasonOf(error: Error): string {
  if (error instanceof openid.ResponseBodyError || error instanceof openid.AuthorizationResponseError)
    return `The provider says ${error.error.slice(0, 100)}.`;
  if (error instanceof openid.WWWAuthenticateChallengeError)
    return `The provider refuses the console (${error.status}). Check CONSOLE_OIDC_CLIENT_ID and CONSOLE_OIDC_CLIENT_SECRET.`;
  const { message } = error.cause instanceof Error ? error.cause : error;
  return message.slice(0, 200);
}
