/**
 * Two cities under a media centre, for worklists, with dates counted from today. Its hooks run in each test file that
 * imports it.
 */
import { type OrganisationKey, SCOPES_OF_KIND } from '../caller/caller';
import { USUAL_SETTINGS } from '../services/subgraph/context';
import { createTestDatabase, type TestDatabase } from './database';
import { bought } from './purchases';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, type System, startSystem, tokenWith } from './system';

export let database: TestDatabase;
export let world: SeededWorld;
export let system: System;

/** No mail is sent to this address, because tests of notices send mails themselves. */
export const MAIL = { url: 'smtp://127.0.0.1:1', from: 'Lizenzen <lizenzen@stadt.example>' };

const DAY = 86_400_000;
/** Returns the instant that many days from now, as a world writes it. */
export const inDays = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY).toISOString();

const LEVELS = ['STATE', 'MEDIA_CENTRE', 'AUTHORITY', 'SCHOOL'] as const;
const licence = (owner: string, ...packages: string[]) => ({
  owner,
  heldAt: LEVELS,
  rights: ['STREAM', 'DOWNLOAD'] as const,
  packages: packages.map((name) => ({ package: name })),
});

beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY', Zentrum: 'MEDIA_CENTRE' },
    schools: {
      'Schule A1': { belongsTo: [{ to: 'Stadt A' }, { to: 'Zentrum' }] },
      'Schule A2': { belongsTo: [{ to: 'Stadt A' }, { to: 'Zentrum' }] },
      'Schule B1': { belongsTo: [{ to: 'Stadt B' }, { to: 'Zentrum' }] },
    },
    titles: { Vulkane: {}, Wale: {}, Zebras: {}, Eis: {} },
    packages: {
      Natur: [{ title: 'Vulkane' }, { title: 'Wale' }],
      Tiere: [{ title: 'Wale' }, { title: 'Zebras' }],
      Eis: [{ title: 'Eis' }],
    },
    licences: {
      'Lizenz A': licence('Stadt A', 'Natur'),
      'Lizenz A kurz': { ...licence('Stadt A', 'Eis'), term: { from: '2024-01-01', until: inDays(20) } },
      'Lizenz B': licence('Stadt B', 'Natur'),
      'Lizenz Z': licence('Zentrum', 'Tiere'),
    },
    entitlements: {
      'A1 endet': { licence: 'Lizenz A', holder: 'Schule A1', from: '2024-01-01', until: inDays(30) },
      'A2 endet': { licence: 'Lizenz A', holder: 'Schule A2', from: '2024-01-01', until: inDays(10) },
      'A2 geht weiter': { licence: 'Lizenz A', holder: 'Schule A2', from: inDays(9), until: inDays(400) },
      'Stadt endet mit Lizenz': { licence: 'Lizenz A kurz', holder: 'Stadt A', from: '2024-01-01' },
      'A1 widerrufen': {
        licence: 'Lizenz Z',
        holder: 'Schule A1',
        from: '2024-01-01',
        until: inDays(5),
        revoked: '2025-01-01',
      },
      'A1 beginnt': { licence: 'Lizenz Z', holder: 'Schule A1', from: inDays(40) },
      'A1 später': { licence: 'Lizenz Z', holder: 'Schule A1', from: inDays(200) },
      'B1 endet': { licence: 'Lizenz B', holder: 'Schule B1', from: '2024-01-01', until: inDays(15) },
      'Zentrum endet': { licence: 'Lizenz Z', holder: 'Zentrum', from: '2024-01-01', until: inDays(80) },
    },
  });
  await database.query(bought('true', '10000'));
  system = await startSystem(database, { settings: { ...USUAL_SETTINGS, mail: MAIL } });
  await database.keep();
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

/** Returns a token for staff by name: `Stadt A: Anna` is bound to that organisation and has the subject Anna. */
export async function tokenOfStaff(who: string): Promise<string> {
  const [name = '', subject = 'Anna'] = who.split(': ');
  if (name === 'operator') return tokenWith({ kind: 'operator', subject, bound: [], scopes: SCOPES_OF_KIND.operator });
  const level = { 'Stadt A': 'AUTHORITY', 'Stadt B': 'AUTHORITY', Zentrum: 'MEDIA_CENTRE' }[name];
  const bound = [`${level}:${world.organisation(name)}` as OrganisationKey];
  return tokenWith({ kind: 'licensing', subject, bound, scopes: SCOPES_OF_KIND.licensing });
}

export async function ask(who: string, query: string, variables: object = {}): Promise<Answer> {
  return system.ask(await tokenOfStaff(who), query, variables);
}

export async function data(who: string, query: string, variables: object = {}): Promise<any> {
  const answer = await ask(who, query, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}
