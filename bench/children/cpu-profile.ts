/** Profiles this process, function by function, while it works. */
import { type Profiler, Session } from 'node:inspector/promises';

export interface HotFunction {
  /** The name of the function and where it stands: `verify node:crypto`, `read gateway/claims.js:12`. */
  readonly place: string;
  /** The share of the time in which the process was not idle. */
  readonly share: number;
}

export interface Profile {
  readonly busyMs: number;
  /** Each function alone, without those that it calls. */
  readonly functions: readonly HotFunction[];
  /** Our functions, with all that they call until they wait. */
  readonly withCalls: readonly HotFunction[];
  /** The same shares by package, and by folder of this project. */
  readonly packages: readonly HotFunction[];
}

let session: Session | undefined;

export async function startProfile(): Promise<void> {
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
}

/** @throws Error where no profile was started */
export async function stopProfile(): Promise<Profile> {
  if (!session) throw new Error('no profile was started');
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  session = undefined;
  return summary(profile);
}

export function summary({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Profile {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const withCalls = new Map<string, number>();
  const functions = new Map<string, number>();
  const packages = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, at) => {
    const frame = frames.get(id);
    if (!frame || NO_WORK.has(frame.functionName) || (frame.functionName === 'dispatch' && !frame.url)) return;
    const took = timeDeltas[at] ?? 0;
    busy += took;
    const file = placeOf(frame.url);
    add(functions, nameOf(frame), took);
    add(packages, packageOf(file) || frame.functionName, took);
    const callChain = new Set<string>();
    for (let node: number | undefined = id; node !== undefined; node = callers.get(node)) {
      const caller = frames.get(node);
      if (caller && placeOf(caller.url).startsWith('./')) callChain.add(nameOf(caller));
    }
    for (const name of callChain) add(withCalls, name, took);
  });
  const ranked = (sums: Map<string, number>): HotFunction[] =>
    [...sums].map(([place, took]) => ({ place, share: took / busy })).sort((a, b) => b.share - a.share);
  return {
    busyMs: busy / 1000,
    functions: ranked(functions),
    withCalls: ranked(withCalls),
    packages: ranked(packages),
  };
}

/** The profiler's own `dispatch` starts the profile, and is no work either. */
const NO_WORK = new Set(['(idle)', '(root)']);

function nameOf({ functionName, url, lineNumber }: Profiler.Profile['nodes'][number]['callFrame']): string {
  const line = url.startsWith('file:') || url.startsWith('/') ? `:${lineNumber + 1}` : '';
  return `${functionName || '(anonymous)'} ${placeOf(url)}${line}`.trim();
}

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

/** Shortens a path to what follows the last node_modules, or the folder of the build. */
function placeOf(url: string): string {
  return url
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/dist\/(?=(access|bench|caller|gateway|request|services|telemetry)\/)/, './');
}

function packageOf(file: string): string {
  if (file.startsWith('./')) return file.split('/').slice(0, -1).join('/');
  if (file.startsWith('node:')) return file;
  return file.startsWith('@') ? file.split('/').slice(0, 2).join('/') : (file.split('/')[0] as string);
}
