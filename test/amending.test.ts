/** What each change of entitlements does: to suspend, resume, end at another time, move. */
import { amend, askToAmend, move, outcomesOf, resume, setEnd, suspend } from './amending-world';
import { allowed, assign, database, holder, idOf, inDays, NEXT_YEAR, revoke, world } from './assigning-world';
import { codesOf, tokenOf } from './system';
import { until } from './until';

const rows = () =>
  database.query<{ id: string; holder_id: string; valid: string; revoked_at: Date | null; version: number }>(
    'select id, holder_id, valid::text, revoked_at, version from schools.entitlement order by id',
  );
const suspensions = () =>
  database.query<{ from: Date; until: Date | null }>(
    'select lower(valid) as "from", upper(valid) as until from schools.entitlement_suspension order by valid',
  );

describe('suspending', () => {
  test('closes a licence at once, until it is resumed', async () => {
    const ids = [idOf(await assign(['Schule 1'])), idOf(await assign(['Schule 2']))];
    const result = await suspend(ids, { reason: 'Rechnung offen' });
    expect(result).toMatchObject({ applied: true, changed: 2, unchanged: 0, refused: 0, asked: 2 });
    expect(result.changes[0]).toMatchObject({
      outcome: 'CHANGED',
      entitlement: { status: 'SUSPENDED', version: 2, reason: 'Rechnung offen' },
      afterwards: { schools: 1, allowed: 0 },
    });
    expect(await allowed('Schule 1')).toBe('SUSPENDED');
    expect(await suspend(ids)).toMatchObject({ changed: 0, unchanged: 2, change: null });

    expect(await resume(ids)).toMatchObject({
      changed: 2,
      changes: [{ entitlement: { status: 'IN_FORCE', version: 3 }, afterwards: { allowed: 1 } }, {}],
    });
    expect(await allowed('Schule 1')).toBe('ALLOWED');
    expect(await resume(ids)).toMatchObject({ changed: 0, unchanged: 2 });
  });

  test('for a period adds to other suspensions, and leaves these to their authors', async () => {
    const id = idOf(await assign(['Schule 1']));
    await suspend([id], { from: inDays(10), until: inDays(20) });
    await suspend([id], { from: inDays(15), until: inDays(30) });
    const [first, second] = await suspensions();
    expect(second?.from).toEqual(first?.until);
    expect(await suspensions()).toHaveLength(2);
    expect(await allowed('Schule 1')).toBe('ALLOWED');
    expect(await allowed('Schule 1', inDays(25))).toBe('SUSPENDED');
  });

  test('that is resumed ends as a whole; one that begins later, after a gap, stays', async () => {
    const id = idOf(await assign(['Schule 1']));
    await suspend([id], { until: inDays(10) });
    await suspend([id], { until: inDays(20) });
    await suspend([id], { from: inDays(30), until: inDays(40) });
    expect(await resume([id])).toMatchObject({ changed: 1 });
    expect(await allowed('Schule 1')).toBe('ALLOWED');
    expect(await allowed('Schule 1', inDays(15))).toBe('ALLOWED');
    expect(await allowed('Schule 1', inDays(35))).toBe('SUSPENDED');
  });

  test('can be planned, and the plan be cancelled', async () => {
    const id = idOf(await assign(['Schule 1']));
    const from = inDays(10);
    await suspend([id], { from });
    expect(await resume([id], { at: from })).toMatchObject({ changed: 1 });
    expect(await suspensions()).toEqual([]);
  });
});

describe('resuming', () => {
  test('opens nothing that was revoked', async () => {
    const id = idOf(await assign(['Schule 1']));
    await suspend([id]);
    await revoke([id]);
    expect(outcomesOf(await resume([id]))).toEqual(['REVOKED']);
    expect(await allowed('Schule 1')).toBe('REVOKED');
  });

  test('opens nothing where another entitlement is suspended, without an override', async () => {
    const city = idOf(await assign(['Stadt']));
    const own = idOf(await assign(['Schule 1'], { overrideSuspended: true }));
    await suspend([city, own]);
    for (const preview of [true, false]) {
      const result = await resume([city], { preview });
      expect(result.changes[0]).toMatchObject({
        outcome: 'OPENS_SUSPENDED',
        suspendedSchools: [{ name: 'Schule 1' }],
        suspendedSchoolCount: 1,
      });
      expect(result).toMatchObject({ applied: false, changed: 0, refused: 1, change: null });
    }
    expect(await allowed('Schule 1')).toBe('SUSPENDED');
    expect(outcomesOf(await resume([city, own]))).toEqual(['CHANGED', 'CHANGED']);

    await suspend([city, own]);
    expect(outcomesOf(await resume([city], { overrideSuspended: true }))).toEqual(['CHANGED']);
    expect(await allowed('Schule 1')).toBe('ALLOWED');
  });
});

