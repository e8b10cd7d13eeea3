/**
 * Counts by a few labels, once for each combination of values. prom-client checks and joins labels on each count, which
 * took most of the time of counting. Here that is done once, and the values are handed over when Prometheus scrapes.
 */
import type { Registry } from 'prom-client';

/** For each combination of values of the labels, a thing of its own. */
class Series<Thing extends object> {
  readonly all: { readonly labels: Readonly<Record<string, string>>; readonly thing: Thing }[] = [];
  private readonly known = new Map<string, unknown>();

  constructor(
    private readonly names: readonly string[],
    private readonly make: () => Thing,
  ) {}

  /** @param values in the order of the names */
  of(...values: readonly string[]): Thing {
    let known = this.known;
    const last = values.length - 1;
    for (let at = 0; at < last; at += 1) {
      let next = known.get(values[at] as string) as Map<string, unknown> | undefined;
      if (!next) {
        next = new Map();
        known.set(values[at] as string, next);
      }
      known = next;
    }
    return (known.get(values[last] as string) ?? this.begin(known, values)) as Thing;
  }

  private begin(known: Map<string, unknown>, values: readonly string[]): Thing {
    const thing = this.make();
    known.set(values.at(-1) as string, thing);
    this.all.push({ labels: Object.fromEntries(this.names.map((name, at) => [name, values[at] as string])), thing });
    return thing;
  }
}

interface SeriesOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

interface Value {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** As prom-client asks each of its metrics, for this process and for the one that adds up its workers. */
function register(
  registry: Registry,
  type: 'counter' | 'histogram',
  options: SeriesOptions,
  values: () => Value[],
): void {
  const { name, help } = options;
  const get = async () => ({ name, help, type, aggregator: 'sum', values: values() });
  registry.registerMetric({ name, help, type, aggregator: 'sum', get } as never);
}

/** @returns a function that adds one, or the given number */
export function countSeries(registry: Registry, options: SeriesOptions): (count: number, ...values: string[]) => void {
  const series = new Series(options.labelNames, () => ({ count: 0 }));
  register(registry, 'counter', options, () => series.all.map(({ labels, thing }) => ({ labels, value: thing.count })));
  return (count, ...values) => {
    series.of(...values).count += count;
  };
}

/** @param bounds in seconds, the least first */
export function durationSeries(
  registry: Registry,
  { bounds, ...options }: SeriesOptions & { readonly bounds: readonly number[] },
): (seconds: number, ...values: string[]) => void {
  const series = new Series(options.labelNames, () => ({ within: bounds.map(() => 0), sum: 0, count: 0 }));
  const names = { bucket: `${options.name}_bucket`, sum: `${options.name}_sum`, count: `${options.name}_count` };
  register(registry, 'histogram', options, () =>
    series.all.flatMap(({ labels, thing: { within, sum, count } }) => {
      let upTo = 0;
      const buckets = bounds.map((le, at): Value => {
        upTo += within[at] as number;
        return { metricName: names.bucket, labels: { le, ...labels }, value: upTo };
      });
      return [
        ...buckets,
        { metricName: names.bucket, labels: { le: '+Inf', ...labels }, value: count },
        { metricName: names.sum, labels, value: sum },
        { metricName: names.count, labels, value: count },
      ];
    }),
  );
  return (seconds, ...values) => {
    const observed = series.of(...values);
    observed.sum += seconds;
    observed.count += 1;
    for (let at = 0; at < bounds.length; at += 1) {
      if (seconds > (bounds[at] as number)) continue;
      observed.within[at] = (observed.within[at] as number) + 1;
      return;
    }
  };
}
