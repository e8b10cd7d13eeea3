/**
 * The tables of use can be spread by authority over several servers with Citus: what such tables and statements must obey,
 * over the migrated database and all statements of the service. What does not is named here, with its reason (docs/decisions/0053).
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { allStatements } from '../../database/statement';
import { PROJECT_ROOT } from '../../environment';
import { createTestDatabase, type TestDatabase } from '../../test/database';
import { sentForms } from '../../test/described/forms';

/** By what breaks a rule, why it may. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'policies ask subqueries':
    'PostgreSQL evaluates (select …) once for a statement, and reach() is a set of some thousand schools. Citus takes neither: there, the migration must write the policies over settings that hold what the caller is bound to and reaches, and the session must set the latter.',
  'insertUses: writes in a with':
    'one statement looks up which keys are known, and writes key and event of the others and who reported, so that they stand or fall together and 10,000 uses are sent once. Citus runs what writes first, part by part: whether the look-up is done by then was not tried. Else it becomes two statements.',
  'insertUses: inserts a query without on conflict': 'an event whose key is new cannot be there',
};

/** Small, and the same for all authorities: on every server, or on the first one. */
const UNDISTRIBUTED = ['bot_pattern', 'day_secret', 'migration'];

let database: TestDatabase;
let statements: { readonly label: string; readonly text: string }[];
beforeAll(async () => {
  for (const file of readdirSync(path.join(PROJECT_ROOT, 'services/usage'), { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('-queries.ts')) require(path.join(PROJECT_ROOT, 'services/usage', file));
  database = await createTestDatabase();
  const tables = await distributed();
  const named = new RegExp(`usage\\.(${tables.join('|')})\\b`);
  statements = [...allStatements().declared, ...(await sentForms())].filter(({ text }) => named.test(text));
});
afterAll(() => database?.drop());

async function distributed(): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'usage'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
  );
  return rows.map(({ name }) => name).filter((name) => !UNDISTRIBUTED.includes(name));
}

const broken = new Set<string>();

/** Fails for what is no exception, and remembers those that there are. */
function expectNone(found: readonly string[]): void {
  for (const one of found) broken.add(one);
  expect(found.filter((one) => !(one in EXCEPTIONS))).toEqual([]);
}

/** Some statements have a form for few rows and one for many: `insertUses, a few`. */
const labelled = (rule: string, breaks: (text: string) => boolean) =>
  [
    ...new Set(statements.filter(({ text }) => breaks(text)).map(({ label }) => `${label.split(',')[0]}: ${rule}`)),
  ].sort();

test('the authority stands in every table, and in everything that makes rows unique', async () => {
  const rows = await database.query<{ what: string }>(
    `select table_.relname || ' ' || coalesce(index.relname, 'has no key') as what
     from pg_class table_
     left join pg_index on indrelid = table_.oid and (indisunique or indisexclusion)
     left join pg_class index on index.oid = indexrelid
     left join pg_attribute authority on authority.attrelid = table_.oid and authority.attname = 'authority_id'
     where table_.relnamespace = 'usage'::regnamespace and table_.relname = any ($1)
       and (authority.atttypid is distinct from 'bigint'::regtype or not authority.attnotnull
            or index.oid is null or not authority.attnum = any (indkey))`,
    [await distributed()],
  );
  expectNone(rows.map(({ what }) => what));
  expect(await distributed()).toEqual(['coverage', 'event', 'event_key', 'licence_sum', 'monthly_sum']);
});

test('the authority of a row is never changed', async () => {
  const granted = await database.query(
    `select from information_schema.column_privileges
     where table_schema = 'usage' and column_name = 'authority_id' and privilege_type = 'UPDATE' and grantee = 'freischalter_usage'`,
  );
  expect(granted).toEqual([]);
  expectNone(
    labelled('changes the authority', (text) =>
      /\bset\b[^;]*?\bauthority_id\s*=/.test(text.replace(/\bwhere\b[\s\S]*/, '')),
    ),
  );
});

