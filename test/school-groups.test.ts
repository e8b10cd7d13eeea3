/** School groups, as staff of a media centre, of a city and of the state make, fill and close them. */
import { isDeepStrictEqual } from 'node:util';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { codesOf, type System, startSystem, tokenOf, tokenWith } from './system';
import { until } from './until';

let database: TestDatabase;
let system: System;
let world: SeededWorld;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  const licence = {
    heldAt: ['SCHOOL_GROUP', 'SCHOOL'] as const,
    rights: ['STREAM'] as const,
    packages: [{ package: 'Paket' }],
  };
  world = await seedWorld(database.query, {
    organisations: {
      'Stadt A': 'AUTHORITY',
      'Stadt B': 'AUTHORITY',
      'Stadt C': 'AUTHORITY',
      Zentrum: 'MEDIA_CENTRE',
      Anderes: 'MEDIA_CENTRE',
      Alte: 'SCHOOL_GROUP',
    },
    schools: {
      'Schule A1': { belongsTo: [{ to: 'Stadt A' }, { to: 'Zentrum' }, { to: 'STATE' }] },
      'Schule A2': { belongsTo: [{ to: 'Stadt A' }, { to: 'Zentrum' }, { to: 'STATE' }] },
      'Schule A3': {
        belongsTo: [{ to: 'Stadt A' }, { to: 'Zentrum' }, { to: 'STATE' }],
        operating: { until: '2020-08-01' },
      },
      'Schule B1': { belongsTo: [{ to: 'Stadt B' }, { to: 'Zentrum' }, { to: 'STATE' }] },
      'Schule C1': { belongsTo: [{ to: 'Stadt C' }, { to: 'Anderes' }, { to: 'STATE' }, { to: 'Alte' }] },
    },
    titles: { Film: {} },
    packages: { Paket: [{ title: 'Film' }] },
    licences: { 'Lizenz Z': { ...licence, owner: 'Zentrum' }, 'Lizenz L': { ...licence, owner: 'STATE' } },
    entitlements: {
      'Z an B1': { licence: 'Lizenz Z', holder: 'Schule B1', from: '2024-01-01', suspended: [{ from: '2025-01-01' }] },
    },
  });
  await database.query(
    `insert into schools.school_group (id, kept_by) select id, 'FILE' from schools.organisation where level = 'SCHOOL_GROUP'`,
  );
  system = await startSystem(database, { kept: true });
  tokens.centre = await tokenOf('licensing', `MEDIA_CENTRE:${world.organisation('Zentrum')}`);
  tokens.other = await tokenOf('licensing', `MEDIA_CENTRE:${world.organisation('Anderes')}`);
  tokens.cityA = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt A')}`);
  tokens.state = await tokenOf('licensing', 'STATE:NW');
  tokens.school = await tokenOf('licensing', `SCHOOL:${world.organisation('Schule A1')}`);
  tokens.operator = await tokenOf('operator');
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const id = (name: string) => world.organisation(name);
const number = (name: string) => id(name).slice('NW:'.length);

