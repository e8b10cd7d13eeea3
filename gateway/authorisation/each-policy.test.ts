/** What each policy says by itself: of a caller, arguments, and facts as the schools service would tell them to this caller. */
import { type Caller, type CallerKind, type OrganisationKey, SCOPES_OF_KIND } from '../../caller/caller';
import type { EntitlementLine, OrganisationFacts } from './organisation-facts';
import { POLICIES } from './policies';
import { MAX_REFUSED } from './policy-forms';

const A = ['SCHOOL:NW:1', 'AUTHORITY:NW:A', 'MEDIA_CENTRE:NW:m', 'STATE:NW'];
const B = ['SCHOOL:NW:2', 'AUTHORITY:NW:B', 'STATE:NW'];
/** Without schools: who is none of the caller's and what does not exist are told of alike, not at all. */
const LINES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'SCHOOL:NW:1': [A],
  'AUTHORITY:NW:A': [A],
  'AUTHORITY:NW:B': [B],
  'SCHOOL:NW:2': [B],
  'STATE:NW': [A, B],
};
const ENTITLEMENTS: Readonly<Record<string, EntitlementLine>> = {
  '1': { owner: 'AUTHORITY:NW:A', holder: 'SCHOOL:NW:1' },
  '2': { owner: 'STATE:NW', holder: 'STATE:NW' },
  '3': { owner: 'AUTHORITY:NW:B', holder: 'SCHOOL:NW:2' },
  '4': { owner: 'AUTHORITY:NW:A', holder: 'SCHOOL:NW:2' },
  '5': { owner: 'AUTHORITY:NW:B', holder: 'SCHOOL:NW:1' },
};

const OWNERS: Readonly<Record<string, readonly string[]>> = {
  'SURVEY:1': ['AUTHORITY:NW:A'],
  'SURVEY:2': ['AUTHORITY:NW:B'],
  'SUBSCRIPTION:1': ['AUTHORITY:NW:A'],
  'SUBSCRIPTION:2': ['AUTHORITY:NW:B'],
  'CHANGE:1': ['AUTHORITY:NW:A'],
  'CHANGE:2': ['AUTHORITY:NW:A', 'STATE:NW'],
  'CHANGE:3': [],
  'PACKAGE:1': ['AUTHORITY:NW:A'],
  'PACKAGE:2': ['AUTHORITY:NW:B'],
};

let asked: string[];
beforeEach(() => {
  asked = [];
});
const facts: OrganisationFacts = {
  async organisationLines(_, keys) {
    asked.push(...keys);
    return keys.map((key) => (LINES[key] ? { key, schools: LINES[key] } : null));
  },
  async linesOfUses(_, keys) {
    asked.push(...keys);
    return keys.map((key) => (LINES[key] ? { key, schools: LINES[key] } : null));
  },
  entitlementLines: async (_, ids) => ids.map((id) => ENTITLEMENTS[id] ?? null),
  schoolGroupOwners: async (_, keys) =>
    keys.map(
      (key) => ({ 'SCHOOL_GROUP:NW:A-1': 'AUTHORITY:NW:A', 'SCHOOL_GROUP:NW:B-1': 'AUTHORITY:NW:B' })[key] ?? null,
    ),
  objectOwners: async (_, objects) => objects.map((object) => OWNERS[object] ?? null),
  licenceOwners: async (_, ids) => ids.map((id) => ({ '1': 'AUTHORITY:NW:A', '2': 'STATE:NW' })[id] ?? null),
};

const caller = (kind: CallerKind, ...bound: string[]): Caller => ({
  kind,
  subject: 'test',
  scopes: SCOPES_OF_KIND[kind],
  bound: bound as OrganisationKey[],
});
const CITY = caller('licensing', 'AUTHORITY:NW:A');
const CENTRE = caller('licensing', 'MEDIA_CENTRE:NW:m');
const SCHOOL = caller('lms', 'SCHOOL:NW:1');
const STATE = caller('reporting', 'STATE:NW');

const holder = (level: string, id: string) => ({ holder: { level, id } });

