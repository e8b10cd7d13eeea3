/** What a proof of life has seen. */
import type { Part } from '../installation';
import type { Asked, Verdict } from './judge';

export interface Report {
  /** Each tells one answer that is not allowed. */
  readonly wrong: string[];
  /** When what was asked that has no answer yet, by performance.now(). */
  readonly pending: Map<number, string>;
  readonly endings: Map<string, number>;
  /** Answers by what was asked and what became of it. */
  readonly answers: Map<string, number>;
  /** Mutations that were sent again. */
  repeated: number;
  /** Of revocations and uses: those that had happened when they were sent again. */
  happenedBefore: number;
  note(asked: Asked, verdict: Verdict): void;
  ended(what: string): void;
  /** Begins to count anew how often each kind of request is answered rightly by each gateway. */
  lookAnew(): void;
  /** Whether each was, of what was asked since. */
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
