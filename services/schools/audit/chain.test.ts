/** Every way in which an owner of the database could break the chain of the audit trail is found. */
import { Client } from 'pg';
import { ownerTransactions } from '../../../database/queryable';
import { database, tamper, verified, world } from '../../../test/audit-world';
import { erasePerson } from '../../subgraph/audit/erase-person';

const LAST = '(select max(position) from schools.audit_link)';
const change = (back: number) => `(select change_id from schools.audit_link where position = ${LAST} - ${back})`;

/** Does by hand for the last link what seal_change() does, as an owner could who knows how. */
const RESEAL_LAST = `
  update schools.audit_link l set hash = sha256(l.previous || convert_to(jsonb_build_array(l.position, c.id, c.transaction_id,
      (extract(epoch from c.at) * 1000000)::bigint, c.operation, c.reason, c.source, c.kind, c.bound, c.author_id,
      encode(c.author_digest, 'hex'), c.end_user_id, encode(c.end_user_digest, 'hex'))::text, 'UTF8') || (
    select sha256(string_agg(sha256(convert_to(jsonb_build_array(e.id, e.object, e.object_id, e.owner_id, e.holder_id)::text
      || E'\\n' || coalesce(e.before::text, '') || E'\\n' || coalesce(e.after::text, ''), 'UTF8')), '' order by e.id))
    from schools.audit_entry e where e.change_id = c.id))
  from schools.audit_change c where c.id = l.change_id and l.position = ${LAST};
  update schools.audit_head set hash = (select hash from schools.audit_link where position = ${LAST})`;

const CUT_LAST = `
  delete from schools.audit_entry where change_id = ${change(0)}; delete from schools.audit_change where id = ${change(0)};
  delete from schools.audit_link where position = ${LAST}`;
const HEAD_TO_LAST = `update schools.audit_head h set position = l.position, hash = l.hash
  from schools.audit_link l where l.position = ${LAST}`;

test.each(['schools', 'licences'] as const)('an unchanged chain is whole: %s', async (service) => {
  const report = await verified(service);
  expect(report).toMatchObject({ problems: [], more: 0 });
  expect(report.changes).toBeGreaterThan(3);
  expect(report.entries).toBeGreaterThan(3);
});

test('a chain is whole before anything was written', async () => {
  await tamper(
    [
      'audit_entry',
      'audit_change',
      'audit_link',
      'audit_head',
      'audit_person',
      'entitlement',
      'membership',
      'organisation',
    ]
      .map((table) => `delete from schools.${table}`)
      .join(';'),
  );
  expect(await verified('schools')).toMatchObject({ changes: 0, head: '0'.repeat(64), problems: [] });
});

