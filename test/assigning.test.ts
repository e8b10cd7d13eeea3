/**
 * Assigning and revoking, as a desk works with them: pair by pair, nothing opened that somebody closed, and told what
 * schools may do afterwards.
 */
import { midnight } from '../access/calendar';
import type { Level } from '../caller/caller';
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { codesOf, type System, startSystem, tokenOf } from './system';
import type { World } from './world';

const DAY_MS = 24 * 3_600_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const LAST_YEAR = inDays(-365);
const NEXT_YEAR = inDays(365);

const licence = {
  owner: 'Stadt',
  heldAt: ['AUTHORITY', 'SCHOOL_GROUP', 'SCHOOL'] as Level[],
  rights: ['STREAM', 'DOWNLOAD'] as const,
  packages: [{ package: 'Natur' }],
};
const WORLD: World = {
  organisations: { Stadt: 'AUTHORITY', Nachbarstadt: 'AUTHORITY', Verbund: 'SCHOOL_GROUP' },
  schools: {
    'Schule 1': { belongsTo: [{ to: 'Stadt' }, { to: 'Verbund' }] },
    'Schule 2': { belongsTo: [{ to: 'Stadt' }] },
    'Schule 3': { belongsTo: [{ to: 'Stadt' }] },
    Geschlossen: { belongsTo: [{ to: 'Stadt' }], operating: { until: inDays(-10) } },
    'Schließt bald': { belongsTo: [{ to: 'Stadt' }], operating: { until: inDays(10) } },
    Fremd: { belongsTo: [{ to: 'Nachbarstadt' }] },
  },
  titles: { Bienen: {} },
  packages: { Natur: [{ title: 'Bienen' }] },
  licences: {
    Lizenz: { ...licence, term: { from: LAST_YEAR, until: NEXT_YEAR } },
    Tage: { ...licence },
    Fremde: { ...licence, owner: 'Nachbarstadt' },
  },
  entitlements: {},
};

let database: TestDatabase;
let system: System;
let world: SeededWorld;
let staff: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, WORLD);
  await database.query(
    "update licences.licence set term_kind = 'DURATION', duration_days = 30, term = '(,)' where id = $1",
    [world.licence('Tage')],
  );
  system = await startSystem(database);
  staff = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});
beforeEach(() =>
  database.query(
    'delete from schools.entitlement_suspension; delete from schools.entitlement; delete from schools.assignment',
  ),
);

const levelOf = (name: string): Level => WORLD.organisations[name] ?? 'SCHOOL';
const holder = (name: string) => ({ level: levelOf(name), id: name.includes(':') ? name : world.organisation(name) });
const nameOf = (id: string) =>
  Object.keys({ ...WORLD.organisations, ...WORLD.schools }).find((name) => world.organisation(name) === id) ?? id;

const ASSIGN = `mutation ($input: AssignEntitlementsInput!) {
  assignEntitlements(input: $input) {
    preview applied assigned unchanged refused
    assignments {
      outcome holderLevel holderId holder { name } licence { number } suspendedSchools { name } suspendedSchoolCount
      entitlement { id createdBy createdAt validUntil endsWithLicence }
      afterwards { schools allowed validUntil entitlement { id } }
    }
  }
}`;
const REVOKE = `mutation ($input: RevokeEntitlementsInput!) {
  revokeEntitlements(input: $input) {
    revoked unchanged
    revocations { outcome entitlement { id status } afterwards { schools allowed validUntil entitlement { id } } }
  }
}`;

async function assign(names: string[], more: object = {}, number = 'Lizenz', token = staff) {
  const input = { licenceIds: [world.licence(number)], holders: names.map(holder), ...more };
  const { data, errors } = await system.ask(token, ASSIGN, { input });
  expect(errors).toBeUndefined();
  return data.assignEntitlements;
}

async function revoke(ids: string[], more: object = {}) {
  const { data, errors } = await system.ask(staff, REVOKE, { input: { entitlementIds: ids, ...more } });
  expect(errors).toBeUndefined();
  return data.revokeEntitlements;
}

const outcomes = ({ assignments }: any) => assignments.map(({ holderId, outcome }: any) => [nameOf(holderId), outcome]);
const idOf = (result: any, at = 0) => result.assignments[at].entitlement.id;

async function suspend(id: string, from = inDays(-1), until: string | null = null): Promise<void> {
  await database.query(
    `insert into schools.entitlement_suspension (entitlement_id, valid, created_by) values ($1, tstzrange($2, $3), 'test')`,
    [id, from, until],
  );
}

