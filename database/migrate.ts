/** Brings a database to the version of this code: roles, then the migrations of each service in order. */
import { DataSource, type MigrationInterface } from 'typeorm';
import { licencesMigrations } from '../services/licences/migrations';
import { schoolsMigrations } from '../services/schools/migrations';
import { usageMigrations } from '../services/usage/migrations';
import { installJobQueue } from './job-queue';
import { fingerprint, roleOf, rolePassword, SERVICES, type Service } from './roles';

const MIGRATIONS: Record<Service, (new () => MigrationInterface)[]> = {
  schools: schoolsMigrations,
  licences: licencesMigrations,
  usage: usageMigrations,
};

/** Any constant will do; it keeps two starts from migrating one database at the same time. */
const MIGRATION_LOCK = 7_340_001;

export class DatabaseTooNewError extends Error {
  constructor(migration: string) {
    super(
      `The database was made by a newer version of Freischalter (it has the migration ${migration}, which this version does not know). Start that version, or restore a backup made before the upgrade.`,
    );
  }
}

/** Before the first release, migrations were changed and drawn together as if they had never run anywhere. */
export class DatabaseBeforeReleaseError extends Error {
  constructor(migration: string) {
    super(
      `The database was made before the first release of Freischalter (it has the migration ${migration}), and nothing leads from there to this version. Move the data folder (DATA_DIR) away, or give another DATABASE_URL, and import again; the version that made it can still read it.`,
    );
  }
}

/** The service roles on this server were made with another secret. */
export class ForeignRolesError extends Error {
  constructor(role: string) {
    super(
      `The role ${role} of this PostgreSQL server belongs to an installation with another SECRET, which would no longer get in. Give this installation the same SECRET, use another server, or, if the secret was changed on purpose, first run there: comment on role ${role} is null.`,
    );
  }
}

export interface MigrationReport {
  /** Names of the migrations that were run. It is empty where the database was up to date. */
  readonly run: readonly string[];
}

/**
 * @throws DatabaseTooNewError or DatabaseBeforeReleaseError where the database knows migrations that this code does not;
 * ForeignRolesError where its server serves another installation: all before anything is changed
 */
export async function migrate(ownerUrl: string, secret: string): Promise<MigrationReport> {
  const lock = await new DataSource({ type: 'postgres', url: ownerUrl, poolSize: 1 }).initialize();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await refuseUnknown(lock);
    await ensureRoles(lock, secret);
    const run: string[] = [];
    for (const service of SERVICES) run.push(...(await migrateService(ownerUrl, service)));
    await installJobQueue(ownerUrl);
    return { run };
  } finally {
    await lock.destroy();
  }
}

async function migrateService(ownerUrl: string, service: Service): Promise<string[]> {
  const source = await migrationSource(ownerUrl, service).initialize();
  try {
    await source.query(`create schema if not exists ${service}`);
    const done = await source.runMigrations({ transaction: 'all' });
    return done.map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}

function migrationSource(ownerUrl: string, service: Service): DataSource {
  return new DataSource({
    type: 'postgres',
    url: ownerUrl,
    schema: service,
    migrations: MIGRATIONS[service],
    migrationsTableName: 'migration',
    poolSize: 1,
  });
}

async function refuseUnknown(source: DataSource): Promise<void> {
  for (const service of SERVICES) {
    const [{ present }] = await source.query(`select to_regclass('${service}.migration') is not null as present`);
    if (!present) continue;
    const known = MIGRATIONS[service].map(({ name }) => name);
    const applied: { name: string }[] = await source.query(`select name from ${service}.migration order by id`);
    const unknown = applied.find(({ name }) => !known.includes(name))?.name;
    if (unknown === undefined) continue;
    throw timestampOf(unknown) < timestampOf(known[0] as string)
      ? new DatabaseBeforeReleaseError(unknown)
      : new DatabaseTooNewError(unknown);
  }
}

/** Migrations run in the order of the number at the end of their names. */
function timestampOf(migration: string): number {
  return Number(/\d*$/.exec(migration)?.[0]);
}

/**
 * The roles belong to the whole server, and their passwords come of one installation's secret. So a server serves one
 * installation: the mark on the roles says which.
 */
async function ensureRoles(source: DataSource, secret: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writeRoles(source, secret);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || (error as Error).message !== CHANGED_BY_ANOTHER) throw error;
    }
  }
}

/** What PostgreSQL says to one of two who change a role at once: another database of the server may be migrated just now. */
const CHANGED_BY_ANOTHER = 'tuple concurrently updated';
const MAX_ATTEMPTS = 10;

async function writeRoles(source: DataSource, secret: string): Promise<void> {
  const mark = `freischalter ${fingerprint(secret)}`;
  for (const service of SERVICES) {
    const role = roleOf(service);
    const [existing] = await source.query(
      "select coalesce(shobj_description(oid, 'pg_authid'), '') as mark from pg_roles where rolname = $1",
      [role],
    );
    if (existing && existing.mark !== '' && existing.mark !== mark) throw new ForeignRolesError(role);
    if (!existing) await source.query(`create role ${role} nosuperuser nocreatedb nocreaterole nobypassrls`);
    await source.query(`alter role ${role} login password '${rolePassword(secret, service)}'`);
    await source.query(`comment on role ${role} is '${mark}'`);
    await source.query(`alter role ${role} set statement_timeout = '15s'`);
    await source.query(`alter role ${role} set idle_in_transaction_session_timeout = '30s'`);
    /** A caller's statement has one core, and so much memory for each sort or hash, in whatever PostgreSQL it runs. */
    await source.query(`alter role ${role} set max_parallel_workers_per_gather = 0`);
    await source.query(`alter role ${role} set work_mem = '16MB'`);
    /** A statement that nobody waits for any more ends, also where no cancellation reaches it. Not every system has this setting. */
    await source.query(`do $$ begin alter role ${role} set client_connection_check_interval = '1s';
      exception when others then null; end $$`);
  }
}