test.each<[string, string, RegExp]>([
  [
    'a changed row in an entry',
    `update schools.audit_entry set after = after || '{"revoked_reason": null}' where change_id = ${change(1)}`,
    /are not what was written/,
  ],
  [
    'a changed “before” in an entry',
    `update schools.audit_entry set before = null where change_id = ${change(1)}`,
    /are not what was written/,
  ],
  [
    'an entry moved to another object',
    `update schools.audit_entry set object_id = object_id + 1 where change_id = ${change(1)}`,
    /are not what was written/,
  ],
  [
    'an entry moved to another holder',
    `update schools.audit_entry set holder_id = 1 where change_id = ${change(1)} and holder_id <> 1`,
    /are not what was written/,
  ],
  [
    'a deleted entry',
    `delete from schools.audit_entry where id = (select max(id) from schools.audit_entry)`,
    /are not what was written/,
  ],
  [
    'an added entry',
    `insert into schools.audit_entry (change_id, object, object_id, after) values (${change(1)}, 'entitlement', 1, '{}')`,
    /are not what was written/,
  ],
  [
    'an entry moved to another change',
    `update schools.audit_entry set change_id = ${change(1)} where id = (select max(id) from schools.audit_entry)`,
    /are not what was written/,
  ],
  [
    'an added entry of a change that does not exist',
    `insert into schools.audit_entry (change_id, object, object_id, after) values (4711, 'entitlement', 1, '{}')`,
    /Entries of no change in the chain: 1/,
  ],
  [
    'another operation',
    `update schools.audit_change set operation = 'import' where id = ${change(1)}`,
    /are not what was written/,
  ],
  [
    'another reason',
    `update schools.audit_change set reason = null where id = ${change(1)}`,
    /are not what was written/,
  ],
  [
    'another time',
    `update schools.audit_change set at = at - interval '1 microsecond' where id = ${change(1)}`,
    /are not what was written/,
  ],
  [
    'another kind of caller',
    `update schools.audit_change set kind = 'operator' where id = ${change(1)}`,
    /are not what was written/,
  ],
  [
    'another author',
    `update schools.audit_change set author_id = end_user_id where id = ${change(1)}`,
    /are not what was written.*has another author/s,
  ],
  [
    'an author with another name',
    `update schools.audit_person set name = 'Jemand' where name = 'Max Muster'`,
    /has another author than was written/,
  ],
  [
    'an end user with another name',
    `update schools.audit_person set name = 'Jemand' where name = 'Kind 1'`,
    /has another end user than was written/,
  ],
  [
    'a deleted author',
    `delete from schools.audit_person where name = 'Max Muster'`,
    /Names that are gone without an entry of their erasure: 1/,
  ],
  ['a deleted change', `delete from schools.audit_change where id = ${change(1)}`, /is missing/],
  [
    'a deleted change with its link',
    `delete from schools.audit_change where id = ${change(1)}; delete from schools.audit_link where position = ${LAST} - 1`,
    /Link \d+ is missing/,
  ],
  [
    'an added change outside of the chain',
    `insert into schools.audit_change (operation, kind, bound) values ('x', 'owner', '{}')`,
    /Changes that are not in the chain: 1/,
  ],
  [
    'two changes in each other’s place',
    `update schools.audit_link l set change_id = x.change_id + 1000 from schools.audit_link x where x.position = 2 * ${LAST} - 1 - l.position and l.position >= ${LAST} - 1; update schools.audit_link set change_id = change_id - 1000 where position >= ${LAST} - 1`,
    /are not what was written/,
  ],
  ['the last changes cut off', CUT_LAST, /The end of the chain is missing/],
  ['a deleted head', 'delete from schools.audit_head', /The end of the chain is missing/],
  [
    'a single hash that was replaced',
    `update schools.audit_link set hash = sha256('x') where position = ${LAST} - 1`,
    /are not what was written.*does not follow/s,
  ],
])('%s is found', async (_, sql, problem) => {
  await tamper(sql);
  const { problems } = await verified('schools');
  expect(problems.join('\n')).toMatch(problem);
});

test.each<[string, string, RegExp]>([
  [
    'a changed row',
    'update schools.entitlement set revoked_at = now() where id % 2 = 0',
    /Rows of entitlement that were changed past the trail: 1/,
  ],
  [
    'a deleted row',
    'delete from schools.membership where level = $$SCHOOL$$',
    /Rows of membership that were changed past the trail: 1/,
  ],
  [
    'an added row',
    `insert into schools.organisation (level, state, number, name) values ('AUTHORITY', 'NW', '77', 'Neu')`,
    /Rows of organisation that were changed past the trail: 1/,
  ],
  [
    'a disabled trigger',
    'alter table schools.entitlement disable trigger audit_update',
    /Changes of entitlement are not recorded: update/,
  ],
])('%s with the triggers off is found', async (_, sql, problem) => {
  await tamper(sql);
  const { problems } = await verified('schools');
  await database.query('alter table schools.entitlement enable trigger audit_update');
  expect(problems.join('\n')).toMatch(problem);
});

test('a changed row, with all later hashes computed again, is found only by a head that was kept elsewhere', async () => {
  const { head } = await verified('schools');
  await tamper(`update schools.audit_change set reason = 'another' where id = ${change(0)}; ${RESEAL_LAST}`);
  const report = await verified('schools', head);
  expect(report.problems).toEqual([]);
  expect(report.kept.has(head)).toBe(false);
});

