import {
  CALLER_KINDS,
  type Caller,
  contains,
  LEVELS_OF_KIND,
  type Level,
  mayAmend,
  mayWrite,
  type OrganisationKey,
  type OrganisationLine,
  organisationKey,
  parseOrganisationKey,
  reaches,
  SCOPES_OF_KIND,
} from './caller';

const A1 = ['SCHOOL:NW:1', 'AUTHORITY:NW:A', 'MEDIA_CENTRE:NW:M', 'REGIONAL_ASSOCIATION:NW:R', 'STATE:NW'];
const A2 = ['SCHOOL:NW:2', 'AUTHORITY:NW:A', 'MEDIA_CENTRE:NW:M', 'REGIONAL_ASSOCIATION:NW:R', 'STATE:NW'];
const B1 = ['SCHOOL:NW:3', 'AUTHORITY:NW:B', 'MEDIA_CENTRE:NW:N', 'REGIONAL_ASSOCIATION:NW:W', 'STATE:NW'];

const LINES: Record<string, OrganisationLine> = {
  'SCHOOL:NW:1': { key: 'SCHOOL:NW:1', schools: [A1] },
  'AUTHORITY:NW:A': { key: 'AUTHORITY:NW:A', schools: [A1, A2] },
  'AUTHORITY:NW:B': { key: 'AUTHORITY:NW:B', schools: [B1] },
  'AUTHORITY:NW:EMPTY': { key: 'AUTHORITY:NW:EMPTY', schools: [] },
  'AUTHORITY:NW:MIXED': { key: 'AUTHORITY:NW:MIXED', schools: [A1, B1] },
  'MEDIA_CENTRE:NW:M': { key: 'MEDIA_CENTRE:NW:M', schools: [A1, A2] },
  'MEDIA_CENTRE:NW:BESIDE': { key: 'MEDIA_CENTRE:NW:BESIDE', schools: [A1] },
  'REGIONAL_ASSOCIATION:NW:R': { key: 'REGIONAL_ASSOCIATION:NW:R', schools: [A1, A2] },
  'STATE:NW': { key: 'STATE:NW', schools: [A1, A2, B1] },
  'SCHOOL_GROUP:NW:G': { key: 'SCHOOL_GROUP:NW:G', schools: [A1] },
  'SCHOOL_GROUP:NW:NOBODYS': { key: 'SCHOOL_GROUP:NW:NOBODYS', schools: [] },
  'SCHOOL_GROUP:NW:PREPARED': {
    key: 'SCHOOL_GROUP:NW:PREPARED',
    schools: [],
    preparedBy: { key: 'MEDIA_CENTRE:NW:M', schools: [A1, A2] },
  },
  'SCHOOL_GROUP:NW:TO_COME': {
    key: 'SCHOOL_GROUP:NW:TO_COME',
    schools: [B1],
    preparedBy: { key: 'MEDIA_CENTRE:NW:M', schools: [A1, A2] },
  },
};

function caller(kind: Caller['kind'], ...bound: string[]): Caller {
  return { kind, subject: 'test', scopes: SCOPES_OF_KIND[kind], bound: bound as OrganisationKey[] };
}

describe('reach: a school', () => {
  test.each([
    ['that the caller is bound to', caller('lms', 'SCHOOL:NW:1'), A1, true],
    ['of the authority that the caller is bound to', caller('lms', 'AUTHORITY:NW:A'), A2, true],
    ['of one of several authorities', caller('licensing', 'AUTHORITY:NW:B', 'AUTHORITY:NW:A'), A2, true],
    ['that the caller’s media centre serves', caller('licensing', 'MEDIA_CENTRE:NW:M'), A1, true],
    ['of the caller’s state', caller('reporting', 'STATE:NW'), B1, true],
    ['in the caller’s regional association', caller('licensing', 'REGIONAL_ASSOCIATION:NW:R'), A1, true],
    ['of another regional association', caller('licensing', 'REGIONAL_ASSOCIATION:NW:R'), B1, false],
    ['beside the one that the caller is bound to', caller('lms', 'SCHOOL:NW:1'), A2, false],
    ['of a foreign authority', caller('licensing', 'AUTHORITY:NW:A'), B1, false],
    ['that belongs to nothing now', caller('licensing', 'AUTHORITY:NW:A'), [], false],
    ['whose key begins with the bound key', caller('lms', 'SCHOOL:NW:1'), ['SCHOOL:NW:11'], false],
    ['of any kind, for a caller who is bound to nothing', caller('lms'), A1, false],
    ['of any kind, for the operator', caller('operator'), [], true],
  ])('%s', (_, who, keys, expected) => {
    expect(reaches(who, keys)).toBe(expected);
  });
});

