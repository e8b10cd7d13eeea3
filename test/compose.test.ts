/**
 * Reads docker-compose.yml and the Dockerfile, and compares them with the settings and keys. No container runs here.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { makeSecretFiles } from '../commands/keys/secret-files';
import { roleOf, rolePassword, SERVICES } from '../database/roles';
import { parseSettings, SETTING_NAMES, type Settings } from '../environment';
import { SETTINGS_IN_FILES } from '../environment-files';

interface Container {
  image: string;
  user?: string;
  command?: string[];
  environment: Record<string, string | number>;
  healthcheck?: { test?: string[]; disable?: boolean };
  ports?: string[];
  networks: string[] | Record<string, { aliases?: string[] }>;
  secrets?: string[];
  volumes?: string[];
  tmpfs: string[];
  restart: string;
  depends_on?: Record<string, { condition: string }>;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  logging?: { driver: string; options: Record<string, string> };
  mem_limit?: string;
  memswap_limit?: string;
  cpus?: number;
  pids_limit?: number;
}

const text = readFileSync('docker-compose.yml', 'utf8');

const compose = parse(text, { merge: true }) as {
  services: Record<string, Container>;
  networks: Record<string, { internal?: boolean }>;
  secrets: Record<string, { file: string }>;
};

const containers = Object.entries(compose.services);
const ours = containers.filter(([, { image }]) => image.startsWith('freischalter:'));
const lasting = containers.filter(([, { restart }]) => restart !== 'no');
const networksOf = ({ networks }: Container) => (Array.isArray(networks) ? networks : Object.keys(networks));
const issuers = [{ issuer: 'https://id.example', audience: 'freischalter', jwksUri: 'https://id.example/keys' }];
const filledIn: Record<string, string> = { TOKEN_ISSUERS: JSON.stringify(issuers), METRICS_PORT: '9464' };
let folder: string;
beforeAll(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'compose-')), 'secrets');
  makeSecretFiles(folder);
});
afterAll(() => rmSync(path.dirname(folder), { recursive: true }));

const secretOf = (name: string) => readFileSync(path.join(folder, name), 'utf8').trim();

test('environment.ts knows every setting of our containers', () => {
  const unknown = ours
    .flatMap(([, { environment }]) => Object.keys(environment))
    .filter((name) => !SETTING_NAMES.includes(name));
  expect(unknown).toEqual([]);
});

/** Those of README.md and docs/operating.md that containers leave out, and why. */
const NOT_PASSED = {
  DATA_DIR: 'the database is a container of its own',
  DEMO_DATA: 'of npm start',
  WORKERS: 'of npm start; here, more containers',
  NODE_ENV: 'in the image',
  SUBGRAPH_SOCKET: 'for parts of one machine without containers',
  DATABASE_PASSWORD: 'as a file',
  SECRET: 'as a file',
  SIGNING_KEYS: 'as a file',
  CONSOLE_OIDC_CLIENT_SECRET: 'as a file',
};

test('every setting reaches its containers, except those for which a reason is given', () => {
  const passed = new Set(ours.flatMap(([, { environment }]) => Object.keys(environment)));
  const known = SETTING_NAMES.filter((name) => !name.endsWith('_FILE'));
  expect(known.filter((name) => !passed.has(name)).sort()).toEqual(Object.keys(NOT_PASSED).sort());
});

test.each(['gateway', ...SERVICES])('%s accepts all settings for monitoring, as docs/operating.md says', (name) => {
  const environment = new Map(ours).get(name)?.environment ?? {};
  const settings = ['LOG_LEVEL', 'METRICS_PORT', 'METRICS_HOST', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'TRACE_RATIO'];
  expect(settings.filter((setting) => !(setting in environment))).toEqual([]);
});

test.each(ours)('%s starts with its generated secrets, once the issuers are filled in', (name) => {
  expect(settingsOf(name)).not.toHaveProperty('mistakes');
});

