import { Cancellation } from '../../caller/cancellation';
import { createLargeBodyTurns } from './large-bodies';

const caller = (subject: string) => ({ kind: 'lms', subject, bound: [] });

test('large bodies are read one in a turn of the event loop, and those of several callers in turns', async () => {
  const inTurn = createLargeBodyTurns();
  const read: string[] = [];
  let turns = 0;
  const counting = setImmediate(function count() {
    turns += 1;
    if (read.length < 6) setImmediate(count);
  });
  const reading = ['a', 'a', 'a', 'a', 'b', 'b'].map((subject) =>
    inTurn(caller(subject), new Cancellation(), () => read.push(subject)),
  );
  await Promise.all(reading);
  clearImmediate(counting);
  expect(read).toEqual(['a', 'b', 'a', 'b', 'a', 'a']);
  expect(turns).toBeGreaterThanOrEqual(5);
});

test('whoever leaves while it waits is not read, and one that cannot be read holds up nobody', async () => {
  const inTurn = createLargeBodyTurns();
  const first = inTurn(caller('a'), new Cancellation(), () => {
    throw new Error('no JSON');
  });
  const leaving = new Cancellation();
  const second = inTurn(caller('a'), leaving, () => 'read');
  const third = inTurn(caller('a'), new Cancellation(), () => 'read');
  leaving.abort(new Error('left'));
  await expect(first).rejects.toThrow('no JSON');
  await expect(second).rejects.toThrow('left');
  expect(await third).toBe('read');
});
