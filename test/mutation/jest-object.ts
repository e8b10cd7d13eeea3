import type { ModuleMocker } from 'jest-mock';

/**
 * Returns what tests find as `jest` where the mutation runner runs them.
 *
 * @throws Error from each function that it lacks, so that a test that uses it fails before any mutant is tried
 */
export function jestOf(mocker: ModuleMocker): Pick<typeof jest, 'fn' | 'spyOn' | 'restoreAllMocks'> {
  const has = {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    restoreAllMocks: () => mocker.restoreAllMocks(),
  };
  return new Proxy(has, {
    get(target, name, receiver) {
      if (name in target) return Reflect.get(target, name, receiver);
      throw new Error(`The mutation runner has no jest.${String(name)}. Add it in test/mutation/jest-object.ts.`);
    },
  }) as never;
}
