import { int, nullable, type RowOf, statement, statements, text } from './statement';

test('the row type of a statement is that of its columns', () => {
  const found = statement('find', 'select 1 as n, null as word', { n: int, word: nullable(text) });
  const row: RowOf<typeof found> = { n: 1, word: null };
  // @ts-expect-error a number is never null
  const wrong: RowOf<typeof found> = { n: null, word: null };
  expect([row, wrong]).toHaveLength(2);
  expect(found.columns).toEqual({ n: { type: 'int4', nullable: false }, word: { type: 'text', nullable: true } });
});

test('connections tell statements by their texts, whatever they are called', () => {
  const [one, other] = [statement('find', 'select 1'), statement('find', 'select 2')];
  expect(one.name).toMatch(/^find [\w-]{12}$/);
  expect(one.name).not.toBe(other.name);
  expect(statement('x'.repeat(100), 'select 3').name?.length).toBeLessThan(64);
});

test('a text that is put together is one statement, however often it is asked for', () => {
  const found = statements('find', { n: int });
  expect(found('select 1 as n')).toBe(found('select 1 as n'));
});

test('of each family, twenty are kept prepared, whatever others have made, and no more are held in memory', () => {
  const keptOf = (label: string) => {
    const found = statements(label, { n: int });
    const names = Array.from({ length: 300 }, (_, n) => found(`select ${n} as n`).name);
    expect(found('select 0 as n')).toBe(found('select 0 as n'));
    expect(found('select 299 as n')).not.toBe(found('select 299 as n'));
    expect(found('select 299 as n')).toMatchObject({ text: 'select 299 as n', label, name: undefined });
    return names.filter((name) => name !== undefined);
  };
  const kept = [...keptOf('many'), ...keptOf('others')];
  expect(kept).toHaveLength(2 * 20);
  expect(new Set(kept).size).toBe(kept.length);
});
