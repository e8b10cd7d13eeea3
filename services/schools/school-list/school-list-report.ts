/** The result of a reconciliation, and its report. */
import type { Changes } from '../regions/region-queries';

export interface SchoolListReport {
  readonly schools: {
    readonly listed: number;
    readonly added: number;
    /** Attributes changed in place. A school may have been both changed and moved. */
    readonly changed: number;
    readonly movedAuthority: number;
    /** Moved to another district or media centre. */
    readonly movedRegion: number;
    /** Left the list. */
    readonly closed: number;
    /** Came back to the list. */
    readonly reopened: number;
    /** Listed, and nothing about it changed. */
    readonly unchanged: number;
  };
  readonly authorities: Changes & { readonly listed: number };
  readonly municipalities: Changes & { readonly listed: number };
  readonly districts: Changes & { readonly listed: number };
  readonly mediaCentresAdded: number;
  /** Entitlements of moved schools that only the owner of the licence can end now: how many, and the first of them. */
  readonly leftBehind: { readonly count: number; readonly some: readonly string[] };
  /** At which schools what is suspended was opened on purpose, as a line; empty where there are none. */
  readonly opened: readonly string[];
  /** One sentence each. */
  readonly dataQuality: readonly string[];
}

export function changedNothing({
  schools,
  authorities,
  municipalities,
  districts,
  mediaCentresAdded,
}: SchoolListReport): boolean {
  const { added, changed, movedAuthority, movedRegion, closed, reopened } = schools;
  const about = [authorities, municipalities, districts].flatMap((changes) => [changes.added, changes.changed]);
  return [added, changed, movedAuthority, movedRegion, closed, reopened, mediaCentresAdded, ...about].every(
    (count) => count === 0,
  );
}

export function reportLines(report: SchoolListReport): string[] {
  const { schools } = report;
  const counts: [string, number][] = [
    ['added', schools.added],
    ['changed', schools.changed],
    ['moved to another authority', schools.movedAuthority],
    ['moved to another district or media centre', schools.movedRegion],
    ['closed (left the list)', schools.closed],
    ['reopened (back in the list)', schools.reopened],
    ['unchanged', schools.unchanged],
  ];
  return [
    ...(changedNothing(report) ? ['Nothing changed: the list is what the database holds already.'] : []),
    `${'schools'.padEnd(16)}${grouped(schools.listed).padStart(7)}`,
    ...counts.map(([what, count]) => `  ${what.padEnd(44)}${grouped(count).padStart(7)}`),
    about('authorities', report.authorities),
    about('municipalities', report.municipalities),
    about('districts', report.districts),
    ...(report.mediaCentresAdded > 0
      ? [`media centres added for districts that had none: ${report.mediaCentresAdded}`]
      : []),
    ...(report.leftBehind.count > 0
      ? [
          `entitlements that moved schools hold by an authority they left, which only it can end: ${report.leftBehind.count} (${report.leftBehind.some.join('; ')})`,
        ]
      : []),
    ...report.opened,
    ...(report.dataQuality.length > 0 ? ['data quality:', ...report.dataQuality.map((note) => `  - ${note}`)] : []),
  ];
}

function about(what: string, { listed, added, changed }: Changes & { listed: number }): string {
  return `${what.padEnd(16)}${grouped(listed).padStart(7)}   added ${grouped(added)}, changed ${grouped(changed)}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