async function data(who: string, query: string, variables: object = {}): Promise<any> {
  const answer = await system.ask(tokens[who] as string, query, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

async function refusal(who: string, query: string, variables: object = {}) {
  const answer = await system.ask(tokens[who] as string, query, variables);
  const [error] = answer.errors ?? [];
  return error && `${error.extensions.code}: ${error.message}`;
}

const FORBIDDEN = 'FORBIDDEN: You may not see or change this, or it does not exist.';
const CREATE = `mutation ($input: CreateSchoolGroupInput!) {
  createSchoolGroup(input: $input) { id number name keptBy closedAt owner { level id name } } }`;
const ADD = `mutation ($input: AddSchoolsToGroupInput!) {
  addSchoolsToGroup(input: $input) { preview applied added unchanged refused unmatched { row text reason }
    opens { licence { id } isYours newAt suspendedAt } schools { outcome school { name } } } }`;
const REMOVE = `mutation ($input: RemoveSchoolsFromGroupInput!) {
  removeSchoolsFromGroup(input: $input) { preview removed unchanged unmatched { row } } }`;
const CLOSE = `mutation ($input: CloseSchoolGroupInput!) {
  closeSchoolGroup(input: $input) { preview removed group { closedAt } } }`;
const MEMBERS = `query ($id: ID!) { schoolGroup(id: $id) { name
  members(first: 2) { totalCount edges { node { school { name } validFrom validUntil } } } } }`;
const ASSIGN = `mutation ($licence: ID!, $group: ID!) { assignEntitlements(input: { licenceIds: [$licence],
  holders: [{ level: SCHOOL_GROUP, id: $group }] }) { applied refused } }`;

const owner = () => ({ level: 'MEDIA_CENTRE', id: id('Zentrum') });
let made = 0;
async function newGroup(members: readonly string[] = []): Promise<string> {
  made += 1;
  const input = { owner: owner(), code: `g${made}`, name: `Gruppe ${made}` };
  const { createSchoolGroup: group } = await data('centre', CREATE, { input });
  if (members.length > 0) await add('centre', group.id, members);
  return group.id;
}
async function add(who: string, group: string, names: readonly string[], more: object = {}) {
  const { addSchoolsToGroup: result } = await data(who, ADD, { input: { group, numbers: names.map(number), ...more } });
  return result;
}
const outcomes = ({ schools }: any) =>
  Object.fromEntries(schools.map(({ school, outcome }: any) => [school.name, outcome]));
async function membersOf(group: string, who = 'centre'): Promise<string[]> {
  const { schoolGroup } = await data(who, MEMBERS, { id: group });
  return schoolGroup.members.edges.map(({ node }: any) => node.school.name);
}

describe('a group', () => {
  test('is made and named by staff of its owner, and numbered after it', async () => {
    const input = { owner: owner(), code: 'gymnasien', name: ' Gymnasien ' };
    expect(await data('centre', CREATE, { input })).toEqual({
      createSchoolGroup: {
        id: `${id('Zentrum')}-gymnasien`,
        number: `${number('Zentrum')}-gymnasien`,
        name: 'Gymnasien',
        keptBy: 'DESK',
        closedAt: null,
        owner: { ...owner(), name: 'Zentrum' },
      },
    });
    expect(await refusal('centre', CREATE, { input })).toContain('BAD_USER_INPUT: input.code: there is a group');
    const group = `${id('Zentrum')}-gymnasien`;
    const rename = `mutation ($group: ID!, $name: String!) { renameSchoolGroup(input: { group: $group, name: $name }) { name } }`;
    expect(await data('state', rename, { group, name: 'Alle Gymnasien' })).toEqual({
      renameSchoolGroup: { name: 'Alle Gymnasien' },
    });
    for (const who of ['cityA', 'other', 'school'])
      expect(await refusal(who, rename, { group, name: 'x' })).toBe(FORBIDDEN);
    expect(await refusal('centre', rename, { group: 'NW:9-9', name: 'x' })).toBe(FORBIDDEN);
  });

  test.each([
    ['of a foreign owner', () => ({ level: 'MEDIA_CENTRE', id: id('Anderes') }), FORBIDDEN],
    ['of an unknown owner', () => ({ level: 'MEDIA_CENTRE', id: '99999' }), FORBIDDEN],
    ['of the state', () => ({ level: 'STATE', id: 'NW' }), FORBIDDEN],
    ['of a school', () => ({ level: 'SCHOOL', id: id('Schule A1') }), 'BAD_USER_INPUT: input.owner: SCHOOL has no'],
  ])('%s is refused', async (_, of, message) => {
    const input = { owner: of(), code: 'fremd', name: 'Fremd' };
    expect(await refusal('centre', CREATE, { input })).toContain(message);
  });

  test.each(['-a', 'a_b', 'ä', '', 'a b'])('with the code “%s” is refused', async (code) => {
    const input = { owner: owner(), code, name: 'x' };
    expect(await refusal('centre', CREATE, { input })).toContain('BAD_USER_INPUT: input.code');
  });

  test('is seen by its owner while it is empty, and by others once a school of theirs belongs to it', async () => {
    const group = await newGroup();
    const list = `query ($group: String) { schoolGroups(filter: { search: $group }) { totalCount edges { node { id } } } }`;
    const sees = async (who: string) => (await data(who, list, { group })).schoolGroups.totalCount;
    expect([await sees('centre'), await sees('state'), await sees('cityA'), await sees('other')]).toEqual([1, 1, 0, 0]);
    expect(await refusal('cityA', MEMBERS, { id: group })).toBe(FORBIDDEN);
    await add('centre', group, ['Schule A1', 'Schule B1'], { overrideSuspended: true });
    expect([await sees('cityA'), await sees('school'), await sees('other')]).toEqual([1, 1, 0]);
    expect(await membersOf(group)).toEqual(['Schule A1', 'Schule B1']);
    await until(
      'the gateway has forgotten, as it does after half a second, that the group was none of the city’s',
      async () => isDeepStrictEqual(codesOf(await system.ask(tokens.cityA as string, MEMBERS, { id: group })), []),
    );
    expect(await refusal('other', MEMBERS, { id: group })).toBe(FORBIDDEN);
    expect(await membersOf(group, 'cityA')).toEqual(['Schule A1']);
    const { schools } = await data('cityA', `{ schools(filter: { group: "${group}" }) { edges { node { name } } } }`);
    expect(schools.edges).toEqual([{ node: { name: 'Schule A1' } }]);
  });
});

describe('adding schools', () => {
  test('is previewed with what it opens, and then does just that', async () => {
    const group = await newGroup(['Schule A1']);
    await data('centre', ASSIGN, { licence: world.licence('Lizenz Z'), group });
    const opens = [{ licence: { id: world.licence('Lizenz Z') }, isYours: true, newAt: 1, suspendedAt: 0 }];
    const expected = {
      preview: true,
      applied: false,
      added: 1,
      unchanged: 1,
      refused: 0,
      unmatched: [],
      opens,
      schools: [
        { outcome: 'ALREADY_MEMBER', school: { name: 'Schule A1' } },
        { outcome: 'ADDED', school: { name: 'Schule A2' } },
      ],
    };
    expect(await add('centre', group, ['Schule A1', 'Schule A2'], { preview: true })).toEqual(expected);
    expect(await membersOf(group)).toEqual(['Schule A1']);
    const access = `query ($n: String!, $t: ID!) { school(number: $n) { access(titleIds: [$t]) { outcome level } } }`;
    const may = async () =>
      (await data('centre', access, { n: number('Schule A2'), t: world.title('Film') })).school.access[0];
    expect(await may()).toMatchObject({ outcome: 'DENIED' });
    expect(await add('centre', group, ['Schule A1', 'Schule A2'])).toEqual({
      ...expected,
      preview: false,
      applied: true,
    });
    expect(await may()).toEqual({ outcome: 'ALLOWED', level: 'SCHOOL_GROUP' });
    await data('centre', REMOVE, { input: { group, numbers: [number('Schule A2')] } });
    expect(await may()).toMatchObject({ outcome: 'DENIED' });
  });

  test('adds none where a row or a school is refused, and the others by skipRefused', async () => {
    const group = await newGroup();
    const names = ['Schule A1', 'Schule C1', 'Schule A3'];
    const result = await add('centre', group, names);
    expect(result).toMatchObject({
      applied: false,
      added: 0,
      refused: 2,
      unmatched: [{ row: 2, text: number('Schule C1'), reason: 'NOT_IN_REACH' }],
    });
    expect(outcomes(result)).toEqual({ 'Schule A1': 'HELD_BACK', 'Schule A3': 'SCHOOL_CLOSED' });
    expect(await membersOf(group)).toEqual([]);
    expect(await add('centre', group, names, { skipRefused: true })).toMatchObject({
      applied: true,
      added: 1,
      refused: 2,
    });
    expect(await membersOf(group)).toEqual(['Schule A1']);
  });

  test('opens no licence that its caller may not assign', async () => {
    const group = await newGroup(['Schule A1']);
    await data('state', ASSIGN, { licence: world.licence('Lizenz L'), group });
    const result = await add('centre', group, ['Schule A2']);
    expect(outcomes(result)).toEqual({ 'Schule A2': 'LICENCE_NOT_YOURS' });
    expect(result.opens).toMatchObject([{ isYours: false, newAt: 1 }]);
    expect(outcomes(await add('state', group, ['Schule A2']))).toEqual({ 'Schule A2': 'ADDED' });
  });

  /** Reach and territory are those of its schools: without any it is nobody's, like a group that does not exist. */
  test('comes first: a group without schools is given nothing, also by staff of its owner', async () => {
    const group = await newGroup();
    const give = async (who: string, licence: string) => {
      const query = `mutation ($licence: ID!, $group: ID!) { assignEntitlements(input: { licenceIds: [$licence],
        holders: [{ level: SCHOOL_GROUP, id: $group }] }) { applied assignments { outcome } } }`;
      return (await data(who, query, { licence: world.licence(licence), group })).assignEntitlements;
    };
    const refused = { applied: false, assignments: [{ outcome: 'NOT_IN_REACH' }] };
    expect(await give('centre', 'Lizenz Z')).toEqual(refused);
    expect(await give('state', 'Lizenz L')).toEqual(refused);
    await add('centre', group, ['Schule A1']);
    let given = refused;
    await until('the gateway knows of its school', async () => {
      given = await give('centre', 'Lizenz Z');
      return given.assignments[0]?.outcome !== 'NOT_IN_REACH';
    });
    expect(given).toEqual({ applied: true, assignments: [{ outcome: 'ASSIGNED' }] });
  });

  test('knows what a group holds to which no school belongs any more', async () => {
    const group = await newGroup(['Schule B1']);
    await data('state', ASSIGN, { licence: world.licence('Lizenz L'), group });
    await data('centre', REMOVE, { input: { group, numbers: [number('Schule B1')] } });
    expect(outcomes(await add('centre', group, ['Schule B1']))).toEqual({ 'Schule B1': 'LICENCE_NOT_YOURS' });
  });

  test('opens nothing that is suspended at a school, unless that is meant', async () => {
    const group = await newGroup(['Schule A1']);
    await data('centre', ASSIGN, { licence: world.licence('Lizenz Z'), group });
    const result = await add('centre', group, ['Schule B1']);
    expect(outcomes(result)).toEqual({ 'Schule B1': 'OPENS_SUSPENDED' });
    expect(result.opens).toMatchObject([{ newAt: 1, suspendedAt: 1 }]);
    expect(await membersOf(group)).toEqual(['Schule A1']);
    expect(outcomes(await add('centre', group, ['Schule B1'], { overrideSuspended: true }))).toEqual({
      'Schule B1': 'ADDED',
    });
  });

  test('lasts as long as it says; what overlaps is one period, and both ends are checked', async () => {
    const group = await newGroup();
    const first = { validFrom: '2090-01-01T00:00:00Z', validUntil: '2091-01-01T00:00:00Z' };
    await add('centre', group, ['Schule A1'], first);
    await add('centre', group, ['Schule A1'], { ...first, validUntil: '2092-01-01T00:00:00Z' });
    expect(
      await add('centre', group, ['Schule A1'], {
        ...first,
        validFrom: '2091-06-01T00:00:00Z',
        validUntil: '2092-01-01T00:00:00Z',
      }),
    ).toMatchObject({
      added: 0,
      unchanged: 1,
    });
    const [row] = await database.query<{ valid: string }>(
      `select range_agg(m.valid)::text as valid from schools.membership m join schools.organisation o on o.id = m.organisation_id
       where o.external_id = $1`,
      [group],
    );
    expect(row?.valid).toBe('{["2090-01-01 00:00:00+00","2092-01-01 00:00:00+00")}');
    const input = { group, numbers: [number('Schule A1')] };
    expect(await refusal('centre', ADD, { input: { ...input, validFrom: '2020-01-01T00:00:00Z' } })).toContain(
      'BAD_USER_INPUT: input.validFrom must not be in the past',
    );
    expect(await refusal('centre', ADD, { input: { ...input, ...first, validUntil: first.validFrom } })).toContain(
      'BAD_USER_INPUT: input.validUntil must be after',
    );
    expect(await refusal('centre', ADD, { input: { group } })).toContain('BAD_USER_INPUT: input: name');
  });

  test('takes schools by filter', async () => {
    const group = await newGroup();
    const input = { group, schools: { authority: id('Stadt A'), inOperation: true } };
    const { addSchoolsToGroup: result } = await data('centre', ADD, { input });
    expect(outcomes(result)).toEqual({ 'Schule A1': 'ADDED', 'Schule A2': 'ADDED' });
    expect(await refusal('centre', ADD, { input: { group, schools: { authority: id('Stadt C') } } })).toBe(FORBIDDEN);
  });

  test.each(['cityA', 'other', 'school'])(
    'is refused to %s, whose the group is not, as for one that is unknown',
    async (who) => {
      const group = await newGroup(['Schule A1']);
      for (const named of [group, 'NW:9-9']) {
        expect(await refusal(who, ADD, { input: { group: named, numbers: [number('Schule A1')] } })).toBe(FORBIDDEN);
        expect(await refusal(who, REMOVE, { input: { group: named, numbers: [number('Schule A1')] } })).toBe(FORBIDDEN);
        expect(await refusal(who, CLOSE, { input: { group: named } })).toBe(FORBIDDEN);
      }
    },
  );
});

describe('removing and closing', () => {
  test('ends at an instant; what was before stays, and the rows are told', async () => {
    const group = await newGroup(['Schule A1', 'Schule A2']);
    const input = { group, numbers: [number('Schule A1'), number('Schule B1'), '1'], at: '2090-01-01T00:00:00Z' };
    const expected = { preview: true, removed: [id('Schule A1')], unchanged: 1, unmatched: [{ row: 3 }] };
    expect(await data('centre', REMOVE, { input: { ...input, preview: true } })).toEqual({
      removeSchoolsFromGroup: expected,
    });
    expect(await data('centre', REMOVE, { input })).toEqual({
      removeSchoolsFromGroup: { ...expected, preview: false },
    });
    const { schoolGroup } = await data('centre', MEMBERS, { id: group });
    expect(schoolGroup.members.edges.map(({ node }: any) => node.validUntil)).toEqual([
      '2090-01-01T00:00:00.000Z',
      null,
    ]);
  });

  test('takes a member that has left the reach, whose number is known', async () => {
    const group = await newGroup(['Schule A2']);
    await database.query(
      `update schools.membership set valid = valid * tstzrange(null, now() - interval '1 minute')
       where school_id = (select id from schools.organisation where external_id = $1) and level = 'MEDIA_CENTRE'`,
      [id('Schule A2')],
    );
    try {
      const input = { group, numbers: [number('Schule A2')] };
      expect(await data('centre', REMOVE, { input })).toMatchObject({
        removeSchoolsFromGroup: { removed: [id('Schule A2')], unmatched: [] },
      });
      expect(await data('centre', ADD, { input })).toMatchObject({
        addSchoolsToGroup: { applied: false, unmatched: [{ reason: 'NOT_IN_REACH' }] },
      });
    } finally {
      await database.query(
        `update schools.membership set valid = '(,)'
         where school_id = (select id from schools.organisation where external_id = $1) and level = 'MEDIA_CENTRE'`,
        [id('Schule A2')],
      );
    }
  });

  test('closing ends all memberships, and nothing is added after it', async () => {
    const group = await newGroup(['Schule A1', 'Schule A2']);
    const input = { group };
    expect(await data('centre', CLOSE, { input: { ...input, preview: true } })).toMatchObject({
      closeSchoolGroup: { removed: [id('Schule A1'), id('Schule A2')] },
    });
    expect(await membersOf(group)).toHaveLength(2);
    await data('centre', CLOSE, { input });
    expect(await membersOf(group)).toEqual([]);
    expect(await refusal('centre', ADD, { input: { group, numbers: [number('Schule A1')] } })).toContain(
      'BAD_USER_INPUT: input.group: closed',
    );
    expect(await refusal('centre', CLOSE, { input })).toContain('BAD_USER_INPUT: input.group: closed since');
    const closed = async (is: boolean) =>
      (await data('centre', `{ schoolGroups(filter: { closed: ${is}, search: "${group}" }) { totalCount } }`))
        .schoolGroups.totalCount;
    expect([await closed(true), await closed(false)]).toEqual([1, 0]);
  });
});

describe('an imported group', () => {
  const ADOPT = `mutation ($input: AdoptSchoolGroupInput!) { adoptSchoolGroup(input: $input) { keptBy owner { id } } }`;

  test('is changed by its file, until staff adopt it', async () => {
    const input = { group: id('Alte'), numbers: [number('Schule C1')] };
    for (const who of ['other', 'state']) expect(await refusal(who, REMOVE, { input })).toBe(FORBIDDEN);
    expect(await refusal('operator', REMOVE, { input })).toContain(
      'BAD_USER_INPUT: input.group: an imported file says',
    );
    const adoption = { group: id('Alte'), owner: { level: 'MEDIA_CENTRE', id: id('Anderes') } };
    expect(await refusal('other', ADOPT, { input: adoption })).toBe(FORBIDDEN);
    expect(await data('operator', ADOPT, { input: adoption })).toEqual({
      adoptSchoolGroup: { keptBy: 'DESK', owner: { id: id('Anderes') } },
    });
    expect(codesOf(await system.ask(tokens.operator as string, ADOPT, { input: adoption }))).toEqual([
      'BAD_USER_INPUT',
    ]);
    // What the gateway was told of the group before, it keeps for half a second.
    await until(
      'the owner may change it',
      async () => (await refusal('other', REMOVE, { input: { ...input, preview: true } })) === undefined,
    );
    expect(await data('other', REMOVE, { input })).toMatchObject({
      removeSchoolsFromGroup: { removed: [id('Schule C1')] },
    });
  });
});

test('each change stands in the audit trail, with its operation and its reason', async () => {
  const group = await newGroup();
  await add('centre', group, ['Schule A1'], { reason: 'Beschluss vom Montag' });
  const [change] = await database.query(
    `select c.operation, c.reason from schools.audit_change c
     where exists (select from schools.audit_entry e where e.change_id = c.id and e.object = 'membership')
     order by c.id desc limit 1`,
  );
  expect(change).toEqual({ operation: 'addSchoolsToGroup', reason: 'Beschluss vom Montag' });
});

test('a token to write alone fills a group, and reads nothing of group and schools', async () => {
  const group = await newGroup();
  const writer = await tokenWith({
    kind: 'licensing',
    subject: 'writer',
    bound: [`MEDIA_CENTRE:${id('Zentrum')}`],
    scopes: ['entitlements:write'],
  });
  const filled = await system.ask(
    writer,
    `mutation ($input: AddSchoolsToGroupInput!) { addSchoolsToGroup(input: $input) {
      added group { name owner { name } } schools { outcome school { name } } } }`,
    { input: { group, numbers: [number('Schule A1')] } },
  );
  expect(filled.data.addSchoolsToGroup).toEqual({
    added: 1,
    group: null,
    schools: [{ outcome: 'ADDED', school: null }],
  });
  expect(codesOf(filled)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  const renamed = await system.ask(
    writer,
    'mutation ($input: RenameSchoolGroupInput!) { renameSchoolGroup(input: $input) { name } }',
    { input: { group, name: 'Anders' } },
  );
  expect(codesOf(renamed)).toEqual(['FORBIDDEN']);
});