describe('containing: an organisation', () => {
  test.each([
    ['that the caller is bound to', caller('licensing', 'AUTHORITY:NW:A'), 'AUTHORITY:NW:A', true],
    [
      'without schools that the caller is bound to',
      caller('licensing', 'AUTHORITY:NW:EMPTY'),
      'AUTHORITY:NW:EMPTY',
      true,
    ],
    ['below the bound one', caller('licensing', 'AUTHORITY:NW:A'), 'SCHOOL:NW:1', true],
    [
      'at a wider level, though all its schools are reached',
      caller('licensing', 'AUTHORITY:NW:A'),
      'MEDIA_CENTRE:NW:M',
      false,
    ],
    [
      'at a narrower level, all schools of which are reached',
      caller('licensing', 'MEDIA_CENTRE:NW:M'),
      'AUTHORITY:NW:A',
      true,
    ],
    [
      'at a wider level, beside a bound one that is wide enough but elsewhere',
      caller('licensing', 'AUTHORITY:NW:A', 'MEDIA_CENTRE:NW:N'),
      'MEDIA_CENTRE:NW:M',
      false,
    ],
    [
      'that is one of those that the caller is bound to',
      caller('licensing', 'AUTHORITY:NW:B', 'AUTHORITY:NW:EMPTY'),
      'AUTHORITY:NW:EMPTY',
      true,
    ],
    [
      'at the same level, all schools of which are reached',
      caller('licensing', 'MEDIA_CENTRE:NW:M'),
      'MEDIA_CENTRE:NW:BESIDE',
      true,
    ],
    [
      'at a narrower level, one school of which is reached',
      caller('licensing', 'MEDIA_CENTRE:NW:M'),
      'AUTHORITY:NW:MIXED',
      false,
    ],
    ['at any level, of the caller’s state', caller('licensing', 'STATE:NW'), 'MEDIA_CENTRE:NW:M', true],
    ['below its regional association', caller('licensing', 'REGIONAL_ASSOCIATION:NW:R'), 'AUTHORITY:NW:A', true],
    ['of another regional association', caller('licensing', 'REGIONAL_ASSOCIATION:NW:R'), 'AUTHORITY:NW:B', false],
    [
      'that has the caller’s school and no other as a member',
      caller('licensing', 'SCHOOL:NW:1'),
      'SCHOOL_GROUP:NW:G',
      false,
    ],
    ['of which one school is reached', caller('lms', 'SCHOOL:NW:1'), 'AUTHORITY:NW:A', false],
    ['above the bound one', caller('licensing', 'AUTHORITY:NW:A'), 'STATE:NW', false],
    ['beside the bound one', caller('licensing', 'AUTHORITY:NW:A'), 'AUTHORITY:NW:B', false],
    [
      'without schools, of which nothing is reached',
      caller('licensing', 'AUTHORITY:NW:A'),
      'AUTHORITY:NW:EMPTY',
      false,
    ],
    ['a group without schools', caller('licensing', 'STATE:NW'), 'SCHOOL_GROUP:NW:NOBODYS', false],
    ['a prepared group, for its owner', caller('licensing', 'MEDIA_CENTRE:NW:M'), 'SCHOOL_GROUP:NW:PREPARED', true],
    [
      'a prepared group, for the organisation above its owner',
      caller('licensing', 'STATE:NW'),
      'SCHOOL_GROUP:NW:PREPARED',
      true,
    ],
    [
      'a prepared group of an owner all of whose schools are a city’s',
      caller('licensing', 'AUTHORITY:NW:A'),
      'SCHOOL_GROUP:NW:PREPARED',
      false,
    ],
    [
      'a prepared group to which a foreign school is to belong',
      caller('licensing', 'MEDIA_CENTRE:NW:M'),
      'SCHOOL_GROUP:NW:TO_COME',
      false,
    ],
    ['the same, for the organisation above both', caller('licensing', 'STATE:NW'), 'SCHOOL_GROUP:NW:TO_COME', true],
    ['without schools, for the operator', caller('operator'), 'AUTHORITY:NW:EMPTY', true],
  ])('%s', (_, who, key, expected) => {
    expect(contains(who, LINES[key] as OrganisationLine)).toBe(expected);
  });
});

