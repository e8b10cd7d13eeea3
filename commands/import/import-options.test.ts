import { Problem } from '../problem';
import { readImportOptions, UsageError } from './import-options';

test('a list of schools may have key lists and a day', () => {
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

test('a file of licences or organisations needs no option, and may have a number of schools where it opens what is suspended', () => {
  const common = { file: __filename, dryRun: false, overrideSuspended: null };
  expect(readImportOptions(['licences', __filename])).toEqual({ ...common, kind: 'licences' });
  expect(readImportOptions(['titles', __filename, '--dry-run'])).toEqual({
    ...common,
    kind: 'titles',
    dryRun: true,
    delivery: null,
  });
  for (const kind of ['licences', 'organisations'])
    expect(readImportOptions([kind, __filename, '--override-suspended', '1'])).toEqual({
      ...common,
      kind,
      overrideSuspended: 1,
    });
});

test.each([
  ['nothing', [], UsageError, 'Name what to import.'],
  ['another kind', ['films', __filename], UsageError, '“films” cannot be imported.'],
  ['no file', ['schools'], UsageError, 'Name the file of schools to import.'],
  ['two files', ['titles', __filename, 'b'], UsageError, 'Too many files: “b”. Import one at a time.'],
  ['an unknown option', ['schools', __filename, '--force'], UsageError, "Unknown option '--force'"],
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
    '--confirm-losses belongs to schools, titles, subjects and entitlements, not to licences.',
  ],
  [
    'a day that does not exist',
    ['schools', __filename, '--as-of', '2026-02-30'],
    UsageError,
    '--as-of: “2026-02-30” is not a date',
  ],
  [
    'an implausible year',
    ['schools', __filename, '--as-of', '0001-01-01'],
    UsageError,
    '--as-of: “0001-01-01” is not of the years 1900 to 2200.',
  ],
  [
    'losses that are not a number',
    ['schools', __filename, '--confirm-losses', 'all'],
    UsageError,
    '--confirm-losses: “all” is not a number.',
  ],
  [
    'an override for titles, which open nothing',
    ['titles', __filename, '--override-suspended', '1'],
    UsageError,
    '--override-suspended belongs to schools, entitlements, licences and organisations, not to titles.',
  ],
  [
    'an override that is not a number',
    ['licences', __filename, '--override-suspended', 'all'],
    UsageError,
    '--override-suspended: “all” is not a number.',
  ],
  ['a file that does not exist', ['schools', '/no/such/file'], Problem, 'There is no file /no/such/file.'],
  ['a folder', ['schools', __dirname], Problem, 'is not a file.'],
])('%s is refused', (_what, words, kind, message) => {
  expect(() => readImportOptions(words)).toThrow(kind);
  expect(() => readImportOptions(words)).toThrow(message);
});

test('a delivery of titles has a format and a source', () => {
  const delivery = ['titles', __filename, '--format', 'amb', '--source', 'medien'];
  const common = { kind: 'titles', file: __filename, dryRun: false, overrideSuspended: null };
  const given = { format: 'amb', source: 'medien', isWhole: true, confirmedLosses: null, columns: null };
  expect(readImportOptions(delivery)).toEqual({ ...common, delivery: given });
  expect(readImportOptions([...delivery, '--partial', '--confirm-losses', '3'])).toEqual({
    ...common,
    delivery: { ...given, isWhole: false, confirmedLosses: 3 },
  });
  const table = ['titles', __filename, '--format', 'csv', '--source', 'medien', '--columns', __filename];
  expect(readImportOptions(table)).toMatchObject({ delivery: { format: 'csv', columns: __filename } });
});

test('a repository of LOM is given by its address', () => {
  const address = 'https://repo.example/oai?verb=ListRecords&metadataPrefix=oai_lom-eaf';
  expect(readImportOptions(['titles', address, '--format', 'lom', '--source', 'repo'])).toMatchObject({
    file: address,
  });
  expect(() => readImportOptions(['titles', address, '--format', 'amb', '--source', 'repo'])).toThrow(
    'There is no file',
  );
});

test.each([
  [['--format', 'xml', '--source', 'medien'], '--format: “xml” is not one of amb, arix, lom, csv, json.'],
  [['--format', 'amb'], 'Name the source of the file: --source NAME.'],
  [['--source', 'medien'], '--source belongs to deliveries of a source: give their --format, too.'],
  [['--format', 'csv', '--source', 'medien'], '--columns MAP.json belongs to --format csv and json, which need it.'],
  [['--format', 'amb', '--source', 'a-name-that-is-far-too-long'], 'must have at most 20 characters'],
])('titles with %j are refused', (words, reason) => {
  expect(() => readImportOptions(['titles', __filename, ...words])).toThrow(reason);
});

test.each([
  ['bots', '--override-suspended', '1'],
  ['subjects', '--override-suspended', '1'],
  ['entitlements', '--as-of', '2026-08-01'],
  ['organisations', '--skip-bad'],
  ['bots', '--partial'],
])('%s do not accept %s', (kind, ...words) => {
  expect(() => readImportOptions([kind, __filename, ...words])).toThrow(`not to ${kind}.`);
});

test('the options of deliveries are refused for other files', () => {
  expect(() => readImportOptions(['licences', __filename, '--format', 'amb'])).toThrow(
    '--format belongs to titles and subjects, not to licences.',
  );
});
