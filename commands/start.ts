/** `npm start`: everything on one machine, until it is told to stop. */
import 'reflect-metadata';
import { startCluster } from '../database/cluster';
import { migrate } from '../database/migrate';
import { SERVICES, type Service, serviceUrl } from '../database/roles';
import { fillDemoData } from '../demo/fill';
import { readSettings } from '../environment';
import { developmentKey } from '../gateway/development-issuer';
import { clusterFolder } from './installation';
import { problemLine } from './problem';
import { hopKeys, installationSecret } from './secrets';
import { startGateway } from './start/gateway';
import { greeting } from './start/greeting';
import { type Lifecycle, runUntilStopped } from './start/lifecycle';
import { checkPort } from './start/listening';
import { createLog } from './start/log';
import { startService } from './start/services';

const settings = readSettings();
const log = createLog(settings);
const say = (line: string) => console.log(line);

async function start(lifecycle: Lifecycle): Promise<void> {
  const { PORT, HOST } = settings;
  await checkPort(PORT, HOST);
  say('Starting …');
  const secret = installationSecret(settings);
  const ownerUrl = settings.DATABASE_URL ?? (await embeddedDatabase(lifecycle));
  const { run } = await migrate(ownerUrl, secret);
  if (run.length > 0) say(`Database brought to this version (${run.length} migrations)`);
  if (settings.DEMO_DATA ?? settings.NODE_ENV !== 'production') {
    await fillDemoData(ownerUrl, (line) => say(`${line} …`));
  }
  const urls = await Promise.all(SERVICES.map((service) => serviceAt(service, ownerUrl, secret, lifecycle)));
  const url = await startGateway(settings, Object.fromEntries(urls) as Record<Service, string>, log, lifecycle);
  say(await greeting({ url, ownerUrl, key: settings.TOKEN_ISSUERS ? null : developmentKey(secret) }));
}

async function embeddedDatabase(lifecycle: Lifecycle): Promise<string> {
  const cluster = await startCluster({
    directory: clusterFolder(settings),
    shared: true,
    log: (line) => say(`${line} …`),
    onDeath: (reason) => lifecycle.fail(`${reason} Start again.`),
  });
  lifecycle.keep(() => cluster.stop(), 'patient');
  return cluster.ownerUrl;
}

async function serviceAt(service: Service, ownerUrl: string, secret: string, lifecycle: Lifecycle) {
  const databaseUrl = serviceUrl(ownerUrl, secret, service);
  const options = { databaseUrl, hopKeys: hopKeys(settings), port: 0, host: '127.0.0.1', log };
  return [service, `http://127.0.0.1:${await startService(service, options, lifecycle)}`] as const;
}

runUntilStopped(start, {
  say,
  line: (error) => problemLine(error, settings.DATABASE_URL),
  withParent: settings.startedByNpm,
});
