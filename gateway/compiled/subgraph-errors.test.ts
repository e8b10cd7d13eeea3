import { Faults } from './faults';
import { tellErrors } from './subgraph-errors';

test('others have their turns while many errors of a subgraph are told', async () => {
  const schools = Array.from({ length: 10_000 }, () => ({ usage: null }));
  const answer = { schools };
  const faults = new Faults(answer, () => 'usage');
  const errors = schools.map((_, at) => ({ message: 'no', path: ['_entities', at, 'usage'] }));
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const entities = schools.map((_, at) => [at]);
  await tellErrors(errors, { subgraph: 'usage', path: ['schools', '@'], entities }, answer, faults);
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(9);
  const [{ places }] = faults.errors as [(typeof faults.errors)[number]];
  expect(places.first.length + places.more).toBe(10_000);
});
