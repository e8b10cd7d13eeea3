/** A change of entitlements that is refused, for whatever reason, leaves every row of every table as it was. */
import { THROUGH_THE_DOOR } from './foreign-attempts';
import { INSIDE } from './foreign-inside';
import { type Attempt, database, foreign } from './foreign-world';
import { codesOf, type System, startSystem, tokenOf } from './system';
import { tableContents } from './table-contents';

let system: System;
beforeAll(async () => {
  system = await startSystem(database);
});
afterAll(() => system?.stop());

const contents = () => tableContents(database.query);
/** The outcome of a call is kept for its caller alone, also where it was refused. */
const withoutResults = () => tableContents(database.query, ['schools.amendment']);

const AMENDING = /(revoke|suspend|resume|amend|move)Entitlements|undoChange|startChange/;
const attempts = [...THROUGH_THE_DOOR, ...INSIDE].filter(({ query }) => AMENDING.test(query));

test.each(attempts)('$name', async (attempt: Attempt) => {
  const { kind, bound } = foreign[attempt.by];
  const before = await contents();
  const answer = await system.ask(await tokenOf(kind, ...bound), attempt.query, attempt.variables());
  expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  expect(await contents()).toEqual(before);
});

const OWN = 'select id, version from schools.entitlement order by id desc limit 1';
const REFUSED: [string, (id: string, version: number) => string][] = [
  [
    'one that names an old version',
    (id, version) => `suspendEntitlements(input: { entitlements: [{ id: "${id}", version: ${version + 1} }] })`,
  ],
  [
    'one whose instant has passed',
    (id) => `revokeEntitlements(input: { entitlementIds: ["${id}"], at: "2026-01-02T00:00:00Z" })`,
  ],
  ['one with another token', (id) => `resumeEntitlements(input: { entitlementIds: ["${id}"], previewToken: "1.x" })`],
  ['a preview', (id) => `suspendEntitlements(input: { entitlementIds: ["${id}"], preview: true })`],
  [
    'one of entitlements of which another one does not exist',
    (id) => `suspendEntitlements(input: { entitlementIds: ["${id}", "999999"] })`,
  ],
];

test.each(REFUSED)('%s', async (_, mutation) => {
  const [row] = await database.query<{ id: string; version: number }>(OWN);
  const { id = '', version = 0 } = row ?? {};
  const { bound } = foreign.licensing;
  const before = await withoutResults();
  const answer = await system.ask(
    await tokenOf('licensing', ...bound),
    `mutation { change: ${mutation(id, version)} { applied } }`,
  );
  expect(answer.data?.change?.applied ?? false).toBe(false);
  expect(await withoutResults()).toEqual(before);
});

test('this test notices an allowed change', async () => {
  const [row] = await database.query<{ id: string }>(OWN);
  const before = await contents();
  const { bound } = foreign.licensing;
  const mutation = `mutation { suspendEntitlements(input: { entitlementIds: ["${row?.id}"] }) { applied } }`;
  expect((await system.ask(await tokenOf('licensing', ...bound), mutation)).data).toEqual({
    suspendEntitlements: { applied: true },
  });
  const after = await contents();
  const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
  expect(changed).toEqual(expect.arrayContaining(['schools.entitlement', 'schools.entitlement_suspension']));
});