describe('another end', () => {
  test('holds at its instant, earlier or later, up to that of the licence', async () => {
    const id = idOf(await assign(['Schule 1'], { validUntil: inDays(100) }));
    const [until, later] = [inDays(10), inDays(50)];
    expect((await setEnd([id], until)).changes[0]).toMatchObject({
      outcome: 'CHANGED',
      entitlement: { validUntil: until, endsWithLicence: false },
      afterwards: { allowed: 1, validUntil: until },
    });
    expect(await allowed('Schule 1', inDays(20))).toBe('EXPIRED');
    expect(outcomesOf(await setEnd([id], until))).toEqual(['UNCHANGED']);
    expect(outcomesOf(await setEnd([id], later))).toEqual(['CHANGED']);
    expect(await allowed('Schule 1', inDays(20))).toBe('ALLOWED');
    expect(outcomesOf(await setEnd([id], inDays(400)))).toEqual(['BEYOND_LICENCE']);
    expect((await setEnd([id], null)).changes[0].entitlement).toMatchObject({
      validUntil: NEXT_YEAR,
      endsWithLicence: true,
    });
  });

  test('of a licence that runs for days is never later than these days', async () => {
    const id = idOf(await assign(['Schule 1'], {}, 'Tage'));
    const [{ until }] = (await database.query('select upper(valid) as until from schools.entitlement')) as [
      { until: Date },
    ];
    await setEnd([id], inDays(5));
    expect(outcomesOf(await setEnd([id], inDays(31)))).toEqual(['BEYOND_LICENCE']);
    expect(outcomesOf(await setEnd([id], until.toISOString()))).toEqual(['CHANGED']);
    await setEnd([id], inDays(5));
    expect((await setEnd([id], null)).changes[0]).toMatchObject({
      outcome: 'CHANGED',
      entitlement: { validUntil: until.toISOString() },
    });
    expect(outcomesOf(await setEnd([id], null))).toEqual(['UNCHANGED']);
  });

  test('does not open what has ended, was revoked, or is suspended', async () => {
    const id = idOf(await assign(['Schule 1'], { validUntil: inDays(100) }));
    await suspend([id]);
    expect(outcomesOf(await setEnd([id], inDays(200)))).toEqual(['CHANGED']);
    expect(await allowed('Schule 1', inDays(150))).toBe('SUSPENDED');
    await revoke([id]);
    expect(outcomesOf(await setEnd([id], inDays(300)))).toEqual(['REVOKED']);

    const other = idOf(await assign(['Schule 2'], { validUntil: inDays(100) }));
    await database.query('update schools.entitlement set valid = tstzrange($2, $3) where id = $1', [
      other,
      inDays(-9),
      inDays(-1),
    ]);
    expect(outcomesOf(await setEnd([other], inDays(300)))).toEqual(['ENDED']);
    expect(await allowed('Schule 2', inDays(100))).toBe('EXPIRED');
  });

  test('is not prolonged over a time in which the licence is suspended at a school by another entitlement', async () => {
    const city = idOf(await assign(['Stadt'], { validUntil: inDays(10) }));
    const own = idOf(await assign(['Schule 1']));
    await suspend([own], { from: inDays(20) });
    expect(outcomesOf(await setEnd([city], inDays(15)))).toEqual(['CHANGED']);
    expect((await setEnd([city], inDays(30))).changes[0]).toMatchObject({
      outcome: 'OPENS_SUSPENDED',
      suspendedSchools: [{ name: 'Schule 1' }],
    });
  });

  test('that is left out, or has passed, is refused as a whole', async () => {
    const id = idOf(await assign(['Schule 1']));
    const past = await askToAmend('amendEntitlements', [id], { validUntil: inDays(-1) });
    expect(past.errors?.[0]?.message).toBe('input.validUntil must not be in the past.');
    const none = await askToAmend('amendEntitlements', [id]);
    expect(codesOf(none)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a move', () => {
  test('ends the old one at the instant at which the new one begins, and keeps the end and the rights', async () => {
    const until = inDays(100);
    const old = idOf(await assign(['Schule 1'], { validUntil: until, rights: ['STREAM'] }));
    const before = Date.now();
    const [{ entitlement, movedTo, outcome }] = (await move([old], 'Schule 2', { reason: 'Fusion' })).changes;
    expect(outcome).toBe('CHANGED');
    expect(entitlement).toMatchObject({ id: old, status: 'REVOKED', reason: 'Fusion', holder: { name: 'Schule 1' } });
    expect(movedTo).toMatchObject({
      status: 'IN_FORCE',
      validUntil: until,
      rights: ['STREAM'],
      holder: { name: 'Schule 2' },
    });
    const [{ ended, begun }] = (await database.query(
      `select o.revoked_at as ended, lower(n.valid) as begun
       from schools.entitlement n join schools.entitlement o on o.id = n.moved_from`,
    )) as [{ ended: Date; begun: Date }];
    expect(ended).toEqual(begun);
    expect([await allowed('Schule 1'), await allowed('Schule 2')]).toEqual(['REVOKED', 'ALLOWED']);
    const past = new Date(Math.min(before, ended.getTime() - 1)).toISOString();
    expect(await allowed('Schule 2', past)).not.toBe('ALLOWED');
  });

  test('keeps a suspension and a planned end', async () => {
    const id = idOf(await assign(['Schule 1']));
    await suspend([id]);
    await revoke([id], { at: inDays(30) });
    expect(outcomesOf(await move([id], 'Schule 2'))).toEqual(['CHANGED']);
    expect(await allowed('Schule 2')).toBe('SUSPENDED');
    expect(await allowed('Schule 2', inDays(31))).toBe('REVOKED');
  });

  test('can be planned: at no instant are there two holders or none', async () => {
    const id = idOf(await assign(['Schule 1']));
    const at = inDays(10);
    expect((await move([id], 'Schule 2', { at })).changes[0]).toMatchObject({
      entitlement: { status: 'IN_FORCE' },
      movedTo: { status: 'SCHEDULED', validFrom: at },
    });
    const justBefore = new Date(Date.parse(at) - 1).toISOString();
    expect([await allowed('Schule 1', justBefore), await allowed('Schule 2', justBefore)]).toEqual([
      'ALLOWED',
      'NOT_YET_VALID',
    ]);
    expect([await allowed('Schule 1', at), await allowed('Schule 2', at)]).toEqual(['REVOKED', 'ALLOWED']);
  });

  test.each([
    ['Schule 1', 'UNCHANGED'],
    ['Stadt', 'CHANGED'],
    ['Schule 2', 'ALREADY_ASSIGNED'],
    ['Geschlossen', 'SCHOOL_CLOSED'],
  ])('to %s: %s', async (to, outcome) => {
    const id = idOf(await assign(['Schule 1']));
    await assign(['Schule 2']);
    expect(outcomesOf(await move([id], to, { preview: true }))).toEqual([outcome]);
    expect(await rows()).toHaveLength(2);
  });

  test('to a foreign holder is refused like one to an unknown holder', async () => {
    const id = idOf(await assign(['Schule 1']));
    for (const to of ['Fremd', 'NW:999999']) {
      const answer = await askToAmend('moveEntitlements', [id], {
        holder: { level: 'SCHOOL', id: to === 'Fremd' ? world.organisation(to) : to },
      });
      expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    }
    const operator = await tokenOf('operator');
    const asked = { holder: { level: 'SCHOOL', id: world.organisation('Fremd') } };
    expect(outcomesOf(await amend('moveEntitlements', [id], asked, operator))).toEqual(['OUTSIDE_TERRITORY']);
  });
});

/** The last test here: for half a second the gateway still has the former memberships, so only the service refuses. */
describe('the owner of a licence whose holder has moved away', () => {
  test('may suspend, resume, shorten and revoke what it gave, but neither prolong nor move it', async () => {
    const id = idOf(await assign(['Schule 1'], { validUntil: inDays(100) }));
    const where = 'school_id = (select id from schools.organisation where external_id = $1)';
    const parameters = [world.organisation('Schule 1')];
    await database.query(
      `update schools.membership set valid = tstzrange(lower(valid), now() - interval '1 second')
       where ${where} and level in ('AUTHORITY', 'SCHOOL_GROUP')`,
      parameters,
    );
    try {
      expect(outcomesOf(await suspend([id]))).toEqual(['CHANGED']);
      expect(outcomesOf(await resume([id]))).toEqual(['CHANGED']);
      expect(outcomesOf(await setEnd([id], inDays(50)))).toEqual(['CHANGED']);
      expect(outcomesOf(await setEnd([id], inDays(90)))).toEqual(['NOT_ALLOWED']);
      const askToMove = () => askToAmend('moveEntitlements', [id], { holder: holder('Schule 2') });
      await until('the gateway knows that the school has moved away', async () => {
        const { data, errors } = await askToMove();
        if (!errors) expect(outcomesOf(data.moveEntitlements)).toEqual(['NOT_ALLOWED']);
        return errors !== undefined;
      });
      expect(codesOf(await askToMove())).toEqual(['FORBIDDEN']);
      expect((await revoke([id])).changes[0]).toMatchObject({ outcome: 'CHANGED', afterwards: null });
    } finally {
      await database.query(
        `update schools.membership set valid = tstzrange(lower(valid), null) where ${where}`,
        parameters,
      );
    }
  });
});
