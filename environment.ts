/** Every setting, checked. The only file that reads process.env; commands read settings here and hand them in. */
import path from 'node:path';
import { z } from 'zod';

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

function urlOf(protocols: readonly string[], example: string) {
  return z.string().refine((text) => {
    return URL.canParse(text) && protocols.includes(new URL(text).protocol);
  }, `Write an address such as ${example}.`);
}

const http = (example: string) => urlOf(['http:', 'https:'], example).optional();

function secret(what: string) {
  return z
    .string()
    .refine((text) => text.length >= 32, `${what} Make one of at least 32 characters: openssl rand -hex 32`);
}

const issuers = z.array(
  z.strictObject({ issuer: z.string().min(1), audience: z.string().min(1), jwksUri: z.url({ protocol: /^https?$/ }) }),
);

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
  /** What the gateway signs hops with (the first) and the services accept (all). */
  HOP_KEYS: z
    .string()
    .transform((text) => text.split(',').map((key) => key.trim()))
    .pipe(z.array(secret('A key in it is too short.')))
    .optional(),
  /** Whose tokens the gateway takes instead of the development issuer's. */
  TOKEN_ISSUERS: z
    .string()
    .transform((text, context) => {
      const read = issuers.safeParse(parseJson(text));
      if (read.success && read.data.length > 0) return read.data;
      context.addIssue(
        'Write a JSON array such as [{"issuer":"https://…","audience":"freischalter","jwksUri":"https://…"}].',
      );
      return z.NEVER;
    })
    .optional(),
  /** Requests in 10 seconds that the gateway takes: of one subject, and of one organisation with all its tokens. */
  RATE_LIMIT: times.default(3_000),
  RATE_LIMIT_ORGANISATION: times.default(10_000),
  /** A PostgreSQL in which several gateways count together; each counts for itself without it. */
  RATE_LIMIT_DATABASE_URL: urlOf(
    ['postgres:', 'postgresql:'],
    'postgres://user:password@host:5432/database',
  ).optional(),
  /** Where the gateway finds services that run apart. */
  SCHOOLS_URL: http('http://schools:4001'),
  LICENCES_URL: http('http://licences:4001'),
  USAGE_URL: http('http://usage:4001'),
  /** Where a service that runs apart listens. */
  SUBGRAPH_PORT: port.default(4001),
  /** Whether a start fills an empty database with demo data; yes, except in production. */
  DEMO_DATA: z
    .enum(['true', 'false'], 'Write true or false.')
    .transform((text) => text === 'true')
    .optional(),
});

export const SETTING_NAMES: readonly string[] = Object.keys(SETTINGS.shape);

export type Settings = z.output<typeof SETTINGS> & {
  /** Whether npm started us, so that its end is the end of ours too. */
  readonly startedByNpm: boolean;
};

/** The settings, or every mistake in them, one line each. A variable that is set to nothing counts as not set. */
export function parseSettings(
  variables: Readonly<Record<string, string | undefined>>,
): Settings | { mistakes: string[] } {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
  const result = SETTINGS.safeParse(given);
  if (result.success) return { ...result.data, startedByNpm: given.npm_lifecycle_event !== undefined };
  return {
    mistakes: result.error.issues.map(
      ({ path: [name], message }) => `${String(name)}: ${shown(String(name), given)}${message}`,
    ),
  };
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
  return /URL|SECRET|KEYS|ISSUERS/.test(name) ? '' : `“${given[name]}” is not possible. `;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
