/**
 * Measures how long an older answer is still given after a revocation was answered: two gateways and two instances of
 * each subgraph on one database, with all their caches, and under load on all of them.
 */
import type { TestDatabase } from '../test/database';
import { clearWorld, seedWorld } from '../test/seed-world';
import { type System, startSystem, tokenOf } from '../test/system';
import { quantile } from './statistics';

interface StalenessFigures {
  readonly revocations: number;
  /** The number of answers that both gateways gave during the run. */
  readonly answers: number;
  /**
   * The time from the answer to the revocation until the last answer that still allowed, in milliseconds; 0 where there
   * was none.
   */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maximumMs: number;
  readonly boundMs: number;
}

const BOUND_MS = 1_000;
const ASKERS = 4;

export async function benchStaleness(
  database: TestDatabase,
  quick: boolean,
  say: (line: string) => void,
): Promise<StalenessFigures> {
  const revocations = quick ? 20 : 100;
  say(`two gateways, two instances of each subgraph, ${revocations} revocations under load`);
  await clearWorld(database.query);
  const world = await seedWorld(database.query, {
    organisations: { Stadt: 'AUTHORITY' },
    schools: { Schule: { belongsTo: [{ to: 'Stadt' }] } },
    titles: { Vulkane: {} },
    packages: { Paket: [{ title: 'Vulkane' }] },
    licences: { Lizenz: { owner: 'Stadt', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [{ package: 'Paket' }] } },
    entitlements: {},
  });
  const systems = [await startSystem(database, { kept: true }), await startSystem(database, { kept: true })] as const;
  const lms = await tokenOf('lms', `SCHOOL:${world.organisation('Schule')}`);
  const staff = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt')}`);
  const number = world.organisation('Schule').slice('NW:'.length);
  const check = `{ school(number: "${number}") { access(titleIds: ["${world.title('Vulkane')}"]) { outcome } } }`;

  let answers = 0;
  let running = true;
  /** When the last question was sent that was answered with an allow, by gateway. */
  const lastAllowed = systems.map(() => Number.NEGATIVE_INFINITY);
  const askers = systems.flatMap((system, at) =>
    Array.from({ length: ASKERS }, async () => {
      while (running) {
        const sent = performance.now();
        const { data } = await system.ask(lms, check);
        answers += 1;
        if (data?.school.access[0].outcome === 'ALLOWED') lastAllowed[at] = Math.max(lastAllowed[at] as number, sent);
      }
    }),
  );
  const staleness: number[] = [];
  try {
    for (let round = 0; round < revocations; round += 1) {
      const entitlement = await assign(
        systems[round % 2] as System,
        staff,
        world.licence('Lizenz'),
        world.organisation('Schule'),
      );
      await seenEverywhere(lastAllowed);
      await revoke(systems[(round + 1) % 2] as System, staff, entitlement);
      const revokedAt = performance.now();
      await new Promise((done) => setTimeout(done, BOUND_MS + 200));
      staleness.push(Math.max(0, ...lastAllowed.map((at) => at - revokedAt)));
    }
  } finally {
    running = false;
    await Promise.all(askers);
    for (const system of systems) await system.stop();
  }
  return {
    revocations,
    answers,
    p50Ms: quantile(staleness, 0.5),
    p95Ms: quantile(staleness, 0.95),
    maximumMs: Math.max(...staleness),
    boundMs: BOUND_MS,
  };
}

async function seenEverywhere(lastAllowed: number[]): Promise<void> {
  const assignedAt = performance.now();
  while (!lastAllowed.every((at) => at > assignedAt)) await new Promise((done) => setTimeout(done, 5));
}

async function assign(system: System, token: string, licence: string, school: string): Promise<string> {
  const { data, errors } = await system.ask(
    token,
    `mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assignments { entitlement { id } } } }`,
    { input: { licenceIds: [licence], holders: [{ level: 'SCHOOL', id: school }] } },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.assignEntitlements.assignments[0].entitlement.id;
}

async function revoke(system: System, token: string, id: string): Promise<void> {
  const { errors } = await system.ask(
    token,
    `mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed } }`,
    { input: { entitlementIds: [id] } },
  );
  if (errors) throw new Error(JSON.stringify(errors));
}

export function describeStaleness(figures: StalenessFigures): string {
  const { revocations, answers, p50Ms, p95Ms, maximumMs, boundMs } = figures;
  return [
    `staleness: ${revocations} revocations on one gateway, ${answers} answers of both meanwhile`,
    `  last question still answered with an allow, after the revocation was answered: p50 ${p50Ms.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms, maximum ${maximumMs.toFixed(1)} ms (bound ${boundMs} ms)`,
  ].join('\n');
}
