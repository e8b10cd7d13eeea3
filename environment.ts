/** Every setting, checked. The only file that reads process.env; commands read settings here and hand them in. */
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { SETTINGS_IN_FILES, withFiles } from './environment-files';
import { readIssuerSettings } from './gateway/identity/issuer-settings';

/** The folder of package.json, from the sources and from dist alike. */
export const PROJECT_ROOT = path.basename(__dirname) === 'dist' ? path.dirname(__dirname) : __dirname;

const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) < 65_536, 'Write a number from 0 to 65535.')
  .transform(Number);

const times = z
  .string()
  .refine((text) => /^[1-9]\d{0,8}$/.test(text), 'Write a number, from 1.')
  .transform(Number);

const few = z
  .string()
  .refine((text) => /^[1-9]\d{0,3}$/.test(text), 'Write a number from 1 to 9999.')
  .transform(Number);

function urlOf(protocols: readonly string[], example: string) {
  return z.string().refine((text) => {
    return URL.canParse(text) && protocols.includes(new URL(text).protocol);
  }, `Write an address such as ${example}.`);
}

const ORIGINS_WANTED =
  'Write origins as browsers do, separated by commas: https://lms.example,https://admin.example:8443';

/** No wildcard, no pattern, no `null`, and nothing after the host. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text && !text.includes('*');
}

const http = (example: string) => urlOf(['http:', 'https:'], example).optional();

function subgraph(name: string) {
  return z
    .string()
    .refine((text) => {
      if (/^unix:/.test(text)) return /^unix:\/[^/]/.test(text);
      return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
    }, `Write an address such as http://${name}:4001, or unix:/run/freischalter/${name}.sock.`)
    .optional();
}

function secret(what: string) {
  return z
    .string()
    .refine((text) => text.length >= 32, `${what} Make one of at least 32 characters: openssl rand -hex 32`);
}

/** One core is the database's. Each process takes a quarter of a gigabyte, and the time to start. */
function usualWorkers(): number {
  return Math.max(1, Math.min(4, availableParallelism() - 1, Math.floor(totalmem() / 2 ** 30)));
}