test('no table has triggers or foreign keys', async () => {
  const found = await database.query(
    `select tgname as what from pg_trigger t join pg_class c on c.oid = tgrelid
       where relnamespace = 'usage'::regnamespace and not tgisinternal
     union all
     select conname from pg_constraint where connamespace = 'usage'::regnamespace and contype = 'f'`,
  );
  expect(found).toEqual([]);
});

test('partitions are granted to nobody: their policies are the parent’s', async () => {
  await database.query(`select usage.ensure_month('2026-01-01')`);
  const granted = await database.query(
    `select relname from pg_class, aclexplode(relacl)
     where relnamespace = 'usage'::regnamespace and relispartition and relkind = 'r' and grantee <> relowner`,
  );
  expect(granted).toEqual([]);
});

test('policies ask no subqueries', async () => {
  const found = await database.query<{ what: string }>(
    `select distinct 'policies ask subqueries' as what from pg_policies
     where schemaname = 'usage' and tablename = any ($1) and concat(qual, with_check) ~* '\\mselect\\M'`,
    [await distributed()],
  );
  expectNone(found.map(({ what }) => what));
});

test('the Caller is set by set local, which reaches the servers; set_config does not', () => {
  expectNone(
    allStatements()
      .declared.filter(({ text }) => /set_config\(/.test(text))
      .map(({ label }) => `${label}: set_config`),
  );
});

test('whoever writes names the authority', () => {
  const pins = (text: string) => /\bauthority_id = \$\d/.test(text);
  expectNone(
    labelled(
      'does not name the authority',
      (text) => /\b(update|delete from) usage\.|\bfor update\b/.test(text) && !pins(text) && !forAllAuthorities(text),
    ),
  );
  expectNone(
    labelled('a conflict without the authority', (text) =>
      [...text.matchAll(/on conflict \(([^)]*)\)/g)].some(([, columns]) => !columns?.includes('authority_id')),
    ),
  );
});

/** Of a recount, at its end: each server deletes its own. */
const forAllAuthorities = (text: string) => /^delete from usage\.\w+ where month = \$1::date and \w+ = 0/.test(text);

test('whoever joins these tables does so by the authority', () => {
  expectNone(
    labelled('joins without the authority', (text) => {
      const tables = new Set([...text.matchAll(/\b(?:from|join) usage\.(\w+)/g)].map(([, table]) => table));
      return tables.size > 1 && !/authority_id/.test(text);
    }),
  );
});

test('no statement uses what Citus has not', () => {
  expectNone(labelled('grouping sets', (text) => /\b(grouping sets|rollup|cube)\b/i.test(text)));
  expectNone(labelled('recursive', (text) => /\bwith recursive\b/i.test(text)));
  expectNone(
    labelled('not exists in what all servers have', (text) => /\bfrom directory\.[^()]*\bnot exists\b/i.test(text)),
  );
  expectNone(labelled('copies', (text) => /^\s*copy\b/i.test(text)));
  expectNone(
    labelled('the time zone of the session', (text) => /\bcurrent_date\b|now\(\)::date|used_at::date/i.test(text)),
  );
  expectNone(
    labelled('a volatile function in an update', (text) =>
      /\bupdate\b[\s\S]*\b(random|clock_timestamp|gen_random_uuid|nextval)\(/i.test(text),
    ),
  );
  expectNone(
    labelled('writes in a with', (text) =>
      /\bas (?:not )?(?:materialized )?\(\s*(insert into|update|delete from) usage\./.test(text),
    ),
  );
  expectNone(
    labelled('inserts a query without on conflict', (text) =>
      text
        .split(/(?=insert into usage\.)/)
        .slice(1)
        .some(
          (part) =>
            /^insert into usage\.\w+ [^;]*?\bselect\b/.test(part) &&
            !/on conflict/.test(part.split(/\n\s+\w+ as \(/)[0] as string),
        ),
    ),
  );
});

test('every exception is one', () => {
  expect(Object.keys(EXCEPTIONS).filter((one) => !broken.has(one))).toEqual([]);
});