test.each<[string, Caller, object, boolean]>([
  ['school-in-reach', SCHOOL, { state: 'NW', number: '1' }, true],
  ['school-in-reach', CITY, { state: 'NW', number: '1' }, true],
  ['school-in-reach', CITY, { state: 'NW', number: '2' }, false],
  ['school-in-reach', CITY, { state: 'BY', number: '1' }, false],
  ['school-in-reach', CITY, { state: 'NW', number: '9' }, false],
  ['school-argument-in-reach', CITY, { school: 'NW:1' }, true],
  ['school-argument-in-reach', CITY, { school: 'DE-NW-1' }, true],
  ['school-argument-in-reach', CITY, { school: 'NW:2' }, false],
  ['school-of-input-in-reach', CITY, { input: { school: 'NW:1' } }, true],
  ['school-of-input-in-reach', CITY, { input: { school: 'NW:2' } }, false],
  ['school-of-input-in-reach', CITY, {}, false],
  ['authority-in-reach', SCHOOL, { state: 'NW', number: 'A' }, true],
  ['authority-in-reach', SCHOOL, { state: 'NW', number: 'B' }, false],
  ['authority-in-reach', CITY, { state: 'NW', number: 'C' }, false],
  ['organisation-within', CITY, { level: 'AUTHORITY', id: 'A' }, true],
  ['organisation-within', CITY, { level: 'SCHOOL', id: 'NW:1' }, true],
  ['organisation-within', STATE, { level: 'AUTHORITY', id: 'B' }, true],
  ['organisation-within', SCHOOL, { level: 'AUTHORITY', id: 'A' }, false],
  ['organisation-within', CITY, { level: 'STATE', id: 'NW' }, false],
  ['organisation-within', CITY, { level: 'SCHOOL', id: 'NW:2' }, false],
  ['organisation-within', CITY, { level: 'SCHOOL', id: 'NW:9' }, false],
  ['licences-in-reach', CITY, { input: { licenceIds: ['1'] } }, true],
  ['licences-in-reach', CITY, { input: { licenceIds: ['1', '2'] } }, false],
  ['licences-in-reach', CITY, { input: { licenceIds: ['9'] } }, false],
  ['licence-of-input-within', CITY, { input: { licenceId: '1' } }, true],
  ['licence-of-input-within', CITY, { input: { licenceId: '2' } }, false],
  ['licence-of-input-within', CITY, { input: { licenceId: '9' } }, false],
  ['licence-of-input-within', { ...CITY, scopes: [] }, { input: { licenceId: '1' } }, false],
  ['package-of-input-within', CITY, { input: { packageId: '1' } }, true],
  ['package-of-input-within', CITY, { input: { packageId: '2' } }, false],
  ['package-of-input-within', CITY, { input: { packageId: '9' } }, false],
  ['package-of-input-within', { ...CITY, scopes: [] }, { input: { packageId: '1' } }, false],
  ['owner-of-input-within', CITY, { input: {} }, false],
  ['owner-of-input-within', CITY, { input: { owner: { level: 'AUTHORITY', id: 'A' } } }, true],
  ['owner-of-input-within', CITY, { input: { owner: { level: 'AUTHORITY', id: 'B' } } }, false],
  ['owner-of-input-within', CITY, { input: { owner: { level: 'STATE', id: 'NW' } } }, false],
  ['owner-of-input-within', CITY, { input: { owner: { level: 'AUTHORITY', id: 'C' } } }, false],
  ['entitlements-in-reach', CITY, { input: { entitlementIds: ['1', '4'] } }, true],
  ['entitlements-in-reach', CITY, { input: { entitlementIds: ['1', '2'] } }, false],
  ['entitlements-in-reach', CITY, { input: { entitlementIds: ['5'] } }, false],
  ['entitlements-in-reach', CITY, { input: { entitlementIds: ['9'] } }, false],
  ['entitlements-in-reach', CENTRE, { input: { entitlementIds: ['1'] } }, true],
  ['entitlements-in-reach', CENTRE, { input: { entitlementIds: ['1', '4'] } }, false],
  ['entitlements-in-reach', { ...CITY, scopes: [] }, { input: { entitlementIds: ['1'] } }, false],
  ['entitlements-in-reach', CITY, { input: { entitlements: [{ id: '1' }, { id: '4' }] } }, true],
  ['entitlements-in-reach', CITY, { input: { entitlementIds: ['1'], entitlements: [{ id: '2' }] } }, false],
  ['entitlements-in-reach', CITY, { input: { selection: { ids: ['1', '4'] } } }, true],
  ['entitlements-in-reach', CITY, { input: { selection: { ids: ['2'] } } }, false],
  ['entitlements-writable', CITY, { input: { entitlementIds: ['1'] } }, true],
  ['entitlements-writable', CITY, { input: { entitlementIds: ['4'] } }, false],
  ['entitlements-writable', CENTRE, { input: { entitlementIds: ['1'] } }, true],
  ['holder-of-input-within', CITY, { input: { holder: { level: 'SCHOOL', id: 'NW:1' } } }, true],
  ['holder-of-input-within', CITY, { input: { holder: { level: 'SCHOOL', id: 'NW:2' } } }, false],
  ['holder-of-input-within', CITY, { input: { holder: { level: 'SCHOOL', id: 'NW:9' } } }, false],
  ['change-in-reach', CITY, { input: { revoke: { entitlementIds: ['1', '4'] } } }, true],
  ['change-in-reach', CITY, { input: { suspend: { entitlementIds: ['1', '2'] } } }, false],
  ['change-in-reach', CITY, { input: { amend: { selection: { ids: ['2'] } } } }, false],
  ['change-in-reach', CITY, { input: { resume: { entitlements: [{ id: '5' }] } } }, false],
  ['change-in-reach', CITY, { input: { move: { entitlementIds: ['1'], ...holder('SCHOOL', 'NW:1') } } }, true],
  ['change-in-reach', CITY, { input: { move: { entitlementIds: ['4'], ...holder('SCHOOL', 'NW:1') } } }, false],
  ['change-in-reach', CITY, { input: { move: { entitlementIds: ['1'], ...holder('SCHOOL', 'NW:2') } } }, false],
  ['change-in-reach', CITY, { input: { undo: { change: '1' } } }, true],
  ['change-in-reach', CITY, { input: { undo: { change: '2' } } }, false],
  ['change-in-reach', CITY, { input: { revoke: { entitlementIds: ['1'] }, undo: { change: '2' } } }, false],
  ['change-in-reach', CITY, { input: { erase: { entitlementIds: ['1'] } } }, false],
  ['group-readable', CITY, { id: 'NW:A-1' }, true],
  ['group-readable', CITY, { id: 'NW:B-1' }, false],
  ['group-readable', CITY, { id: 'NW:C-1' }, false],
  ['group-in-reach', CITY, { input: { group: 'NW:A-1' } }, true],
  ['group-in-reach', CITY, { input: { group: 'DE-NW-B-1' } }, false],
  ['group-in-reach', CITY, { input: { group: 'NW:C-1' } }, false],
  ['own-organisation-of-input', CITY, { input: { organisation: { level: 'AUTHORITY', id: 'NW:A' } } }, true],
  ['own-organisation-of-input', CENTRE, { input: { organisation: { level: 'AUTHORITY', id: 'NW:A' } } }, false],
  ['own-organisation-of-input', CITY, { input: { organisation: { level: 'AUTHORITY', id: 'NW:B' } } }, false],
  ['own-organisation-of-input', CITY, { input: {} }, true],
  ['own-survey', CITY, { id: '1' }, true],
  ['own-survey', CITY, { input: { id: '1' } }, true],
  ['own-survey', CITY, { id: '2' }, false],
  ['own-survey', CITY, { input: { id: '2' } }, false],
  ['own-survey', CITY, { id: '9' }, false],
  ['own-survey', CITY, {}, false],
  ['own-survey', CENTRE, { id: '1' }, false],
  ['own-subscriptions', CITY, { ids: ['1'] }, true],
  ['own-subscriptions', CITY, { ids: ['1', '2'] }, false],
  ['own-subscriptions', CITY, { ids: ['1', '9'] }, false],
  ['own-subscriptions', CENTRE, { ids: ['1'] }, false],
  ['change-within', CITY, { change: '1' }, true],
  ['change-within', CENTRE, { change: '1' }, true],
  ['change-within', CITY, { change: '2' }, false],
  ['change-within', CITY, { change: '3' }, true],
  ['change-within', CITY, { change: '9' }, false],
  ['listed-entitlements-in-reach', CITY, {}, true],
  ['listed-entitlements-in-reach', CITY, { filter: { school: null, holder: null } }, true],
  ['listed-entitlements-in-reach', CITY, { filter: { school: 'NW:1' } }, true],
  ['listed-entitlements-in-reach', CITY, { filter: { school: 'NW:2' } }, false],
  ['listed-entitlements-in-reach', CITY, { filter: { school: 'NW:9' } }, false],
  ['listed-entitlements-in-reach', CITY, { filter: holder('AUTHORITY', 'A') }, true],
  ['listed-entitlements-in-reach', CITY, { filter: holder('SCHOOL', 'NW:1') }, true],
  ['listed-entitlements-in-reach', CITY, { filter: holder('STATE', 'NW') }, true],
  ['listed-entitlements-in-reach', CITY, { filter: holder('AUTHORITY', 'B') }, false],
  ['listed-entitlements-in-reach', CITY, { filter: holder('AUTHORITY', 'C') }, false],
  ['listed-entitlements-in-reach', CITY, { filter: { school: 'NW:1', ...holder('AUTHORITY', 'B') } }, false],
  ['listed-entitlements-in-reach', CITY, { filter: { school: 'NW:2', ...holder('AUTHORITY', 'A') } }, false],
  ['entitlement-in-reach', CITY, { id: '1' }, true],
  ['entitlement-in-reach', CITY, { id: '2' }, true],
  ['entitlement-in-reach', CITY, { id: '3' }, false],
  ['entitlement-in-reach', CITY, { id: '4' }, true],
  ['entitlement-in-reach', CITY, { id: '5' }, true],
  ['entitlement-in-reach', CITY, { id: '9' }, false],
  ['entitlement-in-reach', STATE, { id: '3' }, true],
  ['report-filter-in-reach', CITY, {}, true],
  ['report-filter-in-reach', CITY, { filter: null }, true],
  ['report-filter-in-reach', CITY, { filter: { schools: ['NW:1'], states: ['NW'], titles: ['1'] } }, true],
  ['report-filter-in-reach', CITY, { filter: { schools: ['NW:1', 'NW:2'] } }, false],
  ['report-filter-in-reach', CITY, { filter: { schools: ['NW:1'], authorities: ['NW:B'] } }, false],
  ['report-filter-in-reach', CITY, { filter: { districts: ['NW:9'] } }, false],
])('%s, for %j with %j: %s', async (name, who, given, holds) => {
  expect(await POLICIES[name]?.holds(who, given as never, facts)).toBe(holds);
});

