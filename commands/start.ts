/**
 * `npm start`: everything on one machine, until it is stopped. A process loads only what it runs: the first one of
 * several workers has neither gateway nor services.
 */
import 'reflect-metadata';
import cluster from 'node:cluster';
import { setTimeout as pause } from 'node:timers/promises';
import { startCluster } from '../database/cluster';
import { migrate } from '../database/migrate';
import { isAway } from '../database/problem';
import { SERVICES, type Service, serviceUrl } from '../database/roles';
import { readSettings } from '../environment';
import { developmentKey } from '../gateway/identity/development-issuer';
import { isHelpRequested, rejectArguments } from './help';
import { clusterFolder } from './installation';
import { problemLine } from './problem';
import { installationSecret } from './secrets';
import { buildConsole } from './start/console-build';
import { demoRolesOf } from './start/demo-roles';
import { greeting, SHOWCASE_KEY } from './start/greeting';
import { findExampleSchool } from './start/greeting-queries';
import { type Lifecycle, runUntilStopped } from './start/lifecycle';
import { checkPort } from './start/listening';
import { createLog } from './start/log';
import type { OneMachineOptions } from './start/one-machine';
import { showMetricsOfWorkers, startTelemetry } from './start/telemetry';
import { startWorkers } from './start/workers';

const USAGE = `Usage: npm start
Starts everything on this machine. It takes no arguments. Settings are environment variables: README.md lists them.`;

const settings = readSettings();
const words = process.argv.slice(2);
const log = createLog(settings);
/** For each service in each process: with fewer, one slow request would delay all others. */
const LEAST_CONNECTIONS = 4;
const say = (line: string) => console.log(line);

async function start(lifecycle: Lifecycle): Promise<void> {
  rejectArguments(words, 'npm start');
  const { PORT, HOST, WORKERS, DATABASE_CONNECTIONS } = settings;
  const alone = WORKERS === 1;
  await checkPort(PORT, HOST);
  say('Starting …');
  const telemetry = alone ? await startTelemetry(settings, log, lifecycle) : undefined;
  if (!telemetry) await showMetricsOfWorkers(settings, log, lifecycle);
  const secret = installationSecret(settings);
  const ownerUrl = settings.DATABASE_URL ?? (await embeddedDatabase(lifecycle));
  const { run } = await migrate(ownerUrl, secret);
  if (run.length > 0) say(`Database brought to this version (${run.length} migrations)`);
  if (settings.DEMO_DATA ?? settings.NODE_ENV !== 'production') {
    const { fillDemoData } = await import('../demo/fill');
    await fillDemoData(ownerUrl, (line) => say(`${line} …`));
  }
  const databaseUrls = databaseUrlsOf(ownerUrl, secret);
  const poolSize = Math.max(LEAST_CONNECTIONS, Math.floor(DATABASE_CONNECTIONS / WORKERS));
  const school = await findExampleSchool(ownerUrl, SHOWCASE_KEY);
  const task = { databaseUrls, poolSize, demoRoles: demoRolesOf(settings, school) };
  const url = telemetry
    ? await startAlone({ ...task, log, telemetry }, lifecycle)
    : await startWorkers(WORKERS, task, log, lifecycle);
  say(await greeting({ url, school, key: settings.TOKEN_ISSUERS ? null : developmentKey(secret) }));
  if (settings.startedByNpm) buildConsole(url, lifecycle, say);
}

async function startAlone(options: OneMachineOptions, lifecycle: Lifecycle): Promise<string> {
  const { startOneMachine } = await import('./start/one-machine');
  return startOneMachine(settings, options, lifecycle);
}

async function startWorker(): Promise<void> {
  const { stopOnMessage, work } = await import('./start/worker');
  runUntilStopped((lifecycle) => work(settings, log, lifecycle), { say: () => undefined, line, stopBy: stopOnMessage });
}

/**
 * The message with which an embedded database ends is the reason, and not the connection that was lost because of it.
 * It is waited for this long.
 */
const FINAL_PAUSE_MS = 3_000;
let databaseEnded: () => void = () => undefined;
const ended = new Promise<void>((done) => {
  databaseEnded = done;
});

function startOrReport(lifecycle: Lifecycle): Promise<void> {
  return start(lifecycle).catch(async (error) => {
    if (isAway(error.driverError ?? error) && !settings.DATABASE_URL)
      await Promise.race([ended, pause(FINAL_PAUSE_MS)]);
    throw error;
  });
}

async function embeddedDatabase(lifecycle: Lifecycle): Promise<string> {
  const cluster = await startCluster({
    directory: clusterFolder(settings),
    shared: true,
    log: (line) => say(`${line} …`),
    onDeath(reason) {
      lifecycle.fail(`${reason} Start again.`);
      databaseEnded();
    },
  });
  lifecycle.keep(() => cluster.stop(), 'patient');
  return cluster.ownerUrl;
}

function databaseUrlsOf(ownerUrl: string, secret: string): Record<Service, string> {
  const urls = SERVICES.map((service) => [service, serviceUrl(ownerUrl, secret, service)]);
  return Object.fromEntries(urls) as Record<Service, string>;
}

const line = (error: unknown) => problemLine(error, settings.DATABASE_URL);
if (cluster.isPrimary && isHelpRequested(words)) console.log(USAGE);
else if (cluster.isPrimary) runUntilStopped(startOrReport, { say, line, withParent: settings.startedByNpm });
else void startWorker();
