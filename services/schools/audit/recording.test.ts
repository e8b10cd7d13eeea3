/** What the database records in the audit trail, whoever changes a table. */
import type { DataSource } from 'typeorm';
import { type Caller, SCOPES_OF_KIND } from '../../../caller/caller';
import { connect } from '../../../database/connection';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { plain } from '../../../test/plain-statement';
import { type SeededWorld, seedWorld } from '../../../test/seed-world';
import { describeChange } from '../../subgraph/audit/describe-change';
import { Session } from '../../subgraph/database/session';

let database: TestDatabase;
let world: SeededWorld;
let source: DataSource;
let staff: Caller;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: {},
    packages: {},
    licences: { Lizenz: { owner: 'Stadt', heldAt: ['AUTHORITY', 'SCHOOL'], rights: ['STREAM'], packages: [] } },
    entitlements: {
      'der Stadt': { licence: 'Lizenz', holder: 'Stadt', from: '2026-01-01' },
      'der Schule': { licence: 'Lizenz', holder: 'Schule', from: '2026-01-01' },
    },
  });
  await database.keep();
  source = await connect(database.urlOf('schools'), { poolSize: 3, applicationName: 'audit test' });
  staff = {
    kind: 'licensing',
    subject: 'Erika Muster',
    scopes: SCOPES_OF_KIND.licensing,
    bound: [`AUTHORITY:${world.organisation('Stadt')}`],
  };
});
beforeEach(() => database.reset());
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

