/**
 * Makes random uses and reports, and counts a report by a loop over all uses. It shares no code with what it checks.
 */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { ZONE } from '../access/calendar';

export const CLIENTS = ['moodle', 'itslearning'];
export const TITLES = ['FILM', 'SONG', 'OTHER_FILM'];
export const KINDS: Record<string, string> = { FILM: 'VIDEO', SONG: 'AUDIO', OTHER_FILM: 'VIDEO' };
export const SUBJECTS: Record<string, string[]> = { FILM: ['Biologie', 'Physik'], SONG: ['Musik'], OTHER_FILM: [] };
/** Until this midnight, schools belong to the first line of organisations, and from then on to the second. */
export const MOVED = '2025-03-01';
export const LINES: Record<string, [then: Line, now: Line]> = {
  A: [line('CITY', 'CENTRE'), line('CITY', 'CENTRE')],
  B: [line('CITY', null), line('TOWN', 'CENTRE')],
  C: [line('TOWN', null), line('TOWN', null)],
  D: [line('TOWN', 'CENTRE'), line('CITY', null)],
};
export interface Line {
  readonly AUTHORITY: string;
  readonly MEDIA_CENTRE: string | null;
}
function line(AUTHORITY: string, MEDIA_CENTRE: string | null): Line {
  return { AUTHORITY, MEDIA_CENTRE };
}

const METRICS = [
  'streams',
  'downloads',
  'views',
  'requests',
  'total',
  'uniqueRequests',
  'uniqueInvestigations',
  'notLicensed',
  'limitExceeded',
] as const;
export type Figures = Record<(typeof METRICS)[number], number>;
export const FIGURES = METRICS.join(' ');
export const use = fc.record({
  school: fc.constantFrom(...Object.keys(LINES)),
  title: fc.constantFrom(...TITLES),
  action: fc.constantFrom('STREAM', 'STREAM', 'DOWNLOAD', 'VIEW', 'NOT_LICENSED', 'LIMIT_EXCEEDED'),
  audience: fc.constantFrom('TEACHER', 'PUPIL'),
  client: fc.constantFrom(...CLIENTS),
  /** The hours from the middle of January to the end of March, often around the midnight of the move. */
  hour: fc.oneof(fc.nat(24 * 75), fc.integer({ min: 24 * 44 - 3, max: 24 * 44 + 3 })),
});
export type Use = (typeof use extends fc.Arbitrary<infer One> ? One : never) & { readonly usedAt: DateTime };
export const BEGINS = DateTime.fromISO('2025-01-15T22:30', { zone: 'utc' });

const GROUPS = [
  'SCHOOL',
  'AUTHORITY',
  'MEDIA_CENTRE',
  'TITLE',
  'KIND',
  'SUBJECT',
  'CLIENT',
  'AUDIENCE',
  'ACCESS_TYPE',
  'PUBLISHER',
] as const;
type Group = (typeof GROUPS)[number];
const period = fc.oneof(
  fc.record({
    granularity: fc.constantFrom('MONTH', 'TOTAL'),
    from: fc.constantFrom('2025-01', '2025-02'),
    until: fc.constantFrom('2025-02', '2025-03'),
  }),
  fc.record({
    granularity: fc.constant('DAY'),
    from: fc.constantFrom('2025-02-10', '2025-02-27'),
    until: fc.constantFrom('2025-02-28', '2025-03-20'),
  }),
);
const FILTERS: [name: string, values: string[]][] = [
  ['authorities', ['CITY']],
  ['authorities', ['TOWN', 'CITY']],
  ['mediaCentres', ['CENTRE']],
  ['schools', ['A', 'B']],
  ['schools', ['D']],
  ['titles', ['FILM']],
  ['titles', ['SONG', 'OTHER_FILM']],
  ['kinds', ['VIDEO']],
  ['kinds', ['AUDIO', 'IMAGE']],
  ['subjects', ['Musik', 'Physik']],
  ['clients', ['moodle']],
  ['audiences', ['PUPIL']],
];
export const asked = fc.record({
  period,
  groupBy: fc
    .subarray([...GROUPS], { maxLength: 2 })
    .chain((groups) => fc.shuffledSubarray(groups, { minLength: groups.length })),
  filter: fc.subarray(FILTERS, { maxLength: 2 }).map((entries) => Object.fromEntries(entries)),
  compareWith: fc.constantFrom(null, null, 'PERIOD_BEFORE'),
  order: fc.record({
    by: fc.constantFrom('PERIOD', 'TOTAL', 'STREAMS', 'UNIQUE_REQUESTS'),
    direction: fc.constantFrom('ASC', 'DESC'),
  }),
  caller: fc.constantFrom('OPERATOR', 'STATE', 'CENTRE', 'CITY', 'TOWN', 'A'),
  pageSize: fc.integer({ min: 1, max: 20 }),
});
export type Asked = typeof asked extends fc.Arbitrary<infer One> ? One : never;

