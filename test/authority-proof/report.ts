/** Counts what a proof has compared. A proof in which everything is refused, or nothing, proves nothing. */
import type { Observer } from './answers';
import type { Changes } from './writes';

interface OfKind {
  operations: number;
  withData: number;
  forbidden: number;
}

interface OfRoot {
  /** The caller may have it, and it was answered with data. */
  answered: number;
  /**
   * The caller may have it, and it was not answered, because another field of the operation was refused or a value did
   * not fit.
   */
  unanswered: number;
  /** The caller may not have it, and it was refused. */
  refused: number;
}

export interface Report extends Observer {
  readonly kinds: Map<string, OfKind>;
  readonly roots: Map<string, OfRoot>;
  /** How many values were compared with what the caller may see, by coordinate. */
  readonly values: Map<string, number>;
  /** The number of errors by code. */
  readonly codes: Map<string, number>;
  readonly changes: Changes;
  operations: number;
  worlds: number;
  /** Operations that were repeated with absent rows in place of foreign ones, and got the same answer. */
  twins: number;
  /** Answers that clients may cache, and that the operator got too. */
  kept: number;
  /** The cursors that were seen, by the kind of list. */
  readonly cursors: Map<string, string[]>;
  answer(kind: string, withData: boolean, codes: readonly string[]): void;
}

export function createReport(): Report {
  const report: Report = {
    kinds: new Map(),
    roots: new Map(),
    values: new Map(),
    codes: new Map(),
    changes: {
      assigned: 0,
      revoked: 0,
      synced: 0,
      suspended: 0,
      created: 0,
      amended: 0,
      packages: 0,
      jobs: 0,
      seats: 0,
      surveys: 0,
      answers: 0,
      uses: 0,
      groups: 0,
      notes: 0,
      subscriptions: 0,
    },
    operations: 0,
    worlds: 0,
    twins: 0,
    kept: 0,
    cursors: new Map(),
    value: (coordinate) => void report.values.set(coordinate, (report.values.get(coordinate) ?? 0) + 1),
    root(coordinate, mayHave, answered) {
      const of = report.roots.get(coordinate) ?? { answered: 0, unanswered: 0, refused: 0 };
      report.roots.set(coordinate, of);
      of[answered ? 'answered' : mayHave ? 'unanswered' : 'refused'] += 1;
    },
    cursor(list, cursor) {
      const known = report.cursors.get(list) ?? [];
      report.cursors.set(list, [...known.slice(-200), cursor]);
    },
    answer(kind, withData, codes) {
      const of = report.kinds.get(kind) ?? { operations: 0, withData: 0, forbidden: 0 };
      report.kinds.set(kind, of);
      report.operations += 1;
      of.operations += 1;
      if (withData) of.withData += 1;
      if (codes.includes('FORBIDDEN')) of.forbidden += 1;
      for (const code of codes) report.codes.set(code, (report.codes.get(code) ?? 0) + 1);
    },
  };
  return report;
}

export function textOf({ kinds, roots, values, codes, changes, operations, worlds, twins, kept }: Report): string {
  const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`.padStart(7);
  const all = [...kinds.values()];
  const sum = (of: (kind: OfKind) => number) => all.reduce((total, kind) => total + of(kind), 0);
  const checked = [...values.values()].reduce((total, count) => total + count, 0);
  return [
    `${operations} operations in ${worlds} worlds: ${percent(
      sum((k) => k.withData),
      operations,
    ).trim()} answered with data, ${percent(
      sum((k) => k.forbidden),
      operations,
    ).trim()} FORBIDDEN at least in part.`,
    `${checked} values of ${values.size} fields were held against what the caller may see; none was foreign.`,
    `${twins} operations were sent again with what does not exist in the place of what is foreign: the same answer each time.`,
    `${kept} answers that clients may keep were the same for the operator.`,
    `Changed by those who may, and by nobody else: ${changes.assigned} assignments, ${changes.revoked} other changes of entitlements, ${changes.suspended} of suspensions, ${changes.synced} synced entitlements, ${changes.created} new and ${changes.amended} amended licences, ${changes.packages} packages, ${changes.jobs} jobs, ${changes.seats} seats, ${changes.surveys} surveys, ${changes.answers} answers, ${changes.uses} uses, ${changes.groups} of school groups, ${changes.notes} notes and ${changes.subscriptions} subscriptions of worklists.`,
    `Errors: ${[...codes].map(([code, count]) => `${code} ${count}`).join(', ')}.`,
    '',
    'kind        operations   data  FORBIDDEN',
    ...[...kinds]
      .sort()
      .map(
        ([kind, of]) =>
          `${kind.padEnd(10)} ${String(of.operations).padStart(11)} ${percent(of.withData, of.operations)} ${percent(of.forbidden, of.operations)}`,
      ),
    '',
    'root field                     may: answered  may: unanswered   may not: refused',
    ...[...roots]
      .sort()
      .map(
        ([root, of]) =>
          `${root.padEnd(30)} ${String(of.answered).padStart(13)} ${String(of.unanswered).padStart(16)} ${String(of.refused).padStart(18)}`,
      ),
  ].join('\n');
}
