/** The parts of an installation as processes of their own: in what order they start, and how they stop. */
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SCOPES_OF_KIND } from '../caller/caller';
import { SERVICES } from '../database/roles';
import { developmentKey, makeToken } from '../gateway/identity/development-issuer';
import { createInstallation, type Gateway, type Installation, type Part, SECRET } from '../test/installation';
import { seedWorld } from '../test/seed-world';
import { until } from '../test/until';

const TITLES = '{ school(number: "100002") { name licensedTitles { edges { node { name } } } } }';
const RIGHT = { data: { school: { name: 'SCHULE', licensedTitles: { edges: [{ node: { name: 'Film' } }] } } } };
/** Entitlements are read from the database each time; everything else may come from a cache. */
const ENTITLED =
  '{ school(number: "100002") { licensedTitles { edges { node { name } entitlement { validFrom } } } } }';

let folder: string;
let supergraph: string;
let installation: Installation;
let token: string;

jest.setTimeout(240_000);

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'serve-'));
  supergraph = path.join(folder, 'supergraph.graphql');
  copyFileSync('schema/supergraph.graphql', supergraph);
  installation = await createInstallation({ SUPERGRAPH: supergraph });
  token = await makeToken(developmentKey(SECRET), {
    kind: 'lms',
    subject: 'lms',
    bound: ['SCHOOL:NW:100002'],
    scopes: SCOPES_OF_KIND.lms,
    lifetimeSeconds: 3_600,
  });
});
afterAll(async () => {
  await installation?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function health(part: Exclude<Part, 'database'>, which: 'live' | 'ready') {
  const response = await fetch(`${installation.urls[part]}/health/${which}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function ask(query = TITLES, gateway: Gateway = 'gateway 1') {
  const response = await fetch(`${installation.urls[gateway]}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data?: unknown; errors?: { extensions: { code: string; service?: string } }[] };
}

function everything(state: string) {
  return { schools: state, licences: state, usage: state };
}

/** Locks the entitlements, so that no service can answer for a school. @returns a function that unlocks them */
async function holdSchools(): Promise<() => Promise<void>> {
  const owner = await installation.connect();
  await owner.query('begin; lock table schools.entitlement in access exclusive mode');
  return () => owner.end();
}

function waitingForSchools(count: number): Promise<void> {
  return until('requests wait for schools', async () => {
    const [found] = await installation.query<{ waiting: number }>(
      'select count(*)::int as waiting from pg_locks where not granted',
    );
    return (found?.waiting ?? 0) >= count;
  });
}

test('the parts start in any order, here the gateway, the services, then the database, and work without a restart', async () => {
  await installation.start('gateway 1');
  expect(await health('gateway 1', 'live')).toMatchObject({ status: 200 });
  expect(await health('gateway 1', 'ready')).toMatchObject({
    status: 503,
    body: { subgraphs: everything('unavailable') },
  });
  expect((await ask()).errors?.[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: 'schools' });

  const services = await Promise.all(SERVICES.map(installation.start));
  for (const service of SERVICES) {
    expect(await health(service, 'live')).toMatchObject({ status: 200 });
    expect(await health(service, 'ready')).toMatchObject({ status: 503 });
  }
  expect((await ask()).errors?.[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: 'schools' });

  await installation.start('database');
  const world = await seedWorld(installation.query, {
    organisations: {},
    schools: { SCHULE: { belongsTo: [] } },
    titles: { Film: {} },
    packages: { Paket: [{ title: 'Film' }] },
    licences: { Lizenz: { owner: 'SCHULE', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [{ package: 'Paket' }] } },
    entitlements: { Recht: { licence: 'Lizenz', holder: 'SCHULE', from: '2024-08-01' } },
  });
  expect(world.organisation('SCHULE')).toBe('NW:100002');
  await until('all is ready', async () => (await health('gateway 1', 'ready')).status === 200);
  expect((await health('gateway 1', 'ready')).body).toEqual({ status: 'ready', subgraphs: everything('ready') });
  expect(await ask()).toEqual(RIGHT);
  for (const service of services) {
    const waits = service?.errors().match(/The database [^"]* cannot be used: [^"]* Waiting for it\./g) ?? [];
    expect(waits[0]).toContain('ECONNREFUSED');
    expect(waits[0]).not.toMatch(/:[^@/]*@/);
  }
  expect(installation.endedByItself()).toEqual([]);
});

describe('a part that is told to stop answers the requests that it has, accepts no new ones, and ends with exit code 0', () => {
  test.each<Part>(['gateway 1', 'schools'])('%s', async (part) => {
    const letGo = await holdSchools();
    const answers = Promise.all([ask(ENTITLED), ask(ENTITLED), ask(ENTITLED)]);
    let ended: Promise<number | null>;
    try {
      // One caller gets two of these few connections, so its third request waits for one of them.
      await waitingForSchools(2);
      ended = installation.end(part, 'SIGTERM');
      await until('nobody is let in', () =>
        health(part as 'schools', 'live').then(
          () => false,
          () => true,
        ),
      );
    } finally {
      await letGo();
    }
    for (const { data, errors } of await answers) {
      expect(errors).toBeUndefined();
      expect(JSON.stringify(data)).toContain('"validFrom":"2024-07-31T22:00:00.000Z"');
    }
    expect(await ended).toBe(0);
    await installation.start(part);
    await until('all is ready', async () => (await health('gateway 1', 'ready')).status === 200);
    expect(await ask()).toEqual(RIGHT);
  });
});

test('a running gateway takes a new supergraph when the file changes, and at a SIGHUP, and refuses a broken one', async () => {
  const name = '{ school(number: "100002") { calledSo: name } }';
  const whole = readFileSync(supergraph, 'utf8');
  const without = whole.replace(/^ {2}"""[^"]*"""\n {2}shortName: String! .*\n/m, '');
  const short = '{ school(number: "100002") { shortName } }';
  const hasShort = async () => !(await ask(short)).errors;
  await installation.end('gateway 1', 'SIGTERM');
  const gateway = await installation.start('gateway 1');
  expect(without).not.toBe(whole);
  expect(await hasShort()).toBe(true);
  let over = false;
  const answers = new Set<string>();
  const client = (async () => {
    while (!over) answers.add(JSON.stringify(await ask(name)));
  })();

  writeFileSync(`${supergraph}.new`, without);
  renameSync(`${supergraph}.new`, supergraph);
  await until('the field is gone', async () => !(await hasShort()));
  writeFileSync(supergraph, 'type Query {');
  gateway?.child.kill('SIGHUP');
  await gateway?.logged('is refused, and the one before is served on');
  expect(gateway?.errors()).toContain(`"${supergraph}:1: Syntax Error`);
  await until('readiness tells of it', async () => (await health('gateway 1', 'ready')).body.supergraph !== undefined);
  expect((await health('gateway 1', 'ready')).status).toBe(200);
  writeFileSync(supergraph, whole);
  gateway?.child.kill('SIGHUP');
  await until('the field is back', hasShort);

  over = true;
  await client;
  expect([...answers]).toEqual([JSON.stringify({ data: { school: { calledSo: 'SCHULE' } } })]);
  expect(installation.endedByItself()).toEqual([]);
});
