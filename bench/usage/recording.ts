/**
 * Measures recording against COPY of the same rows into the same table, that is what deduplication, keys, sums and
 * row-level security cost. The batch is what a learning platform sends after a day without connection: 10,000 events of
 * 100 schools and 1,000 titles. Each round has a day of its own, so that its events were never counted before.
 */
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { dateOf } from '../../access/calendar';
import { connect } from '../../database/connection';
import { Session } from '../../services/subgraph/database/session';
import { prepareDays } from '../../services/usage/recording/prepared-days';
import { recordUses } from '../../services/usage/recording/recording';
import type { Use } from '../../services/usage/recording/use';
import type { TestDatabase } from '../../test/database';
import { type SeededWorld, seedWorld } from '../../test/seed-world';
import { callerOf } from '../../test/usage-world';
import { pidOf, type Timing, timed } from '../server-time';
import { ratiosTo, type Spread, spreadOf, spreadText } from '../statistics';

interface RecordingFigures {
  readonly recording: readonly {
    readonly events: number;
    readonly rounds: number;
    readonly recorded: Spread;
    readonly copied: Spread;
    readonly recordedByProcessor: Spread;
    readonly copiedByProcessor: Spread;
    /** The speed of recording as a share of that of COPY. */
    readonly ratio: Spread;
    readonly ratioByProcessor: Spread;
  }[];
}

const SCHOOLS = 100;
const TITLES = 300;
const PAIRS = 1_000;
const DAY_MS = 86_400_000;
const CLIENT = 'bench';

export async function benchRecording(
  database: TestDatabase,
  quick: boolean,
  say: (line: string) => void,
): Promise<RecordingFigures> {
  say('recording, and COPY of the same rows');
  const world = await seedWorld(database.query, {
    organisations: { CITY: 'AUTHORITY', CENTRE: 'MEDIA_CENTRE' },
    schools: named(SCHOOLS, 'S', { belongsTo: [{ to: 'CITY' }, { to: 'CENTRE' }] }),
    titles: named(TITLES, 'T', {}),
    packages: {},
    licences: {},
    entitlements: {},
  });
  await database.query('analyze');
  const service = await connect(database.urlOf('usage'), { poolSize: 1, applicationName: 'bench usage' });
  try {
    const recording = [];
    for (const [events, rounds] of [
      [10_000, quick ? 3 : 15],
      [100, quick ? 10 : 100],
    ] as const) {
      const own: Timing[] = [];
      const peer: Timing[] = [];
      // The first rounds plan statements and create partitions, and do not count.
      for (let round = -2; round < rounds; round += 1) {
        const uses = usesOf(world, events, round + 3);
        const recorded = await record(service, world, uses);
        const copied = await copyAgain(database, uses);
        if (round < 0) continue;
        own.push(recorded);
        peer.push(copied);
      }
      const of = (times: readonly Timing[], unit: keyof Timing) => times.map((one) => one[unit]);
      recording.push({
        events,
        rounds,
        recorded: spreadOf(of(own, 'ms')),
        copied: spreadOf(of(peer, 'ms')),
        recordedByProcessor: spreadOf(of(own, 'cpuMs')),
        copiedByProcessor: spreadOf(of(peer, 'cpuMs')),
        ratio: ratiosTo(of(own, 'ms'), of(peer, 'ms')),
        ratioByProcessor: ratiosTo(of(own, 'cpuMs'), of(peer, 'cpuMs')),
      });
    }
    return { recording };
  } finally {
    await service.destroy();
  }
}

function named<Thing>(count: number, letter: string, thing: Thing): Record<string, Thing> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`${letter}${at}`, thing]));
}

/** Makes uses in random order, on the day that many days ago. */
function usesOf(world: SeededWorld, count: number, daysAgo: number): Use[] {
  const noon = Date.now() - daysAgo * DAY_MS;
  return Array.from({ length: count }, (_, at): Use => {
    const pair = Math.floor(Math.random() * PAIRS);
    return {
      id: randomUUID(),
      school: `SCHOOL:${world.organisation(`S${pair % SCHOOLS}`)}`,
      title: world.title(`T${(pair * 7) % TITLES}`),
      action: (['STREAM', 'DOWNLOAD', 'VIEW'] as const)[at % 3] as Use['action'],
      usedAt: new Date(noon - at * 100),
      audience: at % 2 === 0 ? 'TEACHER' : 'PUPIL',
      right: null,
      session: 'named',
      userAgent: null,
    };
  });
}

/** Records as the service does, from the uses that were read to the end of the transaction. */
async function record(service: DataSource, world: SeededWorld, uses: readonly Use[]): Promise<Timing> {
  const caller = { ...callerOf('lms', `AUTHORITY:${world.organisation('CITY')}`), client: CLIENT };
  const sessions = uses.map(() => Buffer.from(randomUUID().replaceAll('-', ''), 'hex'));
  const session = new Session(service, caller);
  const pid = await pidOf((text) => service.query(text));
  try {
    return await timed(pid, async () => {
      const days = uses.map(({ usedAt }) => dateOf(usedAt.getTime()));
      await prepareDays(session, new Set(days), new Set(days));
      const sender = { caller, client: CLIENT, isReported: true };
      const outcomes = await recordUses(session, sender, async () => ({ uses, sessions }));
      for (const use of uses)
        if (outcomes.get(use) !== 'RECORDED') throw new Error(`Not recorded: ${outcomes.get(use)}`);
    });
  } finally {
    await session.end();
  }
}

/** Copies the same uses in the same order, with other ids, because a known id would not be a new use. */
async function copyAgain(database: TestDatabase, uses: readonly Use[]): Promise<Timing> {
  const [found] = await database.query<{ file: string }>(
    `select current_setting('data_directory') || '/bench.copy' as file`,
  );
  const ids = uses.map(({ id }) => `'${id}'`).join(',');
  await database.query(
    `create temporary table copied as select * from usage.event where event_id in (${ids}) order by used_at desc;
     update copied set event_id = gen_random_uuid(); copy copied to '${found?.file}'; drop table copied`,
  );
  const pid = await pidOf((text) => database.query(text));
  return timed(pid, () => database.query(`copy usage.event from '${found?.file}'`));
}

export function describeRecording({ recording }: RecordingFigures): string {
  return [
    'usage: recording against COPY of the same rows into the same table, which has its indexes, and no keys, sums and policies',
    ...recording.flatMap((row) => [
      `  ${row.events} events, ${row.rounds} times`,
      `    ${spreadText(row.recorded, 1)} ms, COPY ${spreadText(row.copied, 1)} ms: ratio ${spreadText(row.ratio, 2)}`,
      `    by the server's processor time ${spreadText(row.recordedByProcessor, 1)} ms, COPY ${spreadText(row.copiedByProcessor, 1)} ms: ratio ${spreadText(row.ratioByProcessor, 2)}`,
    ]),
  ].join('\n');
}
