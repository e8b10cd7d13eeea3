import { type Equivalent, type MutationReport, resultOf, textOf } from './result';

const SOURCE = 'if (a > b) a = b;\nif (b > a) {\n  b = a;\n}\n';

function mutant(status: string, line: number, from: number, until: number, replacement: string, endLine = line) {
  return { status, replacement, location: { start: { line, column: from }, end: { line: endLine, column: until } } };
}

const REPORT: MutationReport = {
  files: {
    'access/a.ts': {
      source: SOURCE,
      mutants: [
        mutant('Killed', 1, 5, 10, 'true'),
        mutant('Timeout', 1, 5, 10, 'false'),
        mutant('Survived', 1, 5, 10, 'a >= b'),
        mutant('NoCoverage', 2, 12, 2, '{}', 4),
        mutant('CompileError', 2, 5, 10, 'b >= a'),
      ],
    },
  },
};
const SAME: Equivalent = {
  file: 'access/a.ts',
  line: 'if (a > b) a = b;',
  code: 'a > b',
  mutant: 'a >= b',
  because: 'it would be given what it has',
};

test('an unnoticed mutant is reported with its place and both texts, and lowers the score', () => {
  const result = resultOf(REPORT, []);
  expect(result).toMatchObject({ noticed: 2, equivalent: 0, score: 50 });
  expect(textOf('access', result, 60)).toBe(
    [
      'access/a.ts:1\n  - a > b\n  + a >= b',
      'access/a.ts:2\n  - { b = a; }\n  + {}',
      'access: 2 of 4 mutants are noticed, 50 % (lower than its floor of 60 %); 0 are equivalent.',
    ].join('\n'),
  );
});

test('a mutant against which the tests could not be run was not noticed', () => {
  const mutants = [mutant('Killed', 1, 5, 10, 'true'), mutant('RuntimeError', 1, 5, 10, 'a >= b')];
  expect(resultOf({ files: { 'access/a.ts': { source: SOURCE, mutants } } }, [])).toMatchObject({ score: 50 });
});

test('an equivalent mutant does not count, wherever in its file it stands', () => {
  const moved = {
    files: { 'access/a.ts': { source: `\n${SOURCE}`, mutants: [mutant('Survived', 2, 5, 10, 'a >= b')] } },
  };
  expect(resultOf(REPORT, [SAME])).toMatchObject({ noticed: 2, equivalent: 1, score: 66.66, stale: [] });
  expect(resultOf(moved, [SAME])).toMatchObject({ equivalent: 1, unnoticed: [], stale: [] });
});

test('a mutant that is named as equivalent and does not exist, or is noticed, is reported, for files of the run only', () => {
  const noticed = { ...SAME, mutant: 'true' };
  const elsewhere = { ...SAME, file: 'access/b.ts' };
  const result = resultOf(REPORT, [SAME, noticed, elsewhere]);
  expect(result.stale).toEqual([noticed]);
  expect(textOf('access', result, undefined)).toContain(
    'access/a.ts: no such equivalent mutant: “a > b” as “true”. Take it out.',
  );
});
