/** What the API promises to those who assign licences. */
import { randomUUID } from 'node:crypto';
import { database, lmsOfA1, lmsOfB1, numberOf, staffOfA, system, world } from './contract-world';
import { codesOf, tokenOf } from './system';

const ASSIGN = `mutation ($input: AssignEntitlementsInput!) {
  assignEntitlements(input: $input) {
    preview assigned unchanged
    assignments { outcome holder { level id name } licence { id number name } entitlement { id status validFrom validUntil rights } }
  }
}`;

const REVOKE = `mutation ($input: RevokeEntitlementsInput!) {
  revokeEntitlements(input: $input) { changed unchanged changes { outcome entitlement { id status revokedAt } } }
}`;

const holder = (name: string) => ({
  level: name.startsWith('Schule') ? 'SCHOOL' : 'AUTHORITY',
  id: world.organisation(name),
});

async function assign(token: string, licence: string, holders: string[], more: object = {}) {
  return system.ask(token, ASSIGN, {
    input: { licenceIds: [world.licence(licence)], holders: holders.map(holder), ...more },
  });
}

async function allowed(token: string, school: string, title: string): Promise<string> {
  const { data, errors } = await system.ask(
    token,
    `query ($n: String!, $t: [ID!]!) { school(number: $n) { access(titleIds: $t) { outcome reason } } }`,
    { n: numberOf(school), t: [world.title(title)] },
  );
  expect(errors).toBeUndefined();
  const [{ outcome, reason }] = data.school.access;
  return reason ?? outcome;
}

