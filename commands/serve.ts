/**
 * `node dist/commands/serve.js gateway|schools|licences|usage` runs one part by itself, as in a container, and loads
 * no other.
 *
 * A service gets the address of the database with its own role, never the owner's: DATABASE_URL with
 * `freischalter_<service>` as its user. Where the address has no password, the password that `migrate` derived from
 * SECRET is used.
 */
import 'reflect-metadata';
import { roleOf, rolePassword, SERVICES, type Service } from '../database/roles';
import { readSettings } from '../environment';
import { isHelpRequested } from './help';
import { Problem, problemLine } from './problem';
import { installationSecret, signingKeys } from './secrets';
import { type Lifecycle, runUntilStopped } from './start/lifecycle';
import { createLog } from './start/log';
import { startTelemetry } from './start/telemetry';

const settings = readSettings();
const log = createLog(settings);
const words = process.argv.slice(2);
const [part, ...more] = words;
const USAGE = `Usage: node dist/commands/serve.js gateway|${SERVICES.join('|')}`;

async function serve(lifecycle: Lifecycle): Promise<void> {
  if (more.length > 0) throw new Problem(`Too many parts: “${more.join(' ')}”. Start one in each process.`);
  if (part === 'gateway') return serveGateway(lifecycle);
  const service = SERVICES.find((name) => name === part);
  if (!service) throw new Problem(`There is no part “${part ?? ''}”. Name one of: gateway ${SERVICES.join(' ')}`);
  const { serveService, serviceSettings } = await import('./start/services');
  const { HOST, SUBGRAPH_PORT, SUBGRAPH_SOCKET, DATABASE_CONNECTIONS } = settings;
  const options = {
    databaseUrl: databaseUrlOf(service),
    poolSize: DATABASE_CONNECTIONS,
    signingKeys: sharedSigningKeys(),
    settings: serviceSettings(settings),
    log,
    telemetry: (await startTelemetry(settings, log, lifecycle))(service),
  };
  const place = { port: SUBGRAPH_PORT, host: HOST, socket: SUBGRAPH_SOCKET };
  const address = await serveService(service, options, place, lifecycle);
  log.info({ service, address }, 'serving');
}

async function serveGateway(lifecycle: Lifecycle): Promise<void> {
  const { SCHOOLS_URL: schools, LICENCES_URL: licences, USAGE_URL: usage } = settings;
  if (!schools || !licences || !usage) {
    throw new Problem('A gateway that runs apart must find its services. Set SCHOOLS_URL, LICENCES_URL and USAGE_URL.');
  }
  sharedSigningKeys();
  const { startGateway } = await import('./start/gateway');
  const telemetry = await startTelemetry(settings, log, lifecycle);
  const url = await startGateway(settings, { schools, licences, usage }, log, lifecycle, telemetry('gateway'));
  log.info({ service: 'gateway', url }, 'serving');
}

/** Parts that run separately must be given the same keys: a key that one of them made would fit nowhere else. */
function sharedSigningKeys(): readonly string[] {
  if (!settings.SIGNING_KEYS && !settings.SECRET) {
    throw new Problem(
      'Parts that run apart sign what they say to each other. Give all of them the same SIGNING_KEYS, or the same SECRET.',
    );
  }
  return signingKeys(settings);
}

function databaseUrlOf(service: Service): string {
  if (!settings.DATABASE_URL) throw new Problem(`Set DATABASE_URL to postgres://${roleOf(service)}@host:5432/database`);
  const url = new URL(settings.DATABASE_URL);
  if (url.username !== roleOf(service)) {
    throw new Problem(
      `The ${service} service must not log in as “${url.username}”. Make ${roleOf(service)} the user in DATABASE_URL.`,
    );
  }
  if (!url.password) url.password = rolePassword(installationSecret(settings), service);
  return url.toString();
}

if (isHelpRequested(words)) console.log(USAGE);
else
  runUntilStopped(serve, {
    say: (line) => log.info(line),
    line: (error) => problemLine(error, settings.DATABASE_URL),
    isService: true,
  });
