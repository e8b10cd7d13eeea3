import { Cancellation } from './cancellation';

test('whoever listens is told once, with the first reason, unless it has stopped to listen', () => {
  const cancellation = new Cancellation();
  const told: string[] = [];
  const [first, second] = ['first', 'second'].map((name) => () => told.push(`${name}: ${cancellation.reason}`));
  cancellation.addEventListener('abort', first as () => void);
  cancellation.addEventListener('abort', second as () => void);
  cancellation.removeEventListener('abort', second as () => void);
  expect([cancellation.aborted, cancellation.reason]).toEqual([false, undefined]);
  cancellation.abort('left');
  cancellation.abort('late');
  expect([cancellation.aborted, cancellation.reason]).toEqual([true, 'left']);
  expect(told).toEqual(['first: left']);
});

test('whoever listens too late is not told, as with an AbortSignal', () => {
  const cancellation = new Cancellation();
  cancellation.abort();
  const told: unknown[] = [];
  cancellation.addEventListener('abort', () => told.push('told'));
  cancellation.abort();
  expect([cancellation.aborted, told]).toEqual([true, []]);
  expect(cancellation.reason).toEqual(new Error('nobody waits any more'));
});

test('who begins to listen while others are told is not told, as with an AbortSignal', () => {
  const cancellation = new Cancellation();
  const told: string[] = [];
  cancellation.addEventListener('abort', () => {
    told.push('first');
    cancellation.addEventListener('abort', () => told.push('second'));
  });
  cancellation.abort();
  expect(told).toEqual(['first']);
});

test('who never listened may stop to listen', () => {
  const cancellation = new Cancellation();
  cancellation.removeEventListener('abort', () => undefined);
  expect(cancellation.aborted).toBe(false);
});

test('who stops to listen while others are told is not told, as with an AbortSignal', () => {
  const cancellation = new Cancellation();
  const told: string[] = [];
  const second = () => told.push('second');
  cancellation.addEventListener('abort', () => {
    told.push('first');
    cancellation.removeEventListener('abort', second);
  });
  cancellation.addEventListener('abort', second);
  cancellation.abort();
  expect(told).toEqual(['first']);
});

test.each(['first', 'second', 'third'])('all who listen are told, but %s, who has stopped to', (stopped) => {
  const cancellation = new Cancellation();
  const told: string[] = [];
  const listeners = new Map(['first', 'second', 'third', 'fourth'].map((name) => [name, () => void told.push(name)]));
  const last = listeners.get('fourth') as () => void;
  for (const listener of listeners.values()) if (listener !== last) cancellation.addEventListener('abort', listener);
  cancellation.removeEventListener('abort', listeners.get(stopped) as () => void);
  cancellation.addEventListener('abort', last);
  cancellation.abort();
  expect(told.sort()).toEqual([...listeners.keys()].filter((name) => name !== stopped).sort());
});
