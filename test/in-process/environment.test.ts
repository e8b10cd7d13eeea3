/** What a test file leaves on the objects of the process is gone for the next file of the worker. */
import InProcessEnvironment from './environment';

const KEY = 'LEFT_BY_A_TEST';
const left = globalThis as { [KEY]?: string };

let environment: InProcessEnvironment;
beforeEach(() => {
  environment = new InProcessEnvironment({ projectConfig: { fakeTimers: {} } as never });
});

test('what is added to the global object and to the variables is removed', async () => {
  left[KEY] = 'something';
  process.env[KEY] = 'something';
  await environment.teardown();
  expect(left).not.toHaveProperty(KEY);
  expect(process.env).not.toHaveProperty(KEY);
});

test('what is replaced is restored', async () => {
  const { fetch, env, exit } = Object.assign(
    { fetch: globalThis.fetch },
    { env: { ...process.env }, exit: process.exit },
  );
  globalThis.fetch = () => Promise.reject(new Error('none'));
  process.env.PATH = 'nowhere';
  process.exit = () => undefined as never;
  await environment.teardown();
  expect(globalThis.fetch).toBe(fetch);
  expect({ ...process.env }).toEqual(env);
  expect(process.exit).toBe(exit);
});

test('timers and methods that a test replaced are the original ones', async () => {
  const { now } = Date;
  const { setTimeout } = globalThis;
  environment.fakeTimersModern.useFakeTimers();
  environment.moduleMocker.spyOn(Math, 'random').mockReturnValue(0);
  expect(Math.random()).toBe(0);
  await environment.teardown();
  expect([Date.now, globalThis.setTimeout]).toEqual([now, setTimeout]);
  expect(Math.random()).not.toBe(0);
});

test('tests run in the realm of the process, as an installation does', () => {
  expect(structuredClone(new RangeError('of the process'))).toBeInstanceOf(RangeError);
});
