/** Breaks the check of statements on purpose. */
import { type Columns, int, json, neverNull, nullable, oneOf, Statement, text } from '../../database/statement';
import { createTestDatabase, type TestDatabase } from '../database';
import { describeStatement, readCatalogue } from './described-statement';
import { disagreements } from './disagreements';
import type { Catalogue } from './nullability';

let database: TestDatabase;
let catalogue: Catalogue;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query('begin');
  catalogue = await readCatalogue(database);
});
afterAll(() => database?.drop());

const told = (sql: string, columns: Columns) =>
  disagreements(database, catalogue, new Statement('one', sql, columns, 'force_custom_plan', undefined));

const CITY = 'select city from schools.authority';
const LEVEL = 'select level from schools.organisation';

test.each<[string, string, Columns, string]>([
  [
    'a table that is not there',
    'select 1 as n from schools.scool',
    { n: int },
    'one: the server cannot prepare it: relation "schools.scool" does not exist.',
  ],
  [
    'a column that is not there',
    'select nam from schools.organisation',
    { nam: text },
    'one: the server cannot prepare it: column "nam" does not exist.',
  ],
  [
    'a function that is not there',
    'select schools.bound(null) as b',
    { b: text },
    'one: the server cannot prepare it: function schools.bound(unknown) does not exist.',
  ],
  [
    'a wrong name',
    CITY,
    { town: nullable(text) },
    'one: column “town”: the row type says text, may be null, the server says nothing of it.',
  ],
  [
    'a wrong type',
    CITY,
    { city: nullable(int) },
    'one: column “city”: the row type says int4, may be null, the server says text, may be null (schools.authority.city).',
  ],
  [
    'never null, and may be',
    CITY,
    { city: text },
    'one: column “city”: the row type says text, never null, the server says text, may be null (schools.authority.city).',
  ],
  [
    'null, and never is',
    'select name from schools.organisation',
    { name: nullable(text) },
    'one: column “name”: the row type says text, may be null, the server says text, never null (schools.organisation.name).',
  ],
  [
    'a column too few',
    'select id::int, name from schools.organisation',
    { id: int },
    'one: column “name”: the row type says nothing of it, the server says text, never null (schools.organisation.name).',
  ],
  [
    'values that the table has besides',
    LEVEL,
    { level: oneOf(['STATE', 'SCHOOL']) },
    'one: column “level”: the row type says text (STATE, SCHOOL), never null, the server says text, never null (schools.organisation.level, CHECK',
  ],
])('%s is reported, with what the row type and the server say', async (_, sql, columns, expected) => {
  expect(await told(sql, columns)).toContainEqual(expect.stringContaining(expected));
});

test('a column that is declared never null, with the reason, need not be known to the server as such', async () => {
  expect(await told(`${CITY} where city is not null`, { city: neverNull(text, 'the condition') })).toEqual([]);
});

test('json and jsonb are both declared as json', async () => {
  expect(await told(`select to_jsonb(1) as a, json_build_array() as b`, { a: json<number>(), b: json<[]>() })).toEqual(
    [],
  );
});

const NUMBERS = 'schools.organisation o';
test.each<[isNeverNull: boolean, expression: string, from: string]>([
  [true, 'o.name', NUMBERS],
  [false, 'above.name', `${NUMBERS} left join schools.organisation above on above.id = o.id + 1`],
  [false, 'o.name', `${NUMBERS} right join schools.school s on s.id = o.id`],
  [true, 's.id', `${NUMBERS} right join schools.school s on s.id = o.id`],
  [false, 'id', 'schools.organisation o full join schools.school s using (id)'],
  [true, 'o.name', 'directory.organisation o'],
  [false, 't.withdrawn_at', 'directory.title t'],
  [true, 'named.name', `(select name from ${NUMBERS}) named`],
  [false, 'named.name', `schools.school s left join (select id, name from ${NUMBERS}) named on named.id = s.id`],
  [true, 'x.n', '(select 1 as n union all select 2) x'],
  [false, 'x.n', '(select 1 as n union all select null) x'],
  [false, 'x.n', '(values (1), (null)) x(n)'],
  [false, 'x.n', 'unnest(array[1]) x(n)'],
  [true, 'x.place', 'unnest(array[1]) with ordinality x(n, place)'],
  [true, 'count(*)', NUMBERS],
  [false, 'max(o.name)', NUMBERS],
  [false, 'array_agg(o.name)', NUMBERS],
  [true, 'array_agg(o.name)', `${NUMBERS} group by o.level`],
  [false, 'array_agg(o.name) filter (where o.id > 1)', `${NUMBERS} group by o.level`],
  [true, 'o.level', `${NUMBERS} group by o.level`],
  [true, "coalesce(max(o.name), '')", NUMBERS],
  [false, 'upper(s.operating)', 'schools.school s'],
  [true, 'upper_inf(s.operating)', 'schools.school s'],
  [true, "o.name || ' ' || o.number", NUMBERS],
  [false, "o.name || ' ' || a.city", `${NUMBERS} join schools.authority a using (id)`],
  [true, 'o.id::int', NUMBERS],
  [false, 'case when o.id = 1 then 1 end', NUMBERS],
  [true, 'case when o.id = 1 then 1 else 2 end', NUMBERS],
  [true, 'exists (select from schools.school)', NUMBERS],
  [true, 'array(select id from schools.school)', NUMBERS],
  [false, '(select id from schools.school limit 1)', NUMBERS],
  [true, '(select count(*) from schools.school)', NUMBERS],
  [false, '(select max(id) from schools.school)', NUMBERS],
  [true, 'o.id in (select s.id from schools.school s)', NUMBERS],
  [false, 'o.name in (select a.city from schools.authority a)', NUMBERS],
  [true, 'o.id is null', NUMBERS],
  [true, "o.level in ('SCHOOL', 'STATE')", NUMBERS],
  [false, "o.level = any ('{SCHOOL,STATE}')", NUMBERS],
  [false, "to_char(s.imported_at, 'YYYY')", 'schools.list_import s'],
  [false, 'extract(epoch from s.imported_at)', 'schools.list_import s'],
  [false, '$1::int', NUMBERS],
  [true, 'json_build_array($1::int)', NUMBERS],
])('that it is never null is %s of %s from %s', async (isNeverNull, expression, from) => {
  const [column] = await describeStatement(database, catalogue, `select ${expression} as it from ${from}`);
  expect(column?.neverNull).toBe(isNeverNull);
});

test('the columns of a query that writes in “with” are known', async () => {
  const sql = `with made as (
      insert into schools.organisation as o (level, state, number, name) select 'SCHOOL', $1, $2, 'x'
      on conflict (key) do update set name = excluded.name returning o.id, o.xmax = 0 as is_new)
    select id, is_new from made`;
  const described = await describeStatement(database, catalogue, sql);
  expect(described).toMatchObject([
    { name: 'id', type: 'int8', neverNull: true },
    { name: 'is_new', type: 'bool', neverNull: true },
  ]);
});
