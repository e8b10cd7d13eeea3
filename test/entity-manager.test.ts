import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { IsNull } from 'typeorm';
import type { Caller, CallerKind, OrganisationKey } from '../caller/caller';
import { connect } from '../database/connection';
import { PROJECT_ROOT } from '../environment';
import { EntitlementEntity } from '../services/schools/entitlement/entitlement-entity';
import { IdempotentAnswerEntity } from '../services/schools/idempotency/idempotent-answer-entity';
import { SchoolEntity } from '../services/schools/school/school-entity';
import { describeChange } from '../services/subgraph/audit/describe-change';
import { Session } from '../services/subgraph/database/session';
import { createTestDatabase, type TestDatabase } from './database';
import { plain } from './plain-statement';
import { type SeededWorld, seedWorld } from './seed-world';

let database: TestDatabase;
let world: SeededWorld;
let source: DataSource;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Land: 'STATE', Stadt: 'AUTHORITY', Nachbarstadt: 'AUTHORITY' },
    schools: {
      Schule: { belongsTo: [{ to: 'Land' }, { to: 'Stadt' }] },
      Nachbarschule: { belongsTo: [{ to: 'Land' }, { to: 'Nachbarstadt' }] },
    },
    titles: {},
    packages: {},
    licences: { Lizenz: { owner: 'Stadt', heldAt: ['AUTHORITY'], rights: ['STREAM'], packages: [] } },
    entitlements: { 'für die Stadt': { licence: 'Lizenz', holder: 'Stadt', from: '2024-08-01' } },
  });
  source = await connect(database.urlOf('schools'), { poolSize: 2, waitMs: 2_000, applicationName: 'entity test' });
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

function caller(kind: CallerKind, organisation: string): Caller {
  const bound = [`AUTHORITY:${world.organisation(organisation)}` as OrganisationKey];
  return { kind, subject: `${kind} of ${organisation}`, scopes: new Set(), bound } as unknown as Caller;
}
const sessionOf = (kind: CallerKind, organisation: string) => new Session(source, caller(kind, organisation));

async function inSession<Result>(session: Session, work: (session: Session) => Promise<Result>): Promise<Result> {
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}

describe('an entity manager', () => {
  test('sees what row-level security shows the caller of its session, as SQL does', async () => {
    for (const city of ['Stadt', 'Nachbarstadt']) {
      const [entities, rows] = await inSession(sessionOf('lms', city), async (session) => [
        await session.manager.find(SchoolEntity),
        await session.query(plain<{ id: string }>('select id from schools.school')),
      ]);
      expect(entities).toHaveLength(1);
      expect(entities.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    }
  });

  test('reads in the snapshot of its session', async () => {
    await inSession(sessionOf('lms', 'Stadt'), async (session) => {
      const before = await session.manager.find(SchoolEntity);
      await database.query("update schools.school set city = 'Anderswo'");
      expect(await session.manager.find(SchoolEntity)).toEqual(before);
    });
  });

  test('reads relations', async () => {
    const [found] = await inSession(sessionOf('licensing', 'Stadt'), (session) =>
      session.manager.find(EntitlementEntity, { relations: { holder: true } }),
    );
    expect(found?.holder.name).toBe('Stadt');
    expect(found?.rights).toEqual(['STREAM']);
    expect(found?.createdAt).toBeInstanceOf(Date);
  });

  test('writes in the transaction of a write, with whatever SQL does there', async () => {
    const answer = { idempotencyKey: 'a', operation: 'test', inputHash: 'b', answer: {} };
    await inSession(sessionOf('licensing', 'Stadt'), (session) =>
      session.write(async (transaction) => {
        await transaction.manager.insert(IdempotentAnswerEntity, answer);
        expect(await transaction.query(plain('select from schools.idempotent_answer'))).toHaveLength(1);
      }),
    );
    const key = { subject: 'licensing of Stadt', idempotencyKey: 'a' };
    await inSession(sessionOf('licensing', 'Stadt'), async (session) => {
      expect(await session.manager.findOneBy(IdempotentAnswerEntity, key)).toMatchObject(answer);
    });
    await inSession(sessionOf('licensing', 'Nachbarstadt'), async (session) => {
      expect(await session.manager.findOneBy(IdempotentAnswerEntity, key)).toBeNull();
    });
  });

  test('may write no more than the caller', async () => {
    const written = inSession(sessionOf('licensing', 'Stadt'), (session) =>
      session.write((transaction) =>
        transaction.query(plain(`insert into schools.idempotent_answer (subject) values ('somebody else')`)),
      ),
    );
    await expect(written).rejects.toMatchObject({ code: '42501' });
  });

  test('returns how many rows it changed, and keeps nothing of a preview', async () => {
    const revoked = (city: string) =>
      inSession(sessionOf('licensing', city), (session) =>
        session.write(async (db) => {
          await describeChange(db, { operation: 'test' });
          const revocation = { revokedAt: () => 'now()', revokedBy: 'a test' };
          return (await db.manager.update(EntitlementEntity, { revokedAt: IsNull() }, revocation)).affected;
        }, false),
      );
    expect(await revoked('Stadt')).toBe(1);
    expect(await revoked('Nachbarstadt')).toBe(0);
    expect(await database.query('select from schools.entitlement where revoked_at is not null')).toEqual([]);
  });

  test('neither leaves its transaction nor ends it', async () => {
    await inSession(sessionOf('lms', 'Stadt'), async (session) => {
      const message = 'An entity manager runs inside the transaction that it was made for.';
      const { manager } = session;
      await expect(manager.transaction(async () => undefined)).rejects.toThrow(message);
      await expect(manager.queryRunner?.release()).rejects.toThrow(message);
      await expect(manager.queryRunner?.connect()).rejects.toThrow(message);
    });
  });

  test('has a data source, which leads out of the transaction to no caller: no service uses it', async () => {
    await inSession(sessionOf('lms', 'Stadt'), async ({ manager }) => {
      expect(await manager.find(SchoolEntity)).toHaveLength(1);
      expect(await manager.dataSource.manager.find(SchoolEntity)).toEqual([]);
    });
    const uses =
      /manager\)?[?!]?\.(dataSource|connection)\b|\{[^{}]*\b(dataSource|connection)\b[^{}]*\} = [\w.]*manager\b/;
    expect('session.manager.dataSource.query').toMatch(uses);
    expect('const { dataSource } = session.manager;').toMatch(uses);
    const folder = path.join(PROJECT_ROOT, 'services');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => uses.test(readFileSync(path.join(folder, file), 'utf8')))).toEqual([]);
  });

  test('cannot be used once its session has ended', async () => {
    const session = sessionOf('lms', 'Stadt');
    const { manager } = session;
    await manager.find(SchoolEntity);
    await session.end();
    await expect(manager.find(SchoolEntity)).rejects.toThrow('The transaction has ended.');
    expect(() => session.manager).toThrow('The request has been answered.');
  });
});
