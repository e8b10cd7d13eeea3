import { errorsFromSubgraph } from '../subgraphs/subgraph-answer';
import { Faults } from './faults';
import { recordErrors } from './subgraph-errors';

test('other work runs between the turns in which many errors of a subgraph are placed', async () => {
  const schools = Array.from({ length: 10_000 }, () => ({ usage: null }));
  const answer = { schools };
  const faults = new Faults(answer, () => 'usage');
  const errors = schools.map((_, at) => ({ message: 'no', path: ['_entities', at, 'usage'] }));
  const entities = schools.map((_, at) => [at]);
  const asked = { subgraph: 'usage', path: ['schools', '@'], entities };
  expect(await turnsDuring(() => recordErrors(errors, asked, answer, faults))).toBeGreaterThanOrEqual(9);
  const [{ places }] = faults.errors as [(typeof faults.errors)[number]];
  expect(places.first.length + places.more).toBe(10_000);
});

test('other work runs between the turns in which many errors of a subgraph are read', async () => {
  const errors = Array.from({ length: 10_000 }, () => ({ message: 'no' }));
  expect(await turnsDuring(() => errorsFromSubgraph('usage', errors))).toBeGreaterThanOrEqual(9);
});

async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isOver = true;
  return turns;
}
