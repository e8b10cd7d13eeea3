/**
 * The short form of `npm run prove -- availability`: each attack that consists of requests, sent once. No time is looked
 * at: what is counted is the work that a request causes, which is the same on every machine.
 */
import pino from 'pino';
import type { Assault, RequestAttack } from './availability-proof/attack';
import { ATTACKS } from './availability-proof/attacks';
import { type FixtureData, prepareFixture } from './availability-proof/fixture';
import { largestLetIn } from './availability-proof/largest-let-in';
import { send } from './availability-proof/load';
import type { TestDatabase } from './database';
import { createDemoDatabase } from './demo-database';
import { statementsOf } from './statements';
import { type System, startSystem, TEST_KEY } from './system';
import { until } from './until';
import { startWorkCounter, type WorkCounter } from './work-count';

/**
 * A million steps take some 20 ms where nothing is counted. Reading, validating and planning a text takes steps in
 * proportion to its length, answering it in proportion to what its caller was charged.
 */
const STEPS = { ofRequest: 100_000, ofByteOfText: 100, ofText: 1_000_000, ofCost: 300 };
/** A list costs a statement for each of its levels, not for each of its items. */
const MAX_STATEMENTS = 100;
/** Without those of readiness checks and of the check for new API keys. */
const STATEMENTS_OF_THE_REFUSED = 3;
const MAX_BYTES = 32 * 1024 * 1024;

let database: TestDatabase;
let system: System;
let fixture: FixtureData;
let counter: WorkCounter;
const answered: { cost?: number }[] = [];
const requests = ATTACKS.filter((attack): attack is RequestAttack => 'shot' in attack && !attack.away);
/** The names of the attacks that were accepted at their full size. */
const letInWhole = new Set<string>();
/** The size at which each is sent; 0 where not even its smallest form is accepted. */
const sizes = new Map<RequestAttack, number>();

beforeAll(async () => {
  database = await createDemoDatabase();
  ({ fixture } = await prepareFixture(database.ownerUrl, TEST_KEY));
  const log = pino({ level: 'info' }, { write: (line: string) => void answered.push(JSON.parse(line)) });
  system = await startSystem(database, { kept: true, log });
  // The sizes are found before counting begins, because V8 does not optimise code that it counts.
  for (const attack of requests) {
    sizes.set(attack, attack.fits ? await largestLetIn(attack, assaultBy(attack)) : attack.size);
  }
  counter = await startWorkCounter();
});
afterAll(async () => {
  await counter?.stop();
  await system?.stop();
  await database?.drop();
});

interface Work {
  readonly outcome: string;
  readonly sent: number;
  /** The cost that its caller was charged; 0 where it was refused. */
  readonly cost: number;
  readonly steps: number;
  readonly statements: number;
  readonly bytes: number;
}

let words = 0;

function assaultBy({ token }: RequestAttack): Assault {
  return {
    fixture: { url: system.url, ...fixture },
    token: (fixture.tokens as Record<string, string>)[token] ?? '',
    shots: { size: 1, sent: 0, answered: 0, refused: {}, bytesSent: 0, bytesRead: 0 },
    over: () => false,
    unique() {
      words += 1;
      return `w${words.toString(36)}x`;
    },
  };
}

/** Returns null where not even the smallest form of it is accepted. */
async function workOf(attack: RequestAttack): Promise<Work | null> {
  const assault = assaultBy(attack);
  const size = sizes.get(attack) as number;
  if (size === 0) return null;
  const shot = attack.shot(assault, size, 0);
  answered.length = 0;
  await counter.steps();
  const { made, counts } = await statementsOf(() => send(system.url, shot));
  const steps = await counter.steps();
  const { outcome, bytes } = made;
  const letIn = outcome === 'ok';
  if (letIn && assault.token) await until('it is in the log', () => answered.length > 0);
  const statements = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const cost = letIn ? (answered.at(-1)?.cost ?? 0) : 0;
  return { outcome, sent: shot.body?.length ?? 0, cost, steps, statements, bytes };
}

const NOT_ANSWERED = /SUBGRAPH_UNAVAILABLE|^503/;
/** Attacks that are refused at any size. */
const NEVER_LET_IN = [
  'unknown-fields-let-in',
  'unused-variables-let-in',
  'literals-let-in',
  '10000-subjects-let-in',
  'operator-everything',
];

test('of all others the smallest form is accepted', () => {
  const never = requests.filter((attack) => sizes.get(attack) === 0).map(({ name }) => name);
  expect(never).toEqual(NEVER_LET_IN);
});

test.each(requests)('$name: $sends', async (attack) => {
  // An attack that was accepted at its full size cannot be made larger.
  if (attack.fits && letInWhole.has(attack.name.replace(/-let-in$/, ''))) return;
  let work = await workOf(attack);
  // A request that a busy machine could not answer in time says nothing about the work.
  for (let tries = 2; tries > 0 && work && NOT_ANSWERED.test(work.outcome); tries -= 1) work = await workOf(attack);
  if (!work) return;
  expect(work.outcome).not.toMatch(NOT_ANSWERED);
  if (work.outcome === 'ok') letInWhole.add(attack.name);
  const { outcome, sent, cost, steps, statements, bytes } = work;
  const text = Math.min(STEPS.ofByteOfText * sent, STEPS.ofText);
  const within = {
    steps: steps <= STEPS.ofRequest + text + STEPS.ofCost * cost,
    statements: statements <= (outcome === 'ok' ? MAX_STATEMENTS : STATEMENTS_OF_THE_REFUSED),
    bytes: bytes <= MAX_BYTES,
  };
  expect({ ...work, within }).toEqual({ ...work, within: { steps: true, statements: true, bytes: true } });
});

test('the count can fail: a loop of 100,000 rounds takes as many steps', async () => {
  await counter.steps();
  let sum = 0;
  for (let round = 0; round < 100_000; round += 1) sum += round;
  expect(sum).toBe(4_999_950_000);
  expect(await counter.steps()).toBeGreaterThanOrEqual(100_000);
});
