import { memoKey } from './memo';

const QUERY = 'query Page__schools__0($id:ID!){school(id:$id){name}}';

test('the name of the operation does not count', () => {
  const other = QUERY.replace('Page__schools__0', 'Page_1');
  expect(memoKey('schools', { query: other, variables: { id: '1' } })).toBe(
    memoKey('schools', { query: QUERY, variables: { id: '1' } }),
  );
});

test.each([
  ['query A__0{me{kind}}', 'query{me{kind}}'],
  ['query A($a:Int){me{kind}}', 'query ($a:Int){me{kind}}'],
  ['query A{me{kind}}', '{me{kind}}'],
])('%s asks for the same as %s', (named, nameless) => {
  expect(memoKey('schools', { query: named })).toBe(memoKey('schools', { query: nameless }));
});

test('no variables are as good as none given', () => {
  expect(memoKey('schools', { query: '{me{kind}}', variables: null })).toBe(
    memoKey('schools', { query: '{me{kind}}' }),
  );
});

test('subgraph, selection and variables do count', () => {
  const keys = [
    memoKey('schools', { query: QUERY, variables: { id: '1' } }),
    memoKey('schools', { query: QUERY, variables: { id: '2' } }),
    memoKey('usage', { query: QUERY, variables: { id: '1' } }),
    memoKey('schools', { query: QUERY.replace('name', 'number'), variables: { id: '1' } }),
  ];
  expect(new Set(keys).size).toBe(4);
});
