/** Counts what a report of uses may show to this caller, one use after the other, from the rows of the database. */
import { baseOf } from './months';
import { FIGURES, type Oracle, type UseRow } from './oracle';
import type { Rights } from './rights';
import { isSpelled } from './spellings';

interface ReportGiven {
  readonly from: string;
  readonly until: string;
  readonly granularity?: string | null;
  readonly groupBy?: readonly string[] | null;
  readonly filter?: Readonly<Record<string, readonly string[] | null>> | null;
  readonly compareWith?: string | null;
}

export interface ExpectedReport {
  readonly rows: readonly ExpectedRow[];
  readonly totals: Figures;
  readonly previousTotals: Figures | null;
  readonly roundedTo: number;
}

interface ExpectedRow {
  readonly period: string;
  readonly hasEnded: boolean;
  readonly groups: readonly ExpectedGroup[];
  readonly group1: ExpectedGroup | null;
  readonly group2: ExpectedGroup | null;
  readonly figures: Figures;
  readonly previous: Figures | null;
}

interface ExpectedGroup {
  readonly group: string;
  readonly id: string | null;
  readonly name: string | null;
  readonly title?: object;
}

type Figures = Readonly<Record<string, number | null>>;
type Level = keyof UseRow['line'];

const LEVELS: Readonly<Record<string, Level>> = {
  schools: 'SCHOOL',
  authorities: 'AUTHORITY',
  mediaCentres: 'MEDIA_CENTRE',
  districts: 'DISTRICT',
  regionalAssociations: 'REGIONAL_ASSOCIATION',
  states: 'STATE',
};

/** Returns the uses whose organisations include one that the caller is bound to. */
function readableUses({ asker }: Rights, { organisations, sums }: Oracle): readonly UseRow[] {
  if (asker.kind === 'operator') return sums;
  const bound = organisations.filter(({ key }) => asker.bound.includes(key)).map(({ row }) => row);
  return sums.filter(({ line }) => Object.values(line).some((row) => bound.includes(row)));
}

/**
 * @returns null where nothing may be shown, because the filter names nothing of the caller's or there is no such report
 */
export function reportFor(given: ReportGiven, rights: Rights, oracle: Oracle): ExpectedReport | null {
  const { from, until, compareWith } = given;
  const granularity = given.granularity ?? 'MONTH';
  const groupBy = given.groupBy ?? [];
  const filter = Object.entries(given.filter ?? {}).filter(([, list]) => list != null) as [string, readonly string[]][];
  if (granularity === 'DAY') return null;
  const byLicence = [...groupBy, ...filter.map(([name]) => name)].some((name) =>
    ['LICENCE', 'LEVEL', 'RIGHT', 'licences', 'levels', 'rights'].includes(name),
  );
  const unknown: Figures = byLicence ? { uniqueRequests: null, uniqueInvestigations: null } : {};
  const all = byLicence ? [] : readableUses(rights, oracle);
  const uses = all.filter((use) => filter.every(([name, list]) => fits(use, name, list, oracle)));
  const base = baseOf(rights.asker);
  const first = numberOf(from);
  const last = numberOf(until);
  const shift = compareWith === 'YEAR_BEFORE' ? 12 : last - first + 1;
  const within = (by: number) =>
    uses.filter(({ month }) => first <= numberOf(month) + by && numberOf(month) + by <= last);
  const now = within(0);
  const before = compareWith == null ? [] : within(shift);
  const parts = new Map<string, { now: UseRow[]; before: UseRow[]; month: number }>();
  const add = (use: UseRow, which: 'now' | 'before', month: number) => {
    const key = JSON.stringify([
      periodOf(month, granularity, given),
      ...groupBy.map((group) => idOf(use, group, oracle)),
    ]);
    const part = parts.get(key) ?? { now: [], before: [], month };
    parts.set(key, part);
    part[which].push(use);
  };
  for (const use of now) add(use, 'now', numberOf(use.month));
  for (const use of before) add(use, 'before', numberOf(use.month) + shift);
  const rows = [...parts].map(([key, part]): ExpectedRow => {
    const [period, ...ids] = JSON.parse(key) as [string, ...(string | null)[]];
    const [any] = [...part.now, ...part.before] as [UseRow];
    const groups = groupBy.map((group, at) => ({
      group,
      id: ids[at] ?? null,
      name: nameOf([...part.now, ...part.before], any, group, oracle),
      ...(group === 'TITLE' && { title: {} }),
    }));
    return {
      period,
      hasEnded: hasEnded(part.month, granularity, last, oracle.readAt),
      groups,
      group1: groups[0] ?? null,
      group2: groups[1] ?? null,
      figures: figuresOf(part.now, base),
      previous: compareWith == null ? null : figuresOf(part.before, base),
    };
  });
  return {
    rows: rows.filter((row) =>
      [row.figures, row.previous ?? {}].some((figures) => Object.values(figures).some((figure) => figure !== 0)),
    ),
    totals: { ...figuresOf(now, base), ...unknown },
    previousTotals: compareWith == null ? null : { ...figuresOf(before, base), ...unknown },
    roundedTo: base,
  };
}

