import { transactionsIn } from './statements';

const [one, other] = [{}, {}];
const said = (connection: object, text: string) => ({ connection, role: 'role', statement: { text } });

test('statements are grouped by connection, in the order in which transactions begin', () => {
  const seen = [
    said(one, "begin read only; set local app.kind = 'lms'"),
    said(other, 'begin read write'),
    said(one, 'select 1'),
    said(other, 'select 2'),
    said(other, 'commit'),
    said(one, 'rollback'),
    said(one, 'begin'),
    said(one, 'select 3'),
  ];
  expect(transactionsIn(seen).map(({ statements }) => statements.map(({ text }) => text))).toEqual([
    ["begin read only; set local app.kind = 'lms'", 'select 1', 'rollback'],
    ['begin read write', 'select 2', 'commit'],
    ['begin', 'select 3'],
  ]);
});

test('statements outside transactions are left out', () => {
  expect(transactionsIn([said(one, 'select 1'), said(other, 'rollback')])).toEqual([]);
});
