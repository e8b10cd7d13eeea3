/** The period of an entitlement, and what a later assignment opens again. */
import { midnight } from '../access/calendar';
import {
  allowed,
  assign,
  DAY_MS,
  database,
  idOf,
  inDays,
  NEXT_YEAR,
  outcomes,
  revoke,
  staff,
  system,
  WORLD,
  world,
} from './assigning-world';

describe('afterwards', () => {
  test('a school that has the licence by another entitlement stays allowed, and the answer says until when', async () => {
    const short = await assign(['Schule 1'], { validUntil: inDays(100) });
    const long = await assign(['Schule 1']);
    expect(long.assignments[0].afterwards).toMatchObject({
      schools: 1,
      allowed: 1,
      validUntil: NEXT_YEAR,
      entitlement: { id: idOf(long) },
    });
    for (const preview of [true, false]) {
      expect(await revoke([idOf(long)], { preview })).toEqual({
        changed: 1,
        unchanged: 0,
        changes: [
          {
            outcome: 'CHANGED',
            entitlement: { id: idOf(long), status: preview ? 'IN_FORCE' : 'REVOKED' },
            afterwards: {
              schools: 1,
              allowed: 1,
              validUntil: short.assignments[0].entitlement.validUntil,
              entitlement: { id: idOf(short) },
            },
          },
        ],
      });
    }
    expect((await revoke([idOf(short), idOf(long)])).changes).toMatchObject([
      { outcome: 'CHANGED', afterwards: { schools: 1, allowed: 0, validUntil: null, entitlement: null } },
      { outcome: 'UNCHANGED', afterwards: { allowed: 0 } },
    ]);
  });

  test('for an authority the answer says how many of its schools are allowed', async () => {
    const city = await assign(['Stadt'], { preview: true });
    expect(city.assignments[0]).toMatchObject({
      entitlement: null,
      afterwards: { schools: 4, allowed: 4, entitlement: null },
    });
    expect(city.assignments[0].afterwards.validUntil).toBe(WORLD.schools['Schließt bald']?.operating?.until);
    const one = await assign(['Schule 1']);
    const all = await assign(['Stadt']);
    expect((await revoke([idOf(all)])).changes[0].afterwards).toMatchObject({
      schools: 4,
      allowed: 1,
      entitlement: { id: idOf(one) },
    });
  });
});

