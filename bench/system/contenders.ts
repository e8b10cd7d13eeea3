/**
 * Starts the contenders of the system bench: ours in one process, ours in several, stock before the same subgraphs, and
 * the bare SQL.
 */
import { roleOf, type Service } from '../../database/roles';
import type { BaselineLoad, BaselineSettings } from '../children/baseline';
import { type Child, meterChildren, startChild } from '../children/child';
import {
  plainSupergraph,
  SIGNING_KEYS,
  startOurs,
  startStock,
  startSubgraphs,
  type WorkFolder,
} from '../children/gateways';
import type { Contender } from '../comparison/comparison';
import type { Installation } from '../installation';
import { type LoadResult, sendLoad } from '../load/closed-loop';
import { answersAgree } from '../load/equivalence';
import { MEASURES_PROCESSES, type Meter, meterServer } from '../server-time';
import type { SystemCase } from './cases';
import { recordStatements } from './recorded';

export const STOCK = 'stock over HTTP';
export const SQL = 'bare SQL';
export const APART = 'ours, apart over HTTP';
export const ONE_MACHINE = 'ours, one-machine mode';
const CONNECTIONS = 8;

interface SystemContenders {
  /** All contenders but the bare SQL, by name. */
  readonly gateways: ReadonlyMap<string, Child>;
  contenders(one: SystemCase): Contender[];
  stop(): Promise<void>;
}

export async function openSystemContenders(
  installation: Installation,
  cases: readonly SystemCase[],
  folder: WorkFolder,
  say: (line: string) => void,
): Promise<SystemContenders> {
  const { databases } = installation;
  const children: Child[] = [];
  const kept = (child: Child) => {
    children.push(child);
    return child;
  };
  const stop = async () => {
    for (const child of children.reverse()) await child.stop();
  };
  try {
    say('recording the statements that the services send');
    const statements = await recordStatements(installation, cases);
    say('starting the gateways and the subgraphs');
    const baselineSettings: BaselineSettings = {
      databases: Object.fromEntries(Object.entries(databases).map(([name, url]) => [roleOf(name as Service), url])),
      cases: folder.write('statements.json', JSON.stringify(statements)),
    };
    const baseline = kept(await startChild({ program: 'baseline', settings: baselineSettings }));
    const apart = await startSubgraphs(databases);
    for (const [, child] of apart) kept(child);
    const addresses = Object.fromEntries(apart.map(([service, { url }]) => [service, url])) as Record<Service, string>;
    const gateways = new Map([
      [STOCK, kept(await startStock(plainSupergraph(folder, addresses), undefined, SIGNING_KEYS))],
      [APART, kept(await startOurs({ subgraphs: { addresses } }))],
      [ONE_MACHINE, kept(await startOurs({ subgraphs: { databases } }, { nodeOptions: ['--expose-gc'] }))],
    ]);
    const urls = new Map([...gateways].map(([name, { url }]) => [name, url]));
    for (const { operations } of cases) {
      for (const operation of operations) await answersAgree(urls, operation);
    }
    const services = apart.map(([, child]) => child);
    /** Meters all processes that work for a contender, except the load. */
    async function startMeter(name: string, child: Child): Promise<Meter> {
      const processes = await meterChildren([STOCK, APART].includes(name) ? [child, ...services] : [child]);
      const server = await meterServer(installation.database);
      return async () => (await processes()) + (await server());
    }
    return { gateways, contenders: (one) => contendersOf(one, gateways, baseline, startMeter), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function contendersOf(
  { name, operations, targets }: SystemCase,
  gateways: ReadonlyMap<string, Child>,
  baseline: Child,
  startMeter: (name: string, child: Child) => Promise<Meter>,
): Contender[] {
  const wanted = {
    ...(targets.stock !== undefined && { [STOCK]: targets.stock }),
    ...(targets.sql !== undefined && { [SQL]: targets.sql }),
  };
  const metered = (of: string, child: Child) => MEASURES_PROCESSES && { startMeter: () => startMeter(of, child) };
  const loadBaseline = (seconds: number) => {
    const load: BaselineLoad = { name, connections: CONNECTIONS, seconds };
    return baseline.ask<LoadResult>(load);
  };
  return [
    ...[...gateways].map(([gateway, child]) => ({
      name: gateway,
      ...metered(gateway, child),
      sendLoad: (seconds: number) => sendLoad(child.url, operations, CONNECTIONS, seconds),
      targets: gateway === ONE_MACHINE ? wanted : {},
    })),
    { name: SQL, ...metered(SQL, baseline), sendLoad: loadBaseline },
  ];
}
