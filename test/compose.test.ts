/** No container runs here: docker-compose.yml and the Dockerfile are read, and held to the settings and to the keys. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { environmentFile } from '../commands/keys/environment-file';
import { roleOf, rolePassword, SERVICES } from '../database/roles';
import { parseSettings, SETTING_NAMES, type Settings } from '../environment';

interface Container {
  image: string;
  command?: string[];
  environment: Record<string, string | number>;
  healthcheck?: { test: string[] };
  ports?: string[];
  networks: string[];
  restart: string;
  depends_on?: Record<string, { condition: string }>;
  read_only?: boolean;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as {
  services: Record<string, Container>;
  networks: Record<string, { internal?: boolean }>;
};
const containers = Object.entries(compose.services);
const ours = containers.filter(([, { image }]) => image === 'freischalter');
const lasting = containers.filter(([, { restart }]) => restart !== 'no');

const issuers = [{ issuer: 'https://id.example', audience: 'freischalter', jwksUri: 'https://id.example/keys' }];
const keys = keysOf(environmentFile(counted()));
const filledIn: Record<string, string> = { ...keys, TOKEN_ISSUERS: JSON.stringify(issuers) };

test('every setting of our containers is one that environment.ts knows', () => {
  const unknown = ours
    .flatMap(([, { environment }]) => Object.keys(environment))
    .filter((name) => !SETTING_NAMES.includes(name));
  expect(unknown).toEqual([]);
});

test.each(ours)('%s starts with the keys that are made for .env, once the issuers are filled in', (name) => {
  expect(settingsOf(name)).not.toHaveProperty('mistakes');
});

test('what has no safe default stops the start with the name of the variable, not with a default', () => {
  const names = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
  expect(new Set(names)).toEqual(new Set([...Object.keys(keys), 'TOKEN_ISSUERS']));
  /** What is empty counts as not set: environment.ts knows its default. */
  const withDefault = [...text.matchAll(/\$\{(\w+)(:-[^}]+)?\}/g)].map(([, name]) => name);
  expect(new Set(withDefault)).toEqual(new Set(['LOG_LEVEL', 'GATEWAY_PORT']));
});

test.each(SERVICES)('%s logs in as its own role with the password that the migration sets', (service) => {
  const url = new URL(settingsOf(service).DATABASE_URL as string);
  expect([url.username, url.password]).toEqual([roleOf(service), rolePassword(keys.SECRET as string, service)]);
});

test('the secret and the owner’s password are known to the migration only', () => {
  const knowing = containers.filter(([, { environment }]) =>
    JSON.stringify(environment).match(/\$\{(SECRET|POSTGRES_PASSWORD):/),
  );
  expect(knowing.map(([name]) => name)).toEqual(['postgres', 'migrate']);
});

test('the gateway has no way to the database', () => {
  expect(settingsOf('gateway').DATABASE_URL).toBeUndefined();
});

test('the gateway finds each service where it listens', () => {
  const gateway = settingsOf('gateway');
  const addresses = SERVICES.map((service) => gateway[`${service.toUpperCase()}_URL` as 'SCHOOLS_URL']);
  expect(addresses).toEqual(SERVICES.map((service) => `http://${service}:${settingsOf(service).SUBGRAPH_PORT}`));
});

test.each(lasting)('%s has a health check', (_, { healthcheck }) => {
  expect(healthcheck?.test[0]).toBe('CMD');
});

test.each(lasting.filter(([, { image }]) => image === 'freischalter'))(
  '%s is asked for its health where it listens',
  (name, { healthcheck }) => {
    const { PORT, SUBGRAPH_PORT } = settingsOf(name);
    expect(healthcheck?.test.at(-1)).toContain(
      `'http://127.0.0.1:${name === 'gateway' ? PORT : SUBGRAPH_PORT}/health/live'`,
    );
  },
);

test('only the gateway is published, on the loopback, and only it has a way out', () => {
  const published = containers.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
  expect(published).toEqual([expect.stringMatching(/^gateway 127\.0\.0\.1:\$\{GATEWAY_PORT:-4000\}:4000$/)]);
  expect(
    containers
      .filter(([, { networks }]) => networks.some((network) => !compose.networks[network]?.internal))
      .map(([name]) => name),
  ).toEqual(['gateway']);
});

test('the services wait for the migration, and the gateway for the services', () => {
  for (const service of SERVICES) {
    expect(compose.services[service]?.depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
  }
  expect(Object.keys(compose.services.gateway?.depends_on ?? {}).sort()).toEqual([...SERVICES].sort());
});

test.each(ours)('%s runs a command that is there, and cannot write to its image', (_, { command, read_only }) => {
  const [program] = command as [string];
  expect(() => readFileSync(program.replace(/^dist\/(.*)\.js$/, '$1.ts'))).not.toThrow();
  expect(read_only).toBe(true);
});

describe('the Dockerfile', () => {
  const stages = readFileSync('Dockerfile', 'utf8').split(/^(?=FROM )/m);
  const last = stages.at(-1) as string;

  test('ends in a stage for production that runs as the user node', () => {
    expect(stages.length).toBeGreaterThan(2);
    expect(last).toContain('ENV NODE_ENV=production');
    expect([...last.matchAll(/^USER (.*)$/gm)].map(([, user]) => user)).toEqual(['node']);
  });

  test('takes neither sources nor development packages into it', () => {
    const copied = [...last.matchAll(/^COPY (?!--from)(.*)$/gm)].map(([, files]) => files);
    expect(copied).toEqual(['package.json LICENSE ./', 'schema ./schema']);
    expect(last).toContain('COPY --from=packages /app/node_modules');
  });

  test('never sees secrets, data or another machine’s packages', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.env', '.env.*', '.git', '.data', '**/node_modules']));
  });
});

/** The settings of a container, its variables filled in from .env as compose does it. */
function settingsOf(name: string): Settings {
  const environment = Object.entries(compose.services[name]?.environment ?? {}).map(([variable, value]) => [
    variable,
    String(value).replace(
      /\$\{(\w+)(?::\?[^}]*|:-([^}]*))?\}/g,
      (_, key, otherwise) => filledIn[key] ?? otherwise ?? '',
    ),
  ]);
  return parseSettings(Object.fromEntries(environment)) as Settings;
}

function keysOf(file: string): Record<string, string> {
  const lines = file.split('\n').filter((line) => line && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

function counted(): () => string {
  let count = 0;
  return () => String(++count).padStart(43, 'k');
}
