/** Random uses, so close to each other that some count together: seconds apart, around hours, midnights and months. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';

export const ACTIONS = ['STREAM', 'DOWNLOAD', 'VIEW', 'NOT_LICENSED', 'LIMIT_EXCEEDED'] as const;
export const SCHOOLS = ['FIRST', 'SECOND'] as const;
export const AUTHORITIES = ['CITY', 'TOWN'] as const;
export const TITLES = ['FILM', 'OTHER_FILM'] as const;
export const CLIENTS = ['moodle', 'itslearning'] as const;

const LICENCES = ['STREAMING', 'ALL'] as const;
const HOLDERS = ['STATE', 'CITY', 'TOWN', 'FIRST'] as const;

export interface HistoricUse {
  readonly id: string;
  readonly school: (typeof SCHOOLS)[number];
  readonly title: (typeof TITLES)[number];
  readonly client: (typeof CLIENTS)[number];
  readonly action: (typeof ACTIONS)[number];
  readonly audience: 'TEACHER' | 'PUPIL';
  readonly session: string | null;
  /**
   * How many days before today, and how many seconds after the beginning of that day in Berlin. Negative seconds are
   * before it.
   */
  readonly daysAgo: number;
  readonly second: number;
}

export interface History {
  readonly uses: readonly HistoricUse[];
  /**
   * The batches in the order in which they are sent. Each names uses of one client by their index; some uses are sent
   * again.
   */
  readonly batches: readonly { readonly uses: readonly number[]; readonly withNext: boolean }[];
  /** When the school FIRST changes its authority, as days before today and seconds after the beginning of that day. */
  readonly move: { readonly daysAgo: number; readonly second: number };
  readonly entitlements: readonly {
    readonly licence: (typeof LICENCES)[number];
    readonly holder: (typeof HOLDERS)[number];
    /** In seconds from the beginning of the day of the move. */
    readonly from: number;
    readonly seconds: number | null;
  }[];
  /**
   * Whether, while the batch is sent, the sums are made wrong, uses are counted twice concurrently, and all months are
   * recounted.
   */
  readonly countsWithBatch: readonly boolean[];
}

/** Some days lie so long ago that their secret is deleted: secrets are kept for 35 days. */
const DAYS_AGO = [0, 1, 2, 20, 34, 35, 36, 37, 60];
const NOON = 12 * 3_600;
const DAY = 24 * 3_600;

/** A history uses one or two things of each kind, otherwise nothing would count together. */
const few = <Thing>(things: readonly Thing[]) => fc.shuffledSubarray([...things], { minLength: 1, maxLength: 2 });

/** In seconds after the beginning of the day. */
const places = fc.oneof(
  fc.constant([-60, -31, -30, -1, 0, 1, 30, 60]),
  fc.constant([NOON - 31, NOON - 30, NOON - 1, NOON, NOON + 10, NOON + 30, NOON + 45, NOON + 61]),
  fc.uniqueArray(fc.integer({ min: NOON - 100, max: NOON + 100 }), { minLength: 1, maxLength: 8 }),
);

const nat = fc.nat(1_000_000);
const at = <Thing>(things: readonly Thing[], index: number) => things[index % things.length] as Thing;

export const history: fc.Arbitrary<History> = fc
  .record({
    few: fc.record({
      schools: few(SCHOOLS),
      titles: few(TITLES),
      clients: few(CLIENTS),
      actions: few(ACTIONS),
      audiences: few(['TEACHER', 'PUPIL'] as const),
      sessions: few([null, 'a', 'a', 'b']),
      days: few(DAYS_AGO),
      seconds: places,
    }),
    chosen: fc.array(fc.array(nat, { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 24 }),
    order: fc.array(nat, { minLength: 32, maxLength: 32 }),
    parts: fc.integer({ min: 1, max: 6 }),
    withNext: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    again: fc.array(nat, { maxLength: 6 }),
    move: fc.constantFrom(0, NOON - 10, NOON, NOON + 20),
    entitlements: fc.array(
      fc.record({
        licence: fc.constantFrom(...LICENCES),
        holder: fc.constantFrom(...HOLDERS),
        from: fc.constantFrom(-100 * DAY, -DAY, 0, NOON - 15, NOON + 15, 20 * DAY),
        seconds: fc.constantFrom(null, 30, DAY, 150 * DAY),
      }),
      { maxLength: 4 },
    ),
    countsWithBatch: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  })
  .map(({ few: of, chosen, order, parts, withNext, again, move, ...rest }) => {
    const uses = chosen.map(
      ([school, title, client, action, audience, session, day, second]): HistoricUse => ({
        id: randomUUID(),
        school: at(of.schools, school as number),
        title: at(of.titles, title as number),
        client: at(of.clients, client as number),
        action: at(of.actions, action as number),
        audience: at(of.audiences, audience as number),
        session: at(of.sessions, session as number),
        daysAgo: at(of.days, day as number),
        second: at(of.seconds, second as number),
      }),
    );
    const sent = [...uses.keys(), ...again.map((one) => one % uses.length)]
      .map((place, index) => ({ place, rank: order[index] as number }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ place }) => place);
    const batches = Array.from({ length: parts }, (_, part) => sent.filter((_place, index) => index % parts === part))
      .flatMap((part) => CLIENTS.map((client) => part.filter((place) => uses[place]?.client === client)))
      .filter((part) => part.length > 0)
      .map((part, index) => ({ uses: part, withNext: withNext[index] as boolean }));
    return { uses, batches, move: { daysAgo: of.days[0] as number, second: move }, ...rest };
  });