test.each(Object.keys(POLICIES))('%s: an operator needs no facts', async (name) => {
  expect(await POLICIES[name]?.holds(caller('operator'), {}, facts)).toBe(true);
  expect(asked).toEqual([]);
});

test('every policy decides by arguments, so that none may stand on a type', () => {
  expect(Object.values(POLICIES).map(({ byArguments }) => byArguments)).toEqual(Object.keys(POLICIES).map(() => true));
});

test.each([
  ['schools', 'SCHOOL:NW:2'],
  ['authorities', 'AUTHORITY:NW:B'],
  ['mediaCentres', 'MEDIA_CENTRE:NW:x'],
  ['districts', 'DISTRICT:NW:9'],
  ['regionalAssociations', 'REGIONAL_ASSOCIATION:NW:9'],
  ['states', 'STATE:BY'],
])('of a report’s filter each list counts: %s', async (name, key) => {
  const id = key.slice(key.indexOf(':') + 1);
  expect(await POLICIES['report-filter-in-reach']?.holds(CITY, { filter: { [name]: [id, id] } }, facts)).toBe(false);
  expect(asked).toEqual([key]);
});

test('and of what the caller is bound to in it, nothing is asked', async () => {
  expect(await POLICIES['report-filter-in-reach']?.holds(CITY, { filter: { authorities: ['NW:A'] } }, facts)).toBe(
    true,
  );
  expect(asked).toEqual([]);
});