describe('writing', () => {
  test.each([
    ['its own licence for its school', caller('licensing', 'AUTHORITY:NW:A'), 'AUTHORITY:NW:A', 'SCHOOL:NW:1', true],
    [
      'its own licence for a foreign authority',
      caller('licensing', 'AUTHORITY:NW:A'),
      'AUTHORITY:NW:A',
      'AUTHORITY:NW:B',
      false,
    ],
    [
      'a foreign licence for its own school',
      caller('licensing', 'AUTHORITY:NW:A'),
      'AUTHORITY:NW:B',
      'SCHOOL:NW:1',
      false,
    ],
    ['the state’s licence for its own school', caller('licensing', 'AUTHORITY:NW:A'), 'STATE:NW', 'SCHOOL:NW:1', false],
    [
      'the state’s licence for a school, as its staff',
      caller('licensing', 'STATE:NW'),
      'STATE:NW',
      'SCHOOL:NW:1',
      true,
    ],
    [
      'a city’s licence for its school, as staff of the state',
      caller('licensing', 'STATE:NW'),
      'AUTHORITY:NW:A',
      'SCHOOL:NW:1',
      true,
    ],
    [
      'the state’s licence, as staff of its regional association',
      caller('licensing', 'REGIONAL_ASSOCIATION:NW:R'),
      'STATE:NW',
      'SCHOOL:NW:1',
      false,
    ],
    [
      'its own licence for itself, as staff of a school',
      caller('licensing', 'SCHOOL:NW:1'),
      'SCHOOL:NW:1',
      'SCHOOL:NW:1',
      true,
    ],
    [
      'its own licence for its authority, as staff of a school',
      caller('licensing', 'SCHOOL:NW:1'),
      'SCHOOL:NW:1',
      'AUTHORITY:NW:A',
      false,
    ],
    ['anything, as a dashboard of the state', caller('reporting', 'STATE:NW'), 'STATE:NW', 'SCHOOL:NW:1', false],
    ['anything, as the operator', caller('operator'), 'STATE:NW', 'AUTHORITY:NW:B', true],
    [
      'anything, as an operator without the scope',
      { ...caller('operator'), scopes: [] },
      'STATE:NW',
      'STATE:NW',
      false,
    ],
  ])('%s', (_, who, owner, holder, expected) => {
    expect(mayWrite(who, LINES[owner] as OrganisationLine, LINES[holder] as OrganisationLine)).toBe(expected);
  });
});

