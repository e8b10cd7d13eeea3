/** Installations of which every process can be killed and started again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { runningCluster } from '../../database/cluster';
import { postmaster, stopPostmaster } from '../../database/postmaster';
import { childrenOf, commandLine } from '../../database/process-mark';
import type { Chance } from '../authority-proof/chance';
import { type RunningCommand, runCommand } from '../command';
import { createInstallation, type Ending, type Part, SECRET, serverProcesses } from '../installation';
import { freePorts } from '../ports';

export interface Killable {
  readonly url: string;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** Kills by their names. Each resolves when the process is dead and everything that it needs has been started. */
  readonly kills: Readonly<Record<string, () => Promise<void>>>;
  stop(): Promise<void>;
}

/** This load reaches no limit, and a client without an answer soon asks again. */
const SETTINGS = {
  REQUEST_TIMEOUT_MS: '8000',
  SUBGRAPH_TIMEOUT_MS: '5000',
  RATE_LIMIT: '1000000',
  RATE_LIMIT_ORGANISATION: '1000000',
  RATE_LIMIT_COST: '9999',
  RATE_LIMIT_COST_ORGANISATION: '9999',
  RATE_LIMIT_BODY_MB: '9999',
  RATE_LIMIT_BODY_MB_ORGANISATION: '9999',
};

/** Starts the gateway, the services and the database as processes of their own. */
export async function startApart(chance: Chance): Promise<Killable> {
  const installation = await createInstallation(SETTINGS);
  await installation.start('database');
  await Promise.all((['schools', 'usage', 'gateway 1'] as const).map(installation.start));
  const end = (part: Part, how: Ending) => async () => {
    await installation.end(part, how);
    await pause(chance.below(500));
    await installation.start(part);
  };
  return {
    url: installation.urls['gateway 1'],
    query: (sql, parameters) => installation.query(sql, parameters),
    kills: {
      'usage service': end('usage', 'SIGKILL'),
      'database server': end('database', 'SIGKILL'),
      'process of the database': async () => killAnyOf(installation.databaseProcesses().slice(1), chance),
      gateway: end('gateway 1', 'SIGKILL'),
      'schools service': end('schools', 'SIGKILL'),
      'database server, at once': end('database', 'SIGQUIT'),
    },
    stop: () => installation.stop(),
  };
}

/** Starts everything by `npm start`, with two processes that answer. */
export async function startTogether(chance: Chance): Promise<Killable> {
  const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-together-'));
  const directory = path.join(folder, 'postgres');
  const data = path.join(directory, 'data');
  const { port } = await freePorts(['port']);
  const settings = { ...SETTINGS, SECRET, DATA_DIR: folder, PORT: String(port), DEMO_DATA: 'false', WORKERS: '2' };
  let running: RunningCommand | undefined;
  let wanted = true;

  /** Restarts what ends, as a supervisor does. */
  async function start(): Promise<void> {
    const command = runCommand(['start'], settings);
    running = command;
    void command.ended.then(() => (wanted ? start().catch(() => undefined) : undefined));
    await command.said('Ctrl-C stops it.');
  }

  const kill = async (pids: readonly number[]) => killAnyOf(pids, chance);
  const ofNode = () =>
    childrenOf(running?.child.pid as number).filter((pid) => commandLine(pid)?.includes('run-from-source'));

  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    async query<Row>(sql: string, parameters: unknown[] = []) {
      const client = new Client({ connectionString: (await runningCluster(directory))?.ownerUrl });
      await client.connect();
      try {
        return (await client.query(sql, parameters)).rows as Row[];
      } finally {
        await client.end();
      }
    },
    kills: {
      'npm start': () => kill([running?.child.pid as number]),
      'process that answers': () => kill(ofNode()),
      'database server of npm start': () => kill(serverProcesses(data).slice(0, 1)),
      'process of its database': () => kill(serverProcesses(data).slice(1)),
    },
    async stop() {
      wanted = false;
      running?.child.kill('SIGTERM');
      await running?.ended;
      const left = postmaster(data);
      if (left) await stopPostmaster(left.pid);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function killAnyOf(pids: readonly number[], chance: Chance): void {
  if (pids.length > 0) process.kill(chance.of(pids), 'SIGKILL');
}
