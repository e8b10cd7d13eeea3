import { readArguments } from './arguments';

test('without arguments everything is measured', () => {
  expect(readArguments([])).toEqual({
    names: ['gateway', 'system', 'staleness', 'access', 'usage', 'events', 'desk', 'catalogue'],
    quick: false,
    profile: false,
  });
});

test('one bench, quickly, with its figures in a file', () => {
  expect(readArguments(['--only', 'gateway', '--quick', '--json', 'figures.json'])).toEqual({
    names: ['gateway'],
    quick: true,
    profile: false,
    json: 'figures.json',
  });
});

test('some cases of the system alone', () => {
  expect(readArguments(['--only', 'system', '--case', 'record'])).toMatchObject({ names: ['system'], case: 'record' });
});

test.each([
  [['--only', 'speed'], 'Name one of: gateway, system, staleness, access, usage'],
  [['--only', ''], 'There is no bench “”'],
  [['--fast'], '--fast'],
  [['gateway'], 'gateway'],
])('%j is refused', (words, message) => {
  expect(() => readArguments(words)).toThrow(message);
});
