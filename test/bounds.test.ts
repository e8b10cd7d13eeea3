/**
 * docs/security.md lists what the worst caller can do to the others: each bound with its number, where that number
 * stands, and the test that holds it. This test compares the table with code and tests, so a number or a test that
 * changes must be changed there too.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../environment';

interface Bound {
  readonly what: string;
  readonly numbers: string;
  readonly constants: string;
  readonly tests: string;
}

const read = (file: string) => readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
const SECTION = '## What the worst caller can do to the others';

function boundsIn(text: string): Bound[] {
  const [, section = ''] = text.split(`${SECTION}\n`);
  const [own = ''] = section.split(/\n## /);
  const [, rows = ''] = own.split(/^\| bound .*\n\| -.*\n/m);
  return [...rows.matchAll(/^\|(.+)\|$/gm)].map(([, row = '']) => {
    const [what = '', numbers = '', constants = '', , tests = ''] = row.split(' | ').map((cell) => cell.trim());
    return { what, numbers, constants, tests };
  });
}

/** `1,000` is written 1_000 or 1000 in code, `64 KB` 64 * 1024 or 65_536, `64 MB` 64 * 1024 * 1024. */
function formsOf(number: string, unit: string | undefined): string[] {
  const digits = number.replaceAll(',', '');
  const factor =
    unit === 'KB' ? [' * 1024', ' \\* 2 \\*\\* 10'] : unit === 'MB' ? [' * 1024 * 1024', ' * 2 ** 20', ''] : [''];
  const plain = [digits, number.replaceAll(',', '_')];
  const powers = unit === 'KB' ? 1024 : unit === 'MB' ? 1024 ** 2 : 1;
  const seconds = unit === 's' ? [`${number.replaceAll(',', '_')}_000`, `${digits}000`] : [];
  return [...plain.flatMap((form) => factor.map((more) => form + more)), String(Number(digits) * powers), ...seconds];
}

const bounds = boundsIn(read('docs/security.md'));

test('there are bounds', () => {
  expect(bounds.length).toBeGreaterThan(10);
});

describe.each(bounds)('$what', ({ numbers, constants, tests }) => {
  const named = [...constants.matchAll(/`([\w.:' ]+)` in `([\w./-]+)`/g)].map(([, name = '', file = '']) => ({
    name,
    file,
  }));
  const shown = [...tests.matchAll(/`([\w./-]+)` “([^”]+)”/g)].map(([, file = '', title = '']) => ({ file, title }));

  test('the code has the number', () => {
    expect(named).not.toEqual([]);
    const wanted = [...numbers.matchAll(/(\d[\d,]*)\s*(KB|MB|s\b)?/g)];
    expect(wanted).toHaveLength(named.length);
    wanted.forEach(([, number = '', unit], at) => {
      const { name, file } = named[at] as (typeof named)[number];
      const key = name.split('.').at(-1);
      const code = read(file);
      const found = formsOf(number, unit).some((form) =>
        new RegExp(`\\b${key}\\b[^\\n]{0,60}?(?<![\\d_])${form.replaceAll('*', '\\*')}(?![\\d_])`).test(code),
      );
      expect({ name, file, number, found }).toEqual({ name, file, number, found: true });
    });
  });

  test('the test exists', () => {
    expect(shown).not.toEqual([]);
    for (const { file, title } of shown) {
      expect({ file, title, there: existsSync(path.join(PROJECT_ROOT, file)) && read(file).includes(title) }).toEqual({
        file,
        title,
        there: true,
      });
    }
  });
});
