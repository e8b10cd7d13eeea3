/** Adding schools to a group: the preview shows what that opens, and only schools are added that the staff may add. */
import {
  ADD,
  ASSIGN,
  add,
  CLOSE,
  data,
  database,
  FORBIDDEN,
  give,
  id,
  membersOf,
  newGroup,
  number,
  outcomes,
  REMOVE,
  refusal,
  world,
} from './school-groups-world';

describe('adding schools', () => {
  test('is previewed with what it opens, and then opens exactly that', async () => {
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

  test('adds none where a row or a school is refused, or all others with skipRefused', async () => {
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

  test('opens a licence at no school outside of its territory, whoever adds it', async () => {
    const group = await newGroup(['Schule A1']);
    await data('centre', ASSIGN, { licence: world.licence('Lizenz Z'), group });
    expect(outcomes(await add('state', group, ['Schule C1', 'Schule A2'], { skipRefused: true }))).toEqual({
      'Schule A2': 'ADDED',
      'Schule C1': 'OUTSIDE_TERRITORY',
    });
    expect(outcomes(await add('operator', group, ['Schule C1']))).toEqual({ 'Schule C1': 'OUTSIDE_TERRITORY' });
    expect(await membersOf(group, 'operator')).toEqual(['Schule A1', 'Schule A2']);
  });

  test('opens no licence to more schools than it allows', async () => {
    const group = await newGroup();
    expect(await give('state', group, 'Lizenz für eine')).toMatchObject({ applied: true });
    expect(outcomes(await add('state', group, ['Schule A1', 'Schule A2']))).toEqual({
      'Schule A1': 'TOO_MANY_SCHOOLS',
      'Schule A2': 'TOO_MANY_SCHOOLS',
    });
    expect(outcomes(await add('state', group, ['Schule A1']))).toEqual({ 'Schule A1': 'ADDED' });
    expect(outcomes(await add('state', group, ['Schule A2'], { preview: true }))).toEqual({
      'Schule A2': 'TOO_MANY_SCHOOLS',
    });
    expect(await membersOf(group)).toEqual(['Schule A1']);
  });

  test('lists what a group holds although no school belongs to it any more', async () => {
    const group = await newGroup(['Schule B1']);
    await data('state', ASSIGN, { licence: world.licence('Lizenz L'), group });
    await data('centre', REMOVE, { input: { group, numbers: [number('Schule B1')] } });
    expect(outcomes(await add('centre', group, ['Schule B1']))).toEqual({ 'Schule B1': 'LICENCE_NOT_YOURS' });
  });

  test('opens nothing that is suspended at a school without an override', async () => {
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
    'is refused to %s, who may not change the group, as for an unknown one',
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
