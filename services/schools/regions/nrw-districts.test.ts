import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { NRW_DISTRICTS } from './nrw-districts';

/** Public data beside this project. The tests that need it are skipped where it is missing. */
const TABLE = path.resolve(__dirname, '../../../../shared/data/regions/derived_nrw_kreise_53.csv');
const testWithData = existsSync(TABLE) ? test : test.skip;

test('there are 53 districts, of which 22 are cities', () => {
  expect(new Set(NRW_DISTRICTS.map(({ ags }) => ags)).size).toBe(53);
  expect(NRW_DISTRICTS.filter(({ kind }) => kind === 'kreisfreie Stadt')).toHaveLength(22);
  expect(NRW_DISTRICTS.filter(({ association }) => association === 'LVR')).toHaveLength(26);
});

test('a district may have several number-plate codes, the usual one first', () => {
  const viersen = NRW_DISTRICTS.find(({ name }) => name === 'Kreis Viersen');
  expect(viersen?.numberPlates).toEqual(['VIE', 'KK']);
  const first = NRW_DISTRICTS.map(({ numberPlates }) => numberPlates[0]);
  expect(new Set(first).size).toBe(53);
});

testWithData('our table agrees with the public one', () => {
  const rows: Record<string, string>[] = parse(readFileSync(TABLE), { columns: true });
  const ours = NRW_DISTRICTS.map(({ ags, nuts3, association, numberPlates, kind }) => [
    ags,
    nuts3,
    association,
    numberPlates[0],
    kind,
  ]);
  const theirs = rows.map((row) => [
    row.ags5,
    row.nuts3,
    row.landschaftsverband,
    row.kfz_primary,
    row.type === 'Kreis' ? 'Kreis' : 'kreisfreie Stadt',
  ]);
  expect(ours).toEqual(theirs);
});
