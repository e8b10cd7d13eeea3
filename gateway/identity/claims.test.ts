import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT, parseSettings } from '../../environment';
import { createTestIssuer, type TestIssuer } from '../test-supergraph/tokens';
import { type Authenticate, createAuthenticate } from './authenticate';
import { createCallerOfClaims } from './claims';
import { claimsMapping, DEFAULT_CLAIMS } from './claims-mapping';
import { type IssuerSettings, readIssuerSettings } from './issuer-settings';

const EXAMPLES = path.join(PROJECT_ROOT, 'docs', 'examples', 'tokens');

interface Example {
  readonly issuers: readonly object[];
  readonly tokens: readonly { what: string; claims: Record<string, unknown>; caller: object | null }[];
}

/** Operators copy what docs/tokens.md shows. So its settings are read here, and its tokens signed. */
describe.each(readdirSync(EXAMPLES))('the example %s', (file) => {
  const { issuers, tokens }: Example = JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8'));
  let issuer: TestIssuer;
  let callerOfToken: Authenticate;

  beforeAll(async () => {
    const settings = parseSettings({ TOKEN_ISSUERS: JSON.stringify(issuers) });
    if ('mistakes' in settings) throw new Error(settings.mistakes.join('\n'));
    const [read] = settings.TOKEN_ISSUERS as IssuerSettings[];
    issuer = await createTestIssuer(read?.issuer, 'first', read?.algorithms?.[0]);
    callerOfToken = createAuthenticate([{ ...issuer.configuration, ...read }]);
  });

  test.each(tokens.map(({ what, ...token }) => [what, token] as const))('%s', async (_, { claims, caller }) => {
    const authorization = `Bearer ${await issuer.signed(claims)}`;
    if (caller) expect(await callerOfToken(authorization)).toEqual(caller);
    else await expect(callerOfToken(authorization)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });
});

const LMS = { kind: [{ kind: 'lms' }], bound: [{ claim: 'bound' }], scopes: { claim: 'scope' } };

function callerBy(mapping: object, claims: object) {
  return createCallerOfClaims(claimsMapping.parse({ ...LMS, ...mapping }))({ sub: '1', ...claims });
}

describe('a mapping', () => {
  test('takes scopes from the token, without the prefix of its issuer', () => {
    const scopes = { claim: ['access', 'scp'], prefix: 'freischalter:' };
    const bound = ['SCHOOL:NW:1'];
    const asked = (scp: unknown) => callerBy({ scopes }, { bound, access: { scp } })?.scopes;
    expect(asked('openid freischalter:titles:read usage:write freischalter:prices:read')).toEqual(['titles:read']);
    expect(asked(['freischalter:usage:write', 'freischalter:'])).toEqual(['usage:write']);
    expect(asked(undefined)).toEqual([]);
    expect(asked({ titles: 'read' })).toBeUndefined();
  });

  test('takes the subject from another claim, if it is text', () => {
    const bound = ['SCHOOL:NW:1'];
    expect(callerBy({ subject: ['client', 'id'] }, { bound, client: { id: 'moodle' } })?.subject).toBe('moodle');
    for (const client of [undefined, 'moodle', { id: '' }, { id: 5 }, { id: ['moodle'] }]) {
      expect(callerBy({ subject: ['client', 'id'] }, { bound, client })).toBeNull();
    }
  });

  test('takes the client from client_id, else from azp, or from the claim that is named', () => {
    const bound = ['SCHOOL:NW:1'];
    expect(callerBy({}, { bound, client_id: 'moodle', azp: 'other' })?.client).toBe('moodle');
    expect(callerBy({}, { bound, azp: 'moodle' })?.client).toBe('moodle');
    expect(callerBy({ client: 'app' }, { bound, app: 'moodle', azp: 'other' })?.client).toBe('moodle');
    for (const azp of [undefined, '', 5, ['moodle'], 'moodle\0', 'm'.repeat(201)])
      expect(callerBy({}, { bound, azp })).not.toHaveProperty('client');
  });

  test('takes the end user from the claim that is named, and from no other', () => {
    const bound = ['SCHOOL:NW:1'];
    expect(callerBy({ endUser: ['act', 'sub'] }, { bound, act: { sub: 'erika' } })?.endUser).toBe('erika');
    expect(callerBy({}, { bound, endUser: 'erika', act: { sub: 'erika' } })).not.toHaveProperty('endUser');
    for (const sub of [undefined, '', 5, ['erika'], 'erika\0', 'e'.repeat(201)])
      expect(callerBy({ endUser: ['act', 'sub'] }, { bound, act: { sub } })).not.toHaveProperty('endUser');
  });

  test('finds only own properties of the claims', () => {
    expect(callerBy({ bound: [{ claim: ['bound', 'constructor', 'name'] }] }, { bound: {} })).toBeNull();
    expect(callerBy({ subject: ['__proto__', 'sub'] }, { bound: ['SCHOOL:NW:1'] })).toBeNull();
    expect(callerBy({ bound: [{ claim: ['bound', '0'] }] }, { bound: ['SCHOOL:NW:1'] })).toBeNull();
  });

  test('reads every character of a pattern literally', () => {
    const bound = (pattern: string) => [{ claim: 'group', pattern, key: 'SCHOOL:NW:{number}' }];
    expect(callerBy({ bound: bound('a.b+(c)|{number}') }, { group: 'a.b+(c)|7' })?.bound).toEqual(['SCHOOL:NW:7']);
    for (const group of ['axb+(c)|7', 'a.b+(c)|', 'a.b', '7', 'a.b+(c)|7 ', ' a.b+(c)|7', 'a.b+(c)|7\nx']) {
      expect(callerBy({ bound: bound('a.b+(c)|{number}') }, { group })).toBeNull();
    }
  });

  test('refuses a token whose contexts are of different kinds', () => {
    const mapping = {
      each: ['contexts'],
      kind: [
        { kind: 'lms', when: { claim: 'role', is: 'teacher' } },
        { kind: 'reporting', when: { claim: 'role', is: 'ministry' } },
      ],
      bound: [{ claim: 'key' }],
    };
    const teacher = { role: 'teacher', key: 'AUTHORITY:NW:1', scope: 'titles:read access:read' };
    const ministry = { role: 'ministry', key: 'AUTHORITY:NW:1' };
    expect(callerBy(mapping, { contexts: [teacher] })?.kind).toBe('lms');
    expect(callerBy(mapping, { contexts: [teacher, ministry] })).toBeNull();
    expect(callerBy(mapping, { contexts: [teacher, { ...teacher, scope: 'titles:read' }] })?.scopes).toEqual([
      'titles:read',
    ]);
    for (const contexts of [undefined, {}, 'teacher', [], [null], [5]])
      expect(callerBy(mapping, { contexts })).toBeNull();
  });

  test.each<[what: string, subject: unknown, reason: string]>([
    ['a NUL', 'moodle\0', 'control character'],
    ['a NUL before what looks like another', 'moodle\0admin', 'control character'],
    ['a line feed', 'moodle\n{"level":60}', 'control character'],
    ['an escape', '\u001b[2Jmoodle', 'control character'],
    ['a C1 control', 'moodle\u0085', 'control character'],
    ['a line separator', 'moodle\u2028', 'control character'],
    ['a high surrogate alone', 'moodle\ud83d', 'half a character'],
    ['a low surrogate alone', '\ude00moodle', 'half a character'],
    ['a mark that turns the direction of writing', 'moodle\u202enimda', 'control character'],
    ['10 KB', 'm'.repeat(10_240), '10240 characters (maximum 200)'],
    ['a number', 7, 'not a text'],
    ['nothing', '', 'not a text'],
  ])('refuses a subject with %s, and says why in the log only', (_, sub, reason) => {
    const reasons: string[] = [];
    const callerOf = createCallerOfClaims(DEFAULT_CLAIMS, '', (_, why) => reasons.push(why));
    expect(callerOf({ sub, kind: 'lms', bound: ['SCHOOL:NW:1'], scope: 'titles:read' })).toBeNull();
    expect(reasons).toEqual([expect.stringContaining(reason)]);
  });

  test.each(['Jürgen Müller', 'مدرسة', '学校', 'teacher@school.example 😀', 'a'.repeat(200)])(
    'takes the subject %s',
    (sub) => {
      const callerOf = createCallerOfClaims(DEFAULT_CLAIMS);
      expect(callerOf({ sub, kind: 'lms', bound: ['SCHOOL:NW:1'], scope: '' })?.subject).toBe(sub);
    },
  );

  test('binds to the same school, however its id is written', () => {
    const callerOf = createCallerOfClaims(DEFAULT_CLAIMS);
    const bound = ['SCHOOL:NW:199007', 'SCHOOL:NW_199007', 'SCHOOL:DE-NW-199007'];
    expect(callerOf({ sub: '1', kind: 'lms', bound, scope: '' })?.bound).toEqual(['SCHOOL:NW:199007']);
    expect(callerOf({ sub: '1', kind: 'lms', bound: ['SCHOOL:199007'], scope: '' })).toBeNull();
  });

  test('refuses a token for each single broken claim', () => {
    const good = { sub: '1', kind: 'lms', bound: ['SCHOOL:NW:1'], scope: 'titles:read' };
    const callerOf = createCallerOfClaims(DEFAULT_CLAIMS);
    expect(callerOf(good)).toEqual({ kind: 'lms', subject: '1', scopes: ['titles:read'], bound: ['SCHOOL:NW:1'] });
    for (const [name, values] of Object.entries({
      kind: [undefined, null, 5, {}, 'LMS', ['lms', 'licensing'], [['lms']]],
      bound: [undefined, null, 5, {}, '', ['SCHOOL:NW:1', ''], ['SCHOOL:NW:1', 5], ['STATE:NW'], ['SCHOOL:NW']],
      scope: [null, 5, {}, [5]],
      sub: [undefined, null, '', 5, ['1'], 'x'.repeat(201)],
    })) {
      for (const value of values)
        expect({ name, value, caller: callerOf({ ...good, [name]: value }) }).toMatchObject({ caller: null });
    }
    for (const claims of [undefined, null, 'lms', 5, [], {}]) expect(callerOf(claims)).toBeNull();
  });
});

describe('mistakes in TOKEN_ISSUERS are reported with their place', () => {
  const issuer = { issuer: 'https://id.example', audience: 'freischalter', jwksUri: 'https://id.example/keys' };
  const claims = { kind: [{ kind: 'lms' }], bound: [{ claim: 'bound' }], scopes: { claim: 'scope' } };
  test.each<[object, string]>([
    [{ jwksUri: 'ftp://id.example' }, '[0].jwksUri: Write an address such as https://…'],
    [{ audience: undefined }, '[0].audience: Write a text.'],
    [{ algorithms: ['HS256'] }, '[0].algorithms[0]: Write some of EdDSA, Ed25519, ES256,'],
    [{ algorithms: ['none'] }, '[0].algorithms[0]: Write some of'],
    [{ algorithms: [] }, '[0].algorithms: Name at least one.'],
    [{ audiance: 'x' }, '[0]: “audiance” is not known. Take it out.'],
    [{ name: 'VIDIS!' }, '[0].name: Write a short name in small letters, such as vidis.'],
    [{ claims: { ...claims, kind: [] } }, '[0].claims.kind: Write at least one.'],
    [{ claims: { ...claims, kind: [{ kind: 'teacher' }] } }, '[0].claims.kind[0].kind: Write one of lms, licensing'],
    [
      { claims: { ...claims, kind: [{ kind: 'lms', when: 'x' }] } },
      '[0].claims.kind[0].when: Write {"claim":…,"is":…}',
    ],
    [{ claims: { ...claims, scopes: undefined } }, '[0].claims.scopes: Write {"claim":"scope"}, or the scopes of each'],
    [{ claims: { ...claims, scopes: { reporting: [] } } }, '[0].claims.scopes: Say which scopes lms has'],
    [{ claims: { ...claims, bound: [{ claim: [] }] } }, '[0].claims.bound[0].claim: Write at least one name.'],
    [bound({ pattern: 'a' }), '[0].claims.bound[0].key: Write both “pattern” and “key”'],
    [bound({ key: 'STATE:NW' }), '[0].claims.bound[0].pattern: Write both “pattern” and “key”'],
    [
      bound({ pattern: '{id}', key: 'SCHOOL:NW:{id}' }),
      '[0].claims.bound[0].pattern: Of placeholders there are {state}',
    ],
    [bound({ pattern: '{digits}{digits}', key: 'SCHOOL:NW:{digits}' }), '[0].claims.bound[0].pattern: Of placeholders'],
    [bound({ pattern: 'x', key: 'SCHOOL:NW:{number}' }), '[0].claims.bound[0].key: Write only placeholders that stand'],
    [bound({ pattern: '{number}', key: 'PLANET:NW:{number}' }), '[0].claims.bound[0].key: Write an organisation key'],
    [
      bound({ pattern: '{state}', key: 'STATE:{state}', kinds: ['lms'] }),
      '[0].claims.bound[0].kinds: lms may be bound to SCHOOL, AUTHORITY.',
    ],
  ])('%j', (wrong, message) => {
    expect(readIssuerSettings(JSON.stringify([{ ...issuer, ...wrong }]))).toEqual({
      mistakes: [expect.stringContaining(message)],
    });
  });

  function bound(rule: object) {
    return { claims: { ...claims, bound: [{ claim: 'groups', ...rule }] } };
  }

  test('mistakes of the whole text, where it is not a list', () => {
    for (const text of ['', '{}', 'null', '[5', '"x"']) {
      expect(readIssuerSettings(text)).toEqual({ mistakes: [expect.stringMatching(/^Write a JSON array such as \[/)] });
    }
    expect(readIssuerSettings('[5]')).toMatchObject({ mistakes: [expect.stringMatching(/^\[0\]: /)] });
    expect(readIssuerSettings('[]')).toEqual([]);
  });
});
