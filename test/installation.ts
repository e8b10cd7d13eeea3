/** An installation whose parts are processes of their own, which can be killed and started again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type Cluster, startCluster } from '../database/cluster';
import { migrate } from '../database/migrate';
import { postmaster } from '../database/postmaster';
import { childrenOf } from '../database/process-mark';
import { roleOf, rolePassword, SERVICES, type Service } from '../database/roles';
import type { Statement } from '../database/statement';
import { type RunningCommand, runCommand } from './command';
import { freePorts } from './ports';

export const SECRET = 'a secret that only these installations know of';
export const GATEWAYS = ['gateway 1', 'gateway 2'] as const;
export const PARTS = [...SERVICES, ...GATEWAYS, 'database'] as const;
export type Gateway = (typeof GATEWAYS)[number];
export type Part = (typeof PARTS)[number];
type Program = Exclude<Part, 'database'>;

/** SIGKILL ends a process as a power cut would. SIGQUIT is the database's “immediate” shutdown. */
export type Ending = 'SIGKILL' | 'SIGQUIT' | 'SIGTERM';

export interface Installation {
  /** The address of each service and gateway, without a slash at the end. */
  readonly urls: Readonly<Record<Program, string>>;
  /** Starts a part, always on the same port. Resolves when it takes requests; the database is migrated by then. */
  start(part: Part): Promise<RunningCommand | null>;
  /** @returns the exit code, or null */
  end(part: Part, how: Ending): Promise<number | null>;
  /** Returns the processes of the database server, with its own first; none while it is down. */
  databaseProcesses(): readonly number[];
  /** Opens a connection as the owner, while the database runs. */
  connect(): Promise<Client>;
  query<Row>(statement: string | Statement<Row>, parameters?: unknown[]): Promise<Row[]>;
  /** Returns the parts that have ended without being told to, with their output. */
  endedByItself(): readonly string[];
  /**
   * Ends all that runs.
   *
   * @throws Error where a fault was found (services/subgraph/fault.ts)
   */
  stop(): Promise<void>;
}

/** Returns the processes of the server on this data folder, with its own first; none where there is none. */
export function serverProcesses(data: string): readonly number[] {
  const found = postmaster(data);
  return found ? [found.pid, ...childrenOf(found.pid)] : [];
}

/**
 * Nothing of it runs at first.
 *
 * @param settings further settings for the gateways
 */
export async function createInstallation(settings: Record<string, string> = {}): Promise<Installation> {
  const folder = mkdtempSync(path.join(tmpdir(), 'freischalter-installation-'));
  const directory = path.join(folder, 'postgres');
  const ports = await freePorts(PARTS);
  const urlOf = (part: Part) => `http://127.0.0.1:${ports[part]}`;
  const running = new Map<Program, RunningCommand>();
  const started: RunningCommand[] = [];
  const lost: string[] = [];
  let cluster: Cluster | undefined;
  let databaseWanted = false;

  /** It does not use `fast`, because what is committed must survive a killed server. */
  async function startDatabase(): Promise<null> {
    const first = cluster === undefined;
    const onDeath = (reason: string) => databaseWanted && lost.push(reason);
    cluster = await startCluster({ directory, port: ports.database, onDeath });
    databaseWanted = true;
    if (first) await migrate(cluster.ownerUrl, SECRET);
    return null;
  }

  function settingsOf(part: Program): Record<string, string> {
    const service = SERVICES.find((name) => name === part);
    if (!service) {
      return {
        PORT: String(ports[part]),
        SCHOOLS_URL: urlOf('schools'),
        LICENCES_URL: urlOf('licences'),
        USAGE_URL: urlOf('usage'),
        ...settings,
      };
    }
    return { DATABASE_URL: databaseUrlOf(service), SUBGRAPH_PORT: String(ports[part]), DATABASE_CONNECTIONS: '6' };
  }

  function databaseUrlOf(service: Service): string {
    return `postgres://${roleOf(service)}:${rolePassword(SECRET, service)}@127.0.0.1:${ports.database}/freischalter`;
  }

  async function startProgram(part: Program): Promise<RunningCommand> {
    const [program = ''] = part.split(' ');
    const command = runCommand(['serve', program], { SECRET, LOG_LEVEL: 'info', ...settingsOf(part) });
    running.set(part, command);
    started.push(command);
    void command.ended.then((code) => {
      if (running.get(part) === command) lost.push(`${part} ended with ${code}: ${command.errors()}`);
    });
    await command.logged('"msg":"serving"');
    return command;
  }

  async function endDatabase(how: Ending): Promise<null> {
    databaseWanted = false;
    const found = postmaster(path.join(directory, 'data'));
    if (how !== 'SIGTERM' && found) process.kill(found.pid, how);
    await cluster?.stop();
    return null;
  }

  async function connect(): Promise<Client> {
    const owner = new Client({ connectionString: cluster?.ownerUrl });
    await owner.connect();
    return owner;
  }

  return {
    urls: Object.fromEntries(PARTS.map((part) => [part, urlOf(part)])) as Installation['urls'],
    start: (part) => (part === 'database' ? startDatabase() : startProgram(part)),
    async end(part, how) {
      if (part === 'database') return endDatabase(how);
      const command = running.get(part) as RunningCommand;
      running.delete(part);
      command.child.kill(how);
      return command.ended;
    },
    databaseProcesses: () => serverProcesses(path.join(directory, 'data')),
    connect,
    async query(statement, parameters = []) {
      const owner = await connect();
      try {
        return (await owner.query(typeof statement === 'string' ? statement : statement.text, parameters)).rows;
      } finally {
        await owner.end();
      }
    },
    endedByItself: () => lost,
    async stop() {
      const commands = [...running.values()];
      running.clear();
      for (const { child } of commands) child.kill('SIGTERM');
      await Promise.all(commands.map(({ ended }) => ended));
      await endDatabase('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
      const faults = started.flatMap((command) =>
        command
          .errors()
          .split('\n')
          .filter((line) => line.includes('"fault":')),
      );
      if (faults.length > 0) throw new Error(`Two parts of the program disagree: ${faults[0]}`);
    },
  };
}