/** Returns the organisations of the school at the time of use. */
function lineOf({ school, usedAt }: Use): Line {
  const [then, now] = LINES[school] as [Line, Line];
  return dayOf(usedAt) < MOVED ? then : now;
}

const dayOf = (at: DateTime) => at.setZone(ZONE).toISODate() as string;

function isReadBy(caller: string, one: Use): boolean {
  const { AUTHORITY, MEDIA_CENTRE } = lineOf(one);
  return ['OPERATOR', 'STATE', AUTHORITY, MEDIA_CENTRE, one.school].includes(caller);
}

function fits(one: Use, filter: Asked['filter']): boolean {
  const { AUTHORITY, MEDIA_CENTRE } = lineOf(one);
  const values: Record<string, (string | null)[]> = {
    authorities: [AUTHORITY],
    mediaCentres: [MEDIA_CENTRE],
    schools: [one.school],
    titles: [one.title],
    kinds: [KINDS[one.title] as string],
    subjects: SUBJECTS[one.title] as string[],
    clients: [one.client],
    audiences: [one.audience],
  };
  return Object.entries(filter).every(([name, list]) => list.some((value) => values[name]?.includes(value)));
}

function namesOf(one: Use, group: Group): (string | null)[] {
  if (group === 'SUBJECT') return SUBJECTS[one.title]?.length ? (SUBJECTS[one.title] as string[]) : [null];
  const { AUTHORITY, MEDIA_CENTRE } = lineOf(one);
  const name = {
    SCHOOL: one.school,
    AUTHORITY,
    MEDIA_CENTRE,
    TITLE: one.title,
    KIND: KINDS[one.title] as string,
    CLIENT: one.client,
    AUDIENCE: one.audience,
    ACCESS_TYPE: 'CONTROLLED',
    PUBLISHER: 'Musterverlag',
  }[group];
  return [name];
}

/** No use has a session, so none is a double click, and those of an hour are one session. */
function count(uses: readonly Use[], base: number): Figures {
  const of = (...actions: string[]) => uses.filter(({ action }) => actions.includes(action));
  const sessions = (...actions: string[]) =>
    new Set(
      of(...actions).map((one) =>
        [one.school, one.title, one.client, one.audience, one.hour, lineOf(one).AUTHORITY].join(),
      ),
    ).size;
  const shown = (figure: number) => base * Math.round(figure / base);
  return {
    streams: shown(of('STREAM').length),
    downloads: shown(of('DOWNLOAD').length),
    views: shown(of('VIEW').length),
    requests: shown(of('STREAM', 'DOWNLOAD').length),
    total: shown(of('STREAM', 'DOWNLOAD', 'VIEW').length),
    uniqueRequests: shown(sessions('STREAM', 'DOWNLOAD')),
    uniqueInvestigations: shown(sessions('STREAM', 'DOWNLOAD', 'VIEW')),
    notLicensed: shown(of('NOT_LICENSED').length),
    limitExceeded: shown(of('LIMIT_EXCEEDED').length),
  };
}

export interface Row {
  readonly period: string;
  readonly groups: readonly { readonly name: string | null }[];
  readonly figures: Figures;
  readonly previous: Figures | null;
}

