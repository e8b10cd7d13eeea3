/**
 * Kills every part of an installation under load, in random order, and starts it again. Every answer meanwhile must be
 * right, or a clear error after which the client may ask again. After each start all answers must become right without
 * help.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { SCOPES_OF_KIND } from '../../caller/caller';
import { SERVICES } from '../../database/roles';
import { developmentKey, makeToken } from '../../gateway/identity/development-issuer';
import { type Chance, chanceOf } from '../authority-proof/chance';
import {
  createInstallation,
  type Ending,
  GATEWAYS,
  type Installation,
  PARTS,
  type Part,
  SECRET,
} from '../installation';
import { seedWorld } from '../seed-world';
import { checkLedger } from './check-ledger';
import { assignAndRevoke, type Load, type Place, read, recordUses } from './clients';

import { Changing, Outages } from './ledger';
import { createReport, type Report } from './report';

interface LifeOptions {
  /** How often each part is killed. */
  readonly rounds: number;
  readonly seed: number;
  readonly progress?: (line: string) => void;
}

/** The load must not reach a limit of the gateways, and a request without an answer must end soon. */
const PATIENT = {
  REQUEST_TIMEOUT_MS: '8000',
  SUBGRAPH_TIMEOUT_MS: '5000',
  RATE_LIMIT: '1000000',
  RATE_LIMIT_ORGANISATION: '1000000',
  RATE_LIMIT_COST: '9999',
  RATE_LIMIT_COST_ORGANISATION: '9999',
};
interface RoundOptions {
  readonly polled: boolean;
  readonly progress: (line: string) => void;
}

const SCHOOLS = ['ADLER', 'BUSSARD', 'FALKE', 'HABICHT', 'MILAN', 'SPERBER'];
/**
 * Enough to start two processes from their sources on a busy machine, and for the longest time that a breaker stays
 * open.
 */
const RECOVERS_MS = 90_000;

/** @throws Error with the first answers that are not allowed, or with what did not recover */
export async function proveLife({ rounds, seed, progress = () => undefined }: LifeOptions): Promise<Report> {
  const chance = chanceOf(seed);
  const installation = await createInstallation(PATIENT);
  const stop = () => void installation.stop().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    await installation.start('database');
    await Promise.all([...SERVICES, ...GATEWAYS].map(installation.start));
    const load = await prepare(installation, chance.fork());
    const clients = [
      ...GATEWAYS.flatMap((gateway) => [read(load, gateway), read(load, gateway)]),
      ...load.places.map((place) => assignAndRevoke(load, place)),
      recordUses(load),
      recordUses(load),
    ];
    const all = clients.map((client) =>
      client.catch((error: Error) => void load.report.wrong.push(`A client gave up: ${error.stack}`)),
    );
    try {
      await untilAllRight(load, 'the start', false);
      for (let round = 1; round <= rounds; round += 1) {
        progress(`round ${round} of ${rounds}`);
        await endEach(load, chance, { polled: round % 2 === 1, progress });
      }
    } finally {
      load.over = true;
      await Promise.all(all);
    }
    await checkLedger(load);
    return load.report;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    await installation.stop();
  }
}

/** Kills each part, and stops one; sometimes another part is killed at the same time. */
async function endEach(load: Load, chance: Chance, { polled, progress }: RoundOptions): Promise<void> {
  const stopped = chance.of([...SERVICES, ...GATEWAYS]);
  const kills = PARTS.map((part): [Part, Ending] => [part, 'SIGKILL']);
  for (const [part, how] of shuffled([...kills, ['database', 'SIGQUIT'], [stopped, 'SIGTERM']] as const, chance)) {
    const other = chance.holds(0.2) ? chance.of(PARTS) : part;
    const parts = [...new Set([part, other])];
    const ends = parts.map((one) => load.outages.begin(one));
    const begun = Date.now();
    for (const one of parts) await endOne(load, one, one === part ? how : 'SIGKILL');
    // Starting takes a second; one outage in four is a second longer.
    await pause(chance.holds(0.25) ? chance.below(1_500) : chance.below(200));
    for (const one of shuffled(parts, chance)) await load.installation.start(one);
    const started = Date.now();
    await untilAllRight(load, parts.join(' and '), polled);
    for (const end of ends) end();
    progress(
      `${parts.join(' and ')} (${how}): away for ${started - begun} ms, all right ${Date.now() - started} ms after`,
    );
    await pause(chance.below(100));
    complain(load);
  }
}

