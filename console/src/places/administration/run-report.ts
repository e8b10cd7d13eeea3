/** Reads the known lines of a command's output, which is in English and for a terminal, as rows of tables. */

/** How many things of one kind an import has added, changed and so on. */
export interface Counts {
  readonly what: string;
  readonly counts: readonly (readonly [name: string, count: number])[];
}

/** A part of a file that was refused. */
interface Refused {
  readonly line: number;
  /** The number of the element, where the line holds several. */
  readonly element: number | null;
  /** The path of the field, `titles[3].from`; null where the whole element was refused. */
  readonly path: string | null;
  readonly expected: string;
  readonly found: string | null;
}

const number = (text: string) => Number(text.replaceAll(',', ''));

/**
 * Reads `titles          added 2, changed 0, unchanged 0`, and the counts of a list of schools below `schools  5,400`.
 */
export function countsOf(report: string): Counts[] {
  const found: Counts[] = [];
  let isOfSchools = false;
  for (const line of report.split('\n')) {
    const [, what = '', rest = ''] = /^(\w[\w ]*?)(?::| {2,}[\d, ]*?) ?((?:\w+ [\d,]+, )+\w+ [\d,]+)$/.exec(line) ?? [];
    if (rest !== '') found.push({ what: what.trim(), counts: rest.split(', ').map(countOf) });
    const [, listed] = /^schools +([\d,]+)$/.exec(line) ?? [];
    if (listed !== undefined) found.push({ what: 'schools', counts: [['listed', number(listed)]] });
    isOfSchools = listed !== undefined || (isOfSchools && line.startsWith('  '));
    const [, name, count] = (isOfSchools && /^ {2}(.*\S) +([\d,]+)$/.exec(line)) || [];
    if (name !== undefined && count !== undefined) {
      const schools = found.at(-1) as Counts;
      found[found.length - 1] = { ...schools, counts: [...schools.counts, [name, number(count)]] };
    }
  }
  return found;
}

function countOf(text: string): readonly [string, number] {
  const [name = '', count = ''] = text.split(' ');
  return [name, number(count)];
}

/** Reads `  line 7, element 5: titles[3].from: must be a day of the calendar; it is “2026-02-30”`. */
export function refusedOf(output: string): { readonly rows: readonly Refused[]; readonly more: number } {
  const rows = output.split('\n').flatMap((line): Refused[] => {
    const [, row, element, message] = /^ {2}line (\d+)(?:, element (\d+))?: (.*)$/.exec(line) ?? [];
    if (row === undefined || message === undefined) return [];
    const [, path, rest = message] = /^([\w@$.[\]-]+): (.*)$/.exec(message) ?? [];
    const [, expected = rest, found] = /^(.*); it is (“.*”|\S+)$/.exec(rest) ?? [];
    return [
      {
        line: Number(row),
        element: element === undefined ? null : Number(element),
        path: path ?? null,
        expected,
        found: found ?? null,
      },
    ];
  });
  const [, more = '0'] = /^ {2}and ([\d,]+) more like these\.$/m.exec(output) ?? [];
  return { rows, more: number(more) };
}
