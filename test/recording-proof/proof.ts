/**
 * Proves that an acknowledged event survives the death of any process at any moment: it is recorded once, and the sums
 * are those of a naive count of all events. Platforms send batches, and repeat them until they are acknowledged, while
 * processes are killed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { ZONE } from '../../access/calendar';
import { SCOPES_OF_KIND } from '../../caller/caller';
import { developmentKey, makeToken } from '../../gateway/identity/development-issuer';
import { figuresOf } from '../../services/usage/counting/counted';
import { chanceOf } from '../authority-proof/chance';
import { untilCounted } from '../count-recorded';
import { AUTHORITIES, CLIENTS, SCHOOLS, TITLES } from '../counting-proof/history';
import { instantOf, naiveCount } from '../counting-proof/naive-count';
import { readSums, textOf } from '../counting-proof/proof';
import { SECRET } from '../installation';
import { type SeededWorld, seedWorld } from '../seed-world';
import { type Killable, startApart, startTogether } from './installations';
import { type RecordingReport, type Sending, sendUses } from './senders';

const WAYS = { apart: startApart, together: startTogether } as const;

interface RecordingOptions {
  /** The number of times that a process is killed. */
  readonly kills: number;
  readonly seed: number;
  readonly way: keyof typeof WAYS;
  readonly progress?: (line: string) => void;
}

/** How long it may take until events are recorded again, because processes start slowly on a busy machine. */
const RECOVERS_MS = 300_000;
const SENDERS = 4;
/** When the first school changes its authority, in the middle of the events. */
const MOVE = { daysAgo: 2, second: 12 * 3_600 + 2_000 };

/**
 * @returns the report, with the number of acknowledged events
 * @throws Error where one is missing, or counted twice or not at all
 */
export async function proveRecording(options: RecordingOptions): Promise<RecordingReport & { events: number }> {
  const { kills, seed, way, progress = () => undefined } = options;
  const chance = chanceOf(seed);
  const installation = await WAYS[way](chance.fork());
  try {
    const today = DateTime.now().setZone(ZONE);
    const world = await seeded(installation, today);
    const sending: Sending = {
      url: () => installation.url,
      world,
      tokens: await tokensOf(world),
      today,
      chance: chance.fork(),
      over: false,
      acknowledged: new Map(),
      abandoned: new Map(),
      report: { kills: new Map(), batches: 0, repeated: 0, happenedBefore: 0 },
    };
    const senders = Array.from({ length: SENDERS }, () =>
      sendUses(sending).catch((error) => {
        sending.failure ??= error;
      }),
    );
    try {
      const names = Object.keys(installation.kills);
      for (let kill = 1; kill <= kills; kill += 1) {
        await untilRecorded(sending);
        await pause(chance.below(1_000));
        const name = names[(kill - 1) % names.length] as string;
        await installation.kills[name]?.();
        sending.report.kills.set(name, (sending.report.kills.get(name) ?? 0) + 1);
        progress(`${kill} of ${kills} kills, ${sending.acknowledged.size} events acknowledged; last: ${name}`);
      }
      await untilRecorded(sending);
    } catch (error) {
      sending.failure ??= error;
    }
    sending.over = true;
    await Promise.all(senders);
    if (sending.failure) throw sending.failure;
    await check(installation, sending);
    return { ...sending.report, events: sending.acknowledged.size };
  } finally {
    await installation.stop();
  }
}

async function untilRecorded(sending: Sending): Promise<void> {
  const { report } = sending;
  const begun = Date.now();
  for (const before = report.batches; report.batches < before + SENDERS; await pause(20)) {
    if (sending.failure) throw sending.failure;
    if (Date.now() > begun + RECOVERS_MS) throw new Error(`Nothing was recorded any more for ${RECOVERS_MS} ms.`);
  }
}

async function check(installation: Killable, { acknowledged, abandoned, world, today }: Sending): Promise<void> {
  await untilCounted(installation.query);
  const rows = await installation.query<{ id: string; events: number; keys: number }>(
    `select event_id as id, count(e.event_id)::int as events, count(distinct k.event_id)::int as keys
     from usage.event e full join usage.event_key k using (school_id, event_id) group by event_id`,
  );
  const found = new Set(rows.map(({ id }) => id));
  const lost = [...acknowledged.keys()].filter((id) => !found.has(id));
  const unknown = [...found].filter((id) => !acknowledged.has(id) && !abandoned.has(id));
  const twice = rows.filter(({ events, keys }) => events !== 1 || keys !== 1);
  if (lost.length + unknown.length + twice.length > 0)
    throw new Error(
      `${lost.length} events were lost, ${twice.length} are not there once, ${unknown.length} nobody sent.`,
    );
  const uses = [...acknowledged.values(), ...[...abandoned.values()].filter(({ id }) => found.has(id))];
  const expected = textOf(naiveCount({ uses, move: MOVE }, today), []);
  const names = [
    new Map([...SCHOOLS, ...AUTHORITIES].map((name) => [world.organisation(name), name])),
    new Map(TITLES.map((name) => [world.title(name), name])),
  ];
  for (const [what, relation] of [
    ['The sums', 'usage.monthly_sum'],
    ['The events, counted at once', `(${figuresOf('usage.event')})`],
  ] as const) {
    if (textOf(await readSums(installation, relation), names) !== expected)
      throw new Error(`${what} are not what a naive count of the events says.`);
  }
}

function seeded(installation: Killable, today: DateTime): Promise<SeededWorld> {
  const moved = new Date(instantOf(MOVE, today)).toISOString();
  return seedWorld(installation.query, {
    organisations: Object.fromEntries(AUTHORITIES.map((name) => [name, 'AUTHORITY' as const])),
    schools: {
      FIRST: {
        belongsTo: [
          { to: 'CITY', until: moved },
          { to: 'TOWN', from: moved },
        ],
      },
      SECOND: { belongsTo: [{ to: 'CITY' }] },
    },
    titles: Object.fromEntries(TITLES.map((name) => [name, {}])),
    packages: {},
    licences: {},
    entitlements: {},
  });
}

async function tokensOf(world: SeededWorld): Promise<Sending['tokens']> {
  const bound = AUTHORITIES.map((name) => `AUTHORITY:${world.organisation(name)}` as const);
  const tokenOf = (client: string) =>
    makeToken(developmentKey(SECRET), {
      kind: 'lms',
      subject: client,
      client,
      bound,
      scopes: SCOPES_OF_KIND.lms,
      lifetimeSeconds: 86_400,
    });
  const [moodle, itslearning] = (await Promise.all(CLIENTS.map(tokenOf))) as [string, string];
  return { moodle, itslearning };
}

export function describeRecording({
  kills,
  events,
  batches,
  repeated,
  happenedBefore,
}: RecordingReport & { events: number }) {
  const killed = [...kills].map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`);
  return [
    `${events} events in ${batches} batches were acknowledged: each is there once, and the sums are a naive count of them.`,
    `${repeated} batches were sent again; of those, ${happenedBefore} events had been recorded the first time.`,
    'Killed:',
    ...killed,
  ].join('\n');
}