async function allowed(school: string, at?: string): Promise<string> {
  const { data } = await system.ask(
    await tokenOf('lms', `SCHOOL:${world.organisation(school)}`),
    'query ($n: String!, $t: [ID!]!, $at: DateTime) { school(number: $n) { access(titleIds: $t, at: $at) { outcome reason } } }',
    { n: world.organisation(school).slice(3), t: [world.title('Bienen')], at },
  );
  const [{ outcome, reason }] = data.school.access;
  return reason ?? outcome;
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

  test('stays so for a later period, until it is resumed', async () => {
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

  test('above a school is not opened at it by an entitlement of its own', async () => {
    await suspend(idOf(await assign(['Stadt'])));
    expect(outcomes(await assign(['Schule 2']))).toEqual([['Schule 2', 'OPENS_SUSPENDED']]);
    expect(await allowed('Schule 2')).toBe('SUSPENDED');
  });

  test('and was revoked does not stand in the way any more', async () => {
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

  test('a preview says what would become of each holder, foreign and unknown ones alike', async () => {
    const result = await assign(NAMES, { preview: true });
    expect(outcomes(result)).toEqual(JUDGED);
    expect(result).toMatchObject({ preview: true, applied: false, assigned: 1, unchanged: 1, refused: 4 });
    const [, foreign, , unknown] = result.assignments;
    expect({ ...foreign, holderId: '' }).toEqual({ ...unknown, holderId: '' });
    expect(foreign).toMatchObject({ holder: null, entitlement: null, afterwards: null });
    expect(await made()).toHaveLength(2);
  });

  test('where one is refused nothing is done, and the rows are the same', async () => {
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

  test('a repeat with the same key is done once what was refused is not any more', async () => {
    const more = { idempotencyKey: 'once' };
    expect(await assign(['Schule 2', 'Schule 3'], more)).toMatchObject({ applied: false });
    await database.query('delete from schools.entitlement_suspension');
    expect(await assign(['Schule 2', 'Schule 3'], more)).toMatchObject({ applied: true, assigned: 1, unchanged: 1 });
  });

  test('a foreign licence is refused as a whole', async () => {
    const input = { licenceIds: [world.licence('Lizenz'), world.licence('Fremde')], holders: [holder('Schule 1')] };
    expect(codesOf(await system.ask(staff, ASSIGN, { input: { ...input, preview: true } }))).toEqual(['FORBIDDEN']);
  });

  test('more organisations out of reach than are told one by one are refused as a whole', async () => {
    const many = Array.from({ length: 101 }, (_, at) => ({ level: 'SCHOOL', id: `NW:9${at}` }));
    const input = { licenceIds: [world.licence('Lizenz')], holders: many, preview: true };
    expect(codesOf(await system.ask(staff, ASSIGN, { input }))).toEqual(['FORBIDDEN']);
    const fewer = await system.ask(staff, ASSIGN, { input: { ...input, holders: many.slice(1) } });
    expect(fewer.data.assignEntitlements.refused).toBe(100);
  });
});

test('what stood already says who made it and when', async () => {
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

describe('afterwards', () => {
  test('a school that has the licence by another entitlement stays allowed by it, and it is told until when', async () => {
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
        revoked: 1,
        unchanged: 0,
        revocations: [
          {
            outcome: 'REVOKED',
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
    expect((await revoke([idOf(short), idOf(long)])).revocations).toMatchObject([
      { outcome: 'REVOKED', afterwards: { schools: 1, allowed: 0, validUntil: null, entitlement: null } },
      { outcome: 'ALREADY_ENDED', afterwards: { allowed: 0 } },
    ]);
  });

  test('of an authority it is told how many of its schools are allowed', async () => {
    const city = await assign(['Stadt'], { preview: true });
    expect(city.assignments[0]).toMatchObject({
      entitlement: null,
      afterwards: { schools: 4, allowed: 4, entitlement: null },
    });
    expect(city.assignments[0].afterwards.validUntil).toBe(WORLD.schools['Schließt bald']?.operating?.until);
    const one = await assign(['Schule 1']);
    const all = await assign(['Stadt']);
    expect((await revoke([idOf(all)])).revocations[0].afterwards).toMatchObject({
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

  test('has what is left of its days, where it was revoked and is assigned again', async () => {
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

  test('is over at this holder once its days have passed, and not at another', async () => {
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

test('nothing is assigned to a closed school; one that closes later gets it until then', async () => {
  const result = await assign(['Geschlossen', 'Schließt bald'], { skipRefused: true });
  expect(outcomes(result)).toEqual([
    ['Geschlossen', 'SCHOOL_CLOSED'],
    ['Schließt bald', 'ASSIGNED'],
  ]);
  expect(result.assignments[1].afterwards.validUntil).toBe(WORLD.schools['Schließt bald']?.operating?.until);
});

describe('an entitlement without an end of its own', () => {
  const setTerm = (until: string) =>
    database.query('update licences.licence set term = tstzrange(lower(term), $2) where id = $1', [
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
