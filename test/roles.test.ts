/** What an attacker could do who runs SQL as the role of a service. */
import { Client } from 'pg';
import { SERVICES, type Service } from '../database/roles';
import { createTestDatabase, type TestDatabase } from './database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** Runs the statements in one session. A failed one does not stop the next. */
async function asRole(service: Service, ...statements: string[]): Promise<(unknown[] | string)[]> {
  const client = new Client({ connectionString: database.urlOf(service) });
  await client.connect();
  const answers: (unknown[] | string)[] = [];
  for (const statement of statements) {
    answers.push(
      await client.query(statement).then(
        ({ rows }) => rows,
        ({ code }) => code as string,
      ),
    );
  }
  await client.end();
  return answers;
}

test('a temporary type of a role does not replace a type that a function of the owner names', async () => {
  const [, , made] = await asRole(
    'usage',
    `create function pg_temp.as_owner(value pg_catalog.text) returns boolean language plpgsql as $$
       begin
         create table if not exists usage.made_by_a_stranger ();
         return true;
       exception when insufficient_privilege then return true;
       end $$`,
    'create domain pg_temp.text as pg_catalog.text check (pg_temp.as_owner(value))',
    "select usage.ensure_month('2031-05-01')",
  );
  expect(made).toHaveLength(1);
  expect(await database.query("select to_regclass('usage.made_by_a_stranger') as made")).toEqual([{ made: null }]);
});

test.each(SERVICES)(
  'the role of %s cannot have a trigger of its own run an expression as the owner',
  async (service) => {
    const [, , made] = await asRole(
      service,
      'create table pg_temp.mine (id bigint)',
      'create function pg_temp.as_owner() returns text language sql return current_user',
      `create trigger mine after insert on pg_temp.mine referencing new table as after for each statement
       execute function directory.notify_change('pg_temp.as_owner()')`,
    );
    expect(made).toBe('42501');
  },
);

/** `pg_temp` is searched first unless it is named: so it is named last. */
test('every function that runs as the owner names its search path, with pg_temp at the end', async () => {
  const functions = await database.query<{ name: string; settings: string[] | null }>(
    `select p.oid::regprocedure::text as name, p.proconfig as settings
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  expect(functions.length).toBeGreaterThan(0);
  expect(functions.filter(({ settings }) => !settings?.includes('search_path=pg_catalog, pg_temp'))).toEqual([]);
});

test.each(SERVICES)(
  'the role of %s owns nothing, makes nothing, and reads no other service’s tables',
  async (service) => {
    const others = SERVICES.filter((other) => other !== service);
    const tables = { schools: 'schools.entitlement', licences: 'licences.contract', usage: 'usage.event' };
    const attempts = [
      'create table public.mine ()',
      `create table ${service}.mine ()`,
      'create function directory.mine() returns int language sql return 1',
      'create schema mine',
      'alter role current_user bypassrls',
      `alter table ${tables[service]} disable row level security`,
      ...others.flatMap((other) => [`select from ${tables[other]}`, `set role freischalter_${other}`]),
    ];
    expect(await asRole(service, ...attempts)).toEqual(attempts.map(() => '42501'));
    expect(
      await database.query('select 1 from pg_class where relowner = (select oid from pg_roles where rolname = $1)', [
        `freischalter_${service}`,
      ]),
    ).toEqual([]);
  },
);

test.each(SERVICES)('a statement as the role of %s has one core, bounded memory and a time limit', async (service) => {
  const shown = await asRole(
    service,
    'show statement_timeout',
    'show idle_in_transaction_session_timeout',
    'show max_parallel_workers_per_gather',
    'show work_mem',
    'show client_connection_check_interval',
  );
  expect(shown.map((rows) => Object.values((rows as Record<string, string>[])[0] ?? {})[0])).toEqual([
    '15s',
    '30s',
    '0',
    '16MB',
    expect.stringMatching(process.platform === 'linux' ? /^1s$/ : /./),
  ]);
});
