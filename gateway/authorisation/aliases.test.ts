import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSupergraph } from '../supergraph/supergraph';
import { startTestSupergraph, type TestSupergraph } from '../test-supergraph/start';

let house: TestSupergraph;
beforeAll(async () => {
  house = await startTestSupergraph({ production: false });
});
afterAll(() => house.stop());

const LMS = ['lms', 'SCHOOL:NW:100000'] as const;
const school = (selection: string) => `{ school(number: "100000") { ${selection} } }`;

/** The timeline is nothing a client may see, and nothing that a client may say. */
test.each([
  ['behind what needs that field', school('licensedTitles { id } timeline: name')],
  ['before what needs that field', school('timeline: name licensedTitles { id }')],
  [
    'in a fragment',
    `{ school(number: "100000") { licensedTitles { id } ...a } } fragment a on School { timeline: name }`,
  ],
  ['in an inline fragment', school('... @include(if: true) { timeline: name } licensedTitles { id }')],
  ['on what may be left out', school('timeline: name @skip(if: true) licensedTitles { id }')],
  ['on an object', school('timeline: authority { id } licensedTitles { id }')],
  ['that names a key', school('id: name usage')],
  ['that names the type', school('__typename: name usage')],
  ['that the planner makes', school('timeline__alias_0: name timeline: name licensedTitles { id }')],
])('an alias that the planner needs itself is refused: %s', async (_, query) => {
  const { data, errors, text } = await house.send(LMS, query);
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([
    { message: expect.stringContaining('Choose another alias'), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  expect(text).not.toContain('[]');
});

test('other aliases are good, and so are those that change nothing', async () => {
  const { data } = await house.send(
    LMS,
    school('name: id number: usage id: id __typename titel: licensedTitles { id }'),
  );
  expect(data?.school).toEqual({
    name: 'NW:100000',
    number: 3,
    id: 'NW:100000',
    __typename: 'School',
    titel: [{ id: 't1' }],
  });
});

test('in the real supergraph the planner needs the keys and the timeline', () => {
  const supergraph = readFileSync(join(__dirname, '../../schema/supergraph.graphql'), 'utf8');
  expect([...readSupergraph(supergraph).plannerFields].toSorted()).toEqual(['__typename', 'id', 'timeline']);
});
