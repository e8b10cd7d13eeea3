/** Licensing staff sync a source through the gateway. */
import { undo } from './amending-world';
import { allowed, assign, database, staff, system, world } from './assigning-world';
import { tokenOf } from './system';

const SYNC = `mutation ($input: SyncEntitlementsInput!) {
  syncEntitlements(input: $input) {
    preview applied change added replaced ended kept covered changedByHand skipped problems { row text } moreProblems
  }
}`;
const NOTHING = { added: 0, replaced: 0, ended: 0, kept: 0, covered: 0, changedByHand: 0, skipped: 0, problems: [] };

async function sync(names: string[], more: object = {}, token = staff) {
  const rows = names.map((name) => ({ licence: 'Lizenz', holder: world.organisation(name) }));
  const { data, errors } = await system.ask(token, SYNC, { input: { source: 'land', rows, ...more } });
  expect(errors).toBeUndefined();
  return data.syncEntitlements;
}

test('what the source wants is opened, what it no longer wants is closed, and a preview changes nothing', async () => {
  expect(await sync(['Schule 1', 'Schule 2'], { preview: true })).toMatchObject({
    preview: true,
    applied: false,
    added: 2,
  });
  expect(await allowed('Schule 1')).toBe('NOT_LICENSED');
  expect(await sync(['Schule 1', 'Schule 2'])).toMatchObject({ ...NOTHING, applied: true, added: 2 });
  expect(await allowed('Schule 1')).toBe('ALLOWED');
  expect(await sync(['Schule 2', 'Schule 3'])).toMatchObject({ ...NOTHING, added: 1, kept: 1, ended: 1 });
  expect([await allowed('Schule 1'), await allowed('Schule 2'), await allowed('Schule 3')]).toEqual([
    'REVOKED',
    'ALLOWED',
    'ALLOWED',
  ]);
  const { data } = await system.ask(staff, '{ entitlements { edges { node { createdBy } } } }');
  expect(new Set(data.entitlements.edges.map(({ node }: any) => node.createdBy)).size).toBe(1);
});

test('a sync can be undone as a whole', async () => {
  await sync(['Schule 1', 'Schule 2']);
  const { change } = await sync(['Schule 2', 'Schule 3']);
  expect(await undo(change)).toMatchObject({ applied: true, changed: 2, refused: 0 });
  expect([await allowed('Schule 1'), await allowed('Schule 2'), await allowed('Schule 3')]).toEqual([
    'ALLOWED',
    'ALLOWED',
    'REVOKED',
  ]);
  expect((await sync(['Schule 1', 'Schule 2'], { preview: true })).change).toBeNull();
});

test('entitlements that staff assigned are untouched', async () => {
  await assign(['Schule 3']);
  await sync(['Schule 1']);
  expect(await sync(['Schule 1', 'Schule 3'])).toMatchObject({ ...NOTHING, kept: 1, covered: 1 });
  expect(await allowed('Schule 3')).toBe('ALLOWED');
});

test('a wrong row is reported with its number and stops all, unless the good rows alone are asked for', async () => {
  await sync(['Schule 1']);
  const rows = [
    { licence: 'Lizenz', holder: world.organisation('Schule 2') },
    { licence: 'Lizenz', holder: world.organisation('Fremd') },
    { licence: 'Fremde', holder: world.organisation('Schule 2') },
    { licence: 'Nichts', holder: world.organisation('Schule 2') },
    { licence: 'Lizenz', holder: '999999' },
    { licence: 'Lizenz', holder: '?', from: '2026-02-31' },
  ];
  const refused = await sync([], { rows });
  expect(refused).toMatchObject({ ...NOTHING, applied: false, problems: expect.anything() });
  expect(refused.problems.map(({ row, text }: any) => [row, text.split(':')[0]])).toEqual([
    [2, 'holder'],
    [3, 'licence'],
    [4, 'licence'],
    [5, 'holder'],
    [6, 'holder'],
    [6, 'from'],
  ]);
  expect(await allowed('Schule 2')).toBe('NOT_LICENSED');
  expect(await sync([], { rows, skipBad: true })).toMatchObject({ applied: true, added: 1, ended: 0, skipped: 6 });
  expect(await allowed('Schule 2')).toBe('ALLOWED');
});

test('all entitlements of a source end only if their number is confirmed; those of a foreign source of that name never end', async () => {
  const neighbour = await tokenOf('licensing', `AUTHORITY:${world.organisation('Nachbarstadt')}`);
  const foreign = [{ licence: 'Fremde', holder: world.organisation('Fremd') }];
  expect(await sync([], { rows: foreign }, neighbour)).toMatchObject({ added: 1 });
  await sync(['Schule 1', 'Schule 2']);
  const refused = await sync([]);
  expect(refused.problems).toEqual([{ row: null, text: expect.stringContaining('confirm 2') }]);
  expect(await sync([], { confirmLosses: 2 })).toMatchObject({ applied: true, ended: 2 });
  const left = await database.query('select id from schools.entitlement where revoked_at is null');
  expect(left).toHaveLength(1);
});
