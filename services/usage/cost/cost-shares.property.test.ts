/** What licences cost, by month and school, compared with a count of days that shares nothing with the SQL. */

import fc from 'fast-check';
import { DateTime } from 'luxon';
import { ZONE } from '../../../access/calendar';
import { createTestDatabase, type TestDatabase } from '../../../test/database';
import { bought } from '../../../test/purchases';
import { clearWorld, type SeededWorld, seedWorld } from '../../../test/seed-world';
import { costs } from './cost-shares';

const FIRST = '2025-01-01';
const AFTER = '2025-07-01';
const SCHOOLS = ['FIRST', 'SECOND', 'THIRD'];
const AUTHORITIES = ['CITY', 'TOWN'];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** From 2024-12-20 on, over both ends of the period; all are looked at for each licence, so each is made once. */
const DAYS = Array.from({ length: 500 }, (_, days) => {
  const day = DateTime.fromISO('2024-12-20', { zone: ZONE }).plus({ days });
  return { day, date: day.toISODate() as string, lastInstant: day.plus({ days: 1 }).toMillis() - 1 };
});
const dayAfter = (days: number) => (DAYS[days] as (typeof DAYS)[number]).day;
const span = fc
  .tuple(fc.nat(230), fc.integer({ min: 2, max: 120 }))
  .map(([from, length]) => ({ from: dayAfter(from), until: dayAfter(from + length) }));
const hours = fc.constantFrom(0, 0, 0, 9, 23);
const cents = fc.oneof(fc.nat(20), fc.nat(1_000_000));
const licence = fc.record({
  kind: fc.constantFrom('FIXED', 'FIXED', 'DURATION', 'UNLIMITED'),
  term: span,
  durationDays: fc.integer({ min: 1, max: 100 }),
  cents: fc.option(cents, { freq: 6 }),
  /** Bought a second time, for days of its own. */
  again: fc.option(fc.record({ cents, term: span })),
});
const entitlement = fc.record({
  licence: fc.nat(1),
  holder: fc.constantFrom(...SCHOOLS, ...AUTHORITIES, 'STATE'),
  period: span,
  hours: fc.tuple(hours, hours),
  revokedAfter: fc.option(fc.nat(60), { freq: 3 }),
});
const each = fc.record({
  licences: fc.array(licence, { minLength: 2, maxLength: 2 }),
  entitlements: fc.array(entitlement, { maxLength: 6 }),
  /** Of each school, its authority and the one that it moves to. */
  moves: fc.array(fc.record({ to: fc.nat(1), after: fc.option(fc.nat(230)) }), { minLength: 3, maxLength: 3 }),
});
/** Some have two licences that cover the same schools on the same days: a class. */
const facts = fc.oneof(
  each,
  each.map(({ licences: [first, second], entitlements, ...more }) => ({
    ...more,
    licences: [first, first && { ...first, cents: second?.cents ?? null, again: second?.again ?? null }].filter(
      (one) => one !== undefined,
    ),
    entitlements: entitlements.flatMap((one) => [0, 1].map((licence) => ({ ...one, licence }))),
  })),
);
type Facts = typeof each extends fc.Arbitrary<infer Value> ? Value : never;

const iso = (instant: DateTime) => instant.toUTC().toISO() as string;
const dayOf = (instant: DateTime) => instant.toISODate() as string;
const authorityOf = ({ moves }: Facts, school: number, day: string) => {
  const { to, after } = moves[school] as Facts['moves'][number];
  const hasMoved = after !== null && day >= (DAYS[after]?.date as string);
  return AUTHORITIES[hasMoved ? 1 - to : to] as string;
};

function periodOf({ period, hours: [from, until], revokedAfter }: Facts['entitlements'][number]) {
  const begins = period.from.plus({ hours: from });
  return {
    from: begins,
    until: period.until.plus({ hours: until }),
    revoked: revokedAfter === null ? null : begins.plus({ days: revokedAfter, hours: 3 }),
  };
}

