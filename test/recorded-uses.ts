/** A school whose uses are recorded. Its hooks run in each test file that imports it. */
import { randomUUID } from 'node:crypto';
import type { Caller } from '../caller/caller';
import { callerOf, createUsageWorld, type UsageWorld } from './usage-world';

export const RESULTS = `mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) {
  results { index id outcome code message } recorded alreadyKnown refused } }`;

const RECORD = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }';
export let world: UsageWorld;
/** Returns the id of a school, organisation or title of the world. */
export let id: (name: string) => string;
export let film: string;
export let otherFilm: string;
/** A learning platform that is bound to the CITY. */
export let LMS: Caller;
beforeAll(async () => {
  world = await createUsageWorld();
  const seeded = await world.seed({
    organisations: { CITY: 'AUTHORITY', TOWN: 'AUTHORITY', CENTRE: 'MEDIA_CENTRE' },
    schools: {
      CITY_SCHOOL: { belongsTo: [{ to: 'CITY' }, { to: 'CENTRE' }] },
      OTHER_CITY_SCHOOL: { belongsTo: [{ to: 'CITY' }] },
      MOVED_SCHOOL: {
        belongsTo: [
          { to: 'TOWN', until: '2025-02-01' },
          { to: 'CITY', from: '2025-02-01' },
        ],
      },
      NEW_SCHOOL: { belongsTo: [{ to: 'CITY', from: '2025-02-01' }] },
      TOWN_SCHOOL: { belongsTo: [{ to: 'TOWN' }] },
      CLOSED_SCHOOL: { belongsTo: [{ to: 'CITY' }], operating: { from: '2025-02-01', until: '2025-03-01' } },
    },
    titles: { FILM: {}, OTHER_FILM: {} },
  });
  id = seeded.organisation;
  film = seeded.title('FILM');
  otherFilm = seeded.title('OTHER_FILM');
  LMS = callerOf('lms', `AUTHORITY:${id('CITY')}`);
});
afterAll(() => world.close());
beforeEach(() => world.deleteUses());

export interface Event {
  readonly id: string;
  readonly school: string;
  readonly title: string;
  readonly action: string;
  readonly usedAt: string;
  readonly audience?: string;
  readonly right?: string;
}

export function use(changes: Partial<Event> = {}): Event {
  const usual = {
    id: randomUUID(),
    school: id('CITY_SCHOOL'),
    title: film,
    action: 'STREAM',
    usedAt: '2025-03-10T08:00:00Z',
  };
  return { ...usual, ...changes };
}

export async function record(events: Event[], caller: Caller = LMS, options = {}) {
  const { data, error } = await world.ask(caller, RECORD, { events }, options);
  return error ?? data.recordUsage;
}

/** Returns why each event was refused; null where it was not. */
export async function codes(events: Event[], caller: Caller = LMS, options = {}): Promise<(string | null)[]> {
  const { data } = await world.ask(caller, RESULTS, { events }, options);
  return data.recordUsage.results.map(({ code }: { code: string | null }) => code);
}

export async function written() {
  const events = await world.query(
    `select o.key as authority, school.key as school, e.title_id as title, e.action, e.audience
     from usage.event e join directory.organisation o on o.id = e.authority_id
     join directory.organisation school on school.id = e.school_id order by e.used_at, 2, 3, 4, 5`,
  );
  const sums = await world.query<{ uses: number }>(
    `select to_char(month, 'YYYY-MM') as month, title_id as title, action, audience, uses::int
     from usage.monthly_sum
     cross join lateral (values ('STREAM', streams), ('DOWNLOAD', downloads), ('VIEW', views)) as figure (action, uses)
     where uses > 0 order by 1, 2, 3, 4`,
  );
  return { events, sums };
}