test('of a school that the caller is bound to by name it is known at once, without facts', () => {
  expect(POLICIES['school-argument-in-reach']?.holds(SCHOOL, { school: 'NW:1' }, facts)).toBe(true);
  expect(asked).toEqual([]);
});

test('of what a caller is bound to by name, and of one thing twice, nothing is asked again', async () => {
  await POLICIES['listed-entitlements-in-reach']?.holds(CITY, { filter: holder('AUTHORITY', 'A') }, facts);
  expect(asked).toEqual([]);
  await POLICIES['entitlements-in-reach']?.holds(CITY, { input: { entitlementIds: ['2', '2'] } }, facts);
  expect(asked).toEqual(['STATE:NW', 'STATE:NW']);
});

test.each<[string, object, string]>([
  ['school-in-reach', { state: 'NW', number: '?' }, 'number: not the id of a school.'],
  ['school-argument-in-reach', { school: '?' }, 'school: not the id of a school.'],
  ['school-of-input-in-reach', { input: { school: '?' } }, 'input.school: not the id of a school.'],
  ['authority-in-reach', { state: 'NW', number: '?' }, 'number: not the id of a school authority.'],
  ['organisation-within', { level: 'STATE', id: '?' }, 'id: not the id of a state.'],
  ['group-in-reach', { input: { group: '?' } }, 'input.group: not the id of a school group.'],
  ['listed-entitlements-in-reach', { filter: { school: '?' } }, 'filter.school: not the id of a school.'],
  ['report-filter-in-reach', { filter: { mediaCentres: ['?'] } }, 'filter.mediaCentres: not the id of a media centre.'],
  [
    'listed-entitlements-in-reach',
    { filter: holder('AUTHORITY', '?') },
    'filter.holder.id: not the id of a school authority.',
  ],
])('%s with %j is told what is wrong', async (name, given, message) => {
  await expect(async () => POLICIES[name]?.holds(CITY, given as never, facts)).rejects.toThrow(message);
});

