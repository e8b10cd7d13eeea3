/** Implements COUNTER's rules by loops over all uses, and flattens a report into figures to be compared with them. */
import { DateTime } from 'luxon';
import { ZONE } from '../access/calendar';
import type { Use } from './counter-world';

const DOUBLE_CLICK_MS = 30_000;
/** Uses that are recorded later than this count without their session. */
const SECRETS_KEPT_DAYS = 35;

/** The figures by what they count and the month: `FILM Total_Item_Requests 2026-01`. */
type Figures = Readonly<Record<string, number>>;

const COUNTED_BY: Readonly<Record<Use['action'], readonly string[]>> = {
  STREAM: ['Total_Item_Investigations', 'Total_Item_Requests'],
  DOWNLOAD: ['Total_Item_Investigations', 'Total_Item_Requests'],
  VIEW: ['Total_Item_Investigations'],
  NOT_LICENSED: ['No_License'],
  LIMIT_EXCEEDED: ['Limit_Exceeded'],
};
const UNIQUE_BY: Readonly<Record<Use['action'], readonly string[]>> = {
  STREAM: ['Unique_Item_Investigations', 'Unique_Item_Requests'],
  DOWNLOAD: ['Unique_Item_Investigations', 'Unique_Item_Requests'],
  VIEW: ['Unique_Item_Investigations'],
  NOT_LICENSED: [],
  LIMIT_EXCEEDED: [],
};

/**
 * @param uses uses of schools that belonged to the customer, recorded today
 * @param itemOf returns what a use counts for
 * @param periodOf returns the month that a use is counted in
 * @param hasSession whether the session of a use is known
 */
export function recount(
  uses: readonly Use[],
  metrics: readonly string[],
  itemOf: (use: Use) => string,
  periodOf = monthOf,
  hasSession = isInTime(),
): Figures {
  const figures: Record<string, number> = {};
  const seen = new Set<string>();
  const add = (use: Use, metric: string) => {
    if (!metrics.includes(metric)) return;
    const key = `${itemOf(use)} ${metric} ${periodOf(use)}`;
    figures[key] = (figures[key] ?? 0) + 1;
  };
  for (const [index, use] of uses.entries()) {
    const day = dayOf(use);
    const hour = new Date(use.at).toISOString().slice(0, 13);
    const inSession = `${use.school} ${use.title} ${hasSession(use) ? `${use.session} on ${day}` : hour}`;
    // Of two in the same instant, either may be counted.
    const isRepeated =
      hasSession(use) &&
      uses.some(
        (other, place) =>
          other.school === use.school &&
          other.title === use.title &&
          other.session === use.session &&
          other.action === use.action &&
          (other.at > use.at || (other.at === use.at && place > index)) &&
          other.at - use.at <= DOUBLE_CLICK_MS &&
          dayOf(other) === day,
      );
    if (!isRepeated) for (const metric of COUNTED_BY[use.action]) add(use, metric);
    for (const metric of UNIQUE_BY[use.action]) {
      const session = `${metric} ${inSession}`;
      if (!seen.has(session)) add(use, metric);
      seen.add(session);
    }
  }
  return figures;
}

/** Returns a function that says whether a use, recorded today, keeps its session. */
function isInTime(): (use: Use) => boolean {
  const oldest = DateTime.now().setZone(ZONE).startOf('day').minus({ days: SECRETS_KEPT_DAYS }).toMillis();
  return ({ session, at }) => session !== null && at >= oldest;
}

/** By instant, because each is asked for thousands of times. */
const days = new Map<number, string>();

function dayOf({ at }: Pick<Use, 'at'>): string {
  const known = days.get(at) ?? (DateTime.fromMillis(at, { zone: ZONE }).toISODate() as string);
  days.set(at, known);
  return known;
}

export function monthOf(use: Pick<Use, 'at'>): string {
  return dayOf(use).slice(0, 7);
}

/** Rounds each figure to the nearest multiple from its exact value, and leaves out those that become 0. */
export function rounded(figures: Figures, base: number): Figures {
  const nearest = Object.entries(figures).map(([key, figure]) => [key, Math.round(figure / base) * base] as const);
  return Object.fromEntries(nearest.filter(([, figure]) => figure > 0));
}

/** Returns the figures of a report by item (by data type for the platform) and all attributes beside the data type. */
export function figuresIn(report: any): Figures {
  const items = report.Report_Items.flatMap((item: any) => item.Items ?? [item]);
  const figures: Record<string, number> = {};
  for (const { Item, Attribute_Performance } of items) {
    for (const { Data_Type, Performance, ...attributes } of Attribute_Performance) {
      const name = [Item ?? Data_Type, ...Object.values(attributes)].join(' ');
      for (const [metric, counts] of Object.entries(Performance as Record<string, Record<string, number>>)) {
        for (const [month, count] of Object.entries(counts)) figures[`${name} ${metric} ${month}`] = count;
      }
    }
  }
  return figures;
}

/**
 * Checks what must hold for every report.
 *
 * @returns what is wrong, in words
 */
export function contradictionsIn(report: any): string[] {
  const { Begin_Date, End_Date } = report.Report_Header.Report_Filters;
  const wrong: string[] = [];
  const ids = new Set<string>();
  for (const item of report.Report_Items.flatMap((one: any) => one.Items ?? [one])) {
    const id = JSON.stringify(item.Item_ID ?? item.Platform);
    if (ids.has(id)) wrong.push(`${id} stands there twice`);
    ids.add(id);
    for (const { Performance } of item.Attribute_Performance) {
      const of = (metric: string) => (Performance[metric] ?? {}) as Record<string, number>;
      for (const [metric, counts] of Object.entries(Performance as Record<string, Record<string, number>>)) {
        for (const [month, count] of Object.entries(counts)) {
          if (!(Number.isInteger(count) && count > 0)) wrong.push(`${id} ${metric} ${month}: ${count}`);
          if (`${month}-01` < Begin_Date || `${month}-01` > End_Date)
            wrong.push(`${id}: ${month} is outside the period`);
        }
      }
      const atMost = (least: string, most: string) => {
        for (const [month, count] of Object.entries(of(least)))
          if (Performance[most] && count > (of(most)[month] ?? 0))
            wrong.push(`${id} ${month}: ${least} exceeds ${most}`);
      };
      atMost('Unique_Item_Investigations', 'Total_Item_Investigations');
      atMost('Unique_Item_Requests', 'Total_Item_Requests');
      atMost('Total_Item_Requests', 'Total_Item_Investigations');
      atMost('Unique_Item_Requests', 'Unique_Item_Investigations');
    }
  }
  return wrong;
}
