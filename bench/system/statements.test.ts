import { transactionsIn } from './statements';

const [one, other] = [{}, {}];
const statement = (connection: object, text: string) => ({ connection, role: 'role', statement: { text } });

test('statements are grouped by connection, in the order in which transactions begin', () => {
  const seen = [
    statement(one, "begin read only; set local app.kind = 'lms'"),
    statement(other, 'begin read write'),
    statement(one, 'select 1'),
    statement(other, 'select 2'),
    statement(other, 'commit'),
    statement(one, 'rollback'),
    statement(one, 'begin'),
    statement(one, 'select 3'),
  ];
  expect(transactionsIn(seen).map(({ statements }) => statements.map(({ text }) => text))).toEqual([
    ["begin read only; set local app.kind = 'lms'", 'select 1', 'rollback'],
    ['begin read write', 'select 2', 'commit'],
    ['begin', 'select 3'],
  ]);
});

test('statements outside transactions are left out', () => {
  expect(transactionsIn([statement(one, 'select 1'), statement(other, 'rollback')])).toEqual([]);
});
