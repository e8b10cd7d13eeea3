/**
 * The short form of `npm run prove -- availability`: each attack that consists of requests, sent once. No time is looked
 * at: what is counted is the work that a request causes, which is the same on every machine.
 */
import pino from 'pino';
import { fillDemoData } from '../demo/fill';
import type { Assault, RequestAttack } from './availability-proof/attack';
import { ATTACKS } from './availability-proof/attacks';
import { type GroundData, prepareGround } from './availability-proof/ground';
import { largestLetIn } from './availability-proof/largest-let-in';
import { send } from './availability-proof/press';
import { createTestDatabase, type TestDatabase } from './database';
import { statementsOf } from './statements';
import { type System, startSystem, TEST_KEY } from './system';
import { startWorkCounter, type WorkCounter } from './work-count';

let database: TestDatabase;
let system: System;
let ground: GroundData;
let counter: WorkCounter;
const answered: { cost?: number }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await fillDemoData(database.ownerUrl);
  ({ ground } = await prepareGround(database.ownerUrl, TEST_KEY));
  const log = pino({ level: 'info' }, { write: (line: string) => void answered.push(JSON.parse(line)) });
  system = await startSystem(database, { kept: true, log });
  counter = await startWorkCounter();
});
afterAll(async () => {
  await counter?.stop();
  await system?.stop();
  await database?.drop();
});

interface Work {
  readonly outcome: string;
  readonly size: number;
  /** As its caller was charged. */
  readonly cost: number;
  readonly steps: number;
  readonly statements: number;
  readonly bytes: number;
}

let words = 0;

async function workOf(attack: RequestAttack): Promise<Work> {
  const assault: Assault = {
    ground: { url: system.url, ...ground },
    token: (ground.tokens as Record<string, string>)[attack.token] ?? '',
    shots: { size: 1, sent: 0, answered: 0, refused: {}, bytesSent: 0, bytesRead: 0 },
    over: () => false,
    unique() {
      words += 1;
      return `w${words.toString(36)}x`;
    },
  };
  const size = attack.fits ? await largestLetIn(attack, assault) : attack.size;
  if (size === 0) return { outcome: 'not let in', size, cost: 0, steps: 0, statements: 0, bytes: 0 };
  const shot = attack.shot(assault, size, 0);
  answered.length = 0;
  await counter.steps();
  const { made, counts } = await statementsOf(() => send(system.url, shot));
  const steps = await counter.steps();
  const { outcome, bytes } = made;
  const statements = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { outcome, size, cost: answered.at(-1)?.cost ?? 0, steps, statements, bytes };
}

const requests = ATTACKS.filter((attack): attack is RequestAttack => 'shot' in attack && !attack.away);

test.each(requests)('$name', async (attack) => {
  const work = await workOf(attack);
  require('node:fs').appendFileSync('/tmp/h/proof/steps.txt', `${attack.name.padEnd(36)} ${JSON.stringify(work)}\n`);
});
