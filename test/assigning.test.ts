/**
 * Assigning and revoking, as a desk works with them: pair by pair; nothing is opened that somebody closed; the result
 * says what schools may do afterwards.
 */

import {
  ASSIGN,
  allowed,
  assign,
  database,
  holder,
  idOf,
  inDays,
  outcomes,
  revoke,
  staff,
  system,
  world,
} from './assigning-world';
import { codesOf, tokenOf } from './system';

async function suspend(id: string, from = inDays(-1), until: string | null = null): Promise<void> {
  await database.query(
    `insert into schools.entitlement_suspension (entitlement_id, valid, created_by) values ($1, tstzrange($2, $3), 'test')`,
    [id, from, until],
  );
}

const made = () => database.query<{ id: string }>('select id from schools.entitlement order by id');

describe('what is suspended', () => {
  test('is not opened by assigning the same licence to the same holder', async () => {
    const first = await assign(['Schule 1']);
    await suspend(idOf(first));
    for (const more of [{ preview: true }, {}, { overrideSuspended: true }, { validUntil: inDays(100) }]) {
      const again = await assign(['Schule 1'], more);
      expect(outcomes(again)).toEqual([['Schule 1', 'SUSPENDED']]);
      expect(again).toMatchObject({ assigned: 0, unchanged: 0, refused: 1 });
      expect(idOf(again)).toBe(idOf(first));
    }
    expect(await made()).toHaveLength(1);
    expect(await allowed('Schule 1')).toBe('SUSPENDED');
  });

  test('stays suspended for a later period, until it is resumed', async () => {
    const first = await assign(['Schule 1'], { validUntil: inDays(100) });
    await suspend(idOf(first));
    expect(outcomes(await assign(['Schule 1'], { validFrom: inDays(100) }))).toEqual([['Schule 1', 'SUSPENDED']]);
    await database.query(`update schools.entitlement_suspension set valid = tstzrange(lower(valid), now())`);
    expect(outcomes(await assign(['Schule 1'], { validFrom: inDays(100) }))).toEqual([['Schule 1', 'ASSIGNED']]);
  });

  test.each(['Stadt', 'Verbund'])('is not opened by assigning it to a holder above: %s', async (above) => {
    const first = await assign(['Schule 1', 'Schule 2']);
    await suspend(idOf(first));
    for (const preview of [true, false]) {
      const again = await assign([above, 'Schule 3'], { preview });
      expect(outcomes(again)[0]).toEqual([above, 'OPENS_SUSPENDED']);
      expect(again.assignments[0]).toMatchObject({ suspendedSchools: [{ name: 'Schule 1' }], suspendedSchoolCount: 1 });
      expect(again).toMatchObject({ applied: false, refused: 1 });
    }
    expect(await made()).toHaveLength(2);
    expect(await allowed('Schule 1')).toBe('SUSPENDED');

    const overridden = await assign([above], { overrideSuspended: true });
    expect(outcomes(overridden)).toEqual([[above, 'ASSIGNED']]);
    expect(overridden.assignments[0].suspendedSchools).toEqual([{ name: 'Schule 1' }]);
    expect(await allowed('Schule 1')).toBe('ALLOWED');
  });

  test('above a school is not opened at the school by an entitlement of its own', async () => {
    await suspend(idOf(await assign(['Stadt'])));
    expect(outcomes(await assign(['Schule 2']))).toEqual([['Schule 2', 'OPENS_SUSPENDED']]);
    expect(await allowed('Schule 2')).toBe('SUSPENDED');
  });

  test('and was revoked does not prevent an assignment', async () => {
    const first = await assign(['Schule 1']);
    await suspend(idOf(first));
    await revoke([idOf(first)]);
    expect(outcomes(await assign(['Schule 1', 'Stadt']))).toEqual([
      ['Schule 1', 'ASSIGNED'],
      ['Stadt', 'ASSIGNED'],
    ]);
  });
});

