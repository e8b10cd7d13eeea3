/**
 * Each change of a table leaves exactly its entries: folding all entries gives the table, and an unchanged row gets no
 * entry. The changes are mutations through the gateway, imports, and SQL of the owner, in any order.
 */
import fc from 'fast-check';
import { catalogue } from '../services/licences/import/import-licences';
import { entitlements } from '../services/schools/entitlement/import-entitlements';
import { mediaCentres } from '../services/schools/organisation-file/import-media-centres';
import { schoolGroups } from '../services/schools/organisation-file/import-school-groups';
import { AUDITED_OBJECTS } from '../services/subgraph/audit/audited-objects';
import { ASSIGN, database, holder, inDays, staff, system, world } from './assigning-world';
import { auditedTables, differences, entriesOf, type FoldedEntry, fold, type Rows, tableRows } from './audit-fold';
import { run } from './import-records';

const HOLDERS = ['Stadt', 'Verbund', 'Schule 1', 'Schule 2', 'Geschlossen', 'Fremd'];
const LICENCES = ['Lizenz', 'Tage'];

interface Step {
  readonly what: string;
  /** The name of the operation in the entries; null where any name will do. */
  readonly operation: string | null;
  take(): Promise<unknown>;
}

const ids = async () =>
  (await database.query<{ id: string }>('select id from schools.entitlement order by id')).map(({ id }) => id);
const some = async (chosen: readonly number[]) => {
  const all = await ids();
  return all.length === 0 ? [] : [...new Set(chosen.map((at) => all[at % all.length] as string))];
};

async function amend(name: string, chosen: readonly number[], more: object): Promise<unknown> {
  const input = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const entitlementIds = await some(chosen);
  if (entitlementIds.length === 0) return null;
  return system.ask(staff, `mutation ($input: ${input}!) { ${name}(input: $input) { __typename } }`, {
    input: { entitlementIds, skipRefused: true, reason: 'Grund', ...more },
  });
}

const chosen = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 });
const days = fc.integer({ min: 1, max: 300 });
const amendment = (name: string, more: (days: number) => object) =>
  fc.tuple(chosen, days).map(
    ([list, count]): Step => ({
      what: `${name} ${list} ${count}`,
      operation: name,
      take: () => amend(name, list, more(count)),
    }),
  );

const assigned = fc
  .record({
    holders: fc.subarray(HOLDERS, { minLength: 1 }),
    licences: fc.subarray(LICENCES, { minLength: 1 }),
    preview: fc.boolean(),
  })
  .map(
    ({ holders, licences, preview }): Step => ({
      what: `assign ${licences} to ${holders}, preview: ${preview}`,
      operation: 'assignEntitlements',
      take: () =>
        system.ask(staff, ASSIGN, {
          input: {
            licenceIds: licences.map((name) => world.licence(name)),
            holders: holders.map(holder),
            skipRefused: true,
            overrideSuspended: true,
            preview,
          },
        }),
    }),
  );

const owner = () => `AUTHORITY:${world.organisation('Stadt')}`;
const licenceFile = fc
  .record({
    number: fc.constantFrom('F1', 'F2'),
    titles: fc.subarray(['Bienen']),
    cents: fc.nat(3),
    rights: fc.subarray(['STREAM', 'DOWNLOAD'], { minLength: 1 }),
    suspended: fc.boolean(),
  })
  .map(
    ({ number, titles, cents, rights, suspended }): Step => ({
      what: `import licence ${number} ${titles} ${cents} ${rights} ${suspended}`,
      operation: null,
      take: () =>
        run(database.ownerUrl, { ...catalogue(new Date()), entitlement: entitlements() }, [
          { type: 'package', number: 'P1', name: 'Paket', titles },
          {
            type: 'licence',
            number,
            name: number,
            kind: 'Lizenz',
            publisher: 'Musterverlag',
            owner: owner(),
            holderLevels: ['AUTHORITY', 'SCHOOL'],
            rights: ['STREAM', 'DOWNLOAD'],
            term: { kind: 'FIXED', from: '2026-01-01', until: '2096-01-01' },
            priceCents: cents,
            packages: ['P1'],
          },
          {
            type: 'entitlement',
            licence: number,
            holder: owner(),
            from: '2026-02-01',
            rights,
            ...(suspended ? { suspended: [{ from: '2026-03-01' }] } : {}),
          },
        ]),
    }),
  );