async function endOne({ installation, report }: Load, part: Part, how: Ending): Promise<void> {
  const code = await installation.end(part, how);
  report.ended(`${part} (${how})`);
  if (how === 'SIGTERM' && code !== 0) throw new Error(`${part} was told to stop and ended with ${code}.`);
}

/** @param polled whether readiness is polled every second, as by a load balancer, which closes breakers early */
async function untilAllRight(load: Load, after: string, polled: boolean): Promise<void> {
  load.report.lookAnew();
  const begun = Date.now();
  let polls = 0;
  while (!load.report.allRight()) {
    complain(load);
    if (Date.now() > begun + RECOVERS_MS)
      throw new Error(`Not all is right again after ${after}.\n${load.report.text()}`);
    if (polled && Date.now() - begun >= 1_000 * polls) {
      polls += 1;
      await Promise.all(GATEWAYS.map((gateway) => fetch(`${load.installation.urls[gateway]}/health/ready`)));
    }
    await pause(20);
  }
}

function complain({ report, installation }: Load): void {
  const ended = installation.endedByItself();
  if (ended.length > 0) throw new Error(`Ended by itself: ${ended.join('\n')}`);
  if (report.wrong.length > 0)
    throw new Error(`Not allowed:\n${report.wrong.slice(0, 5).join('\n')}\n${report.text()}`);
}

async function prepare(installation: Installation, chance: Chance): Promise<Load> {
  const titles = SCHOOLS.map((school) => `Film für ${school}`);
  const one = (owner: string, content: string) =>
    ({ owner, heldAt: ['SCHOOL', 'AUTHORITY'], rights: ['STREAM'], packages: [{ package: content }] }) as const;
  const world = await seedWorld(installation.query, {
    organisations: { STADT: 'AUTHORITY' },
    schools: Object.fromEntries(SCHOOLS.map((name) => [name, { belongsTo: [{ to: 'STADT' }] }])),
    titles: Object.fromEntries(['Immer', 'Nie', ...titles].map((title) => [title, {}])),
    packages: Object.fromEntries(['Immer', 'Nie', ...titles].map((title) => [title, [{ title }]])),
    licences: Object.fromEntries(['Immer', 'Nie', ...titles].map((title) => [title, one('STADT', title)])),
    entitlements: { Immer: { licence: 'Immer', holder: 'STADT', from: '2024-08-01' } },
  });
  const places = SCHOOLS.map((name, at): Place => {
    const school = world.organisation(name);
    const title = titles[at] as string;
    return {
      school,
      number: school.slice('NW:'.length),
      licence: world.licence(title),
      title: world.title(title),
      entitled: new Changing(false),
      uses: { acknowledged: new Set(), sent: 0, counted: 0 },
      assigned: 0,
    };
  });
  const token = (kind: 'lms' | 'licensing') =>
    makeToken(developmentKey(SECRET), {
      kind,
      subject: kind,
      bound: [`AUTHORITY:${world.organisation('STADT')}`],
      scopes: SCOPES_OF_KIND[kind],
      lifetimeSeconds: 86_400,
    });
  return {
    installation,
    places,
    always: world.title('Immer'),
    never: world.title('Nie'),
    tokens: { lms: await token('lms'), licensing: await token('licensing') },
    outages: new Outages<Part>(),
    chance,
    report: createReport(GATEWAYS),
    over: false,
  };
}

function shuffled<Item>(items: readonly Item[], chance: Chance): Item[] {
  const left = [...items];
  return items.map(() => left.splice(chance.below(left.length), 1)[0] as Item);
}
