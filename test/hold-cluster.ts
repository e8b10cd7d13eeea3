/**
 * Runs the cluster of a folder in a process of its own (`held-cluster.ts`), for tests that kill, freeze or isolate it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { PROJECT_ROOT } from '../environment';

export interface ClusterHolder {
  readonly child: ChildProcess;
  /** Resolves to the owner's address when it takes connections; rejects with its output where it ends before. */
  readonly ownerUrl: Promise<string>;
  readonly errors: () => string;
  readonly ended: Promise<number | null>;
}

interface HolderOptions {
  /** Whether it runs in a pid namespace of its own, whose processes all end with the child. */
  readonly apart?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

const APART = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];

/** Returns the reason why pid namespaces cannot be created here; null where they can. */
export function noNamespaces(): string | null {
  const [command = '', ...words] = APART;
  const { status, stderr, error } = spawnSync(command, [...words, 'true'], { encoding: 'utf8' });
  return status === 0 ? null : `no pid namespaces here: ${error?.message ?? stderr.trim()}`;
}

export function holdCluster(directory: string, { apart = false, environment }: HolderOptions = {}): ClusterHolder {
  const [command = '', ...words] = [
    ...(apart ? APART : []),
    process.execPath,
    'test/run-from-source.cjs',
    'test/held-cluster.ts',
    directory,
  ];
  const child = spawn(command, words, {
    cwd: PROJECT_ROOT,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const ownerUrl = new Promise<string>((done, failed) => {
    child.stdout?.once('data', (chunk) => done(String(chunk).trim()));
    void ended.then(() => failed(new Error(errors.trim())));
  });
  ownerUrl.catch(() => undefined);
  return { child, ownerUrl, errors: () => errors, ended };
}
