/** The objects of the process, which each test file of a worker finds as the one before found them. See runtime.cjs. */
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

  /** None but that of the process: the runtime does not ask for it. */
  getVmContext(): null {
    return null;
  }
}

/** @returns undoes what is added and changed meanwhile. type-graphql and TypeORM add their lists of classes. */
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
