/**
 * Starts the gateways of a comparison, records the answers of their subgraphs, and checks that all gateways answer the
 * same.
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
import type { MissedQuestions, RecordingSettings, SealedAnswers } from '../children/recorded-subgraphs';
import type { NotRun } from '../comparison/comparison';
import { AUTHORITY, type Installation } from '../installation';
import { ask } from '../load/ask';
import type { Operation } from '../load/closed-loop';
import { answersAgree } from '../load/equivalence';
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

interface GatewayContenders {
  readonly gateways: ReadonlyMap<string, Child>;
  readonly notRun: readonly NotRun[];
  /**
   * The text of the answer by the name of the case. It is the same from all gateways but for the order of its fields.
   */
  readonly answers: ReadonlyMap<string, string>;
  /** @throws Error where a gateway asked something that was not recorded */
  checkAllRecorded(): Promise<void>;
  stop(): Promise<void>;
}

const AT_ONCE = 20;
/** A gateway, its subgraphs and its clients run on different cores where the machine has enough. */
const GATEWAY_CORE = 0;
const SUBGRAPHS_CORE = Math.min(1, CORES - 1);
export const LOAD_CORE = Math.min(2, CORES - 1);

export async function startGateways(
  { databases }: Installation,
  cases: readonly GatewayCase[],
  folder: WorkFolder,
  say: (line: string) => void,
): Promise<GatewayContenders> {
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
    const settings: RecordingSettings = { real: urls, signingKeys: SIGNING_KEYS, envelope };
    const recorded = await kept(startChild({ program: 'recorded-subgraphs', settings, core: SUBGRAPHS_CORE }));
    const addresses = Object.fromEntries(SERVICES.map((service) => [service, `${recorded.url}/${service}`]));
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
    const sealed = await recorded.ask<SealedAnswers>({ seal: true });
    await Promise.all(real.map(([, child]) => child.stop()));
    const file = folder.write('recorded.json', JSON.stringify(sealed.recorded));
    gateways.set(OURS_LOCAL, await kept(startOurs({ subgraphs: { recorded: file } }, place)));
    await answersOf(cases, gateways);
    for (const { url } of gateways.values()) await showTokens(url, cases);
    return {
      gateways,
      notRun,
      answers,
      async checkAllRecorded() {
        const { missed } = await recorded.ask<MissedQuestions>({ seal: false });
        if (missed > 0) throw new Error(`${missed} questions were asked that were never recorded`);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The envelope for requests of gateways that state no caller. */
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

/** Sends the smallest operation once with each token, so that every token has been verified before. */
async function showTokens(url: string, [smallest]: readonly GatewayCase[]): Promise<void> {
  const { operations = [] } = smallest ?? {};
  for (let at = 0; at < operations.length; at += AT_ONCE) {
    await Promise.all(operations.slice(at, at + AT_ONCE).map((operation) => ask(url, operation)));
  }
}