async function seed(given: Facts): Promise<SeededWorld> {
  await clearWorld(database.query);
  const { licences, entitlements, moves } = given;
  const seeded = await seedWorld(database.query, {
    organisations: Object.fromEntries(AUTHORITIES.map((name) => [name, 'AUTHORITY' as const])),
    schools: Object.fromEntries(
      moves.map(({ to, after }, school) => {
        const [first, second] = [AUTHORITIES[to] as string, AUTHORITIES[1 - to] as string];
        const turn = after === null ? undefined : iso(dayAfter(after));
        const belongsTo = turn
          ? [
              { to: first, until: turn },
              { to: second, from: turn },
            ]
          : [{ to: first }];
        return [SCHOOLS[school] as string, { belongsTo }];
      }),
    ),
    titles: {},
    packages: {},
    licences: Object.fromEntries(
      licences.map(({ kind, term }, index) => [
        `L${index}`,
        {
          owner: 'STATE',
          heldAt: ['STATE', 'AUTHORITY', 'SCHOOL'] as const,
          rights: ['STREAM'] as const,
          packages: [],
          ...(kind === 'FIXED' && { term: { from: iso(term.from), until: iso(term.until) } }),
        },
      ]),
    ),
    entitlements: Object.fromEntries(
      entitlements.map((one, index) => {
        const { from, until, revoked } = periodOf(one);
        const ends = { from: iso(from), until: iso(until), ...(revoked && { revoked: iso(revoked) }) };
        return [`E${index}`, { licence: `L${one.licence}`, holder: one.holder, ...ends }];
      }),
    ),
  });
  for (const [index, { kind, durationDays, cents, again }] of licences.entries()) {
    const id = seeded.licence(`L${index}`);
    await database.query('update licences.licence_terms set term_kind = $2, duration_days = $3 where licence_id = $1', [
      id,
      kind,
      kind === 'DURATION' ? durationDays : null,
    ]);
    if (cents !== null) await database.query(bought('l.id = $1', '$2'), [id, cents]);
    if (again)
      await database.query(
        "insert into licences.purchase (licence_id, number, cents, term) values ($1, 'R2', $2, daterange($3, $4))",
        [id, again.cents, dayOf(again.term.from), dayOf(again.term.until)],
      );
  }
  return seeded;
}

interface Purchase {
  readonly name: string;
  readonly cents: number;
  /** The first and the last day that it pays for. */
  readonly days: readonly [string, string];
}

/** Those of a licence that pay for any days. */
function purchasesOf(given: Facts, index: number): Purchase[] {
  const { cents, again } = given.licences[index] as Facts['licences'][number];
  const first = termOf(given, index);
  const both = [
    cents !== null && first && { name: `L${index} R1`, cents, days: first },
    again && { name: `L${index} R2`, cents: again.cents, days: daysOf(again.term) },
  ];
  return both.filter((one) => one !== null && one !== false);
}

const daysOf = ({ from, until }: { from: DateTime; until: DateTime }) =>
  [dayOf(from), dayOf(until.minus({ days: 1 }))] as const;

/** First and last day; null where there is none to say. */
function termOf(given: Facts, index: number): readonly [string, string] | null {
  const { kind, term, durationDays } = given.licences[index] as Facts['licences'][number];
  if (kind === 'UNLIMITED') return null;
  if (kind === 'FIXED') return daysOf(term);
  const activated = given.entitlements.filter(({ licence }) => licence === index).map(({ period }) => period.from);
  const first = activated.toSorted((a, b) => a.toMillis() - b.toMillis())[0];
  return first ? [first.toISODate() as string, first.plus({ days: durationDays - 1 }).toISODate() as string] : null;
}

/** By month (`2025-01`) and school with its authority (`FIRST of CITY`), in 6ths of a day: of 1 to 3 schools each has whole ones. */
function weightsOf(given: Facts, index: number, days: readonly [string, string]): Map<string, Map<string, number>> {
  const months = new Map<string, Map<string, number>>();
  forEachDay(given, index, days, (month, covered) => {
    const weights = months.get(month) ?? new Map<string, number>();
    months.set(month, weights);
    const places = covered.map(({ place }) => place);
    for (const place of places.length > 0 ? places : ['nowhere'])
      weights.set(place, (weights.get(place) ?? 0) + 6 / Math.max(places.length, 1));
  });
  return months;
}

