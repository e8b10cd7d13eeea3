import { readAvailabilityArguments } from './arguments';
import { ATTACKS } from './attacks';

test('without arguments every attack lasts a minute, and is compared with lawful load', () => {
  expect(readAvailabilityArguments([])).toEqual({ attacks: ATTACKS, seconds: 60, lawful: true });
});

test('some attacks, quickly, with the figures in a file', () => {
  const words = ['--attack', 'half-bodies', '--attack', 'equal-fields', '--quick', '--json', 'figures.json'];
  const { attacks, ...others } = readAvailabilityArguments(words);
  expect(attacks.map(({ name }) => name)).toEqual(['equal-fields', 'half-bodies']);
  expect(others).toEqual({ seconds: 8, lawful: false, json: 'figures.json' });
});

test.each([
  [['--attack', 'nuclear'], 'There is no attack “nuclear”'],
  [['--seconds', '0'], 'write a number from 1 to 600'],
  [['--seconds', 'long'], 'write a number from 1 to 600'],
  [['half-bodies'], 'half-bodies'],
])('%j is refused', (words, message) => {
  expect(() => readAvailabilityArguments(words)).toThrow(message);
});

test('each attack has a name of its own', () => {
  const names = ATTACKS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