describe('pair by pair', () => {
  const NAMES = ['Schule 1', 'Fremd', 'Schule 2', 'NW:999999', 'Geschlossen', 'Schule 3'];
  const JUDGED = [
    ['Schule 1', 'ALREADY_ASSIGNED'],
    ['Fremd', 'NOT_IN_REACH'],
    ['Schule 2', 'SUSPENDED'],
    ['NW:999999', 'NOT_IN_REACH'],
    ['Geschlossen', 'SCHOOL_CLOSED'],
    ['Schule 3', 'ASSIGNED'],
  ];
  beforeEach(async () => {
    const first = await assign(['Schule 1', 'Schule 2']);
    await suspend(idOf(first, 1));
  });

  test('a preview says what would happen for each holder, in the same words for foreign and unknown ones', async () => {
    const result = await assign(NAMES, { preview: true });
    expect(outcomes(result)).toEqual(JUDGED);
    expect(result).toMatchObject({ preview: true, applied: false, assigned: 1, unchanged: 1, refused: 4 });
    const [, foreign, , unknown] = result.assignments;
    expect({ ...foreign, holderId: '' }).toEqual({ ...unknown, holderId: '' });
    expect(foreign).toMatchObject({ holder: null, entitlement: null, afterwards: null });
    expect(await made()).toHaveLength(2);
  });

  test('where one is refused nothing is done, and the rows match the preview', async () => {
    const result = await assign(NAMES);
    expect(outcomes(result)).toEqual([...JUDGED.slice(0, -1), ['Schule 3', 'HELD_BACK']]);
    expect(result).toMatchObject({ applied: false, assigned: 0, unchanged: 1, refused: 4 });
    expect(await made()).toHaveLength(2);
  });

  test('with skipRefused the others are done', async () => {
    const result = await assign(NAMES, { skipRefused: true });
    expect(outcomes(result)).toEqual(JUDGED);
    expect(result).toMatchObject({ applied: true, assigned: 1, unchanged: 1, refused: 4 });
    expect(await made()).toHaveLength(3);
    expect(await allowed('Schule 3')).toBe('ALLOWED');
  });

  test('a repeat with the same key is done once nothing is refused any more', async () => {
    const more = { idempotencyKey: 'once' };
    expect(await assign(['Schule 2', 'Schule 3'], more)).toMatchObject({ applied: false });
    await database.query('delete from schools.entitlement_suspension');
    expect(await assign(['Schule 2', 'Schule 3'], more)).toMatchObject({ applied: true, assigned: 1, unchanged: 1 });
  });

  test('a foreign licence is refused as a whole', async () => {
    const input = { licenceIds: [world.licence('Lizenz'), world.licence('Fremde')], holders: [holder('Schule 1')] };
    expect(codesOf(await system.ask(staff, ASSIGN, { input: { ...input, preview: true } }))).toEqual(['FORBIDDEN']);
  });

  test('more organisations out of reach than are listed one by one are refused as a whole', async () => {
    const many = Array.from({ length: 101 }, (_, at) => ({ level: 'SCHOOL', id: `NW:9${at}` }));
    const input = { licenceIds: [world.licence('Lizenz')], holders: many, preview: true };
    expect(codesOf(await system.ask(staff, ASSIGN, { input }))).toEqual(['FORBIDDEN']);
    const fewer = await system.ask(staff, ASSIGN, { input: { ...input, holders: many.slice(1) } });
    expect(fewer.data.assignEntitlements.refused).toBe(100);
  });
});

test('an existing entitlement is reported with who made it and when', async () => {
  const before = await assign(['Schule 1'], {}, 'Lizenz', await tokenOf('operator'));
  const { assignments } = await assign(['Schule 1']);
  expect(assignments[0]).toMatchObject({
    outcome: 'ALREADY_ASSIGNED',
    entitlement: { createdBy: 'operator of a test', createdAt: before.assignments[0].entitlement.createdAt },
  });
});

test('an LMS does not learn who made it', async () => {
  const id = idOf(await assign(['Schule 1']));
  const lms = await tokenOf('lms', `SCHOOL:${world.organisation('Schule 1')}`);
  const { data, errors } = await system.ask(lms, 'query ($id: ID!) { entitlement(id: $id) { id createdBy } }', { id });
  expect(data).toEqual({ entitlement: { id, createdBy: null } });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
});
