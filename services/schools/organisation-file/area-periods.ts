/** When a media centre serves an area, by a file and what is on record. Pure functions. Instants are in ISO 8601. */

import { beginOf } from '../../import-file/days';
import type { MediaCentreRecord } from './records';

export interface Area {
  /** A district's five digits, or a municipality's eight. */
  readonly ags: string;
  readonly centre: string;
  /** Null: open. */
  readonly from: string | null;
  readonly until: string | null;
}

/**
 * From `asOf` on, the centre serves what the record lists; what is on record about the time before stays. Where the
 * record leaves out a beginning or an end, the one on record stays. An area that nobody served begins without a
 * beginning.
 *
 * @param onRecord the areas of all centres
 * @returns the centre's areas; null where they stay as they are
 */
export function areasOf(
  { number: centre, areas }: MediaCentreRecord,
  onRecord: readonly Area[],
  asOf: string,
): readonly Area[] | null {
  if (!areas) return null;
  const own = onRecord.filter((area) => area.centre === centre);
  const past = own.flatMap((area) => clipped(area, asOf));
  const coming = areas.flatMap(({ district, municipality, from, until }) => {
    const ags = (district ?? municipality) as string;
    const still = own.find((area) => area.ags === ags && (area.until === null || area.until > asOf));
    const isNew = !onRecord.some((area) => area.ags === ags);
    const begin = from === undefined ? (still ? still.from : isNew ? null : asOf) : beginOf(from);
    const end = until === undefined ? (still?.until ?? null) : beginOf(until);
    const wasThere = own.some((area) => area.ags === ags);
    const start = wasThere && (begin === null || begin < asOf) ? asOf : begin;
    return end !== null && start !== null && end <= start ? [] : [{ ags, centre, from: start, until: end }];
  });
  return joined([...past, ...coming]);
}

/** Returns the first two areas of different centres that are served at the same time. */
export function doublyServed(areas: readonly Area[]): readonly [Area, Area] | undefined {
  const byAgs = new Map<string, Area[]>();
  for (const area of areas) byAgs.set(area.ags, [...(byAgs.get(area.ags) ?? []), area]);
  for (const served of byAgs.values())
    for (const [index, area] of served.entries())
      for (const other of served.slice(index + 1))
        if (area.centre !== other.centre && overlap(area, other)) return [area, other];
  return undefined;
}

function overlap(a: Area, b: Area): boolean {
  return (
    (a.until === null || b.from === null || b.from < a.until) &&
    (b.until === null || a.from === null || a.from < b.until)
  );
}

/** Returns the part of it before that instant. */
function clipped(area: Area, asOf: string): Area[] {
  if (area.from !== null && area.from >= asOf) return [];
  return [area.until === null || area.until > asOf ? { ...area, until: asOf } : area];
}

/** Joins areas of which one begins where the other ends. */
function joined(areas: readonly Area[]): Area[] {
  const found: Area[] = [];
  for (const area of areas) {
    const before = found.findIndex(
      (other) => other.ags === area.ags && other.until !== null && other.until === area.from,
    );
    if (before === -1) found.push(area);
    else found[before] = { ...(found[before] as Area), until: area.until };
  }
  return found;
}