test('an end that was cut off consistently is found by a head that was kept elsewhere', async () => {
  const { head, changes } = await verified('schools');
  await tamper(`${CUT_LAST}; ${HEAD_TO_LAST}`);
  const cut = await verified('schools', head);
  expect(cut).toMatchObject({
    problems: ['Rows of entitlement that were changed past the trail: 2.'],
    changes: changes - 1,
  });
  expect(cut.kept.size).toBe(0);
});

test('a head that was kept elsewhere stays in the chain, whatever is written later', async () => {
  const { head, changes } = await verified('schools');
  await database.query('update schools.entitlement set revoked_at = now()');
  const later = await verified('schools', head);
  expect(later).toMatchObject({ problems: [], changes: changes + 1, kept: new Map([[head, changes]]) });
});

test('a person is erased everywhere, and the chain stays whole and records the erasure', async () => {
  const { head } = await verified('schools');
  const erase = (name: string) =>
    ownerTransactions(database.ownerUrl, (transact) => transact((db) => erasePerson(db, name)));
  expect(await erase('Erika Muster')).toEqual({ trails: 1, columns: 2, removed: 0, words: [] });
  expect(await erase('Kind 1')).toEqual({ trails: 1, columns: 0, removed: 0, words: [] });
  expect(await erase('Kind 1')).toEqual({ trails: 0, columns: 0, removed: 0, words: [] });
  const everything = await database.query<{ text: string }>(
    ['entitlement', 'audit_change', 'audit_entry', 'audit_person', 'audit_link']
      .map((table) => `select t::text as text from schools.${table} t`)
      .join(' union all '),
  );
  expect(JSON.stringify(everything)).not.toMatch(/Erika|Kind 1/);
  expect(JSON.stringify(everything)).toMatch(/Max Muster/);
  const report = await verified('schools', head);
  expect(report).toMatchObject({ problems: [] });
  expect(report.kept.size).toBe(1);
});

describe('the roles of the services', () => {
  const attempts = [
    'update schools.audit_entry set after = null',
    'delete from schools.audit_entry',
    'truncate schools.audit_entry',
    "insert into schools.audit_entry (change_id, object, object_id, after) values (1, 'entitlement', 1, '{}')",
    'update schools.audit_change set reason = null',
    'delete from schools.audit_change',
    'truncate schools.audit_change, schools.audit_entry, schools.audit_link',
    'update schools.audit_link set hash = previous',
    'select from schools.audit_link',
    'update schools.audit_head set position = 0',
    "update schools.audit_person set name = 'x'",
    'delete from schools.audit_person',
    'select salt from schools.audit_person',
    'alter table schools.audit_entry disable trigger all',
    'alter table schools.entitlement disable trigger audit_update',
    'drop trigger audit_update on schools.entitlement',
    'set session_replication_role = replica',
    "select directory.open_change('schools')",
    "select directory.audited_person('schools', 'x', '{}')",
    "select directory.erase_person('Erika Muster')",
    "call directory.audit_changes_of('schools.seat_lease')",
  ];
  test.each(
    attempts.flatMap(
      (sql) =>
        [
          ['schools', sql],
          ['licences', sql.replaceAll('schools.audit', 'licences.audit')],
        ] as const,
    ),
  )('cannot rewrite the trail: %s: %s', async (service, sql) => {
    const client = new Client({ connectionString: database.urlOf(service) });
    await client.connect();
    try {
      await client.query("set app.kind = 'operator'");
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.end();
    }
  });

  test.each([
    'update schools.audit_entry set after = null',
    'delete from schools.audit_link',
    'truncate schools.audit_change',
  ])('and the owner cannot do so by mistake: %s', async (sql) => {
    await expect(database.query(sql)).rejects.toThrow('The audit trail is append-only');
  });
});

test('a long chain and a large change are verified in batches', async () => {
  await database.query(
    `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
     select licence_id, owner_id, holder_id, valid, rights, 'test' from schools.entitlement, generate_series(1, 2500)
     where id = $1`,
    [world.entitlement('der Schule')],
  );
  const { problems, entries } = await verified('schools');
  expect(problems).toEqual([]);
  expect(entries).toBeGreaterThan(2_500);
});
