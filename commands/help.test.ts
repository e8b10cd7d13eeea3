import { runCommand } from '../test/command';

test.each([
  ['import --help', 'Usage: npm run import -- schools FILE'],
  ['import schools --help', 'Usage: npm run import -- schools FILE'],
  ['token -h', 'Usage: npm run token -- lms|licensing'],
  ['apikey --help', 'Usage: npm run apikey -- create'],
  ['schema --help', 'Usage: npm run schema'],
  ['../bench/bench --help', 'Usage: npm run bench'],
  ['../test/prove --help', 'Usage: npm run prove'],
])('%s prints how it is written on standard output, and does nothing else', async (words, usage) => {
  const command = runCommand(words.split(' '), { DATA_DIR: '/proc/none' });
  expect(await command.ended).toBe(0);
  expect(command.errors()).toBe('');
  expect(command.output()).toContain(usage);
});
