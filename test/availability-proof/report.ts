/** Reports in a table how the victim was answered, and whether the bounds held. */
import { columns } from '../../bench/comparison/table';
import type { Attack, Shots } from './attack';
import type { Peak } from './product';
import type { Suffering } from './victim';

export interface Row {
  readonly attack: Pick<Attack, 'name' | 'sends' | 'token' | 'away'>;
  readonly seconds: number;
  /** The load of the whole machine in the last minute. */
  readonly loadAverage: number;
  readonly calm: Suffering;
  readonly attacked: Suffering;
  readonly shots: Shots | null;
  readonly peak: Peak;
  readonly alive: boolean;
  /** Seconds until the victim was answered as before; null where it never was. */
  readonly calmAgainAfter: number | null;
  /** Beside as many lawful requests a second; null where it was not tried. */
  readonly lawful: { readonly perSecond: number; readonly victim: Suffering } | null;
  /** The bounds that did not hold. */
  readonly broken: readonly string[];
}

const BOUNDS = { p95Ms: 500, rssMb: 500 } as const;

export function brokenBounds({ attack, attacked, peak, alive, calmAgainAfter }: Omit<Row, 'broken'>): string[] {
  const otherErrors = sum(attacked.errors) - attacked.unavailable;
  const opened = peak.opened.filter((service) => service !== attack.away);
  return [
    ...(attacked.p95Ms < BOUNDS.p95Ms ? [] : [`p95 ${attacked.p95Ms.toFixed(0)} ms`]),
    ...(attacked.unavailable === 0 ? [] : [`${attacked.unavailable} SUBGRAPH_UNAVAILABLE`]),
    ...(otherErrors === 0 ? [] : [`${otherErrors} not answered`]),
    ...(opened.length === 0 ? [] : [`breaker of ${opened.join(', ')}`]),
    ...(peak.rssMb <= BOUNDS.rssMb ? [] : [`${peak.rssMb} MB`]),
    ...(alive ? [] : ['process ended']),
    ...(calmAgainAfter === null ? ['not calm again'] : []),
  ];
}

const HEAD = [
  'attack',
  'token',
  'size',
  'calm p95',
  'p50',
  'p95',
  'max ms',
  'errors of',
  'MB',
  'heap MB',
  'CPU ms each',
  'starved',
  'sent',
  'refused',
  'calm after',
  'lawful/s',
  'p95',
  'load',
  '',
];

export function tableOf(rows: readonly Row[]): string {
  const ms = (value: number) => value.toFixed(0);
  const lines = rows.map((row) => {
    const { attack, calm, attacked, shots, peak, calmAgainAfter, lawful, loadAverage, broken } = row;
    return [
      attack.name,
      attack.token,
      String(shots?.size ?? '?'),
      ms(calm.p95Ms),
      ms(attacked.p50Ms),
      ms(attacked.p95Ms),
      ms(attacked.maxMs),
      `${sum(attacked.errors)}/${attacked.requests}`,
      `+${peak.rssMb}`,
      String(peak.heapMb),
      shots && shots.sent > 0 ? (peak.cpuMs / shots.sent).toFixed(1) : '–',
      `${Math.round(peak.starvedMs / row.seconds / 10)} %`,
      String(shots?.sent ?? '?'),
      String(shots ? sum(shots.refused) : '?'),
      calmAgainAfter === null ? 'never' : `${calmAgainAfter} s`,
      lawful ? ms(lawful.perSecond) : '',
      lawful ? ms(lawful.victim.p95Ms) : '',
      loadAverage.toFixed(1),
      broken.length === 0 ? 'holds' : `BROKEN: ${broken.join('; ')}`,
    ];
  });
  const details = rows.flatMap(({ attack, attacked, shots }) => [
    ...(sum(attacked.errors) > 0 ? [`  ${attack.name}, victim: ${counts(attacked.errors)}`] : []),
    ...(shots && sum(shots.refused) > 0 ? [`  ${attack.name}, attacker: ${counts(shots.refused)}`] : []),
  ]);
  return [
    `The victim asks for access ten times a second. Bounds: p95 below ${BOUNDS.p95Ms} ms, each answered, no SUBGRAPH_UNAVAILABLE, no breaker open, at most ${BOUNDS.rssMb} MB above idle. Starved: the share of the time that the product waited for a processor; with much of it other work on this machine made the figures.`,
    ...columns([HEAD, ...lines]),
    '',
    'Errors:',
    ...details,
  ].join('\n');
}

function sum(numbers: Readonly<Record<string, number>>): number {
  return Object.values(numbers).reduce((all, count) => all + count, 0);
}

function counts(numbers: Readonly<Record<string, number>>): string {
  return Object.entries(numbers)
    .sort(([, one], [, other]) => other - one)
    .map(([what, count]) => `${count} × ${what}`)
    .join(', ');
}