test('a missing variable without a safe default stops the start with its name', () => {
  const names = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
  expect(names).toEqual(['TOKEN_ISSUERS']);
  /** An empty setting counts as not set: environment.ts has its default. */
  const withDefault = [...text.matchAll(/\$\{(\w+)(:-[^}]+)?\}/g)].map(([, name]) => name);
  expect(new Set(withDefault)).toEqual(new Set(['FREISCHALTER_VERSION', 'GATEWAY_PORT']));
});

test.each(SERVICES)('%s logs in as its own role with the password that the migration sets', (service) => {
  const url = new URL(settingsOf(service).DATABASE_URL as string);
  expect([url.username, url.password]).toEqual([roleOf(service), rolePassword(secretOf('secret'), service)]);
});

describe('secrets', () => {
  test('are files that are made and mounted, each into those that need it', () => {
    expect(Object.keys(compose.secrets).sort()).toEqual(readdirSync(folder).sort());
    for (const [name, { file }] of Object.entries(compose.secrets)) expect(file).toBe(`./secrets/${name}`);
    const having = Object.keys(compose.secrets).map((secret) => [
      secret,
      containers.filter(([, { secrets = [] }]) => secrets.includes(secret)).map(([name]) => name),
    ]);
    expect(Object.fromEntries(having)).toEqual({
      'postgres-password': ['postgres', 'migrate'],
      secret: ['migrate'],
      'schools-password': ['schools'],
      'licences-password': ['licences'],
      'usage-password': ['usage'],
      'signing-keys': [...SERVICES, 'gateway'],
      'console-client-secret': ['gateway'],
    });
  });

  test('are in no variable', () => {
    for (const [, { environment, secrets = [] }] of containers) {
      for (const [variable, value] of Object.entries(environment)) {
        const name = variable.replace(/_FILE$/, '');
        if (variable !== name) expect(secrets.map((secret) => `/run/secrets/${secret}`)).toContain(value);
        else if (/SECRET|SIGNING_KEYS|PASSWORD/.test(name)) expect(`${variable}=${value}`).toBe('');
        if (/^postgres:/.test(String(value))) expect(new URL(String(value)).password).toBe('');
      }
    }
    expect(SETTINGS_IN_FILES).toEqual(expect.arrayContaining(['SECRET', 'SIGNING_KEYS', 'DATABASE_PASSWORD']));
  });

  test('are made once, in a folder that is closed to others, and stay out of the image and of Git', () => {
    expect(statSync(folder).mode & 0o066).toBe(0);
    const before = secretOf('secret');
    expect(makeSecretFiles(folder)).toEqual([]);
    expect(secretOf('secret')).toBe(before);
    expect(readFileSync('.dockerignore', 'utf8').split('\n')).toContain('secrets');
    expect(readFileSync('.gitignore', 'utf8').split('\n')).toContain('/secrets/');
  });
});

