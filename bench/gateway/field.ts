/**
 * Prepares the gateways of a comparison: it records what the subgraphs answer, and checks that all gateways give the
 * same answers.
 */
import { SCOPES_OF_KIND } from '../../caller/caller';
import { SERVICES } from '../../database/roles';
import type { Envelope } from '../../request/signing/signed-request';
import { type Child, CORES, startChild } from '../children/child';
import {
  plainSupergraph,
  SIGNING_KEYS,
  startHive,
  startOurs,
  startStock,
  startSubgraphs,
  startVerifyingHive,
  startVerifyingStock,
  type WorkFolder,
} from '../children/gateways';
import type { MemoSettings, Missed, Sealed } from '../children/memo';
import type { NotRun } from '../comparison/comparison';
import { AUTHORITY, type Installation } from '../installation';
import { ask } from '../load/ask';
import { answersAgree } from '../load/equivalence';
import type { Operation } from '../load/load';
import { installPeers } from '../peers';
import type { GatewayCase } from './operations';

export const STOCK = 'stock';
const STOCK_VERIFYING = 'stock, verifying tokens';
const HIVE_JS = 'Hive';
export const HIVE_RUST = 'Hive (Rust)';
const HIVE_RUST_VERIFYING = 'Hive (Rust), verifying tokens';
export const OURS = 'ours over HTTP';
export const OURS_WATCHED = 'ours over HTTP, log lines and rate limits too';
export const OURS_LOCAL = 'ours, one-machine mode';

export interface Field {
  readonly gateways: ReadonlyMap<string, Child>;
  readonly notRun: readonly NotRun[];
  /** By case: the answer as text, the same from all gateways except for the order of its fields. */
  readonly answers: ReadonlyMap<string, string>;
  /** @throws Error where a gateway asked something that was not recorded */
  checkMemory(): Promise<void>;
  stop(): Promise<void>;
}

const AT_ONCE = 20;
/** The cores of a gateway, of its subgraphs, and of its clients: as far apart as the machine allows. */
const GATEWAY_CORE = 0;
const MEMO_CORE = Math.min(1, CORES - 1);
export const LOAD_CORE = Math.min(2, CORES - 1);

export async function startGateways(
  { databases }: Installation,
  cases: readonly GatewayCase[],
  folder: WorkFolder,
  say: (line: string) => void,
): Promise<Field> {
  const children: Child[] = [];
  const kept = async (starting: Promise<Child>) => {
    const child = await starting;
    children.push(child);
    return child;
  };
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop()));
  };
  try {
    const notRun: NotRun[] = [];
    const missing = installPeers(say);
    say('starting the gateways, and recording what the real subgraphs say');
    const real = await startSubgraphs(databases);
    const urls = Object.fromEntries(real.map(([service, { url }]) => [service, url]));
    const settings: MemoSettings = { real: urls, signingKeys: SIGNING_KEYS, envelope };
    const memo = await kept(startChild({ program: 'memo', settings, core: MEMO_CORE }));
    const addresses = Object.fromEntries(SERVICES.map((service) => [service, `${memo.url}/${service}`]));
    const plain = plainSupergraph(folder, addresses);
    const place = { core: GATEWAY_CORE };
    const overHttp = { subgraphs: { addresses: addresses as Record<(typeof SERVICES)[number], string> } };
    const gateways = new Map<string, Child>([
      [STOCK, await kept(startStock(plain, GATEWAY_CORE))],
      [STOCK_VERIFYING, await kept(startVerifyingStock(plain, GATEWAY_CORE))],
      [OURS, await kept(startOurs(overHttp, place))],
      [OURS_WATCHED, await kept(startOurs({ ...overHttp, watched: true }, { core: GATEWAY_CORE }))],
    ]);
    for (const [name, start] of [
      [HIVE_JS, () => startHive(plain, 'JavaScript', GATEWAY_CORE)],
      [HIVE_RUST, () => startHive(plain, 'Rust', GATEWAY_CORE)],
      [HIVE_RUST_VERIFYING, () => startVerifyingHive(plain, 'Rust', GATEWAY_CORE)],
    ] as const) {
      try {
        if (missing) throw new Error(missing);
        gateways.set(name, await kept(start()));
      } catch (error) {
        notRun.push({ name, notRun: (error as Error).message });
      }
    }
    const answers = await answersOf(cases, gateways);
    const sealed = await memo.ask<Sealed>({ seal: true });
    await Promise.all(real.map(([, child]) => child.stop()));
    const file = folder.write('memo.json', JSON.stringify(sealed.memo));
    gateways.set(OURS_LOCAL, await kept(startOurs({ subgraphs: { memo: file } }, place)));
    await answersOf(cases, gateways);
    for (const { url } of gateways.values()) await showTokens(url, cases);
    return {
      gateways,
      notRun,
      answers,
      async checkMemory() {
        const { missed } = await memo.ask<Missed>({ seal: false });
        if (missed > 0) throw new Error(`${missed} questions were asked that were never recorded`);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The caller for gateways that do not state one. */
const envelope: Envelope = {
  caller: { kind: 'lms', subject: 'bench', scopes: SCOPES_OF_KIND.lms, bound: [AUTHORITY] },
  instant: 0,
  requestId: 'bench',
};

async function answersOf(
  cases: readonly GatewayCase[],
  gateways: ReadonlyMap<string, Child>,
): Promise<Map<string, string>> {
  const urls = new Map([...gateways].map(([name, { url }]) => [name, url]));
  const answers = new Map<string, string>();
  for (const { name, operations } of cases)
    answers.set(name, (await answersAgree(urls, operations[0] as Operation)).text);
  return answers;
}

/** Sends the smallest operation with each token. */
async function showTokens(url: string, [smallest]: readonly GatewayCase[]): Promise<void> {
  const { operations = [] } = smallest ?? {};
  for (let at = 0; at < operations.length; at += AT_ONCE) {
    await Promise.all(operations.slice(at, at + AT_ONCE).map((operation) => ask(url, operation)));
  }
}