function figuresOf(uses: readonly UseRow[], base: number): Figures {
  const sum = (...of: (keyof typeof FIGURES)[]) =>
    base * Math.round(uses.reduce((total, use) => of.reduce((so, figure) => so + use[figure], total), 0) / base);
  return {
    ...Object.fromEntries(Object.keys(FIGURES).map((figure) => [figure, sum(figure as keyof typeof FIGURES)])),
    requests: sum('streams', 'downloads'),
    total: sum('streams', 'downloads', 'views'),
  };
}

function fits(use: UseRow, name: string, list: readonly string[], oracle: Oracle): boolean {
  const level = LEVELS[name];
  if (level) {
    const row = organisation(oracle, use.line[level]);
    return (
      row !== undefined &&
      list.some((id) => (level === 'STATE' ? [row.id, `DE-${row.id}`].includes(id) : isSpelled(row, id)))
    );
  }
  const title = oracle.titles.find(({ row }) => row === use.title);
  if (name === 'titles') return list.includes(use.title);
  if (name === 'publishers') return list.includes(title?.publisher ?? '');
  if (name === 'kinds') return list.includes(title?.kind ?? '');
  if (name === 'clients') return list.includes(use.client);
  if (name === 'audiences') return list.includes(use.audience);
  if (name === 'accessTypes') return list.includes(use.accessType);
  if (name === 'schoolForms') return list.includes(formOf(use, oracle));
  return false;
}

function organisation({ organisations }: Oracle, of: string) {
  return organisations.find(({ row }) => row === of);
}

function formOf({ school }: UseRow, oracle: Oracle): string {
  const found = organisation(oracle, school);
  return `${found?.id.split(':')[0]}:${found?.formCode}`;
}

function idOf(use: UseRow, group: string, oracle: Oracle): string | null {
  const title = oracle.titles.find(({ row }) => row === use.title);
  if (group in use.line) return organisation(oracle, use.line[group as Level])?.id ?? null;
  if (group === 'TITLE') return use.title;
  if (group === 'SCHOOL_FORM') return formOf(use, oracle);
  const values: Record<string, string | undefined> = {
    PUBLISHER: title?.publisher,
    KIND: title?.kind,
    CLIENT: use.client || undefined,
    AUDIENCE: use.audience,
    ACCESS_TYPE: use.accessType,
  };
  return values[group] ?? null;
}

function nameOf(uses: readonly UseRow[], use: UseRow, group: string, oracle: Oracle): string | null {
  if (group in use.line) return organisation(oracle, use.line[group as Level])?.name ?? null;
  if (group === 'TITLE') return oracle.titles.find(({ row }) => row === use.title)?.name ?? null;
  if (group === 'SCHOOL_FORM')
    return uses.map(({ school }) => organisation(oracle, school)?.form ?? '').toSorted()[0] ?? null;
  return idOf(use, group, oracle);
}

/** Months begin at midnight in Berlin. */
function hasEnded(month: number, granularity: string, last: number, now: number): boolean {
  const [year, of] = new Date(now).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' }).split('-').map(Number) as [
    number,
    number,
  ];
  const endOfYear = 12 * Math.floor((month - 7) / 12) + 7 + 11;
  const end = { MONTH: month, TOTAL: last, SCHOOL_YEAR: endOfYear }[granularity] as number;
  return end < year * 12 + of - 1;
}

function numberOf(month: string): number {
  const [year, of] = month.split('-').map(Number) as [number, number];
  return year * 12 + of - 1;
}

function periodOf(month: number, granularity: string, { from, until }: ReportGiven): string {
  const year = Math.floor(month / 12);
  if (granularity === 'MONTH') return `${year}-${String((month % 12) + 1).padStart(2, '0')}`;
  if (granularity === 'TOTAL') return `${from}/${until}`;
  const begins = month % 12 >= 7 ? year : year - 1;
  return `${begins}/${String((begins + 1) % 100).padStart(2, '0')}`;
}
