/** The output of a command is read as rows, and lines of an unknown form are left out. */
import { countsOf, refusedOf } from '../src/places/administration/run-report';

test('counts of imports, syncs and lists of schools are rows', () => {
  const report = `Dry run: nothing was changed.
titles          added 1,234, changed 0, unchanged 2
entitlements: added 1, replaced 2, ended 3, unchanged 4,000
schools           5,400
  added                                              12
  closed (left the list)                              1
authorities         775   added 0, changed 1
data quality:
  - 3 schools have no city`;
  expect(countsOf(report)).toEqual([
    {
      what: 'titles',
      counts: [
        ['added', 1_234],
        ['changed', 0],
        ['unchanged', 2],
      ],
    },
    {
      what: 'entitlements',
      counts: [
        ['added', 1],
        ['replaced', 2],
        ['ended', 3],
        ['unchanged', 4_000],
      ],
    },
    {
      what: 'schools',
      counts: [
        ['listed', 5_400],
        ['added', 12],
        ['closed (left the list)', 1],
      ],
    },
    {
      what: 'authorities',
      counts: [
        ['added', 0],
        ['changed', 1],
      ],
    },
  ]);
});

test('a refused row has its line, path, what was expected and what was found', () => {
  const output = `x.ndjson was not imported, and nothing was changed:
  line 7, element 5: titles[3].from: must be a day of the calendar such as 2026-08-01; it is “2026-02-30”
  line 9: name: is missing
  line 12: is not valid JSON: Unexpected token
  and 1,200 more like these.`;
  expect(refusedOf(output)).toEqual({
    rows: [
      {
        line: 7,
        element: 5,
        path: 'titles[3].from',
        expected: 'must be a day of the calendar such as 2026-08-01',
        found: '“2026-02-30”',
      },
      { line: 9, element: null, path: 'name', expected: 'is missing', found: null },
      { line: 12, element: null, path: null, expected: 'is not valid JSON: Unexpected token', found: null },
    ],
    more: 1_200,
  });
  expect(refusedOf('The audit trail is not what was written')).toEqual({ rows: [], more: 0 });
});
