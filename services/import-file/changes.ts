/**
 * What an import changes about things that are on record, field by field: always counted, and listed line by line
 * where asked.
 */
import { dateOf } from '../../access/calendar';

/** The longest value that is shown. The beginning of a longer one is enough to recognise it. */
const MAX_VALUE_LENGTH = 120;

export class Changes {
  private readonly counts = new Map<string, number>();
  private readonly told: string[] = [];
  private untold = 0;

  /** @param most how many changes are listed line by line; the others are counted */
  constructor(private readonly most = 0) {}

  /** Adds every field in which `after` differs from what is on record, by the names of the file's fields. */
  compare<Facts extends object>(what: string, before: Facts | undefined, after: Facts): void {
    if (!before) return;
    for (const field of Object.keys(after) as (keyof Facts & string)[]) {
      const [from, to] = [formatValue(before[field]), formatValue(after[field])];
      if (from !== to) this.add(what, field, from, to);
    }
  }

  /** @param what such as `title 5552796` */
  add(what: string, field: string, from: string, to: string): void {
    const kind = `${what.split(' ')[0]}: ${field}`;
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    if (this.told.length < this.most) this.told.push(`${what}: ${field}: ${cut(from)} → ${cut(to)}`);
    else this.untold++;
  }

  /** Returns `changed fields: title: rights 12, title: withdrawnOn 3`, and the changes that are listed. */
  lines(): string[] {
    if (this.counts.size === 0) return [];
    const counted = [...this.counts].map(([kind, count]) => `${kind} ${count.toLocaleString('en')}`).join(', ');
    const more = this.most > 0 && this.untold > 0 ? [`  and ${this.untold.toLocaleString('en')} more`] : [];
    return [`changed fields: ${counted}`, ...this.told.map((line) => `  ${line}`), ...more];
  }
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Instants are shown as days, because all instants of a file are the beginnings of days. */
function formatValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(formatValue).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return typeof value === 'string' && INSTANT.test(value) ? dateOf(Date.parse(value)) : String(value);
}

function cut(value: string): string {
  return value.length > MAX_VALUE_LENGTH ? `${value.slice(0, MAX_VALUE_LENGTH)}…` : value;
}
