/** How the parameters of a report are read. What is not understood is ignored, and the report says so. */
import { REPORTS, type ReportDefinition } from './report-definitions';
import { readReportRequest } from './report-request';

const report = (id: string) => REPORTS.find((one) => one.id === id) as ReportDefinition;
const read = (id: string, query: Record<string, unknown>) =>
  readReportRequest(query, report(id), 'My.Platform', 'json');
const told = (id: string, query: Record<string, unknown>) =>
  read(id, query).exceptions.map(({ Code, Data }) => [Code, Data]);

test('filters and attributes are lists', () => {
  expect(
    read('IR', {
      customer_id: 'a',
      requestor_id: 'b',
      api_key: 'c',
      begin_date: 'd',
      end_date: 'e',
      platform: 'My.Platform',
      data_type: 'Audiovisual|Sound|Audiovisual',
      access_type: 'Open',
      access_method: 'Regular|TDM',
      metric_type: 'No_License',
      yop: '2001|2010-2020',
      item_id: 'My.Platform:17',
      attributes_to_show: 'Access_Method|YOP',
      granularity: 'Totals',
      include_parent_details: 'False',
      include_component_details: 'False',
      format: 'tsv',
    }),
  ).toEqual({
    filters: {
      platform: 'My.Platform',
      dataTypes: ['Audiovisual', 'Sound'],
      accessTypes: ['Open'],
      accessMethods: ['Regular', 'TDM'],
      metricTypes: ['No_License'],
      years: ['2001', '2010-2020'],
      title: '17',
    },
    attributes: ['YOP', 'Access_Method'],
    granularity: 'Totals',
    form: 'tsv',
    exceptions: [],
  });
});

test('without parameters, everything is reported, by month, as JSON', () => {
  expect(read('PR', {})).toEqual({ filters: {}, attributes: [], granularity: 'Month', form: 'json', exceptions: [] });
  expect(read('PR', { data_type: '', granularity: '' }).exceptions).toEqual([]);
});

test.each<[string, Record<string, unknown>, [number, string | undefined][]]>([
  ['PR', { author: 'x', colour: 'y' }, [[3050, 'author, colour']]],
  ['PR', { access_type: 'Open', item_id: 'My.Platform:1', yop: '2020' }, [[3050, 'access_type, item_id, yop']]],
  [
    'IR',
    { attributed: 'Yes', country_code: 'DE', subdivision_code: 'DE-NW' },
    [[3050, 'attributed, country_code, subdivision_code']],
  ],
  ['PR_P1', { granularity: 'Totals', metric_type: 'x' }, [[3050, 'granularity, metric_type']]],
  ['IR_M1', { data_type: 'Sound', attributes_to_show: 'YOP' }, [[3050, 'data_type, attributes_to_show']]],
  ['PR', { format: 'xml' }, [[3050, 'format=xml']]],
  ['PR', { platform: 'my.platform' }, [[3060, 'platform=my.platform']]],
  ['PR', { data_type: 'Film|Sound', access_method: 'regular' }, [[3060, 'data_type=Film, access_method=regular']]],
  ['PR', { metric_type: 'No_License' }, [[3060, 'metric_type=No_License']]],
  ['IR', { item_id: 'MyXPlatform:1' }, [[3060, 'item_id=MyXPlatform:1']]],
  ['IR', { item_id: 'My.Platform:1|My.Platform:2' }, [[3060, 'item_id=My.Platform:1|My.Platform:2']]],
  ['IR', { item_id: 'My.Platform:0 or 1=1' }, [[3060, 'item_id=My.Platform:0 or 1=1']]],
  ['IR', { yop: '20|2020-|1999' }, [[3060, 'yop=20|2020-']]],
  ['IR', { data_type: ['Sound', 'Image'] }, [[3060, 'data_type=Sound|Image']]],
  ['PR', { attributes_to_show: 'Access_Method|Country_Code' }, [[3062, 'attributes_to_show=Country_Code']]],
  ['PR', { granularity: 'Day' }, [[3062, 'granularity=Day']]],
  ['IR', { granularity: ['Month', 'Totals'] }, [[3062, 'granularity=Month&Totals']]],
  ['IR', { include_parent_details: 'True' }, [[3062, 'include_parent_details=True']]],
  ['IR', { include_component_details: 'True' }, [[3063, undefined]]],
  [
    'IR',
    { yop: 'x', granularity: 'y', z: '1' },
    [
      [3050, 'z'],
      [3060, 'yop=x'],
      [3062, 'granularity=y'],
    ],
  ],
])('%s with %j has the exceptions %j', (id, query, expected) => {
  expect(told(id, query)).toEqual(expected);
});

test('values that do not fit are left out, and the others stay', () => {
  const { filters, attributes, granularity } = read('IR', {
    data_type: 'Film|Sound',
    yop: 'x',
    attributes_to_show: 'Authors|YOP',
    granularity: 'Day',
  });
  expect([filters.dataTypes, filters.years, attributes, granularity]).toEqual([['Sound'], undefined, ['YOP'], 'Month']);
});

test('only the beginning of a long value is repeated', () => {
  const [exception] = read('IR', { item_id: 'x'.repeat(10_000) }).exceptions;
  expect(exception?.Data?.length).toBeLessThan(600);
});
