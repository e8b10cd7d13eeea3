import { csv } from './forms';

async function* rows(text: string) {
  yield [[5, text]];
}

async function cellOf(text: string, decimalComma = false): Promise<string> {
  const columns = ['number', 'name'].map((name) => ({ name, path: [name] }));
  let table = '';
  for await (const piece of csv({ decimalComma }).write(columns, rows(text))) table += piece;
  return table.slice(table.indexOf('5') + 2, -2);
}

test.each([
  ['a formula', '=1+1', "'=1+1"],
  ['a formula after control characters', '\u0001\t@x', "'\u0001\t@x"],
  ['a formula after a semicolon', 'Film; =1+1;', `"Film;' =1+1;"`],
  ['a formula on a line of its own', 'Film\r\n=1+1', `"Film\r\n'=1+1"`],
  ['an ordinary name', 'Film; 2-3 "Teile"', '"Film; 2-3 ""Teile"""'],
])('%s is a text, whatever separates cells', async (_, text, cell) => {
  expect([await cellOf(text), await cellOf(text, true)]).toEqual([cell, cell]);
});

test('a formula after a comma becomes a text where semicolons separate cells, and is unchanged in quotes between commas', async () => {
  expect(await cellOf('Film, =1+1', true)).toBe(`"Film,' =1+1"`);
  expect(await cellOf('Film, =1+1')).toBe('"Film, =1+1"');
});