describe('revoking, shortening, suspending and resuming', () => {
  const city = caller('licensing', 'AUTHORITY:NW:A');
  test.each([
    ['what it gave to its school', city, 'AUTHORITY:NW:A', 'SCHOOL:NW:1', true],
    ['what it gave to a school that is another authority’s now', city, 'AUTHORITY:NW:A', 'AUTHORITY:NW:B', true],
    [
      'what one of its organisations gave to a school that is another authority’s now',
      caller('licensing', 'AUTHORITY:NW:EMPTY', 'AUTHORITY:NW:A'),
      'AUTHORITY:NW:A',
      'AUTHORITY:NW:B',
      true,
    ],
    ['what another gave to its school', city, 'AUTHORITY:NW:B', 'SCHOOL:NW:1', false],
    ['what the state gave to its school', city, 'STATE:NW', 'SCHOOL:NW:1', false],
    [
      'what an authority that it serves gave to a school that it does not serve',
      caller('licensing', 'MEDIA_CENTRE:NW:M'),
      'AUTHORITY:NW:A',
      'AUTHORITY:NW:B',
      false,
    ],
    [
      'what it gave, as a dashboard of the owner',
      caller('reporting', 'AUTHORITY:NW:A'),
      'AUTHORITY:NW:A',
      'SCHOOL:NW:1',
      false,
    ],
    ['anything, as the operator', caller('operator'), 'STATE:NW', 'AUTHORITY:NW:B', true],
  ])('%s', (_, who, owner, holder, expected) => {
    expect(mayAmend(who, LINES[owner] as OrganisationLine, LINES[holder] as OrganisationLine)).toBe(expected);
  });
});

describe('organisation keys', () => {
  test.each([
    ['SCHOOL:NW:100000', { level: 'SCHOOL', id: 'NW:100000' }],
    ['STATE:NW', { level: 'STATE', id: 'NW' }],
    ['MEDIA_CENTRE:NW:bochum', { level: 'MEDIA_CENTRE', id: 'NW:bochum' }],
    ['STATE:NW:1', null],
    ['STATE:XNW', null],
    ['SCHOOL:XNW:1', null],
    [`SCHOOL:NW:${'1'.repeat(40)}`, { level: 'SCHOOL', id: `NW:${'1'.repeat(40)}` }],
    [`SCHOOL:NW:${'1'.repeat(41)}`, null],
    ['SCHOOL:NW', null],
    ['SCHOOL:nw:100000', null],
    ['SCHOOL:NW:100000:1', null],
    ['SCHOOL:NW:', null],
    ['SCHOOL:NW:1 or 1=1', null],
    ['PLANET:NW:1', null],
    ['constructor:NW:1', null],
    ['', null],
  ])('%s', (key, expected) => {
    expect(parseOrganisationKey(key)).toEqual(expected);
  });
});

test.each<[string, Caller['kind'][]]>([
  ['titles:read', ['lms', 'licensing', 'reporting', 'operator']],
  ['schools:read', ['lms', 'licensing', 'reporting', 'operator']],
  ['access:read', ['lms', 'licensing', 'operator']],
  ['entitlements:read', ['licensing', 'operator']],
  ['entitlements:write', ['licensing', 'operator']],
  ['usage:read', ['licensing', 'reporting', 'operator']],
  ['usage:write', ['lms', 'operator']],
  ['prices:read', ['licensing', 'reporting', 'operator']],
])('the scope %s is for %j', (scope, kinds) => {
  expect(CALLER_KINDS.filter((kind) => SCOPES_OF_KIND[kind].includes(scope))).toEqual(kinds);
});

test('there is no other scope', () => {
  expect(new Set(Object.values(SCOPES_OF_KIND).flat()).size).toBe(8);
});

test.each<[Caller['kind'], Level[]]>([
  ['lms', ['AUTHORITY', 'SCHOOL']],
  ['licensing', ['STATE', 'REGIONAL_ASSOCIATION', 'MEDIA_CENTRE', 'AUTHORITY', 'SCHOOL']],
  ['reporting', ['STATE', 'MEDIA_CENTRE', 'AUTHORITY']],
  ['operator', []],
])('a token of %s may be bound at %j', (kind, levels) => {
  expect(new Set(LEVELS_OF_KIND[kind])).toEqual(new Set(levels));
});

test('a key is the level and the id', () => {
  expect(organisationKey('AUTHORITY', 'NW:10182')).toBe('AUTHORITY:NW:10182');
});
