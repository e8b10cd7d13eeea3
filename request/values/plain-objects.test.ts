import { isObject, plainObjects } from './plain-objects';

test('what all objects inherit are keys like any other', () => {
  const Plain = plainObjects();
  const object = new Plain();
  expect(object.toString).toBeUndefined();
  expect('constructor' in object).toBe(false);
  for (const key of ['__proto__', 'constructor', 'toString', 'name']) object[key] = key;
  expect(JSON.stringify(object)).toBe(
    '{"__proto__":"__proto__","constructor":"constructor","toString":"toString","name":"name"}',
  );
});

test('what one of them is given, no other one has', () => {
  const [One, Other] = [plainObjects(), plainObjects()];
  new One().a = 1;
  expect([new One().a, new Other().a]).toEqual([undefined, undefined]);
});

test.each([
  [{}, true],
  [{ a: 1 }, true],
  [new (plainObjects())(), true],
  [[], false],
  [null, false],
  [undefined, false],
  ['a', false],
  [5, false],
  [() => {}, false],
])('%p is an object with keys: %p', (value, is) => {
  expect(isObject(value)).toBe(is);
});
