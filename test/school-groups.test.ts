/** School groups, as staff of a media centre, of a city and of the state create, rename and close them. */
import { isDeepStrictEqual } from 'node:util';
import {
  ADD,
  add,
  CLOSE,
  CREATE,
  data,
  database,
  FORBIDDEN,
  id,
  MEMBERS,
  membersOf,
  newGroup,
  number,
  owner,
  REMOVE,
  refusal,
  system,
  tokens,
} from './school-groups-world';
import { codesOf, tokenWith } from './system';
import { until } from './until';

describe('a group', () => {
  test('is created and renamed by staff of its owner, and gets a number after that of its owner', async () => {
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

describe('removing and closing', () => {
  test('ends at an instant; the past stays, and the rows are reported', async () => {
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

  test('accepts the known number of a member that has left the reach', async () => {
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
    // The gateway uses its former facts about the group for half a second.
    await until(
      'the owner may change it',
      async () => (await refusal('other', REMOVE, { input: { ...input, preview: true } })) === undefined,
    );
    expect(await data('other', REMOVE, { input })).toMatchObject({
      removeSchoolsFromGroup: { removed: [id('Schule C1')] },
    });
  });
});

test('each change is in the audit trail, with its operation and its reason', async () => {
  const group = await newGroup();
  await add('centre', group, ['Schule A1'], { reason: 'Beschluss vom Montag' });
  const [change] = await database.query(
    `select c.operation, c.reason from schools.audit_change c
     where exists (select from schools.audit_entry e where e.change_id = c.id and e.object = 'membership')
     order by c.id desc limit 1`,
  );
  expect(change).toEqual({ operation: 'addSchoolsToGroup', reason: 'Beschluss vom Montag' });
});

test('a token with only the write scope can fill a group, and reads neither group nor schools', async () => {
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