interface Row {
  readonly position: string;
  readonly operation: string;
  readonly reason: string | null;
  readonly kind: string;
  readonly name: string | null;
  readonly object: string;
  readonly objectId: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

/** How many changes there were when the world had been seeded. */
const seeded = '(select count(*) from kept.schools_audit_link)';
const trail = () =>
  database.query<Row>(
    `select l.position - ${seeded} as position, c.operation, c.reason, c.kind, p.name, e.object,
       e.object_id as "objectId", e.before, e.after
     from schools.audit_link l join schools.audit_change c on c.id = l.change_id
     left join schools.audit_entry e on e.change_id = c.id left join schools.audit_person p on p.id = c.author_id
     where l.position > ${seeded} order by l.position, e.id`,
  );

const session = () => new Session(source, staff);
const REVOKE = plain(
  "update schools.entitlement set revoked_at = '2027-01-01T00:00:00Z', revoked_by = 'Erika Muster' where id = any ($1)",
);

test('a mutation records one change, with the author, the reason, and each row before and after, without names of persons', async () => {
  const id = world.entitlement('der Schule');
  await session().write(async (db) => {
    await describeChange(db, { operation: 'revokeEntitlements', reason: 'sold' });
    await db.query(REVOKE, [[id]]);
  });
  const rows = await trail();
  expect(rows).toEqual([
    expect.objectContaining({
      position: '1',
      operation: 'revokeEntitlements',
      reason: 'sold',
      kind: 'licensing',
      name: 'Erika Muster',
      object: 'entitlement',
      objectId: id,
    }),
  ]);
  expect(rows[0]?.before).toMatchObject({ id: Number(id), revoked_at: null });
  expect(rows[0]?.after).toMatchObject({ id: Number(id), revoked_at: '2027-01-01T00:00:00+00:00' });
  expect(JSON.stringify(rows.map(({ before, after }) => ({ before, after })))).not.toMatch(/Erika|_by|on_timeline/);
});

test('the end user is recorded beside the author, and is null where the author acts for nobody', async () => {
  for (const endUser of ['Max Muster', undefined]) {
    await new Session(source, { ...staff, ...(endUser ? { endUser } : {}) }).write(async (db) => {
      await describeChange(db, { operation: 'revokeEntitlements' });
      await db.query(plain('update schools.entitlement set revoked_reason = $1'), [endUser ?? 'nobody']);
    });
  }
  const changes = await database.query(
    `select author.name as author, end_user.name as "endUser" from schools.audit_change c
     join schools.audit_person author on author.id = c.author_id
     left join schools.audit_person end_user on end_user.id = c.end_user_id order by c.id`,
  );
  expect(changes).toEqual([
    { author: 'Erika Muster', endUser: 'Max Muster' },
    { author: 'Erika Muster', endUser: null },
  ]);
});

test('a service that does not describe a change first cannot make it', async () => {
  const silent = session().write((db) => db.query(REVOKE, [[world.entitlement('der Stadt')]]));
  await expect(silent).rejects.toThrow('call describeChange()');
  expect(await trail()).toEqual([]);
});

test('a transaction that changes nothing, is rolled back or fails is not recorded', async () => {
  const id = world.entitlement('der Stadt');
  await session().write(async (db) => {
    await describeChange(db, { operation: 'nothing' });
    await db.query(REVOKE, [[]]);
  });
  await session().write(async (db) => {
    await describeChange(db, { operation: 'preview' });
    await db.query(REVOKE, [[id]]);
  }, false);
  const failing = session().write(async (db) => {
    await describeChange(db, { operation: 'failing' });
    await db.query(REVOKE, [[id]]);
    await db.query(plain('select 1/0'));
  });
  await expect(failing).rejects.toThrow('division by zero');
  expect(await trail()).toEqual([]);
});

test('SQL by hand of the database’s owner is recorded, too, row by row', async () => {
  await database.query('truncate schools.entitlement_suspension, schools.seat_lease, schools.entitlement');
  const rows = await trail();
  expect(rows.map(({ operation, kind, object, after }) => [operation, kind, object, after])).toEqual([
    ['sql', 'owner', 'entitlement', null],
    ['sql', 'owner', 'entitlement', null],
  ]);
});

test('a transaction has one change, whose id it can read after its first change of a row', async () => {
  const change = plain<{ id: string | null }>('select schools.current_change() as id');
  const named = await session().write(async (db) => {
    await describeChange(db, { operation: 'twice' });
    const before = await db.query(change);
    await db.query(REVOKE, [[world.entitlement('der Stadt')]]);
    await db.query(REVOKE, [[world.entitlement('der Schule')]]);
    return [...before, ...(await db.query(change))];
  });
  const rows = await database.query<{ id: string }>(
    'select change_id as id from schools.audit_entry order by id desc limit 2',
  );
  expect(named).toEqual([{ id: null }, rows[0]]);
  expect(rows[0]).toEqual(rows[1]);
});

test('a transaction that checks its constraints early has a second change for the rest', async () => {
  await session().write(async (db) => {
    await describeChange(db, { operation: 'early' });
    await db.query(REVOKE, [[world.entitlement('der Stadt')]]);
    await db.query(plain('set constraints all immediate'));
    await db.query(REVOKE, [[world.entitlement('der Schule')]]);
  });
  expect((await trail()).map(({ position }) => position)).toEqual(['1', '2']);
});

test('transactions that commit at the same time are linked one after another', async () => {
  const ids = [world.entitlement('der Stadt'), world.entitlement('der Schule')];
  await Promise.all(
    Array.from({ length: 30 }, (_, at) =>
      session().write(async (db) => {
        await describeChange(db, { operation: `change ${at}` });
        await db.query(plain('update schools.entitlement set revoked_reason = $2 where id = $1'), [
          ids[at % 2],
          `${at}`,
        ]);
      }),
    ),
  );
  const links = await database.query<{ position: string; previous: Buffer; hash: Buffer }>(
    `select position, previous, hash from schools.audit_link where position >= ${seeded} order by position`,
  );
  expect(links).toHaveLength(31);
  links.slice(1).forEach(({ position, previous }, at) => {
    expect(Number(position)).toBe(Number(links[at]?.position) + 1);
    expect(previous).toEqual(links[at]?.hash);
  });
});
