import { answerKey } from './recorded-answers';

const QUERY = 'query Page__schools__0($id:ID!){school(id:$id){name}}';

test('the name of the operation does not count', () => {
  const other = QUERY.replace('Page__schools__0', 'Page_1');
  expect(answerKey('schools', { query: other, variables: { id: '1' } })).toBe(
    answerKey('schools', { query: QUERY, variables: { id: '1' } }),
  );
});

test.each([
  ['query A__0{me{kind}}', 'query{me{kind}}'],
  ['query A($a:Int){me{kind}}', 'query ($a:Int){me{kind}}'],
  ['query A{me{kind}}', '{me{kind}}'],
])('%s asks for the same as %s', (named, nameless) => {
  expect(answerKey('schools', { query: named })).toBe(answerKey('schools', { query: nameless }));
});

test('null variables equal no variables', () => {
  expect(answerKey('schools', { query: '{me{kind}}', variables: null })).toBe(
    answerKey('schools', { query: '{me{kind}}' }),
  );
});

test('subgraph, selection and variables count', () => {
  const keys = [
    answerKey('schools', { query: QUERY, variables: { id: '1' } }),
    answerKey('schools', { query: QUERY, variables: { id: '2' } }),
    answerKey('usage', { query: QUERY, variables: { id: '1' } }),
    answerKey('schools', { query: QUERY.replace('name', 'number'), variables: { id: '1' } }),
  ];
  expect(new Set(keys).size).toBe(4);
});
