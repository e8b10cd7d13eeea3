/** Runs the built product in processes of its own, over an embedded PostgreSQL with the demo data. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SERVICES, type Service, serviceUrl } from '../../database/roles';
import { PROJECT_ROOT } from '../../environment';
import { SECRET } from '../installation';
import { freePorts } from '../ports';

/** What was observed of it from outside. */
export interface Peak {
  /** The memory of all its processes together, above what they had when idle. */
  readonly rssMb: number;
  /** The heap of the gateway's process; unknown where it did not answer. */
  readonly heapMb: number;
  /** The processor time of the main threads of its processes. */
  readonly cpuMs: number;
  /** How long these threads waited for a processor that others were using: the machine was too busy for so long. */
  readonly starvedMs: number;
  /** The services whose breaker was seen open. */
  readonly opened: readonly string[];
}

interface Product {
  readonly url: string;
  alive(): boolean;
  /** Returns the end of its log. */
  lastWords(): string;
  /** Observes the product until the returned function is called. */
  watch(): () => Promise<Peak>;
  stop(): Promise<void>;
}

interface Part {
  readonly child: ChildProcess;
  readonly said: () => string;
}

/** How often memory and metrics are read. */
const LOOK_MS = 100;
const METRICS_MS = 500;
const START_MS = 60_000;
const LAST_WORDS = 2_000;

/** Kills all running processes of products, when the proof itself is stopped. */
export function killProducts(): void {
  for (const child of running) child.kill('SIGKILL');
}

const running = new Set<ChildProcess>();

/**
 * @param apart runs four processes that use HTTP between each other, of which one may be away; null runs one process
 */
export async function startProduct(ownerUrl: string, apart: { away: Service } | null): Promise<Product> {
  const ports = await freePorts(['gateway', 'metrics', ...SERVICES]);
  const url = `http://127.0.0.1:${ports.gateway}`;
  const settings = { SECRET, PORT: String(ports.gateway), METRICS_PORT: String(ports.metrics), LOG_LEVEL: 'warn' };
  const parts: Part[] = [];
  if (apart) {
    for (const service of SERVICES) {
      if (service === apart.away) continue;
      const DATABASE_URL = serviceUrl(ownerUrl, SECRET, service);
      parts.push(run(['serve', service], { SECRET, DATABASE_URL, SUBGRAPH_PORT: String(ports[service]) }));
    }
    const urls = Object.fromEntries(
      SERVICES.map((service) => [`${service.toUpperCase()}_URL`, `http://127.0.0.1:${ports[service]}`]),
    );
    parts.push(run(['serve', 'gateway'], { ...settings, ...urls }));
  } else {
    parts.push(run(['start'], { ...settings, DATABASE_URL: ownerUrl, WORKERS: '1', DEMO_DATA: 'false' }));
  }
  const alive = () => parts.every(({ child }) => child.exitCode === null && child.signalCode === null);
  const lastWords = () => parts.map(({ said }) => said()).join('\n');
  await untilReady(url, alive, apart !== null).catch((error) => {
    for (const { child } of parts) child.kill('SIGKILL');
    throw new Error(`${error.message}\n${lastWords()}`);
  });
  const pids = parts.map(({ child }) => child.pid as number);
  return {
    url,
    alive,
    lastWords,
    watch: () => watch(pids, `http://127.0.0.1:${ports.metrics}/metrics`),
    async stop() {
      await Promise.all(
        parts.map(async ({ child }) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const ended = once(child, 'exit');
          child.kill('SIGKILL');
          await ended;
        }),
      );
    },
  };
}

function run([command = '', ...words]: readonly string[], settings: Record<string, string>): Part {
  const child = spawn(process.execPath, [path.join(PROJECT_ROOT, 'dist', 'commands', `${command}.js`), ...words], {
    cwd: PROJECT_ROOT,
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output = `${output}${chunk}`.slice(-LAST_WORDS);
    });
  }
  return { child, said: () => output };
}

async function untilReady(url: string, alive: () => boolean, partly: boolean): Promise<void> {
  for (const begun = Date.now(); Date.now() < begun + START_MS; await pause(100)) {
    if (!alive()) throw new Error('The product ended when it was started.');
    const status = await fetch(`${url}/health/ready`).then(
      (answer) => answer.status,
      () => 0,
    );
    // Where a service is away, it is never ready.
    if (status === 200 || (partly && status === 503)) return;
  }
  throw new Error(`The product was not ready after ${START_MS / 1_000} s.`);
}

function watch(pids: readonly number[], metricsUrl: string): () => Promise<Peak> {
  const idle = rssOf(pids);
  const [cpuBefore, starvedBefore] = processorOf(pids);
  const opened = new Set<string>();
  let rss = idle;
  let heap = Number.NaN;
  let over = false;
  const memory = setInterval(() => {
    rss = Math.max(rss, rssOf(pids));
  }, LOOK_MS);

  async function look(): Promise<void> {
    const text = await fetch(metricsUrl, { signal: AbortSignal.timeout(5_000) }).then(
      (answer) => answer.text(),
      () => '',
    );
    for (const [, name = ''] of text.matchAll(/^freischalter_breaker_state\{subgraph="(\w+)",state="open"\} 1$/gm))
      opened.add(name);
    for (const [, name = ''] of text.matchAll(/^freischalter_shed_total\{where="(\w+)",why="breaker"\} [1-9]/gm))
      opened.add(name);
    const used = /^nodejs_heap_size_used_bytes ([\d.e+]+)/m.exec(text);
    if (used) heap = Number.isNaN(heap) ? Number(used[1]) : Math.max(heap, Number(used[1]));
  }
  const looking = (async () => {
    for (; !over; await pause(METRICS_MS)) await look();
    await look();
  })();

  return async () => {
    over = true;
    clearInterval(memory);
    await looking;
    const [cpu, starved] = processorOf(pids);
    const processor = { cpuMs: cpu - cpuBefore, starvedMs: starved - starvedBefore };
    return { ...processor, rssMb: toMb(Math.max(rss, rssOf(pids)) - idle), heapMb: toMb(heap), opened: [...opened] };
  };
}

const toMb = (bytes: number) => Math.round(bytes / 2 ** 20);

/** Returns the processor time of the main threads, and how long they waited for a processor, in milliseconds. */
function processorOf(pids: readonly number[]): [cpu: number, starved: number] {
  const all = pids.map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number);
    } catch {
      return [0, 0];
    }
  });
  const sum = (at: number) => Math.round(all.reduce((total, one) => total + (one[at] ?? 0), 0) / 1e6);
  return [sum(0), sum(1)];
}

/** Returns the memory of those of the processes that live, in bytes; 0 where the system does not report it. */
function rssOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      return sum + Number(kilobytes) * 1024;
    } catch {
      return sum;
    }
  }, 0);
}