const SETTINGS = z.object({
  /** Where the gateway listens. */
  PORT: port.default(4000),
  HOST: z.string().default('127.0.0.1'),
  /** The embedded database, and the secret where SECRET does not give it. */
  DATA_DIR: z
    .string()
    .default(path.join(PROJECT_ROOT, '.data'))
    .transform((folder) => path.resolve(folder)),
  /** The owner's for start, migrate and import; a service's own for a service that runs apart. */
  DATABASE_URL: urlOf(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/database').optional(),
  /** The password for DATABASE_URL, where that holds none. */
  DATABASE_PASSWORD: z.string().optional(),
  NODE_ENV: z
    .enum(['development', 'production', 'test'], 'Write development, production or test.')
    .default('development'),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'Write fatal, error, warn, info, debug, trace or silent.',
    )
    .optional(),
  /** The installation's secret, of which the others are derived. */
  SECRET: secret('It is too short.').optional(),
  /** What the gateway signs requests to services with (the first) and the services accept (all). */
  SIGNING_KEYS: z
    .string()
    .transform((text) => text.split(',').map((key) => key.trim()))
    .pipe(z.array(secret('A key in it is too short.')))
    .optional(),
  /** Whose tokens the gateway takes instead of the development issuer's; `[]` for none but API keys. docs/tokens.md. */
  TOKEN_ISSUERS: z
    .string()
    .transform((text, context) => {
      const read = readIssuerSettings(text);
      if (!('mistakes' in read)) return read;
      for (const mistake of read.mistakes) context.addIssue(mistake);
      return z.NEVER;
    })
    .optional(),
  /** Requests in 10 seconds that the gateway takes: of one subject, and of one organisation with all its tokens. */
  RATE_LIMIT: times.default(3_000),
  RATE_LIMIT_ORGANISATION: times.default(10_000),
  /** What operations may cost in 10 seconds, in operations of the largest cost that the kind of caller is allowed. */
  RATE_LIMIT_COST: few.default(25),
  RATE_LIMIT_COST_ORGANISATION: few.default(75),
  /** Milliseconds in 10 seconds that the preparation of operations may take that were not met before, as reckoned. */
  RATE_LIMIT_NEW_OPERATIONS: times.default(2_000),
  RATE_LIMIT_NEW_OPERATIONS_ORGANISATION: times.default(3_000),
  /** Megabytes in 10 seconds of request bodies over 16 KB. */
  RATE_LIMIT_BODY_MB: few.default(20),
  RATE_LIMIT_BODY_MB_ORGANISATION: few.default(60),
  /** A PostgreSQL in which several gateways count together; each counts for itself without it. */
  RATE_LIMIT_DATABASE_URL: urlOf(
    ['postgres:', 'postgresql:'],
    'postgres://user:password@host:5432/database',
  ).optional(),
  /** The folder with the operations that clients' builds list, `<client>.json` for each, and whether any other is taken. */
  TRUSTED_DOCUMENTS: z
    .string()
    .transform((folder) => path.resolve(folder))
    .optional(),
  TRUSTED_DOCUMENTS_ONLY: z
    .enum(['true', 'false'], 'Write true or false.')
    .default('false')
    .transform((text) => text === 'true'),
  /** Web pages that may call the gateway from a browser. */
  CORS_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .pipe(z.array(z.string()).refine((origins) => origins.every(isOrigin), ORIGINS_WANTED))
    .default([]),
  /** The origin under which browsers reach the gateway. */
  PUBLIC_URL: z
    .string()
    .refine((text) => isOrigin(text), 'Write an origin, without a path: https://lizenzen.example')
    .optional(),
  /** The OpenID Connect provider at which people sign in to the console; it is one of TOKEN_ISSUERS. docs/operating.md. */
  CONSOLE_OIDC_ISSUER: http('https://id.example/realms/schule'),
  CONSOLE_OIDC_CLIENT_ID: z.string().optional(),
  CONSOLE_OIDC_CLIENT_SECRET: z.string().optional(),
  CONSOLE_OIDC_SCOPE: z
    .string()
    .refine((text) => text.split(' ').includes('openid'), 'Write scopes separated by spaces, openid among them.')
    .default('openid'),
  /** What this platform is called in COUNTER reports; it also stands before ids there. */
  COUNTER_PLATFORM: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_./]{1,17}$/, 'Write 2 to 18 letters, digits or any of _./, a letter first.')
    .default('Freischalter'),
  /** The address of this platform in COUNTER's registry. */
  COUNTER_REGISTRY_RECORD: z
    .string()
    .regex(
      /^https:\/\/registry\.countermetrics\.org\/(platform|usage-data-host)\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      'Write https://registry.countermetrics.org/platform/ and the id of the record.',
    )
    .optional(),
  /** The clients whose denials the gateway records as usage itself, as usage names them: those that do not send them. */
  RECORD_DENIALS: z
    .string()
    .transform((text) => text.split(',').map((client) => client.trim()))
    .pipe(z.array(z.string().min(1, 'Write names of clients, separated by commas: moodle,api-key:7f3a')))
    .default([]),
  /** The supergraph that the gateway serves; a change of the file is served without a restart. */
  SUPERGRAPH: z
    .string()
    .default(path.join(PROJECT_ROOT, 'schema', 'supergraph.graphql'))
    .transform((file) => path.resolve(file)),
  /** Where the gateway finds services that run apart. */
  SCHOOLS_URL: subgraph('schools'),
  LICENCES_URL: subgraph('licences'),
  USAGE_URL: subgraph('usage'),
  /** Where a service that runs apart listens. */
  SUBGRAPH_PORT: port.default(4001),
  /** A Unix socket on which it listens instead, for a gateway on the same machine and of the same user. */
  SUBGRAPH_SOCKET: z
    .string()
    .refine((text) => path.isAbsolute(text) && Buffer.byteLength(text) < 100, 'Write a full path of at most 99 bytes.')
    .optional(),
  /** How long the gateway works on a request in all, and how long it waits for one answer of a service. */
  REQUEST_TIMEOUT_MS: times.default(15_000),
  SUBGRAPH_TIMEOUT_MS: times.default(10_000),
  /** Megabytes that all caches of the gateway take together at most, in each process. */
  CACHE_MEMORY_MB: few.default(96),
  /** How many requests the gateway works on at once; twice as many wait, the others are told to come back. */
  REQUESTS_AT_ONCE: times.default(128),
  /** Connections of clients to each process; an eighth of them may have shown no token yet. */
  CONNECTIONS: times.default(4_096),
  /** Megabytes in each process: of the bodies of requests, and of answers that their clients have not read yet. */
  REQUEST_MEMORY_MB: few.default(64),
  ANSWER_MEMORY_MB: few.default(128),
  /** How many questions are on their way to each service at once; four times as many wait. */
  SUBGRAPH_REQUESTS_AT_ONCE: times.default(64),
  /** Where Prometheus reads the metrics of this process; nowhere without it. */
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  /** The collector to which traces are sent, by OTLP over HTTP; nothing is sent without it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: http('http://collector:4318'),
  /** The share of requests that are traced, of those that come without a trace of their own. */
  TRACE_RATIO: z
    .string()
    .refine((text) => /^(0(\.\d{1,6})?|1(\.0+)?)$/.test(text), 'Write a number from 0 to 1.')
    .transform(Number)
    .default(1),
  /** How many connections each service has to its database at most, in all processes of this machine together. */
  DATABASE_CONNECTIONS: times.default(Math.min(20, 8 + 2 * availableParallelism())),
  /** How many processes `npm start` answers requests in, each with a gateway and the services. */
  WORKERS: times.default(usualWorkers()),
  /** To what figures of use are rounded for callers above school authorities; 1 leaves them exact. docs/privacy.md. */
  ROUNDING_BASE: few.default(5),
  /** For how many days after the end of a month its events of use are kept; their figures stay. docs/privacy.md. */
  USAGE_EVENTS_KEPT_DAYS: z
    .string()
    .refine((text) => /^\d{3,4}$/.test(text) && Number(text) > 400, 'Write a number of days from 401 to 9999.')
    .transform(Number)
    .default(401),
  /** The mail server that notices go out by, and the address that they are from; no mail without them. docs/operating.md. */
  SMTP_URL: urlOf(['smtp:', 'smtps:'], 'smtps://user:password@mail.example').optional(),
  NOTICES_FROM: z
    .string()
    .regex(
      /^[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>$|^[^\s@<>]+@[^\s@<>]+$/,
      'Write an address such as lizenzen@stadt.example.',
    )
    .optional(),
  /** Whether a start fills an empty database with demo data; yes, except in production. */
  DEMO_DATA: z
    .enum(['true', 'false'], 'Write true or false.')
    .transform((text) => text === 'true')
    .optional(),
});