const groupFile = fc.subarray(['Schule 1', 'Schule 2', 'Schule 3']).map(
  (schools): Step => ({
    what: `import group of ${schools}`,
    operation: null,
    take: () =>
      run(database.ownerUrl, { media_centre: mediaCentres(new Date()), school_group: schoolGroups(new Date()) }, [
        {
          type: 'school_group',
          number: 'G1',
          name: `Gruppe ${schools}`,
          schools: schools.map((name) => ({ school: world.organisation(name) })),
        },
      ]),
  }),
);

const byHand = fc
  .constantFrom(
    'update schools.entitlement set revoked_at = now() where id % 2 = 0 and revoked_at is null',
    "update schools.entitlement set created_by = 'x'",
    "update schools.membership set valid = tstzrange(lower(valid), '2090-01-01') where upper_inf(valid) and id % 3 = 0",
    "update licences.licence_package set valid = tstzrange(null, '2080-01-01')",
    'delete from schools.entitlement_suspension where id % 2 = 0',
    "update schools.organisation set name = name || '!'",
    'delete from licences.purchase',
    'update licences.contract set kind = kind where false',
  )
  .map((sql): Step => ({ what: sql, operation: 'sql', take: () => database.query(sql) }));

const step = fc.oneof(
  { weight: 4, arbitrary: assigned },
  { weight: 2, arbitrary: amendment('revokeEntitlements', (count) => ({ at: inDays(count) })) },
  { weight: 2, arbitrary: amendment('suspendEntitlements', (count) => ({ from: inDays(count) })) },
  { weight: 2, arbitrary: amendment('resumeEntitlements', () => ({ overrideSuspended: true })) },
  {
    weight: 2,
    arbitrary: amendment('amendEntitlements', (count) => ({ validUntil: inDays(count), overrideSuspended: true })),
  },
  {
    weight: 2,
    arbitrary: amendment('moveEntitlements', () => ({ holder: holder('Schule 3'), overrideSuspended: true })),
  },
  { weight: 2, arbitrary: licenceFile },
  { weight: 1, arbitrary: groupFile },
  { weight: 2, arbitrary: byHand },
);

const nameOf = ({ service, id }: FoldedEntry) => `${service} ${id}`;

/** Rows with one entry only, which the change did not alter in the end. */
function superfluous(entries: readonly FoldedEntry[], before: Rows, after: Rows): string[] {
  const altered = differences(before, after);
  const touched = entries.flatMap(({ service, object, after: is, before: was }) => {
    const id = (is ?? was)?.id;
    return id === undefined ? [] : `${service}.${object} ${JSON.stringify([id])}:`;
  });
  const once = touched.filter((row) => touched.indexOf(row) === touched.lastIndexOf(row));
  return once.filter((row) => !altered.some((line) => line.startsWith(row)));
}

const taken = new Set<string>();

test('folding the entries gives the tables, after each change of any kind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      let rows = await tableRows(database);
      for (const { what, operation, take } of steps) {
        const before = new Set((await entriesOf(database)).map(nameOf));
        const answer = await take().catch((error: Error) => error.message);
        const entries = (await entriesOf(database)).filter((entry) => !before.has(nameOf(entry)));
        const now = await tableRows(database);
        expect({ what, wrong: differences(now, await fold(database, entries, rows)) }).toEqual({ what, wrong: [] });
        expect({ what, answer, more: superfluous(entries, rows, now) }).toEqual({ what, answer, more: [] });
        if (operation !== null)
          expect([[], [operation]]).toContainEqual([...new Set(entries.map((one) => one.operation))]);
        expect(new Set(entries.map(({ service, changeId }) => `${service} ${changeId}`)).size).toBeLessThanOrEqual(2);
        if (entries.length > 0) taken.add(operation ?? what.split(' ').slice(0, 2).join(' '));
        rows = now;
      }
    }),
    { numRuns: 25, seed: 20261127 },
  );
  expect([...taken].sort()).toEqual(
    expect.arrayContaining([
      'amendEntitlements',
      'assignEntitlements',
      'import group',
      'import licence',
      'moveEntitlements',
      'resumeEntitlements',
      'revokeEntitlements',
      'sql',
      'suspendEntitlements',
    ]),
  );
}, 300_000);

test('folding the whole trail gives the tables', async () => {
  expect(differences(await tableRows(database), await fold(database, await entriesOf(database)))).toEqual([]);
});

test('the API has a name for every audited table', async () => {
  const objects = (await auditedTables(database)).map(({ object }) => object.toUpperCase());
  expect(AUDITED_OBJECTS).toEqual(expect.arrayContaining(objects));
  expect(objects.length).toBeGreaterThan(10);
});
