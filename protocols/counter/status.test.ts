/** The status is that of now, and causes few requests. */
import { createStatus } from './status';

const options = { platform: 'Freischalter', registryRecord: 'https://registry.example/1' };

function asked(ready: boolean, tell: () => Promise<unknown>) {
  const questions: string[] = [];
  const askFacts = (service: string, query: string) => {
    questions.push(`${service}: ${query}`);
    return tell();
  };
  return { questions, isReady: async () => ready, askFacts };
}

test('the date of the list of bots is requested once a minute, however many clients ask for the status', async () => {
  const status = createStatus(options);
  const by = asked(true, async () => ({ date: '2024-04-22' }));
  await Promise.all([status(by), status(by)]);
  expect(await status(by)).toEqual([
    {
      Description: 'Use of the titles of Freischalter, by COUNTER 5.1',
      Service_Active: true,
      Registry_Record: 'https://registry.example/1',
      Note: 'Bots are left out by a list of 2024-04-22.',
    },
  ]);
  expect(by.questions).toEqual(['usage: query CounterBotList { facts: botList { date } }']);
});

test('while services do not answer, the status is not active, and no service is asked', async () => {
  const by = asked(false, async () => ({ date: null }));
  expect(await createStatus(options)(by)).toMatchObject([{ Service_Active: false }]);
  expect(by.questions).toEqual([]);
});

test('a list that is not available is left out, and requested again later', async () => {
  const status = createStatus(options);
  const [first] = await status(asked(true, () => Promise.reject(new Error('gone'))));
  expect(first).not.toHaveProperty('Note');
  const [second] = await status(asked(true, async () => ({ date: null })));
  expect(second?.Note).toBe('No list of bots is imported.');
});