export const SETTING_NAMES: readonly string[] = [
  ...Object.keys(SETTINGS.shape),
  ...SETTINGS_IN_FILES.map((name) => `${name}_FILE`),
];

export type Settings = Omit<z.output<typeof SETTINGS>, 'DATABASE_PASSWORD'> & {
  /** Whether npm started us, so that its end is the end of ours too. */
  readonly startedByNpm: boolean;
};

/** The settings, or every mistake in them, one line each. A variable that is set to nothing counts as not set. */
export function parseSettings(
  variables: Readonly<Record<string, string | undefined>>,
): Settings | { mistakes: string[] } {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
  const { variables: given, mistakes } = withFiles(set);
  const result = SETTINGS.safeParse(given);
  if (result.success && (result.data.SMTP_URL === undefined) !== (result.data.NOTICES_FROM === undefined)) {
    mistakes.push('SMTP_URL, NOTICES_FROM: set both, or neither.');
  }
  if (result.success && mistakes.length === 0) {
    const { DATABASE_PASSWORD, ...settings } = result.data;
    const DATABASE_URL = withPassword(settings.DATABASE_URL, DATABASE_PASSWORD);
    return { ...settings, DATABASE_URL, startedByNpm: given.npm_lifecycle_event !== undefined };
  }
  const issues = result.error?.issues ?? [];
  return {
    mistakes: [
      ...mistakes,
      ...issues.map(({ path: [name], message }) => `${String(name)}: ${shown(String(name), given)}${message}`),
    ],
  };
}

function withPassword(address: string | undefined, password: string | undefined): string | undefined {
  if (address === undefined || password === undefined) return address;
  const url = new URL(address);
  if (!url.password) url.password = password;
  return url.toString();
}

/** The settings of this process; where there are mistakes, prints all of them and ends it. */
export function readSettings(): Settings {
  const settings = parseSettings(process.env);
  if (!('mistakes' in settings)) return settings;
  console.error(settings.mistakes.join('\n'));
  process.exit(1);
}

/** Values that may hold a secret are not repeated. */
function shown(name: string, given: Record<string, string | undefined>): string {
  return /URL|ENDPOINT|SECRET|PASSWORD|KEYS|ISSUERS/.test(name) ? '' : `“${given[name]}” is not possible. `;
}
