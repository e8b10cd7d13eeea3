/** A subgraph answers with longer values than its schema allows: such an answer is never sent, to no caller. */

import { startTestSupergraph } from '../test-supergraph/start';
import { LICENCES } from '../test-supergraph/subgraphs';
import { MAX_ANSWER } from './cost';

test('an answer that turns out larger than the maximum is refused, for a new text and for a known one', async () => {
  let length = MAX_ANSWER + 1;
  jest.spyOn(LICENCES.resolvers.School, 'gap').mockImplementation(() => 'x'.repeat(length));
  const house = await startTestSupergraph();
  const ask = () => house.send(['operator'], '{ school(number: "100000") { gap } }');
  try {
    for (let time = 0; time < 2; time += 1) {
      const refused = await ask();
      expect([refused.data ?? null, refused.codes]).toEqual([null, ['OPERATION_TOO_COSTLY']]);
      expect(refused.text.length).toBeLessThan(1_000);
    }
    length = MAX_ANSWER - 1_000;
    expect((await ask()).text.length).toBeGreaterThan(length);
  } finally {
    await house.stop();
  }
});