describe('a licence of some days from its activation', () => {
  test('gets no new period by assigning it again', async () => {
    const first = await assign(['Schule 1'], {}, 'Tage');
    await database.query(
      `update schools.entitlement set valid = tstzrange(lower(valid) - interval '1 day', upper(valid) - interval '1 day')`,
    );
    const again = await assign(['Schule 1'], {}, 'Tage');
    expect(outcomes(again)).toEqual([['Schule 1', 'ALREADY_ASSIGNED']]);
    expect(idOf(again)).toBe(idOf(first));
  });

  test('has the rest of its days, where it was revoked and is assigned again', async () => {
    const first = await assign(['Schule 1'], {}, 'Tage');
    await database.query(
      `update schools.entitlement set valid = tstzrange(lower(valid) - interval '9 day', upper(valid) - interval '9 day')`,
    );
    await revoke([idOf(first)]);
    const again = await assign(['Schule 1'], {}, 'Tage');
    expect(outcomes(again)).toEqual([['Schule 1', 'ASSIGNED']]);
    const day = new Date(Date.now() + 21 * DAY_MS).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' });
    expect(Date.parse(again.assignments[0].entitlement.validUntil)).toBe(midnight(day));
  });

  test('is refused for a start after its last day, and not reported as assigned', async () => {
    const first = await assign(['Schule 1'], {}, 'Tage');
    const { validUntil } = first.assignments[0].entitlement;
    expect(outcomes(await assign(['Schule 1'], { preview: true, validFrom: validUntil }, 'Tage'))).toEqual([
      ['Schule 1', 'PERIOD_OVER'],
    ]);
  });

  test('has the rest of its days where an earlier end was set', async () => {
    const first = await assign(['Schule 1'], {}, 'Tage');
    const [end, { validUntil }] = [inDays(5), first.assignments[0].entitlement];
    await database.query('update schools.entitlement set valid = tstzrange(lower(valid), $1)', [end]);
    const again = await assign(['Schule 1'], { validFrom: end }, 'Tage');
    expect(outcomes(again)).toEqual([['Schule 1', 'ASSIGNED']]);
    expect(again.assignments[0].entitlement).toMatchObject({ validUntil });
  });

  test('is over at this holder once its days have passed, but not at another one', async () => {
    await assign(['Schule 1'], {}, 'Tage');
    await database.query(
      `update schools.entitlement set valid = tstzrange(lower(valid) - interval '40 day', upper(valid) - interval '40 day')`,
    );
    expect(outcomes(await assign(['Schule 1', 'Schule 2'], { preview: true }, 'Tage'))).toEqual([
      ['Schule 1', 'PERIOD_OVER'],
      ['Schule 2', 'ASSIGNED'],
    ]);
  });

  test('that was revoked before it began was not activated', async () => {
    const later = await assign(['Schule 1'], { validFrom: inDays(5) }, 'Tage');
    await revoke([idOf(later)]);
    const now = await assign(['Schule 1'], {}, 'Tage');
    const day = new Date(Date.now() + 30 * DAY_MS).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' });
    expect(Date.parse(now.assignments[0].entitlement.validUntil)).toBe(midnight(day));
  });
});

test('nothing is assigned to a closed school; a school that closes later gets the licence until then', async () => {
  const result = await assign(['Geschlossen', 'Schließt bald'], { skipRefused: true });
  expect(outcomes(result)).toEqual([
    ['Geschlossen', 'SCHOOL_CLOSED'],
    ['Schließt bald', 'ASSIGNED'],
  ]);
  expect(result.assignments[1].afterwards.validUntil).toBe(WORLD.schools['Schließt bald']?.operating?.until);
});

describe('an entitlement without an end of its own', () => {
  const setTerm = (until: string) =>
    database.query('update licences.licence_terms set term = tstzrange(lower(term), $2) where licence_id = $1', [
      world.licence('Lizenz'),
      until,
    ]);
  afterEach(() => setTerm(NEXT_YEAR));

  async function seen(id: string) {
    const { data } = await system.ask(
      staff,
      'query ($id: ID!) { entitlement(id: $id) { validUntil endsWithLicence status } }',
      { id },
    );
    return data.entitlement;
  }

  test.each([
    ['prolonged', inDays(800), inDays(500), 'ALLOWED', 'IN_FORCE'],
    ['shortened', inDays(100), inDays(200), 'EXPIRED', 'IN_FORCE'],
    ['ended', inDays(-1), inDays(0), 'EXPIRED', 'ENDED'],
  ])('follows its licence when that is %s', async (_, until, at, answer, status) => {
    const id = idOf(await assign(['Schule 1']));
    await database.query(`update schools.entitlement set valid = tstzrange(lower(valid) - interval '20 day', null)`);
    expect(await seen(id)).toEqual({ validUntil: NEXT_YEAR, endsWithLicence: true, status: 'IN_FORCE' });
    await setTerm(until);
    expect(await seen(id)).toEqual({ validUntil: until, endsWithLicence: true, status });
    expect(await allowed('Schule 1', at)).toBe(answer);
  });

  test('and one with an end of its own keeps it', async () => {
    const until = inDays(50);
    const id = idOf(await assign(['Schule 1'], { validUntil: until }));
    await setTerm(inDays(800));
    expect(await seen(id)).toEqual({ validUntil: until, endsWithLicence: false, status: 'IN_FORCE' });
    expect(await allowed('Schule 1', inDays(60))).toBe('EXPIRED');
  });
});
