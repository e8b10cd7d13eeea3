import { type BreakerState, createBreaker, type Outcome, USUAL_BREAKER } from './breaker';

/** A breaker with a clock of its own, which the test moves. */
function breakerAt() {
  const clock = { now: 0 };
  const states: BreakerState[] = [];
  const breaker = createBreaker(
    USUAL_BREAKER,
    (state) => states.push(state),
    () => clock.now,
  );
  const tell = (outcome: Outcome, times = 1) => {
    for (let turn = 0; turn < times; turn += 1) breaker.enter()?.(outcome);
  };
  return { breaker, clock, states, tell };
}

test('opens after so many failures, where they are a half of all', () => {
  const { breaker, tell } = breakerAt();
  tell('bad', 9);
  expect(breaker.state).toBe('closed');
  tell('bad');
  expect(breaker.state).toBe('open');
  expect(breaker.enter()).toBeNull();
});

test('stays closed where failures are few among many', () => {
  const { breaker, tell } = breakerAt();
  for (let turn = 0; turn < 100; turn += 1) {
    tell('good', 2);
    tell('bad');
  }
  expect(breaker.state).toBe('closed');
});

test('stays closed where failures are far apart', () => {
  const { breaker, clock, tell } = breakerAt();
  for (let turn = 0; turn < 100; turn += 1) {
    tell('bad');
    clock.now += 2_000;
  }
  expect(breaker.state).toBe('closed');
});

test('a client that left is no failure and no success', () => {
  const { breaker, tell } = breakerAt();
  tell('neither', 1_000);
  tell('bad', 10);
  expect(breaker.state).toBe('open');
});

test('one question at a time tries whether it is back, and closes it', () => {
  const { breaker, clock, states, tell } = breakerAt();
  tell('bad', 10);
  clock.now += USUAL_BREAKER.openMs;
  const tried = breaker.enter();
  expect(breaker.enter()).toBeNull();
  tried?.('good');
  expect(states).toEqual(['open', 'trying', 'closed']);
  tell('bad', 9);
  expect(breaker.state).toBe('closed');
});

test('a try that fails keeps it open, each time twice as long, up to the longest', () => {
  const { breaker, clock, tell } = breakerAt();
  tell('bad', 10);
  for (const openMs of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
    expect(breaker.refusesForMs).toBe(openMs);
    clock.now += openMs - 1;
    expect(breaker.enter()).toBeNull();
    clock.now += 1;
    tell('bad');
  }
});

test('a try whose client left tells nothing: the next question tries', () => {
  const { breaker, clock, tell } = breakerAt();
  tell('bad', 10);
  clock.now += 1_000;
  tell('neither');
  expect(breaker.state).toBe('open');
  tell('good');
  expect(breaker.state).toBe('closed');
});

test('what was asked before it opened does not close it, nor counts once it is closed again', () => {
  const { breaker, clock, tell } = breakerAt();
  const late = Array.from({ length: 10 }, () => breaker.enter());
  tell('bad', 10);
  late.pop()?.('good');
  expect(breaker.state).toBe('open');
  clock.now += 1_000;
  tell('good');
  for (const report of late) report?.('bad');
  tell('bad');
  expect(breaker.state).toBe('closed');
});

test('is closed where the subgraph was seen at work', () => {
  const { breaker, tell } = breakerAt();
  tell('bad', 10);
  breaker.recovered();
  expect(breaker.enter()).not.toBeNull();
});
