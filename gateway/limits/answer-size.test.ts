/** What a subgraph says is longer than its schema lets expect: nothing of it is written down, whoever asks however often. */

import { startTestSupergraph } from '../test-supergraph/start';
import { LICENCES } from '../test-supergraph/subgraphs';
import { MAX_ANSWER } from './cost';

test('an answer that turns out larger than any may be is refused, when its text is new and when it is known', async () => {
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