/** Moves a day by the length of the period, so that the period of comparison coincides with it. */
function later(day: string, { granularity, from, until }: Asked['period']): string {
  const date = DateTime.fromISO(day, { zone: 'utc' });
  const length = (unit: 'days' | 'months') =>
    DateTime.fromISO(until, { zone: 'utc' }).diff(DateTime.fromISO(from, { zone: 'utc' }), unit)[unit] + 1;
  return (
    granularity === 'DAY'
      ? date.plus({ days: length('days') })
      : date.startOf('month').plus({ months: length('months') })
  ).toISODate() as string;
}

export function recount(uses: readonly Use[], { period: of, groupBy, filter, compareWith, caller }: Asked) {
  const base = caller === 'STATE' || caller === 'CENTRE' ? 5 : 1;
  const size = of.granularity === 'DAY' ? 10 : 7;
  const counted = uses.filter((one) => isReadBy(caller, one) && fits(one, filter));
  const isIn = (day: string) => of.from <= day.slice(0, size) && day.slice(0, size) <= of.until;
  const parts = new Map<string, [now: Use[], before: Use[]]>();
  const totals: [Use[], Use[]] = [[], []];
  for (const one of counted) {
    const day = dayOf(one.usedAt);
    for (const [which, at] of [day, later(day, of)].entries()) {
      if (!isIn(at) || (which === 1 && compareWith === null)) continue;
      totals[which]?.push(one);
      const named = of.granularity === 'TOTAL' ? `${of.from}/${of.until}` : at.slice(0, size);
      const [first = [null], second = [null]] = groupBy.map((group) => namesOf(one, group));
      for (const a of first)
        for (const b of second) {
          const key = JSON.stringify([named, ...[a, b].slice(0, groupBy.length)]);
          const part = parts.get(key) ?? [[], []];
          parts.set(key, part);
          part[which]?.push(one);
        }
    }
  }
  const rows = [...parts].map(([key, [now, before]]): Row => {
    const [name, ...groups] = JSON.parse(key) as [string, ...(string | null)[]];
    return {
      period: name,
      groups: groups.map((group) => ({ name: group })),
      figures: count(now, base),
      previous: compareWith === null ? null : count(before, base),
    };
  });
  const isShown = ({ figures, previous }: Row) =>
    [figures, previous].some((of) => of !== null && Object.values(of as Figures).some((figure) => figure > 0));
  return {
    roundedTo: base,
    totals: count(totals[0], base),
    previousTotals: compareWith === null ? null : count(totals[1], base),
    rows: rows.filter(isShown),
  };
}

/** Orders by the figure that is shown, and by nothing else. */
export function ordered(rows: readonly Row[], { order }: Asked): Row[] {
  const metric = { TOTAL: 'total', STREAMS: 'streams', UNIQUE_REQUESTS: 'uniqueRequests' }[order.by as string] as
    | keyof Figures
    | undefined;
  const sign = order.direction === 'DESC' ? -1 : 1;
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const leading = (a: Row, b: Row) => (metric ? a.figures[metric] - b.figures[metric] : compare(a.period, b.period));
  const ties = ({ period: of, groups }: Row) => [of, ...groups.map(({ name }) => name ?? '')];
  return rows.toSorted(
    (a, b) =>
      sign * leading(a, b) ||
      ties(a)
        .map((tie, at) => compare(tie, ties(b)[at] as string))
        .find((one) => one !== 0) ||
      0,
  );
}

/** Returns whether the filter names an organisation that never was in the caller's reach. */
export function isForeign({ filter, caller }: Asked): boolean {
  if (['OPERATOR', 'STATE'].includes(caller)) return false;
  const lines = Object.entries(LINES).flatMap(([school, both]) =>
    both.map((of) => [school, of.AUTHORITY, of.MEDIA_CENTRE]),
  );
  const known = new Set(lines.filter((names) => names.includes(caller)).flat());
  return [filter.authorities, filter.mediaCentres, filter.schools]
    .flat()
    .some((name) => name !== undefined && !known.has(name));
}
