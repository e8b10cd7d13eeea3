import fc from 'fast-check';
import { type BreakerState, createBreaker, DEFAULT_BREAKER, type Outcome } from './breaker';

/** A breaker with a clock of its own, which the test moves. */
function breakerAt() {
  const clock = { now: 0 };
  const states: BreakerState[] = [];
  const breaker = createBreaker(
    DEFAULT_BREAKER,
    (state) => states.push(state),
    () => clock.now,
  );
  const tell = (outcome: Outcome, times = 1, caller = 'anybody') => {
    for (let turn = 0; turn < times; turn += 1) breaker.enter(caller)?.(outcome);
  };
  return { breaker, clock, states, tell };
}

test('opens after ten failures if they are at least half of all outcomes', () => {
  const { breaker, tell } = breakerAt();
  tell('away', 9);
  expect(breaker.state).toBe('closed');
  tell('away');
  expect(breaker.state).toBe('open');
  expect(breaker.enter('anybody')).toBeNull();
});

test('stays closed where failures are few among many', () => {
  const { breaker, tell } = breakerAt();
  for (let turn = 0; turn < 100; turn += 1) {
    tell('good', 2);
    tell('away');
  }
  expect(breaker.state).toBe('closed');
});

test('stays closed where failures are far apart', () => {
  const { breaker, clock, tell } = breakerAt();
  for (let turn = 0; turn < 100; turn += 1) {
    tell('away');
    clock.now += 2_000;
  }
  expect(breaker.state).toBe('closed');
});

test('a client that left counts neither as a failure nor as a success', () => {
  const { breaker, tell } = breakerAt();
  tell('neither', 1_000);
  tell('away', 10);
  expect(breaker.state).toBe('open');
});

test('one question at a time probes the subgraph, and a good answer closes the breaker', () => {
  const { breaker, clock, states, tell } = breakerAt();
  tell('away', 10);
  clock.now += DEFAULT_BREAKER.openMs;
  const tried = breaker.enter('anybody');
  expect(breaker.enter('anybody')).toBeNull();
  tried?.('good');
  expect(states).toEqual(['open', 'trying', 'closed']);
  tell('away', 9);
  expect(breaker.state).toBe('closed');
});

test('a failed probe keeps it open, each time twice as long, up to the maximum', () => {
  const { breaker, clock, tell } = breakerAt();
  tell('away', 10);
  for (const [turn, openMs] of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000].entries()) {
    expect(breaker.refusesForMs).toBe(openMs);
    clock.now += openMs - 1;
    expect(breaker.enter('anybody')).toBeNull();
    clock.now += 1;
    tell('away', 1, `caller ${turn}`);
  }
});

test('a probe whose client left says nothing: the next question is the next probe', () => {
  const { breaker, clock, tell } = breakerAt();
  tell('away', 10);
  clock.now += 1_000;
  tell('neither');
  expect(breaker.state).toBe('open');
  tell('good');
  expect(breaker.state).toBe('closed');
});

test('a question from before it opened does not close it, and does not count once it is closed again', () => {
  const { breaker, clock, tell } = breakerAt();
  const late = Array.from({ length: 10 }, () => breaker.enter('anybody'));
  tell('away', 10);
  late.pop()?.('good');
  expect(breaker.state).toBe('open');
  clock.now += 1_000;
  tell('good');
  for (const report of late) report?.('away');
  tell('away');
  expect(breaker.state).toBe('closed');
});

test('closes when the subgraph was seen at work', () => {
  const { breaker, tell } = breakerAt();
  tell('away', 10);
  breaker.recovered();
  expect(breaker.enter('anybody')).not.toBeNull();
});

describe('failures of one caller do not shut out others', () => {
  test('however many they are', () => {
    const { breaker, clock, tell } = breakerAt();
    for (let turn = 0; turn < 100; turn += 1) {
      tell('failed', 100, 'attacker');
      tell('good', 1, 'victim');
      clock.now += 100;
    }
    expect(breaker.state).toBe('closed');
  });

  test('nor where it is the only caller, or one of two', () => {
    const { breaker, tell } = breakerAt();
    tell('failed', 1_000, 'one');
    tell('failed', 1_000, 'other');
    expect(breaker.state).toBe('closed');
  });

  test('nor where three callers see failures among many for whom it works', () => {
    const { breaker, tell } = breakerAt();
    for (const caller of ['a', 'b', 'c', 'd']) tell('good', 10, caller);
    for (const attacker of ['x', 'y', 'z']) tell('failed', 100, attacker);
    expect(breaker.state).toBe('closed');
  });

  test('but a subgraph that is away for one is away for all', () => {
    const { breaker, tell } = breakerAt();
    tell('away', 10, 'one');
    expect(breaker.state).toBe('open');
  });
});

test('opens where three callers see it fail, and these are at least half of all', () => {
  const { breaker, tell } = breakerAt();
  tell('good', 100, 'a');
  tell('good', 100, 'b');
  tell('failed', 4, 'x');
  tell('failed', 4, 'y');
  tell('failed', 1, 'z');
  expect(breaker.state).toBe('closed');
  tell('failed', 1, 'z');
  expect(breaker.state).toBe('open');
});

test('a caller that has had a few answers and then only failures sees it fail', () => {
  const { breaker, tell } = breakerAt();
  for (const caller of ['a', 'b', 'c']) tell('good', 3, caller);
  for (const caller of ['a', 'b', 'c']) tell('failed', 4, caller);
  expect(breaker.state).toBe('open');
});

test('a caller whose probe failed does not probe again before others had the chance', () => {
  const { breaker, clock, tell } = breakerAt();
  tell('away', 10);
  clock.now += 1_000;
  tell('failed', 1, 'attacker');
  clock.now += 2_000;
  expect(breaker.enter('attacker')).toBeNull();
  tell('good', 1, 'victim');
  expect(breaker.state).toBe('closed');
});

test('if there is no other caller, the same one probes again after twice the time', () => {
  const { breaker, clock, tell } = breakerAt();
  tell('away', 20, 'only');
  clock.now += 1_000;
  tell('away', 1, 'only');
  clock.now += 4_000;
  tell('good', 1, 'only');
  expect(breaker.state).toBe('closed');
});

test('a thousand callers are counted separately, and all beyond them as one', () => {
  const { breaker, tell } = breakerAt();
  for (let at = 0; at < 1_000; at += 1) tell('good', 1, `caller ${at}`);
  for (let at = 0; at < 10_000; at += 1) tell('failed', 1, `made up ${at}`);
  expect(breaker.state).toBe('closed');
});

describe('property: fewer than three callers never open it unless it is away', () => {
  test('whatever else happens, in whatever order', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            caller: fc.constantFrom('attacker', 'accomplice', 'a', 'b', 'c'),
            fails: fc.boolean(),
            ms: fc.nat(3_000),
          }),
          { maxLength: 300 },
        ),
        (told) => {
          const { breaker, clock, tell } = breakerAt();
          for (const { caller, fails, ms } of told) {
            clock.now += ms;
            tell(fails && caller.startsWith('a') && caller.length > 1 ? 'failed' : 'good', 1, caller);
            expect(breaker.state).toBe('closed');
          }
        },
      ),
    );
  });
});
