/**
 * An OpenID Connect provider for tests, certified code in a process of its own: `node test/run-openid-provider.mjs
 * <redirect origin> <number of an authority>` prints its address. The header `x-user` names the user who signs in; the
 * users are listed below.
 */
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const AUDIENCE = 'freischalter';
const [origin = '', authority = ''] = process.argv.slice(2);
const groups = [`/schultraeger/${authority}`];

/** By subject: the lifetime of an access token in seconds, and its claims. */
const USERS = {
  clerk: { ttl: 3_600, claims: { roles: ['licensing'], groups } },
  /** Its tokens end in less than a minute, so that the console renews them whenever it looks. */
  brief: { ttl: 30, claims: { roles: ['licensing'], groups } },
  momentary: { ttl: 1, claims: { roles: ['licensing'], groups } },
  /** No refresh token. */
  once: { ttl: 1, claims: { roles: ['licensing'], groups } },
  stranger: { ttl: 3_600, claims: { roles: ['baker'] } },
  /** Claims as large as those of a large organisation, which deflate hardly compresses. */
  wordy: { ttl: 3_600, claims: { roles: ['licensing'], groups, words: words(3_000) } },
  overloaded: { ttl: 3_600, claims: { roles: ['licensing'], groups, noise: noise(4_000) } },
};

function words(length) {
  let text = '';
  for (let at = 0; text.length < length; at += 1) text += `/gruppe-${at}/lehrkraft `;
  return text;
}

function noise(length) {
  let state = 1;
  let text = '';
  while (text.length < length) {
    state = (state * 48_271) % 2_147_483_647;
    text += state.toString(36);
  }
  return text;
}

const jwk = (type, options, alg) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
  alg,
  use: 'sig',
  kid: alg,
});

const client = {
  client_id: 'console',
  client_secret: 'a secret that only the console and the provider know',
  redirect_uris: [`${origin}/console/sign-in/callback`],
  post_logout_redirect_uris: [`${origin}/`],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
};

function configuration() {
  return {
    clients: [client],
    jwks: { keys: [jwk('rsa', { modulusLength: 2_048 }, 'RS256'), jwk('ec', { namedCurve: 'P-256' }, 'ES256')] },
    cookies: { keys: ['a key of this provider'] },
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:freischalter',
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    pkce: { required: () => true },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    issueRefreshToken: (_, __, { accountId }) => accountId !== 'once',
    rotateRefreshToken: true,
    ttl: {
      AccessToken: (_, { accountId }) => USERS[accountId].ttl,
      AuthorizationCode: 60,
      Grant: 3_600,
      IdToken: 3_600,
      Interaction: 600,
      RefreshToken: 3_600,
      Session: 3_600,
    },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, name: `Frau ${accountId}` }),
    }),
    extraTokenClaims: (_, { accountId }) => USERS[accountId].claims,
    /** Users are not asked for consent. */
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope('openid profile');
      grant.addResourceScope('urn:freischalter', '');
      await grant.save();
      return grant;
    },
  };
}

/** Its configuration contains its address, so it is created once that is known. */
let handle;
const server = createServer((request, response) => handle(request, response));
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration());
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    const user = ctx.get('x-user');
    const result = USERS[user]
      ? { login: { accountId: user } }
      : { error: 'access_denied', error_description: 'The person went away.' };
    ctx.respond = false;
    await provider.interactionFinished(ctx.req, ctx.res, result);
  });
  handle = provider.callback();
  console.log(issuer);
});
process.on('disconnect', () => process.exit());
