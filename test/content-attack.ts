/**
 * The system that attacks by content are sent to, and what no answer to them may hold. Its hooks run in each test file
 * that imports it.
 */
import { createTestDatabase, type TestDatabase } from './database';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, codesOf, type System, startSystem, tokenOf } from './system';

export let database: TestDatabase;
let system: System;
export let world: SeededWorld;
export let lms: string;
export let staff: string;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { 'Stadt A': 'AUTHORITY' },
    schools: { 'Schule A': { belongsTo: [{ to: 'Stadt A' }] } },
    titles: { Vulkane: {} },
    packages: { Paket: [{ title: 'Vulkane' }] },
    licences: {
      Lizenz: {
        owner: 'Stadt A',
        heldAt: ['AUTHORITY', 'SCHOOL'],
        rights: ['STREAM'],
        packages: [{ package: 'Paket' }],
      },
    },
    entitlements: {},
  });
  system = await startSystem(database, { production: true });
  lms = await tokenOf('lms', `SCHOOL:${world.organisation('Schule A')}`);
  staff = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt A')}`);
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

export const number = () => world.organisation('Schule A').slice('NW:'.length);

/** Sends the body unchanged, and returns the answer with its text. */
export async function post(body: unknown, token = lms): Promise<Answer & { text: string }> {
  const response = await fetch(`${system.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { ...(JSON.parse(text) as Answer), text };
}

/** Texts that no client may ever see. */
const INTERNALS =
  /\bselect\b.*\bfrom\b|insert into|\\n +at |node_modules|\.ts:|\.js:|postgres|pg_|127\.0\.0\.1|localhost|https?:|Did you mean|stacktrace|freischalter_|syntax error at or near|QueryFailed/i;

const REFUSALS = [
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'FORBIDDEN',
  'OPERATION_TOO_COSTLY',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
  'UNAUTHENTICATED',
];

/** Checks that it is answered or refused with a reason, and that it shows neither a fault nor internals. */
export function expectNoFault(answer: Answer & { text: string }): void {
  expect(codesOf(answer).filter((code) => !REFUSALS.includes(code))).toEqual([]);
  expect(answer.text.match(INTERNALS)).toBeNull();
}
