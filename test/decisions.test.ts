/** docs/decisions: one page for each decision, all in the same form, and a complete list. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = 'docs/decisions';
const INDEX = readFileSync(path.join(FOLDER, 'README.md'), 'utf8');
const files = readdirSync(FOLDER).filter((file) => file !== 'README.md');
const titleOf = (text: string) => /^# (\d{4}) (.+)$/m.exec(text)?.slice(1) ?? [];

describe.each(files)('%s', (file) => {
  const text = readFileSync(path.join(FOLDER, file), 'utf8');
  const [head = '', ...sections] = text.split(/^## /m);

  test('begins with its number, title, date and status', () => {
    expect(file).toMatch(/^\d{4}-[a-z0-9-]+\.md$/);
    const [, number, status] =
      /^# (\d{4}) .+\n\n- Date: 20\d\d-\d\d-\d\d\n- Status: (.+)\n\n$/.exec(head) ?? fail(`not in form:\n${head}`);
    expect(number).toBe(file.slice(0, 4));
    expect(status).toMatch(/^(accepted|(accepted, in part )?superseded by \[\d{4}\]\([\w.-]+\))$/);
    for (const [, target = ''] of status?.matchAll(/\((.+)\)/g) ?? [])
      expect({ target, there: existsSync(path.join(FOLDER, target)) }).toEqual({ target, there: true });
  });

  test('has context, decision, consequences, and perhaps alternatives, and none of them is empty', () => {
    const names = sections.map((section) => section.split('\n')[0]);
    expect(names.slice(0, 3)).toEqual(['Context', 'Decision', 'Consequences']);
    expect(names.slice(3).join()).toMatch(/^(Alternatives)?$/);
    expect(sections.filter((section) => section.split('\n').slice(1).join('').trim() === '')).toEqual([]);
  });
});

test('no number is given twice', () => {
  const numbers = files.map((file) => file.slice(0, 4));
  expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([]);
});

test('the list has each decision once, in a line with its number and title', () => {
  const listed = [...INDEX.matchAll(/^- \[(\d{4})\]\((.+?)\) (.+)$/gm)].map(([, ...line]) => line);
  const there = files.map((file) => {
    const [number, title] = titleOf(readFileSync(path.join(FOLDER, file), 'utf8'));
    return [number, file, title];
  });
  expect(listed.sort()).toEqual(there.sort());
});

function fail(message: string): never {
  throw new Error(message);
}