describe('assignEntitlements', () => {
  test('opens a title at once, and revokeEntitlements closes it at once', async () => {
    expect(await allowed(lmsOfA1, 'Schule A1', 'Bienen')).toBe('NOT_LICENSED');
    const { data, errors } = await assign(staffOfA, 'Lizenz A', ['Stadt A']);
    expect(errors).toBeUndefined();
    expect(data.assignEntitlements).toMatchObject({
      preview: false,
      assigned: 1,
      unchanged: 0,
      assignments: [
        {
          outcome: 'ASSIGNED',
          holder: { level: 'AUTHORITY', name: 'Stadt A' },
          licence: { number: 'Lizenz A' },
          entitlement: { status: 'IN_FORCE', validUntil: null, rights: ['STREAM', 'DOWNLOAD'] },
        },
      ],
    });
    expect(await allowed(lmsOfA1, 'Schule A1', 'Bienen')).toBe('ALLOWED');
    expect(await allowed(lmsOfB1, 'Schule B1', 'Bienen')).toBe('NOT_LICENSED');

    const id = data.assignEntitlements.assignments[0].entitlement.id;
    const revoked = await system.ask(staffOfA, REVOKE, { input: { entitlementIds: [id], reason: 'Irrtum' } });
    expect(revoked.data.revokeEntitlements).toMatchObject({
      changed: 1,
      unchanged: 0,
      changes: [{ outcome: 'CHANGED', entitlement: { id, status: 'REVOKED' } }],
    });
    expect(await allowed(lmsOfA1, 'Schule A1', 'Bienen')).toBe('REVOKED');
    const again = await system.ask(staffOfA, REVOKE, { input: { entitlementIds: [id] } });
    expect(again.data.revokeEntitlements).toMatchObject({ changed: 0, unchanged: 1 });
  });

  test('leaves existing entitlements, and assigns the rest', async () => {
    await assign(staffOfA, 'Lizenz A', ['Schule A1']);
    const { data } = await assign(staffOfA, 'Lizenz A', ['Schule A1', 'Schule A2']);
    expect(data.assignEntitlements).toMatchObject({ assigned: 1, unchanged: 1 });
  });

  test('a preview gives the same answer and changes nothing', async () => {
    const { data } = await assign(staffOfA, 'Lizenz A', ['Stadt A', 'Schule A2'], { preview: true });
    expect(data.assignEntitlements).toMatchObject({ preview: true, assigned: 2 });
    expect(data.assignEntitlements.assignments.every((one: any) => one.entitlement === null)).toBe(true);
    expect(await database.query('select 1 from schools.entitlement')).toEqual([]);
  });

  test('a repeat with the same idempotency key gets the same answer; with another input it is refused', async () => {
    const idempotencyKey = randomUUID();
    const first = await assign(staffOfA, 'Lizenz A', ['Stadt A'], { idempotencyKey });
    const second = await assign(staffOfA, 'Lizenz A', ['Stadt A'], { idempotencyKey });
    expect(second.data).toEqual(first.data);
    expect(await database.query('select 1 from schools.entitlement')).toHaveLength(1);
    const other = await assign(staffOfA, 'Lizenz A', ['Schule A1'], { idempotencyKey });
    expect(codesOf(other)).toEqual(['BAD_USER_INPUT']);
  });

  test('ten at the same time make one entitlement', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => assign(staffOfA, 'Lizenz A', ['Stadt A'])));
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(await database.query('select 1 from schools.entitlement')).toHaveLength(1);
  });

  test.each([
    ['an own licence for a foreign school', ['Schule B1'], ['NOT_IN_REACH']],
    ['an own licence for an own and a foreign school', ['Schule A1', 'Schule B1'], ['HELD_BACK', 'NOT_IN_REACH']],
  ])('assigns nothing for %s, and says so for each', async (_, holders, outcomes) => {
    const { data, errors } = await assign(staffOfA, 'Lizenz A', holders);
    expect(errors).toBeUndefined();
    expect(data.assignEntitlements.assignments.map(({ outcome }: any) => outcome)).toEqual(outcomes);
    expect(data.assignEntitlements).toMatchObject({ assigned: 0, unchanged: 0 });
    expect(await database.query('select 1 from schools.entitlement')).toEqual([]);
  });

  test.each([
    ['a foreign licence for an own school', 'Lizenz B', ['Schule A1']],
    ['the state’s licence', 'Lizenz des Landes', ['Schule A1']],
  ])('refuses %s', async (_, licence, holders) => {
    const answer = await assign(staffOfA, licence, holders);
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(await database.query('select 1 from schools.entitlement')).toEqual([]);
  });

  test('refuses an lms caller', async () => {
    expect(codesOf(await assign(lmsOfA1, 'Lizenz A', ['Schule A1']))).toEqual(['FORBIDDEN']);
  });

  test('refuses a level at which the licence may not be held, and names it', async () => {
    const operator = await tokenOf('operator');
    const answer = await assign(operator, 'Lizenz des Landes', ['Stadt A']);
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors?.[0]?.message).toContain('may not be held at the level AUTHORITY');
  });

  test('a city sees the state’s entitlement that serves its schools, and cannot end it', async () => {
    const operator = await tokenOf('operator');
    const made = await system.ask(operator, ASSIGN, {
      input: { licenceIds: [world.licence('Lizenz des Landes')], holders: [{ level: 'STATE', id: 'NW' }] },
    });
    const { id } = made.data.assignEntitlements.assignments[0].entitlement;
    const seen = await system.ask(staffOfA, 'query ($id: ID!) { entitlement(id: $id) { level holder { id } } }', {
      id,
    });
    expect(seen.data.entitlement).toEqual({ level: 'STATE', holder: { id: 'NW' } });
    expect(codesOf(await system.ask(staffOfA, REVOKE, { input: { entitlementIds: [id] } }))).toEqual(['FORBIDDEN']);
    expect(await allowed(lmsOfA1, 'Schule A1', 'Bienen')).toBe('ALLOWED');
  });

  test('an assignment that begins before today is refused', async () => {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    const answer = await assign(staffOfA, 'Lizenz A', ['Stadt A'], { validFrom: yesterday });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  });

  test('a city may not touch what its media centre holds, though the centre serves no other city', async () => {
    const centre = await tokenOf('licensing', `MEDIA_CENTRE:${world.organisation('Medienzentrum')}`);
    const made = await assign(centre, 'Lizenz der Mitte', ['Schule A1']);
    const [{ entitlement }] = made.data.assignEntitlements.assignments;
    expect(codesOf(await system.ask(staffOfA, REVOKE, { input: { entitlementIds: [entitlement.id] } }))).toEqual([
      'FORBIDDEN',
    ]);
    expect(codesOf(await assign(staffOfA, 'Lizenz der Mitte', ['Schule A2']))).toEqual(['FORBIDDEN']);
  });

  test('where one field of a mutation fails, the others report what they did', async () => {
    const input = (more: object) => ({
      licenceIds: [world.licence('Lizenz A')],
      holders: [holder('Schule A1')],
      ...more,
    });
    const { data, errors } = await system.ask(
      staffOfA,
      `mutation ($good: AssignEntitlementsInput!, $bad: AssignEntitlementsInput!) {
        a: assignEntitlements(input: $good) { assigned }
        b: assignEntitlements(input: $bad) { assigned }
      }`,
      { good: input({}), bad: input({ validFrom: '2020-01-01T00:00:00Z' }) },
    );
    expect(data).toEqual({ a: { assigned: 1 }, b: null });
    expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('a mutation with a forbidden field is refused before any of it is executed', async () => {
    const { data, errors } = await system.ask(
      staffOfA,
      `mutation ($good: AssignEntitlementsInput!) {
        a: assignEntitlements(input: $good) { assigned }
        b: revokeEntitlements(input: { entitlementIds: ["999999"] }) { changed }
      }`,
      { good: { licenceIds: [world.licence('Lizenz A')], holders: [holder('Schule A1')] } },
    );
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await database.query('select from schools.entitlement')).toEqual([]);
  });

  test('a revocation in the past is refused', async () => {
    const { data } = await assign(staffOfA, 'Lizenz A', ['Stadt A']);
    const { id } = data.assignEntitlements.assignments[0].entitlement;
    const answer = await system.ask(staffOfA, REVOKE, { input: { entitlementIds: [id], at: '2020-01-01T00:00:00Z' } });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  });
});
