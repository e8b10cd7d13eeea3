import { Problem } from '../problem';
import { readImportOptions, UsageError } from './import-options';

test('a list of schools comes with key lists and a day', () => {
  expect(readImportOptions(['schools', __filename, '--authorities', __filename, '--as-of', '2026-08-01'])).toEqual({
    kind: 'schools',
    file: __filename,
    authorities: __filename,
    schoolForms: undefined,
    asOf: new Date('2026-07-31T22:00:00Z'),
    confirmedLosses: null,
    overrideSuspended: null,
    dryRun: false,
  });
  expect(
    readImportOptions(['schools', __filename, '--confirm-losses', '407', '--override-suspended', '2']),
  ).toMatchObject({
    asOf: null,
    confirmedLosses: 407,
    overrideSuspended: 2,
  });
});

test('a file of licences or organisations comes alone, and says perhaps at how many schools it opens what is suspended', () => {
  const common = { file: __filename, dryRun: false, overrideSuspended: null };
  expect(readImportOptions(['licences', __filename])).toEqual({ ...common, kind: 'licences' });
  expect(readImportOptions(['titles', __filename, '--dry-run'])).toEqual({ ...common, kind: 'titles', dryRun: true });
  for (const kind of ['licences', 'organisations'])
    expect(readImportOptions([kind, __filename, '--override-suspended', '1'])).toEqual({
      ...common,
      kind,
      overrideSuspended: 1,
    });
});

test.each([
  ['nothing', [], UsageError, 'What is to be imported?'],
  ['another kind', ['films', __filename], UsageError, '“films” cannot be imported.'],
  ['no file', ['schools'], UsageError, 'Which file of schools?'],
  ['two files', ['titles', __filename, 'b'], UsageError, 'One file at a time; “b” is too much.'],
  ['an option that is none', ['schools', __filename, '--force'], UsageError, "Unknown option '--force'"],
  [
    'an option of another kind',
    ['titles', __filename, '--as-of', '2026-08-01'],
    UsageError,
    '--as-of belongs to schools, not to titles.',
  ],
  [
    'a number of another kind',
    ['licences', __filename, '--confirm-losses', '7'],
    UsageError,
    '--confirm-losses belongs to schools, not to licences.',
  ],
  [
    'a day that is none',
    ['schools', __filename, '--as-of', '2026-02-30'],
    UsageError,
    '--as-of: “2026-02-30” is not a date',
  ],
  [
    'a year that nobody means',
    ['schools', __filename, '--as-of', '0001-01-01'],
    UsageError,
    '--as-of: “0001-01-01” is not of the years 1900 to 2200.',
  ],
  [
    'losses that are no number',
    ['schools', __filename, '--confirm-losses', 'all'],
    UsageError,
    '--confirm-losses: “all” is not a number.',
  ],
  [
    'what titles cannot open',
    ['titles', __filename, '--override-suspended', '1'],
    UsageError,
    '--override-suspended belongs to schools, licences and organisations, not to titles.',
  ],
  [
    'an override that is no number',
    ['licences', __filename, '--override-suspended', 'all'],
    UsageError,
    '--override-suspended: “all” is not a number.',
  ],
  ['a file that is not there', ['schools', '/no/such/file'], Problem, 'There is no file /no/such/file.'],
  ['a folder', ['schools', __dirname], Problem, 'is not a file.'],
])('%s is refused', (_what, words, kind, message) => {
  expect(() => readImportOptions(words)).toThrow(kind);
  expect(() => readImportOptions(words)).toThrow(message);
});
