import pino from 'pino';
import type { Caller } from '../../caller/caller';
import { createDenialRecorder, type DenialEvent } from './denial-recorder';

const callerOf = (subject: string, client = 'moodle'): Caller => ({
  kind: 'lms',
  subject,
  client,
  scopes: [],
  bound: [`AUTHORITY:NW:${subject}`],
});
const MOODLE = callerOf('a');
const deniedOf = (...titles: string[]) => ({
  denied: titles.map((title) => ({
    school: 'NW:100000',
    title,
    action: 'NOT_LICENSED',
    right: 'STREAM',
    audience: 'TEACHER',
  })),
});
const titlesOf = (from: number, count: number) => Array.from({ length: count }, (_, at) => String(from + at));
const asked = (caller: Caller | null = MOODLE, requestId = 'r') => ({ caller, instant: 0, requestId });

/** A recorder, and the usage service as it shall be. */
function recorderWith(answers: (sent: number) => boolean | 'away' = () => true, takesMs = 0) {
  const sent: { readonly caller: Caller; readonly events: readonly DenialEvent[] }[] = [];
  const counted = { recorded: 0, refused: 0, dropped: 0 };
  const recorder = createDenialRecorder({
    clients: ['moodle'],
    async send(caller, events) {
      sent.push({ caller, events });
      const answer = answers(sent.length);
      if (takesMs > 0) await new Promise((done) => setTimeout(done, takesMs));
      if (answer === 'away') throw new Error('away');
      return answer;
    },
    metrics: {
      denials(outcome, count) {
        counted[outcome] += count;
      },
    },
    log: pino({ level: 'silent' }),
  });
  return { recorder, sent, counted };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('what is denied within a second is one batch of each client and its organisations, whatever its tokens', async () => {
  const { recorder, sent, counted } = recorderWith();
  const other = callerOf('b');
  const own = () => ({ ...MOODLE });
  for (let at = 0; at < 50; at += 1) recorder.take(deniedOf(String(at)), asked(at % 5 ? own() : other, `r${at}`));
  await jest.advanceTimersByTimeAsync(999);
  expect(sent).toEqual([]);
  await jest.advanceTimersByTimeAsync(1);
  expect(sent.map(({ caller, events }) => [caller.subject, events.length])).toEqual([
    ['b', 10],
    ['a', 40],
  ]);
  expect(counted).toEqual({ recorded: 50, refused: 0, dropped: 0 });
});

test('an id is made of request and content: the same again is the same event, and anything else another', async () => {
  const { recorder, sent } = recorderWith();
  recorder.take(deniedOf('1', '1', '2'), asked());
  recorder.take(deniedOf('1'), asked());
  recorder.take(deniedOf('1'), asked(MOODLE, 'another request'));
  await jest.advanceTimersByTimeAsync(1_000);
  const ids = sent[0]?.events.map(({ id }) => id) ?? [];
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([ids[1], ids[3]]).toEqual([ids[0], ids[0]]);
  expect(new Set(ids).size).toBe(3);
});

test('what could not be sent is sent again, the same events, after ever longer pauses', async () => {
  const { recorder, sent, counted } = recorderWith((attempt) => (attempt < 4 ? 'away' : true));
  recorder.take(deniedOf('1', '2'), asked());
  await jest.advanceTimersByTimeAsync(1_000 + 2_000 + 4_000);
  expect(sent).toHaveLength(3);
  recorder.take(deniedOf('3'), asked());
  await jest.advanceTimersByTimeAsync(8_000);
  expect(sent).toHaveLength(4);
  expect(sent[3]?.events.slice(0, 2)).toEqual(sent[0]?.events);
  expect(counted).toEqual({ recorded: 3, refused: 0, dropped: 0 });
  await jest.advanceTimersByTimeAsync(100_000);
  expect(sent).toHaveLength(4);
});

test('what comes while others are on their way is sent after them, and nothing twice', async () => {
  const { recorder, sent, counted } = recorderWith(() => true, 5_000);
  for (let second = 0; second < 10; second += 1) {
    recorder.take(deniedOf(String(second)), asked());
    await jest.advanceTimersByTimeAsync(1_000);
  }
  await jest.advanceTimersByTimeAsync(20_000);
  expect(sent.flatMap(({ events }) => events.map(({ title }) => title))).toEqual(titlesOf(0, 10));
  expect(counted).toEqual({ recorded: 10, refused: 0, dropped: 0 });
});

test('what the service refuses is not sent again', async () => {
  const { recorder, sent, counted } = recorderWith(() => false);
  recorder.take(deniedOf('1'), asked());
  await jest.advanceTimersByTimeAsync(100_000);
  expect(sent).toHaveLength(1);
  expect(counted).toEqual({ recorded: 0, refused: 1, dropped: 0 });
});

test('while nothing can be sent, ten thousand wait, a quarter of them of one caller; the others are dropped and counted', async () => {
  let away = true;
  const { recorder, sent, counted } = recorderWith(() => (away ? 'away' : true));
  recorder.take(deniedOf(...titlesOf(0, 3_000)), asked());
  expect(counted.dropped).toBe(500);
  for (let caller = 1; caller <= 10; caller += 1)
    recorder.take(deniedOf(...titlesOf(0, 1_000)), asked(callerOf(`caller ${caller}`), `r${caller}`));
  expect(counted.dropped).toBe(500 + 2_500);
  await jest.advanceTimersByTimeAsync(60_000);
  away = false;
  sent.length = 0;
  await jest.advanceTimersByTimeAsync(60_000);
  expect(sent.reduce((sum, { events }) => sum + events.length, 0)).toBe(10_000);
  expect(Math.max(...sent.map(({ events }) => events.length))).toBe(1_000);
  expect(counted).toEqual({ recorded: 10_000, refused: 0, dropped: 3_000 });
});

test('what waits is sent at the end, and what cannot be is counted', async () => {
  const good = recorderWith();
  good.recorder.take(deniedOf('1', '2'), asked());
  await good.recorder.stop();
  expect(good.counted).toEqual({ recorded: 2, refused: 0, dropped: 0 });
  good.recorder.take(deniedOf('3'), asked());
  expect(good.counted.dropped).toBe(1);
  const bad = recorderWith(() => 'away');
  bad.recorder.take(deniedOf('1', '2'), asked());
  await bad.recorder.stop();
  await jest.advanceTimersByTimeAsync(100_000);
  expect(bad.counted).toEqual({ recorded: 0, refused: 0, dropped: 2 });
  expect(bad.sent).toHaveLength(1);
});

test('others’ clients, other kinds and requests without a token have none recorded', () => {
  const { recorder } = recorderWith();
  expect(recorder.records(MOODLE)).toBe(true);
  expect(recorder.records(callerOf('a', 'itslearning'))).toBe(false);
  expect(recorder.records({ ...MOODLE, kind: 'reporting' })).toBe(false);
  const { client: _, ...nameless } = MOODLE;
  expect(recorder.records(nameless)).toBe(false);
});

test.each([
  ['nothing', undefined],
  ['a text', 'denied'],
  ['no list', { denied: 'all' }],
  ['things that are none', { denied: [null, 1, [], {}, { school: 'NW:1' }, { ...deniedOf('1').denied[0], title: 1 }] }],
])('a service that tells %s is not relied on', async (_, extensions) => {
  const { recorder, sent } = recorderWith();
  recorder.take(extensions, asked());
  await jest.advanceTimersByTimeAsync(100_000);
  expect(sent).toEqual([]);
});
