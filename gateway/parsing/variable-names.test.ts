import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';

let house: TestSupergraph;
beforeAll(async () => {
  house = await startTestSupergraph();
});
afterAll(() => house.stop());

const LMS = ['lms', 'SCHOOL:NW:100000'] as const;

test.each([
  'representations',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '__typename',
  'query',
  'variables',
])('a variable may be called $%s, in a new text and in a known one', async (name) => {
  const query = `query ($number: String!, $${name}: String, $${name}_: String) {
      school(number: $number) { said(again: $${name}) ...other }
    }
    fragment other on School { other: said(again: $${name}_) }`;
  for (const _ of [1, 2, 3]) {
    const variables = JSON.parse(`{"number":"100000","${name}":"one","${name}_":"two"}`);
    const { data, errors } = await house.send(LMS, query, variables);
    expect({ data, errors }).toEqual({ data: { school: { said: 'one', other: 'two' } }, errors: [] });
  }
});

test('a value that is sent under a variable’s internal name is ignored', async () => {
  const query = 'query ($representations: String) { school(number: "100000") { said(again: $representations) } }';
  const { data } = await house.send(LMS, query, { representations_: 'not asked for' });
  expect(data).toEqual({ school: { said: null } });
});
