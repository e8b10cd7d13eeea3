/**
 * A group for next year is prepared: it gets licences before a school belongs to it, from organisations within which
 * its owner lies.
 */
import {
  ADD,
  add,
  CLOSE,
  data,
  database,
  FORBIDDEN,
  give,
  id,
  newGroup,
  number,
  outcomes,
  REMOVE,
  refusal,
  world,
} from './school-groups-world';

const LATER = { validFrom: '2090-08-01T00:00:00Z' };
const LISTED = `query ($group: ID!) { entitlements(filter: { holder: { level: SCHOOL_GROUP, id: $group } }) {
  totalCount edges { node { id holder { id } licence { id } } } } }`;
const listed = async (who: string, group: string) =>
  (await data(who, LISTED, { group })).entitlements.edges.map(({ node }: any) => node.licence.id);
const assigned = { applied: true, assignments: [{ outcome: 'ASSIGNED' }] };
const refused = (outcome: string) => ({ applied: false, assignments: [{ outcome }] });

describe('a group to which no school belongs yet', () => {
  test('gets what organisations around its owner may assign, and they can read it', async () => {
    const group = await newGroup();
    expect(await give('centre', group, 'Lizenz Z')).toEqual(assigned);
    expect(await give('state', group, 'Lizenz L')).toEqual(assigned);
    expect(await listed('centre', group)).toEqual([world.licence('Lizenz Z')]);
    expect((await listed('state', group)).sort()).toEqual(
      [world.licence('Lizenz Z'), world.licence('Lizenz L')].sort(),
    );
    await add('centre', group, ['Schule A1', 'Schule A2'], { skipRefused: true });
  });

  test('opens it to schools from the day on which they join', async () => {
    const group = await newGroup();
    await give('centre', group, 'Lizenz Z');
    expect(outcomes(await add('centre', group, ['Schule A1'], LATER))).toEqual({ 'Schule A1': 'ADDED' });
    const access = `query ($n: String!, $t: ID!, $at: DateTime) { school(number: $n) { access(titleIds: [$t], at: $at) { outcome } } }`;
    const may = async (at: string | null) =>
      (await data('centre', access, { n: number('Schule A1'), t: world.title('Film'), at })).school.access[0].outcome;
    expect(await may(null)).toBe('DENIED');
    expect(await may('2090-09-01T00:00:00Z')).toBe('ALLOWED');
  });

  test('is refused to all others like one that does not exist', async () => {
    const group = await newGroup();
    await give('centre', group, 'Lizenz Z');
    for (const who of ['cityA', 'other', 'school']) {
      expect(await refusal(who, LISTED, { group })).toBe(FORBIDDEN);
      expect(await refusal(who, LISTED, { group: 'NW:9-9' })).toBe(FORBIDDEN);
    }
  });

  test('gets nothing beyond the territory of a licence: neither for its owner nor for a school that is to join', async () => {
    const foreign = await newGroup([], 'Anderes', 'state');
    expect(await give('state', foreign, 'Lizenz Z')).toEqual(refused('OUTSIDE_TERRITORY'));
    expect(await give('centre', foreign, 'Lizenz Z')).toEqual(refused('NOT_IN_REACH'));

    const group = await newGroup();
    await add('state', group, ['Schule C1'], LATER);
    expect(await give('state', group, 'Lizenz Z')).toEqual(refused('OUTSIDE_TERRITORY'));
    expect(await give('centre', group, 'Lizenz Z')).toEqual(refused('NOT_IN_REACH'));
    await add('centre', group, ['Schule A1']);
    expect(await give('centre', group, 'Lizenz Z')).toEqual(refused('NOT_IN_REACH'));
    expect(await give('state', group, 'Lizenz L')).toEqual(assigned);
  });

  test('accepts no school later that lies outside of the territory of its licences', async () => {
    const group = await newGroup();
    await give('centre', group, 'Lizenz Z');
    expect(outcomes(await add('state', group, ['Schule C1'], LATER))).toEqual({ 'Schule C1': 'OUTSIDE_TERRITORY' });
  });

  test('gets no entitlement if it is kept by a file, or closed', async () => {
    await database.query(
      `update schools.membership set valid = tstzrange(null, '2020-01-01') where organisation_id =
         (select id from schools.organisation where level = 'SCHOOL_GROUP' and name = 'Alte')`,
    );
    expect(await give('state', id('Alte'), 'Lizenz L')).toEqual(refused('NOT_IN_REACH'));
    const group = await newGroup();
    await data('centre', CLOSE, { input: { group } });
    expect(await give('centre', group, 'Lizenz Z')).toEqual(refused('NOT_IN_REACH'));
    expect(await refusal('centre', ADD, { input: { group, numbers: [number('Schule A1')] } })).toContain('closed');
  });

  test('is treated as its owner again when all schools have left, and those who assigned its licences may change them', async () => {
    const group = await newGroup(['Schule A1']);
    await give('centre', group, 'Lizenz Z');
    await data('centre', REMOVE, { input: { group, numbers: [number('Schule A1')] } });
    const { entitlements } = await data('state', LISTED, { group });
    const [{ node }] = entitlements.edges;
    const suspend = `mutation ($id: ID!) { suspendEntitlements(input: { entitlementIds: [$id], reason: "Pause" }) {
      applied entitlements { edges { node { outcome } } } } }`;
    expect((await data('state', suspend, { id: node.id })).suspendEntitlements).toEqual({
      applied: true,
      entitlements: { edges: [{ node: { outcome: 'CHANGED' } }] },
    });
    expect(await refusal('other', suspend, { id: node.id })).toBe(FORBIDDEN);
  });
});

test('can be closed, with all memberships that were to begin', async () => {
  const group = await newGroup();
  await add('centre', group, ['Schule A1'], LATER);
  await add('centre', group, ['Schule A2'], { validUntil: LATER.validFrom });
  await add('centre', group, ['Schule A2'], { validFrom: '2091-08-01T00:00:00Z' });
  const { closeSchoolGroup: closed } = await data('operator', CLOSE, { input: { group } });
  expect(closed.removed).toEqual([id('Schule A1'), id('Schule A2')]);
});
