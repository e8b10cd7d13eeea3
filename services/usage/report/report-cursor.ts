/** The place where a page of a report ended: the sort values of its last row, as they are shown. */
import { decodeCursor, foreignCursor } from '../../subgraph/schema/connection';
import type { UsageOrderBy } from './report-arguments';
import { metricOf, type ReportRow, type RowPlace } from './report-queries';

/** A date of a month that can be requested. The database has no year 0. */
const DATE = /^20\d{2}-\d{2}-\d{2}$/;
const FIGURE = /^\d{1,16}$/;

export function encodePlace(row: ReportRow, by: UsageOrderBy): string[] {
  const { begins, name1, id1, name2, id2 } = row;
  const leading = by === 'PERIOD' ? begins : String(row[metricOf(by)]);
  return [leading, begins, name1 ?? '', id1 ?? '', name2 ?? '', id2 ?? ''];
}

/** @throws BAD_USER_INPUT where the cursor is not one of this report */
export function decodePlace(fingerprint: string, cursor: string, by: UsageOrderBy): RowPlace {
  const [leading = '', begins = '', ...groups] = decodeCursor(fingerprint, cursor, 6);
  const isPlace = (by === 'PERIOD' ? DATE : FIGURE).test(leading) && isDate(leading, by) && isDate(begins, 'PERIOD');
  if (!isPlace) throw foreignCursor();
  return { leading, begins, groups: groups as unknown as RowPlace['groups'] };
}

/** Tells whether the database also accepts it as a date, which it does not for `2026-02-31`. */
function isDate(text: string, by: UsageOrderBy): boolean {
  if (by !== 'PERIOD') return true;
  return DATE.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}
