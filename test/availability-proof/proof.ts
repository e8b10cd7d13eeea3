/**
 * Proves that no caller harms another: a victim is watched during each attack, each time with a product that was just
 * started. Attacker and victim are on this machine, and nothing else is spoken to.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { startCluster } from '../../database/cluster';
import { migrate } from '../../database/migrate';
import { fillDemoData } from '../../demo/fill';
import { developmentKey } from '../../gateway/identity/development-issuer';
import { SECRET } from '../installation';
import type { Attack, Fixture, Shots } from './attack';
import type { Order } from './attacker';
import { type FixtureData, newKeys, prepareFixture, type VictimData } from './fixture';
import { killProducts, startProduct } from './product';
import { brokenBounds, type Row } from './report';
import { type Suffering, suffer, type Victim } from './victim';

interface AvailabilityOptions {
  readonly attacks: readonly Attack[];
  /** The duration of each attack. */
  readonly seconds: number;
  /** Whether each attack is compared with as many lawful requests. */
  readonly lawful: boolean;
  readonly say: (line: string) => void;
  /** Is called with each row when it is complete. */
  readonly row: (row: Row) => void;
}

interface Field {
  readonly ownerUrl: string;
  readonly fixture: FixtureData;
  readonly victim: VictimData;
}

const CALM_SECONDS = 4;
/** The time within which the victim must be answered as before. */
const RECOVERS_SECONDS = 60;
const WINDOW_SECONDS = 2;
/** Answers up to this time count as those in calm. */
const CALM_AGAIN_MS = 100;
/** An attack with fewer requests only holds connections, and has no lawful counterpart. */
const LEAST_PER_SECOND = 1;
const NEW_KEYS = 200;
/** The longest run with lawful load, which only shows what the machine can do. */
const LAWFUL_SECONDS = 10;
/** The time after which an attacker that does not end is killed. */
const LATE_SECONDS = 15;

export async function proveAvailability(options: AvailabilityOptions): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-availability-'));
  const cluster = await startCluster({ directory: path.join(folder, 'postgres') });
  const stop = () => {
    killProducts();
    void cluster.stop().finally(() => process.exit(1));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    options.say('Demo data');
    await migrate(cluster.ownerUrl, SECRET);
    await fillDemoData(cluster.ownerUrl);
    const field = { ownerUrl: cluster.ownerUrl, ...(await prepareFixture(cluster.ownerUrl, developmentKey(SECRET))) };
    const letIn = new Set<string>();
    for (const attack of options.attacks) {
      // An attack that was accepted at its full size cannot be made larger.
      if ('fits' in attack && [...letIn].some((name) => attack.name === `${name}-let-in`)) continue;
      const row = await proveAttack(attack, field, options);
      if (row.shots && row.shots.answered > 0) letIn.add(attack.name);
      options.row(row);
    }
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function proveAttack(attack: Attack, field: Field, { seconds, lawful, say }: AvailabilityOptions): Promise<Row> {
  say(`${attack.name}: ${attack.sends}`);
  const product = await startProduct(field.ownerUrl, attack.away ? { away: attack.away } : null);
  try {
    const { url } = product;
    const fixture: Fixture = { url, ...field.fixture };
    const victim: Victim = { url, ...field.victim };
    // The first questions are planned, and fill the caches.
    await suffer(victim, 1);
    const calm = await suffer(victim, CALM_SECONDS);
    const keys = attack.victimHasNewKeys ? await newKeys(field.ownerUrl, field.victim, NEW_KEYS) : null;
    const watched = product.watch();
    const attacking = order({ fixture, seconds, attack: attack.name });
    await attacking.began;
    const attacked = await suffer(keys ? { ...victim, tokens: keys } : victim, seconds);
    const shots = await attacking.shots;
    const peak = await watched();
    const calmAgainAfter = product.alive() ? await untilCalm(victim, calm) : null;
    const alive = product.alive();
    if (!alive) say(`the product ended: ${product.lastWords()}`);
    const perSecond = shots ? shots.sent / seconds : 0;
    const row = {
      attack: { name: attack.name, sends: attack.sends, token: attack.token, away: attack.away },
      seconds,
      loadAverage: loadavg()[0] ?? 0,
      calm,
      attacked,
      shots,
      peak,
      alive,
      calmAgainAfter,
      lawful:
        lawful && alive && perSecond >= LEAST_PER_SECOND
          ? {
              perSecond,
              victim: await besideLawful({
                attack,
                fixture,
                victim,
                seconds: Math.min(seconds, LAWFUL_SECONDS),
                perSecond,
              }),
            }
          : null,
    };
    return { ...row, broken: brokenBounds(row) };
  } finally {
    await product.stop();
  }
}

interface LawfulRun {
  readonly attack: Attack;
  readonly fixture: Fixture;
  readonly victim: Victim;
  readonly seconds: number;
  readonly perSecond: number;
}

async function besideLawful({ attack, fixture, victim, seconds, perSecond }: LawfulRun): Promise<Suffering> {
  const kind = attack.token === 'none' || attack.token === 'made up' ? 'lms' : attack.token;
  const working = order({ fixture, seconds, attack: { kind, perSecond } });
  await working.began;
  const victims = await suffer(victim, seconds);
  await working.shots;
  return victims;
}

/** @returns after how many seconds the victim is answered as before, or null */
async function untilCalm(victim: Victim, calm: Suffering): Promise<number | null> {
  const begun = performance.now();
  const after = () => Math.round((performance.now() - begun) / 1_000);
  while (after() < RECOVERS_SECONDS) {
    const { p95Ms, errors } = await suffer(victim, WINDOW_SECONDS);
    if (Object.keys(errors).length === 0 && p95Ms < Math.max(CALM_AGAIN_MS, 2 * calm.p95Ms)) return after();
  }
  return null;
}

/** Attacks from a child process. Its figures are null where it ended without reporting them. */
function order(what: Order): { began: Promise<void>; shots: Promise<Shots | null> } {
  const child = fork(path.join(__dirname, 'attacker.js'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(() => null);
  const next = () => Promise.race([once(child, 'message').then(([said]) => said), ended]);
  const began = next().then(() => {
    child.send(what);
    return next();
  });
  const shots = began.then(async () => {
    const late = setTimeout(() => child.kill('SIGKILL'), (what.seconds + LATE_SECONDS) * 1_000);
    const said: Shots | null = await next();
    clearTimeout(late);
    child.kill('SIGKILL');
    return said;
  });
  return { began, shots };
}