/** The schools that a licence covers on each day, and the entitlements by which it does. */
function forEachDay(
  given: Facts,
  index: number,
  [first, last]: readonly [string, string],
  tell: (month: string, covered: { place: string; by: string[] }[]) => void,
): void {
  const own = given.entitlements.flatMap((one, name) => {
    if (one.licence !== index) return [];
    const { from, until, revoked } = periodOf(one);
    const end = Math.min(until.toMillis(), revoked?.toMillis() ?? Infinity);
    return [{ name: `E${name}`, holder: one.holder, from: from.toMillis(), end }];
  });
  for (const { date, lastInstant } of DAYS.filter((day) => first <= day.date && day.date <= last)) {
    const holding = own.filter(({ from, end }) => from <= lastInstant && lastInstant < end);
    const covered = SCHOOLS.flatMap((school, at) => {
      const authority = authorityOf(given, at, date);
      const by = holding.filter(({ holder }) => [school, authority, 'STATE'].includes(holder)).map(({ name }) => name);
      return by.length > 0 ? [{ place: `${school} of ${authority}`, by }] : [];
    });
    tell(date.slice(0, 7), covered);
  }
}

/** By month and entitlement (`E0`), in 360ths of a day: each day of a school is shared by up to 6 entitlements. */
function weightsOfEntitlements(
  given: Facts,
  index: number,
  days: readonly [string, string],
): Map<string, Map<string, number>> {
  const months = new Map<string, Map<string, number>>();
  forEachDay(given, index, days, (month, covered) => {
    const weights = months.get(month) ?? new Map<string, number>();
    months.set(month, weights);
    for (const { by } of covered)
      for (const one of by) weights.set(one, (weights.get(one) ?? 0) + 360 / covered.length / by.length);
  });
  return months;
}

/** That these are the cents of these weights by largest remainder, whichever of equal remainders got the odd ones. */
function expectShared(total: number, weights: Map<string, number>, cents: ReadonlyMap<string, number>): void {
  expect([...cents.keys()].sort()).toEqual([...weights.keys()].sort());
  const sum = [...weights.values()].reduce((a, b) => a + b, 0);
  expect([...cents.values()].reduce((a, b) => a + b, 0)).toBe(total);
  const parts = [...weights].map(([place, weight]) => ({
    remainder: (total * weight) % sum,
    extra: (cents.get(place) as number) - Math.floor((total * weight) / sum),
  }));
  for (const { extra } of parts) expect([0, 1]).toContain(extra);
  const up = parts.filter(({ extra }) => extra === 1).map(({ remainder }) => remainder);
  const down = parts.filter(({ extra }) => extra === 0).map(({ remainder }) => remainder);
  expect(Math.min(...up)).toBeGreaterThanOrEqual(Math.max(...down, 0));
}

interface Cost {
  readonly class: string;
  readonly month: string;
  readonly place: string;
  readonly cents: number;
}
interface PurchaseCost {
  readonly class: string;
  readonly month: string;
  readonly purchase: string;
  readonly cents: number;
}
interface EntitlementCost {
  readonly id: string;
  readonly month: string;
  readonly purchase: string;
  readonly cents: number;
}
interface CostsBetween {
  readonly costs: Cost[];
  readonly purchases: PurchaseCost[];
  readonly entitlements: EntitlementCost[];
  /** Of purchases, what fell on schools. */
  readonly own: Omit<PurchaseCost, 'class'>[];
}
const MONTH = "class, to_char(month, 'YYYY-MM') as month, cents::float8 as cents";

