import { ModuleMocker } from 'jest-mock';
import { jestOf } from './jest-object';

const found = jestOf(new ModuleMocker(globalThis));

test('functions are spied on, and restored', () => {
  const adder = { add: (one: number, other: number) => one + other };
  const { add } = adder;
  const watched = found.spyOn(adder, 'add');
  expect(adder.add(1, 2)).toBe(3);
  expect(watched.mock.calls).toEqual([[1, 2]]);
  found.restoreAllMocks();
  expect(adder.add).toBe(add);
  expect(found.fn(() => 5)()).toBe(5);
});

test.each(['setTimeout', 'useFakeTimers', 'mock'])(
  'a test that uses jest.%s fails with the reason that the runner lacks it',
  (name) => {
    expect(() => found[name as 'fn']).toThrow(
      `The mutation runner has no jest.${name}. Add it in test/mutation/jest-object.ts.`,
    );
  },
);
