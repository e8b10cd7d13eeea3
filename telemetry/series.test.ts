/** Prometheus is told by our series what it would be told by prom-client's own counter and histogram. */
import fc from 'fast-check';
import { AggregatorRegistry, Counter, Histogram, Registry } from 'prom-client';
import { countSeries, durationSeries } from './series';

const COUNTER = { name: 'things_total', help: 'Things', labelNames: ['kind', 'colour'] };
const DURATION = { name: 'thing_seconds', help: 'How long things take', labelNames: ['kind', 'colour'] };
const BOUNDS = [0.002, 0.01, 0.5, 1];

const label = fc.constantFrom('', 'red', 'blue "quoted"', 'line\nbreak', 'back\\slash', '__proto__');
const seconds = fc.oneof(fc.constantFrom(0, 0.002, 0.01, 0.5, 1, 1.0001), fc.double({ min: 0, max: 3, noNaN: true }));
const happened = fc.array(fc.record({ kind: label, colour: label, seconds, count: fc.nat(5) }), { maxLength: 50 });

function theirs(all: readonly { kind: string; colour: string; seconds: number; count: number }[]): Registry {
  const registry = new Registry();
  const counter = new Counter({ ...COUNTER, registers: [registry] });
  const histogram = new Histogram({ ...DURATION, buckets: BOUNDS, registers: [registry] });
  for (const { kind, colour, seconds: took, count } of all) {
    counter.inc({ kind, colour }, count);
    histogram.observe({ kind, colour }, took);
  }
  return registry;
}

function ours(all: readonly { kind: string; colour: string; seconds: number; count: number }[]): Registry {
  const registry = new Registry();
  const count = countSeries(registry, COUNTER);
  const observe = durationSeries(registry, { ...DURATION, bounds: BOUNDS });
  for (const one of all) {
    count(one.count, one.kind, one.colour);
    observe(one.seconds, one.kind, one.colour);
  }
  return registry;
}

const lines = (text: string) => text.split('\n').sort();

test('in the text of one process', async () => {
  await fc.assert(
    fc.asyncProperty(happened, async (all) => {
      expect(lines(await ours(all).metrics())).toEqual(lines(await theirs(all).metrics()));
    }),
  );
});

test('in the text of several workers, added up', async () => {
  await fc.assert(
    fc.asyncProperty(happened, happened, async (one, other) => {
      const text = async (make: typeof ours) =>
        AggregatorRegistry.aggregate([
          await make(one).getMetricsAsJSON(),
          await make(other).getMetricsAsJSON(),
        ] as never).metrics();
      expect(lines(await text(ours))).toEqual(lines(await text(theirs)));
    }),
  );
});
