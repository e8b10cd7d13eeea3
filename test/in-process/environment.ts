/** Restores the objects of the process after each test file of a worker. See runtime.cjs. */
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

type Timers = ConstructorParameters<typeof ModernFakeTimers>[0];

export default class InProcessEnvironment {
  readonly global = globalThis;
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimersModern: ModernFakeTimers;
  readonly fakeTimers = null;
  private readonly restore: readonly (() => void)[];

  constructor({ projectConfig: config }: { readonly projectConfig: Timers['config'] }) {
    this.fakeTimersModern = new ModernFakeTimers({ config, global: globalThis });
    const { exit } = process;
    this.restore = [
      keepProperties(globalThis),
      keepProperties(process.env),
      () => Object.assign(process, { exit }), // jest puts its own in its place.
    ];
  }

  async setup(): Promise<void> {}

  async teardown(): Promise<void> {
    this.moduleMocker.restoreAllMocks();
    this.fakeTimersModern.dispose();
    for (const restore of this.restore) restore();
  }

  /** There is only the context of the process, so the runtime needs no other. */
  getVmContext(): null {
    return null;
  }
}

/**
 * @returns a function that undoes what is added and changed meanwhile, because type-graphql and TypeORM extend their
 * lists of classes
 */
function keepProperties(object: object): () => void {
  const before = new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]));
  return () => {
    for (const key of Reflect.ownKeys(object)) {
      const now = Object.getOwnPropertyDescriptor(object, key);
      const then = before.get(key);
      if (!now?.configurable) continue;
      if (!then) Reflect.deleteProperty(object, key);
      else if ('value' in then && then.value !== now.value) Object.defineProperty(object, key, then);
    }
  };
}
