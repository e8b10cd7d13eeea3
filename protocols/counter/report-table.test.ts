import { REPORTS, type ReportDefinition } from './report-definitions';
import { headerOf } from './report-header';
import type { Item } from './report-items';
import { writeTable } from './report-table';

const IR_M1 = REPORTS.find(({ id }) => id === 'IR_M1') as ReportDefinition;
const OPTIONS = { platform: 'Freischalter', registryRecord: '' };

async function* oneItem(name: string): AsyncGenerator<Item> {
  const counts = { '2026-01': 5 };
  const performance = { Total_Item_Requests: counts, Unique_Item_Requests: counts };
  const title = { id: '1', name, publisher: 'Verlag', year: null };
  yield { title, entries: [{ attributes: { Data_Type: 'Audiovisual' }, performance, totals: {} }] };
}

async function cellOf(name: string, separator: '\t' | ','): Promise<string> {
  const customer = { level: 'SCHOOL', id: 'NW:1', name: 'Schule' } as const;
  const months = { first: '2026-01', last: '2026-01' };
  const asked = { filters: {}, attributes: [], granularity: 'Month', form: 'tsv', exceptions: [] } as const;
  const header = headerOf(IR_M1, customer, months, asked, [], OPTIONS);
  let text = '';
  for await (const piece of writeTable(IR_M1, header, oneItem(name), ['2026-01'], separator)) text += piece;
  const line = text.split('\n').find((one) => one.includes('Verlag')) as string;
  return line.slice(0, line.indexOf(`${separator}Verlag`));
}

test.each([
  ['a formula', '=1+1', "'=1+1", `"'=1+1"`],
  ['a formula after spaces', '  @x', "'  @x", `"'  @x"`],
  ['a formula in quotes, which programs remove in a table with tabs', '"=1+1"', `'"=1+1"`, `"'""=1+1"""`],
  ['a quote that is not closed', '"Film', `'"Film`, `"'""Film"`],
  [
    'a formula after a semicolon, which separates cells in German settings',
    'Film; =1+1;',
    "Film;' =1+1;",
    `"Film;' =1+1;"`,
  ],
  ['an ordinary name', 'Film; 2-3 "Teile"', 'Film; 2-3 "Teile"', '"Film; 2-3 ""Teile"""'],
])('%s is a text in both tables', async (_, name, byTabs, byCommas) => {
  expect([await cellOf(name, '\t'), await cellOf(name, ',')]).toEqual([byTabs, byCommas]);
});
