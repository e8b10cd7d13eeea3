import { nameOfStatement, textOfStatement } from './statement';

test.each([
  ['select t.id from licences.title t where t.id = $1', 'SELECT licences.title'],
  ['with page as (\n select id from licences.title) select * from page', 'SELECT licences.title'],
  ['select o.id, (select x from directory.membership m) from schools.school s', 'SELECT schools.school'],
  ['insert into schools.seat_lease (id) values ($1)', 'INSERT schools.seat_lease'],
  ['update schools.entitlement set x = $1', 'UPDATE schools.entitlement'],
  ['begin read write; set local app.subject = 1', 'BEGIN'],
  ['commit', 'COMMIT'],
  ['rollback', 'ROLLBACK'],
  ['select 1', 'SELECT'],
])('%s is called %s', (sql, name) => {
  expect(nameOfStatement(sql)).toBe(name);
});

test.each([
  "begin isolation level repeatable read read only; set local app.subject = 'Erika'; set local app.kind = 'lms'",
  "begin isolation level repeatable read read only; select set_config('app.subject', 'Erika', true)",
  "select set_config('app.subject', 'Erika', true)",
  "set local app.subject = 'Erika'",
])('the caller in the settings of a transaction is left out: %s', (sql) => {
  expect(textOfStatement(sql)).not.toContain('Erika');
});

test('any other statement is told as it stands, in one line', () => {
  expect(textOfStatement("select 'x'\n  from t\n  where id = $1")).toBe("select 'x' from t where id = $1");
});
