/** When the console offers a sign-in, and of which kind. */
import { parseSettings, type Settings } from '../../environment';
import { providerOf } from './console';
import { demoRolesOf } from './demo-roles';
import type { ExampleSchool } from './greeting-queries';

const ISSUER = 'https://id.example/realms/schule';
const TOKEN_ISSUERS = JSON.stringify([{ issuer: ISSUER, audience: 'freischalter', jwksUri: `${ISSUER}/keys` }]);
const COMPLETE = {
  TOKEN_ISSUERS,
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://lizenzen.example',
  CONSOLE_OIDC_ISSUER: ISSUER,
  CONSOLE_OIDC_CLIENT_ID: 'console',
  CONSOLE_OIDC_CLIENT_SECRET: 'geheim',
};

function settings(variables: Record<string, string | undefined>): Settings {
  const read = parseSettings(variables);
  if ('mistakes' in read) throw new Error(read.mistakes.join('\n'));
  return read;
}

test('people can sign in where a provider is named whose tokens the gateway accepts', () => {
  expect(providerOf(settings(COMPLETE))).toEqual({
    issuer: ISSUER,
    clientId: 'console',
    clientSecret: 'geheim',
    scope: 'openid',
  });
  expect(providerOf(settings({ ...COMPLETE, CONSOLE_OIDC_ISSUER: undefined }))).toBeUndefined();
});

test.each<[string, Record<string, string | undefined>, RegExp]>([
  ['without a client', { CONSOLE_OIDC_CLIENT_ID: undefined }, /needs CONSOLE_OIDC_CLIENT_ID and PUBLIC_URL/],
  ['without its own address', { PUBLIC_URL: undefined }, /needs CONSOLE_OIDC_CLIENT_ID and PUBLIC_URL/],
  ['with a provider whose tokens are not accepted', { CONSOLE_OIDC_ISSUER: `${ISSUER}/` }, /Name it in TOKEN_ISSUERS/],
  ['with the built-in issuer alone', { TOKEN_ISSUERS: undefined }, /Name it in TOKEN_ISSUERS/],
  ['in production without https', { PUBLIC_URL: 'http://lizenzen.example' }, /^PUBLIC_URL: in production .* https/],
])('a gateway does not start %s', (_, changed, message) => {
  expect(() => providerOf(settings({ ...COMPLETE, ...changed }))).toThrow(message);
});

test.each(['https://lizenzen.example/', 'https://lizenzen.example/app', 'lizenzen.example', 'https://*.example'])(
  'PUBLIC_URL must be an origin, not %s',
  (PUBLIC_URL) => {
    expect(() => settings({ PUBLIC_URL })).toThrow(/Write an origin/);
  },
);

test('the requested scopes must contain openid', () => {
  expect(() => settings({ CONSOLE_OIDC_SCOPE: 'profile' })).toThrow(/openid among them/);
  expect(settings({ CONSOLE_OIDC_SCOPE: 'openid profile' }).CONSOLE_OIDC_SCOPE).toBe('openid profile');
});

describe('demo roles', () => {
  const school: ExampleSchool = {
    number: '900102',
    name: 'Gymnasium',
    state: 'STATE:NW',
    authority: 'AUTHORITY:NW:91001',
    authorityName: 'Stadt',
    mediaCentre: 'MEDIA_CENTRE:NW:MZ-05111',
    mediaCentreName: 'Medienzentrum',
  };

  test('are offered in development with the demo data, each once, and bound as its kind allows', () => {
    const roles = demoRolesOf(settings({}), school) ?? [];
    expect(roles.map(({ role, kind, bound }) => [role, kind, ...bound])).toEqual([
      ['media-centre', 'licensing', 'MEDIA_CENTRE:NW:MZ-05111'],
      ['authority', 'licensing', 'AUTHORITY:NW:91001'],
      ['state', 'licensing', 'STATE:NW'],
      ['statistics', 'reporting', 'MEDIA_CENTRE:NW:MZ-05111'],
      ['operator', 'operator'],
    ]);
  });

  test.each<[string, Record<string, string>, ExampleSchool | null]>([
    ['in production', { NODE_ENV: 'production' }, school],
    ['in production, whatever DEMO_DATA says', { NODE_ENV: 'production', DEMO_DATA: 'true' }, school],
    ['where tokens of other issuers are accepted', { TOKEN_ISSUERS }, school],
    ['where only API keys are accepted', { TOKEN_ISSUERS: '[]' }, school],
    ['without any school', {}, null],
    ['with the schools of a real list', {}, { ...school, number: '161860' }],
    ['in another state', {}, { ...school, state: 'STATE:BY' }],
  ])('are not offered %s', (_, variables, found) => {
    expect(demoRolesOf(settings(variables), found)).toBeNull();
  });
});
