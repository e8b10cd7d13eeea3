/** The findings of a proof of life. */
import type { Part } from '../installation';
import type { Asked, Verdict } from './judge';

export interface Report {
  /** Descriptions of answers that are not allowed. */
  readonly wrong: string[];
  /** Requests without an answer so far, by the time at which they were sent (performance.now()). */
  readonly pending: Map<number, string>;
  readonly endings: Map<string, number>;
  /** The number of answers by kind of request and outcome. */
  readonly answers: Map<string, number>;
  /** Mutations that were sent again. */
  repeated: number;
  /** How many revocations and uses had already happened when they were sent again. */
  happenedBefore: number;
  note(asked: Asked, verdict: Verdict): void;
  ended(what: string): void;
  /** Starts to count again how often each gateway answers each kind of request rightly. */
  lookAnew(): void;
  /** Whether each kind of request that was sent since then was answered rightly by each gateway. */
  allRight(): boolean;
  text(): string;
}

const KINDS = ['titles', 'access', 'overview', 'assign', 'revoke', 'record'];
const ENOUGH = 3;

export function createReport(gateways: readonly Part[]): Report {
  let since = 0;
  let right = new Map<string, number>();
  const add = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const report: Report = {
    wrong: [],
    pending: new Map(),
    endings: new Map(),
    answers: new Map(),
    repeated: 0,
    happenedBefore: 0,
    note({ what, gateway, time, got }, verdict) {
      add(report.answers, 'why' in verdict ? `${verdict.kind}: ${verdict.why}` : 'right');
      const name = `${what} ${gateway}`;
      if (verdict.kind === 'wrong') {
        const lasted = `${Math.round(time.from)} to ${Math.round(time.until)} ms`;
        report.wrong.push(`${what} at ${gateway}, ${lasted}: ${verdict.why}. ${JSON.stringify(got)}`);
      }
      if (time.from < since) return;
      if (verdict.kind === 'whole') add(right, name);
      else right.delete(name);
    },
    ended: (what) => void add(report.endings, what),
    lookAnew() {
      since = performance.now();
      right = new Map();
    },
    allRight: () =>
      gateways.every((gateway) => KINDS.every((kind) => (right.get(`${kind} ${gateway}`) ?? 0) >= ENOUGH)),
    text() {
      const sum = [...report.answers.values()].reduce((all, count) => all + count, 0);
      const lines = (counts: ReadonlyMap<string, number>) =>
        [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `  ${String(count).padStart(7)}  ${name}`);
      return [
        `${sum} answers:`,
        ...lines(report.answers),
        `${report.repeated} mutations were sent again, of which at least ${report.happenedBefore} had happened; each happened once.`,
        'Killed and stopped:',
        ...lines(report.endings),
      ].join('\n');
    },
  };
  return report;
}