async function costsBetween(first: string, after: string): Promise<CostsBetween> {
  const costsOfAll = costs('$1::text[] is not null', 'true', 'true');
  const ofSchools = await database.query<Cost>(
    `${costsOfAll} select ${MONTH}, coalesce(s.name || ' of ' || a.name, 'nowhere') as place
     from cost left join schools.organisation s on s.id = school_id left join schools.organisation a on a.id = authority_id`,
    [[], first, after],
  );
  const purchases = await database.query<PurchaseCost>(
    `${costsOfAll} select class, to_char(month, 'YYYY-MM') as month, classed.cents::float8 as cents, c.number || ' ' || p.number as purchase
     from classed join licences.contract c using (licence_id) join licences.purchase p on p.id = purchase_id`,
    [[], first, after],
  );
  const entitlements = await database.query<EntitlementCost>(
    `${costsOfAll} select to_char(month, 'YYYY-MM') as month, entitlement_month.cents::float8 as cents, entitlement_id as id,
       c.number || ' ' || p.number as purchase
     from (
       select purchase_id, month, entitlement_id, cents
       from sole_month join (
         select licence_id, holder_id, min(entitlement_id) as entitlement_id
         from entitlement group by licence_id, holder_id having count(*) = 1) sole using (licence_id, holder_id)
       union all select purchase_id, month, entitlement_id, cents from several_month) entitlement_month
     join licences.purchase p on p.id = purchase_id join licences.contract c using (licence_id)`,
    [[], first, after],
  );
  const own = await database.query<Omit<PurchaseCost, 'class'>>(
    `${costsOfAll} select to_char(month, 'YYYY-MM') as month, own_month.cents::float8 as cents, c.number || ' ' || p.number as purchase
     from own_month join licences.contract c using (licence_id) join licences.purchase p on p.id = purchase_id`,
    [[], first, after],
  );
  return { costs: ofSchools, purchases, entitlements, own };
}

test('a purchase falls on its days, each day on the schools that are covered, and that on entitlements, to the cent', async () => {
  await fc.assert(
    fc.asyncProperty(facts, async (given) => {
      const seeded = await seed(given);
      await database.query("select set_config('app.kind', 'operator', false)");
      const all = await costsBetween('2020-01-01', '2030-01-01');
      const asked = await costsBetween(FIRST, AFTER);
      const texts = (costs: readonly object[]) => costs.map((cost) => JSON.stringify(cost)).sort();
      const isAsked = ({ month }: { month: string }) => month >= FIRST.slice(0, 7) && month < AFTER.slice(0, 7);
      expect(texts(asked.costs)).toEqual(texts(all.costs.filter(isAsked)));
      expect(texts(asked.entitlements)).toEqual(texts(all.entitlements.filter(isAsked)));
      expect(added(all.entitlements.map(({ cents }) => cents))).toBe(
        added(all.costs.filter(({ place }) => place !== 'nowhere').map(({ cents }) => cents)),
      );

      const priced = given.licences.flatMap((_, index) =>
        purchasesOf(given, index).map((purchase) => ({ index, ...purchase })),
      );
      expect([...new Set(all.purchases.map(({ purchase }) => purchase))].sort()).toEqual(
        priced.map(({ name }) => name).sort(),
      );
      for (const { index, name, cents, days: term } of priced) {
        const own = all.purchases.filter(({ purchase }) => purchase === name);
        const weights = weightsOf(given, index, term);
        const days = [...weights].map(([month, places]) => [month, added([...places.values()])] as const);
        expectShared(cents, new Map(days), new Map(own.map((cost) => [cost.month, cost.cents])));
        for (const { class: of, month } of own) {
          const isOfClass = (cost: { class: string; month: string }) => cost.class === of && cost.month === month;
          const total = added(all.purchases.filter(isOfClass).map((cost) => cost.cents));
          const parts = all.costs.filter(isOfClass).map((cost) => [cost.place, cost.cents] as const);
          expectShared(total, weights.get(month) ?? new Map(), new Map(parts));
        }
        const byEntitlement = weightsOfEntitlements(given, index, term);
        for (const { month, cents } of all.own.filter(({ purchase }) => purchase === name)) {
          const parts = all.entitlements.filter((one) => one.purchase === name && one.month === month);
          const found = parts.map((one) => [seeded.nameOfEntitlement(one.id), one.cents] as const);
          expectShared(cents, byEntitlement.get(month) ?? new Map(), new Map(found));
        }
      }
    }),
    { numRuns: 40 },
  );
});

const added = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