describe.each(containers)('%s', (_, container) => {
  test('has bounds of memory, without swap, of processors and of processes', () => {
    const { mem_limit, memswap_limit, cpus, pids_limit } = container;
    expect(mem_limit).toMatch(/^\d+[mg]$/);
    expect(memswap_limit).toBe(mem_limit);
    expect(cpus).toBeGreaterThan(0);
    expect(pids_limit).toBeGreaterThan(0);
  });

  test('cannot write to its image, has no capability, and gets none', () => {
    const { read_only, cap_drop, security_opt } = container;
    expect({ read_only, cap_drop, security_opt }).toEqual({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    for (const key of [
      'cap_add',
      'privileged',
      'devices',
      'pid',
      'ipc',
      'uts',
      'userns_mode',
      'network_mode',
      'cgroup_parent',
    ])
      expect(container).not.toHaveProperty(key);
  });

  test('does not run as root', () => {
    expect(container.user ?? (container.image.startsWith('freischalter:') ? 'node' : 'root')).toMatch(
      /^(node|postgres)$/,
    );
  });

  test('mounts no folder of the host, and its folders in memory have a size and run nothing', () => {
    for (const volume of container.volumes ?? []) expect(volume).toMatch(/^\w+:/);
    for (const mount of container.tmpfs) expect(mount).toMatch(/^\/[\w/]+:size=\d+m,mode=1777,noexec,nosuid,nodev$/);
  });

  test('has a log that is bounded', () => {
    expect(container.logging).toEqual({ driver: 'json-file', options: { 'max-size': '10m', 'max-file': '5' } });
  });

  test('is of an exact version', () => {
    expect(container.image).toMatch(
      /^(freischalter:\$\{FREISCHALTER_VERSION:-\d+\.\d+\.\d+\}|postgres:\d+\.\d+-bookworm)$/,
    );
  });

  test('has a health check, or says that it ends by itself', () => {
    const { healthcheck, restart } = container;
    if (restart === 'no') expect(healthcheck).toEqual({ disable: true });
    else expect(healthcheck?.test?.[0]).toBe('CMD');
  });
});

test('metrics are served only on a network without a way out, under a name that exists only there', () => {
  const showing = ours.filter(([, { environment }]) => 'METRICS_PORT' in environment);
  expect(showing.map(([name]) => name)).toEqual([...SERVICES, 'gateway']);
  expect(compose.networks.metrics).toEqual({ internal: true });
  for (const [name, { networks, ports = [] }] of showing) {
    const { METRICS_HOST, METRICS_PORT } = settingsOf(name);
    const aliases = Object.entries(networks as Record<string, { aliases?: string[] }>)
      .filter(([, { aliases = [] }]) => aliases.includes(METRICS_HOST))
      .map(([network]) => network);
    expect(aliases).toEqual(['metrics']);
    for (const port of ports) expect(port).not.toContain(String(METRICS_PORT));
  }
  expect(networksOf(compose.services.postgres as Container)).not.toContain('metrics');
});

test('the gateway has no way to the database', () => {
  expect(settingsOf('gateway').DATABASE_URL).toBeUndefined();
});

test('the gateway has the address of each service', () => {
  const gateway = settingsOf('gateway');
  const addresses = SERVICES.map((service) => gateway[`${service.toUpperCase()}_URL` as 'SCHOOLS_URL']);
  expect(addresses).toEqual(SERVICES.map((service) => `http://${service}:${settingsOf(service).SUBGRAPH_PORT}`));
});

test.each(lasting.filter(([, { image }]) => image.startsWith('freischalter:')))(
  '%s is asked for its health where it listens',
  (name, { healthcheck }) => {
    const { PORT, SUBGRAPH_PORT } = settingsOf(name);
    expect(healthcheck?.test?.at(-1)).toContain(
      `'http://127.0.0.1:${name === 'gateway' ? PORT : SUBGRAPH_PORT}/health/live'`,
    );
  },
);

test('only the gateway is published, on the loopback, and only it has a way out', () => {
  const published = containers.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
  expect(published).toEqual([expect.stringMatching(/^gateway 127\.0\.0\.1:\$\{GATEWAY_PORT:-4000\}:4000$/)]);
  expect(
    containers
      .filter(([, container]) => networksOf(container).some((network) => !compose.networks[network]?.internal))
      .map(([name]) => name),
  ).toEqual(['gateway']);
});

test('the services wait for the migration, and the gateway for the services', () => {
  for (const service of SERVICES) {
    expect(compose.services[service]?.depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
  }
  expect(Object.keys(compose.services.gateway?.depends_on ?? {}).sort()).toEqual([...SERVICES].sort());
});

test.each(ours)('%s runs a command that exists', (_, { command }) => {
  const [program] = command as [string];
  expect(() => readFileSync(program.replace(/^dist\/(.*)\.js$/, '$1.ts'))).not.toThrow();
});

/** The settings of a container, its variables filled in from .env, and its files mounted, as compose does it. */
function settingsOf(name: string): Settings {
  const environment = Object.entries(compose.services[name]?.environment ?? {}).map(([variable, value]) => {
    const filled = String(value).replace(
      /\$\{(\w+)(?::\?[^}]*|:-([^}]*))?\}/g,
      (_, key, otherwise) => filledIn[key] ?? otherwise ?? '',
    );
    return filled.startsWith('/run/secrets/')
      ? [variable.replace(/_FILE$/, ''), secretOf(filled.replace('/run/secrets/', ''))]
      : [variable, filled];
  });
  return parseSettings(Object.fromEntries(environment)) as Settings;
}
