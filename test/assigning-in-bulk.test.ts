/**
 * Previews that match what happens, tokens, keys, and the limits of a licence: its territory, its number of schools.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { allowed, assign, database, holder, idOf, inDays, outcomes, staff, system, world } from './assigning-world';
import { codesOf, tokenOf } from './system';

const ASSIGN = `mutation ($input: AssignEntitlementsInput!, $outcomes: [AssignmentOutcome!], $first: Int, $after: String) {
  assignEntitlements(input: $input) {
    id preview applied assigned unchanged refused previewToken movedCount moved { moved holderId before after licence { number } }
    counts { outcome count overlapping }
    assignments(outcomes: $outcomes, first: $first, after: $after) {
      cursor outcome holderId overlappingSchoolCount overlapping { id } entitlement { id note }
    }
  }
}`;

async function send(names: string[], more: object = {}, page: object = {}, token = staff) {
  const input = { licenceIds: [world.licence('Lizenz')], holders: names.map(holder), ...more };
  return system.ask(token, ASSIGN, { input, ...page });
}

async function sent(...asked: Parameters<typeof send>) {
  const { data, errors } = await send(...asked);
  expect(errors).toBeUndefined();
  return data.assignEntitlements;
}

const made = async () => (await database.query('select 1 from schools.entitlement')).length;

describe('a preview’s token', () => {
  const NAMES = ['Schule 1', 'Schule 2', 'Stadt'];

  test('applies exactly the preview', async () => {
    await assign(['Schule 1']);
    const preview = await sent(NAMES, { preview: true, note: 'Beschluss 7' });
    expect(preview).toMatchObject({ applied: false, assigned: 2, unchanged: 1, refused: 0 });
    const applied = await sent(NAMES, { previewToken: preview.previewToken, note: 'Beschluss 7' });
    expect(applied).toMatchObject({ applied: true, assigned: 2, unchanged: 1, movedCount: 0, previewToken: null });
    expect(applied.counts).toEqual(preview.counts);
    const told = ({ assignments }: any) => assignments.map(({ entitlement: _, cursor: __, ...one }: any) => one);
    expect(told(applied)).toEqual(told(preview));
    expect(applied.assignments[2].entitlement.note).toBe('Beschluss 7');
  });

  test.each<[string, () => Promise<unknown>, object]>([
    [
      'an entitlement',
      () => assign(['Schule 2']),
      { moved: 'ENTITLEMENT', before: 'ASSIGNED', after: 'ALREADY_ASSIGNED' },
    ],
    [
      'a version of one',
      () => database.query('update schools.entitlement set revoked_reason = revoked_reason'),
      { moved: 'ENTITLEMENT', before: 'ALREADY_ASSIGNED', after: 'ALREADY_ASSIGNED' },
    ],
    [
      'the licence',
      () =>
        database.query(
          "update licences.licence_terms set term = tstzrange(lower(term), upper(term) - interval '1 day') where licence_id = $1",
          [world.licence('Lizenz')],
        ),
      { moved: 'LICENCE' },
    ],
    [
      'a school of the holder',
      () =>
        database.query(
          "update schools.membership set valid = tstzrange(lower(valid), now()) where school_id = (select id from schools.organisation where name = 'Schließt bald') and level = 'AUTHORITY'",
        ),
      { moved: 'HOLDER', holderId: 'Stadt' },
    ],
  ])('is refused, and says what has changed: %s', async (_, move, moved) => {
    await assign(['Schule 1']);
    const preview = await sent(NAMES, { preview: true });
    const before = await database.query<{ term: string }>(
      'select term from licences.licence_terms where licence_id = $1',
      [world.licence('Lizenz')],
    );
    await move();
    const standing = await made();
    const applied = await sent(NAMES, { previewToken: preview.previewToken });
    expect(applied).toMatchObject({ applied: false, assigned: 0 });
    expect(applied.movedCount).toBeGreaterThan(0);
    const expected = 'holderId' in moved ? { ...moved, holderId: world.organisation('Stadt') } : moved;
    expect(applied.moved).toContainEqual(expect.objectContaining(expected));
    expect(await made()).toBe(standing);
    await database.query('update licences.licence_terms set term = $2 where licence_id = $1', [
      world.licence('Lizenz'),
      before[0]?.term,
    ]);
    await database.query(
      "update schools.membership set valid = tstzrange(lower(valid), null) where school_id = (select id from schools.organisation where name = 'Schließt bald') and level = 'AUTHORITY'",
    );
  });

  test('is valid only for its caller and its input, and cannot be made up', async () => {
    const { previewToken } = await sent(NAMES, { preview: true });
    const other = await tokenOf('operator');
    expect(codesOf(await send(NAMES, { previewToken }, {}, other))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await send(['Schule 1'], { previewToken }))).toEqual(['BAD_USER_INPUT']);
    for (const foreign of [randomUUID(), 'x', '__proto__']) {
      expect(codesOf(await send(NAMES, { previewToken: foreign }))).toEqual(['BAD_USER_INPUT']);
    }
    const read = (token: string, id: string) =>
      system.ask(token, 'query ($id: ID!) { assignment(id: $id) { preview assigned counts { outcome count } } }', {
        id,
      });
    expect((await read(staff, previewToken)).data.assignment).toMatchObject({ preview: true, assigned: 3 });
    expect(await read(other, previewToken)).toEqual(
      expect.objectContaining({
        data: { assignment: null },
        errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'FORBIDDEN' }) })],
      }),
    );
    expect(codesOf(await read(staff, randomUUID()))).toEqual(['FORBIDDEN']);
    expect(await made()).toBe(0);
  });
});

test('with any entitlements and suspensions, exactly the preview is applied', async () => {
  const NAMES = ['Schule 1', 'Schule 2', 'Schule 3', 'Geschlossen', 'Schließt bald', 'Fremd', 'Stadt', 'Verbund'];
  const some = fc.subarray(NAMES, { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(
      some,
      fc.subarray(NAMES),
      fc.nat(3),
      fc.boolean(),
      async (names, before, nth, overrideSuspended) => {
        if (before.length > 0) await sent(before, { skipRefused: true, overrideSuspended: true });
        await database.query(
          `insert into schools.entitlement_suspension (entitlement_id, valid, created_by)
         select id, tstzrange(now(), null), 'test' from schools.entitlement order by id offset $1 limit 1`,
          [nth],
        );
        const more = { overrideSuspended, skipRefused: true };
        const preview = await sent(names, { ...more, preview: true });
        const applied = await sent(names, { ...more, previewToken: preview.previewToken });
        expect(applied).toMatchObject({ applied: true, movedCount: 0, counts: expect.arrayContaining(preview.counts) });
        expect(outcomes(applied)).toEqual(outcomes(preview));
        expect(preview.counts.reduce((sum: number, { count }: any) => sum + count, 0)).toBe(names.length);
        const again = await sent(names, { ...more, preview: true });
        expect(again).toMatchObject({ assigned: 0, unchanged: applied.assigned + applied.unchanged });
        await database.query('delete from schools.entitlement_suspension; delete from schools.entitlement');
      },
    ),
    { numRuns: 15 },
  );
});

describe('an idempotency key', () => {
  test('of two at the same time has one effect, and both get the answer', async () => {
    const idempotencyKey = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => sent(['Schule 1', 'Stadt'], { idempotencyKey })));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ applied: true, assigned: 2 });
    expect(await made()).toBe(2);
  });

  test('belongs to one caller', async () => {
    const idempotencyKey = randomUUID();
    await sent(['Schule 1'], { idempotencyKey });
    expect(await sent(['Schule 2'], { idempotencyKey }, {}, await tokenOf('operator'))).toMatchObject({ assigned: 1 });
  });

  test('is forgotten after 48 hours, and previews with it, and not before', async () => {
    const idempotencyKey = randomUUID();
    await sent(['Schule 1'], { idempotencyKey });
    const rows = () => database.query('select from schools.idempotent_answer, schools.assignment');
    const age = (hours: number) =>
      database.query(
        `update schools.idempotent_answer set created_at = now() - interval '${hours} hours'; update schools.assignment set created_at = now() - interval '${hours} hours'`,
      );
    await age(47);
    await database.query('select schools.delete_old_assignments()');
    expect(await rows()).toHaveLength(1);
    await age(49);
    await database.query('select schools.delete_old_assignments()');
    expect(await rows()).toHaveLength(0);
  });
});

test('pairs are listed page by page, and by outcome', async () => {
  await assign(['Schule 2']);
  const names = ['Schule 1', 'Schule 2', 'Schule 3', 'Fremd', 'Stadt'];
  const all = await sent(names, { preview: true });
  const read = (page: object, id = all.id) =>
    system.ask(
      staff,
      `query ($id: ID!, $outcomes: [AssignmentOutcome!], $first: Int, $after: String) {
         assignment(id: $id) { assignments(outcomes: $outcomes, first: $first, after: $after) {
           cursor outcome holderId overlappingSchoolCount overlapping { id } entitlement { id note } } } }`,
      { id, ...page },
    );
  const first = (await read({ first: 2 })).data.assignment.assignments;
  expect(first).toEqual(all.assignments.slice(0, 2));
  const after = first[1].cursor;
  expect((await read({ first: 9, after })).data.assignment.assignments).toEqual(all.assignments.slice(2));
  expect(codesOf(await read({ after, outcomes: ['ASSIGNED'] }))).toEqual(['BAD_USER_INPUT']);
  const refused = await sent(names, { preview: true }, { outcomes: ['NOT_IN_REACH', 'ALREADY_ASSIGNED'] });
  expect(outcomes(refused)).toEqual([
    ['Schule 2', 'ALREADY_ASSIGNED'],
    ['Fremd', 'NOT_IN_REACH'],
  ]);
  expect(codesOf(await send(names, { preview: true }, { after: 'x' }))).toEqual(['BAD_USER_INPUT']);
  expect(codesOf(await send(names, { preview: true }, { first: 0 }))).toEqual(['BAD_USER_INPUT']);
});

test('where a wider holder already serves the holder, the outcome has a note', async () => {
  const wide = await assign(['Stadt']);
  const { assignments, counts } = await sent(['Schule 1', 'Verbund'], { preview: true });
  for (const one of assignments) {
    expect(one).toMatchObject({ outcome: 'ASSIGNED', overlappingSchoolCount: 1, overlapping: { id: idOf(wide) } });
  }
  expect(counts).toEqual([{ outcome: 'ASSIGNED', count: 2, overlapping: 2 }]);
});

describe('a licence', () => {
  const set = (column: string, value: unknown) =>
    database.query(`update licences.licence_terms set ${column} = $2 where licence_id = $1`, [
      world.licence('Lizenz'),
      value,
    ]);

  test('for a number of schools is never held by more at the same time', async () => {
    await set('school_count', 2);
    try {
      expect(outcomes(await assign(['Stadt', 'Schule 1'], { preview: true }))).toEqual([
        ['Stadt', 'TOO_MANY_SCHOOLS'],
        ['Schule 1', 'TOO_MANY_SCHOOLS'],
      ]);
      expect(await assign(['Schule 1', 'Verbund'])).toMatchObject({ applied: true, assigned: 2 });
      expect(await assign(['Schule 2'], { validUntil: inDays(10) })).toMatchObject({ applied: true, assigned: 1 });
      expect(outcomes(await assign(['Schule 3'], { preview: true }))).toEqual([['Schule 3', 'TOO_MANY_SCHOOLS']]);
      expect(outcomes(await assign(['Schule 3'], { validFrom: inDays(10) }))).toEqual([['Schule 3', 'ASSIGNED']]);
      expect(outcomes(await assign(['Schule 2']))).toEqual([['Schule 2', 'TOO_MANY_SCHOOLS']]);
    } finally {
      await set('school_count', null);
    }
  });

  test('is not held by more where two callers assign it at the same time', async () => {
    await set('school_count', 2);
    try {
      await Promise.all(['Schule 1', 'Schule 2', 'Schule 3'].map((name) => sent([name])));
      expect(await made()).toBe(2);
    } finally {
      await set('school_count', null);
    }
  });

  test('is not held outside of its owner’s territory, whoever assigns it', async () => {
    const operator = await tokenOf('operator');
    const { data } = await system.ask(operator, ASSIGN, {
      input: { licenceIds: [world.licence('Fremde')], holders: [holder('Fremd'), holder('Schule 1'), holder('Stadt')] },
    });
    expect(outcomes(data.assignEntitlements)).toEqual([
      ['Fremd', 'HELD_BACK'],
      ['Schule 1', 'OUTSIDE_TERRITORY'],
      ['Stadt', 'OUTSIDE_TERRITORY'],
    ]);
    expect(await made()).toBe(0);
    expect(await allowed('Schule 1')).toBe('NOT_LICENSED');
  });
});

test('a holder that has since left the caller’s reach is no longer named', async () => {
  const { id } = await sent(['Verbund']);
  const read = async () => {
    const query = 'query ($id: ID!) { assignment(id: $id) { assignments { holderId holder { name } } } }';
    return (await system.ask(staff, query, { id })).data.assignment.assignments;
  };
  const holderId = world.organisation('Verbund');
  expect(await read()).toEqual([{ holderId, holder: { name: 'Verbund' } }]);
  const [joined] = await database.query<{ id: string }>(
    `insert into schools.membership (school_id, organisation_id, level, valid)
     select s.id, g.id, g.level, '(,)' from schools.organisation s, schools.organisation g
     where s.name = 'Fremd' and g.name = 'Verbund' returning id`,
  );
  try {
    expect(await read()).toEqual([{ holderId, holder: null }]);
  } finally {
    await database.query('delete from schools.membership where id = $1', [joined?.id]);
  }
});
