import { type Spread, spreadText } from '../statistics';
import type { NotRun, Row } from './comparison';

/** @param peers names of peers, in the order of their columns */
export function comparisonTable(title: string, peers: readonly string[], rows: readonly (Row | NotRun)[]): string {
  const measured = rows.filter((row): row is Row => 'perSecond' in row);
  const shown = peers.filter((peer) => measured.some(({ ratios }) => ratios[peer]));
  const withCost = measured.some(({ cpuMs }) => cpuMs);
  const [first = ''] = shown;
  const head = [
    '',
    'requests/s',
    ...shown.map((peer) => `× ${peer}`),
    ...(withCost ? ['CPU ms each', `CPU × ${first}`] : []),
    '',
  ];
  const lines = rows.map((row) =>
    'notRun' in row
      ? [row.name, `not run: ${row.notRun}`]
      : [
          row.name,
          spreadText(row.perSecond, 0),
          ...shown.map((peer) => ratio(row.ratios[peer])),
          ...(withCost ? [row.cpuMs?.median.toFixed(2) ?? '–', ratio(row.cpuRatios[first])] : []),
          targets(row),
        ],
  );
  return [title, ...columns([head, ...lines])].join('\n');
}

function ratio(spread: Spread | undefined): string {
  return spread ? spreadText(spread, 2) : '–';
}

function targets({ targets, ratios }: Row): string {
  return Object.entries(targets)
    .flatMap(([peer, least]) => {
      const reached = ratios[peer];
      if (!reached) return [];
      return `target ${least}x ${peer}: ${reached.median >= least ? 'reached' : `missed, ${reached.median.toFixed(2)}x`}`;
    })
    .join('; ');
}

/** Aligns the first column to the left and the others to the right; the last one is not aligned. */
export function columns(lines: readonly (readonly string[])[]): string[] {
  const full = lines.filter(({ length }) => length === lines[0]?.length);
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...full.map((line) => line[at]?.length ?? 0)));
  widths[0] = Math.max(...lines.map(([name = '']) => name.length));
  return lines.map((line) =>
    line
      .map((cell, at) => {
        if (at === 0) return `  ${cell.padEnd(widths[0] as number)}`;
        const last = at === line.length - 1;
        return last ? cell : cell.padStart(widths[at] as number);
      })
      .join('  ')
      .trimEnd(),
  );
}
