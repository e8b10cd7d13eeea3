import { record, use, world, written } from '../../../test/recorded-uses';
import { statementsOf } from '../../../test/statements';

test('a month is looked at once, and a partition that is gone is made again', async () => {
  await record([use()]);
  const { counts } = await statementsOf(() => record([use()], undefined, { uncounted: true }));
  expect(counts).toEqual({ usage: 1 });
  await world.query('drop table usage.event_2025_03');
  expect(await record([use()])).toEqual({ recorded: 1, alreadyKnown: 0 });
  expect((await written()).events).toHaveLength(1);
});