describe('item by item', () => {
  const events = (...schools: unknown[]) => ({ events: schools.map((school) => ({ school })) });
  const holders = (...ids: string[]) => ({ input: { holders: ids.map((id) => ({ level: 'SCHOOL', id })) } });
  test.each<[string, object, string[]]>([
    ['events-in-reach', events('NW:1', '1', 'NW:2', 'NW:2', '?'), ['SCHOOL:NW:2']],
    ['events-in-reach', {}, []],
    ['holders-in-reach', holders('NW:1', '9', '?'), ['SCHOOL:NW:9']],
    ['holders-in-reach', {}, []],
    [
      'sync-holders-in-reach',
      { input: { rows: [{ holder: '1' }, { holder: '9' }, { holder: 'AUTHORITY:NW:B' }, { holder: '?' }] } },
      ['SCHOOL:NW:9', 'AUTHORITY:NW:B'],
    ],
  ])('%s of %j: refused are %j', async (name, given, refused) => {
    expect(await POLICIES[name]?.refused?.(CITY, given as never, facts)).toEqual(refused);
    asked = [];
    expect(await POLICIES[name]?.refused?.(caller('operator'), given as never, facts)).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('a list with more refused organisations than may be named one by one is refused as a whole', async () => {
    const foreign = Array.from({ length: MAX_REFUSED + 1 }, (_, at) => `NW:9${at}`);
    expect(await POLICIES['events-in-reach']?.holds(CITY, events(...foreign), facts)).toBe(false);
    expect(await POLICIES['events-in-reach']?.holds(CITY, events(...foreign.slice(1)), facts)).toBe(true);
  });
});
