/** What all changes of entitlements have in common: versions, previews, idempotency keys, selections. */
import { amend, askToAmend, move, outcomesOf, resume, setEnd, suspend } from './amending-world';
import { assign, database, idOf, inDays, system, world } from './assigning-world';
import { codesOf, tokenOf } from './system';

const rows = () =>
  database.query<{ id: string; holder_id: string; valid: string; revoked_at: Date | null; version: number }>(
    'select id, holder_id, valid::text, revoked_at, version from schools.entitlement order by id',
  );
const suspensions = () =>
  database.query<{ from: Date; until: Date | null }>(
    'select lower(valid) as "from", upper(valid) as until from schools.entitlement_suspension order by valid',
  );

describe('a change that is based on an old state', () => {
  test('is refused, and shows the new one', async () => {
    const [stale, fresh] = [idOf(await assign(['Schule 1'])), idOf(await assign(['Schule 2']))];
    await setEnd([stale], inDays(50));
    const entitlements = [
      { id: fresh, version: 1 },
      { id: stale, version: 1 },
    ];
    const refused = await amend('revokeEntitlements', [], { entitlements });
    expect(refused).toMatchObject({ applied: false, changed: 0, refused: 1, change: null });
    expect(refused.changes).toMatchObject([
      { outcome: 'CHANGED_SINCE', entitlement: { id: stale, version: 2, status: 'IN_FORCE' } },
      { outcome: 'HELD_BACK', entitlement: { id: fresh, version: 1 } },
    ]);
    expect(refused.counts).toEqual([
      { outcome: 'HELD_BACK', count: 1 },
      { outcome: 'CHANGED_SINCE', count: 1 },
    ]);
    expect(await amend('revokeEntitlements', [], { entitlements, skipRefused: true })).toMatchObject({
      applied: true,
      changed: 1,
      refused: 1,
    });
  });

  test('of two at the same time one is applied', async () => {
    const id = idOf(await assign(['Schule 1']));
    const entitlements = [{ id, version: 1 }];
    const both = await Promise.all([
      amend('suspendEntitlements', [], { entitlements }),
      amend('amendEntitlements', [], { entitlements, validUntil: inDays(9) }),
    ]);
    expect(both.flatMap(outcomesOf).sort()).toEqual(['CHANGED', 'CHANGED_SINCE']);
  });
});

describe('a preview’s token', () => {
  test('does exactly what was shown, or nothing, and then names what was changed since', async () => {
    const ids = [idOf(await assign(['Schule 1'])), idOf(await assign(['Schule 2']))];
    const selection = { filter: { status: ['IN_FORCE'] } };
    const { previewToken, changed } = await amend('suspendEntitlements', [], { selection, preview: true });
    expect(changed).toBe(2);
    await setEnd(ids.slice(0, 1), inDays(9));
    for (const skipRefused of [false, true]) {
      const asked = { selection, skipRefused, previewToken };
      expect(await amend('suspendEntitlements', [], asked)).toMatchObject({
        applied: false,
        changed: 0,
        changes: [{ outcome: 'CHANGED_SINCE', entitlement: { id: ids[0] } }, { outcome: 'HELD_BACK' }],
      });
    }
    const again = await amend('suspendEntitlements', [], { selection, preview: true });
    const done = await amend('suspendEntitlements', [], { selection, previewToken: again.previewToken });
    expect(done).toMatchObject({ applied: true, changed: 2 });
  });

  test('is refused for other entitlements, or another change', async () => {
    const ids = [idOf(await assign(['Schule 1'])), idOf(await assign(['Schule 2']))];
    const { previewToken } = await suspend(ids, { preview: true });
    for (const [chosen, more] of [
      [ids.slice(1), { previewToken }],
      [ids, { previewToken, until: inDays(3) }],
      [ids, { previewToken: 'x' }],
    ] as const) {
      const answer = await askToAmend('suspendEntitlements', chosen, more);
      expect(answer.errors?.[0]?.message).toMatch(/^input.previewToken: this is not what was previewed/);
    }
    expect(await suspensions()).toEqual([]);
  });
});

test('a repeat with the same key gets the first answer, and changes nothing', async () => {
  const id = idOf(await assign(['Schule 1']));
  const idempotencyKey = 'einmal';
  const first = await suspend([id], { idempotencyKey });
  await resume([id]);
  const repeated = await suspend([id], { idempotencyKey });
  expect({ ...repeated, changes: [] }).toEqual({ ...first, changes: [] });
  expect(repeated.changes[0]).toMatchObject({ outcome: 'CHANGED', entitlement: { status: 'IN_FORCE' } });
  const other = await askToAmend('suspendEntitlements', [id], { idempotencyKey, until: inDays(3) });
  expect(codesOf(other)).toEqual(['BAD_USER_INPUT']);
});

test('a preview says what happens, and changes nothing', async () => {
  const ids = [idOf(await assign(['Schule 1'])), idOf(await assign(['Schule 2']))];
  const before = [await rows(), await suspensions()];
  const previews = [
    await suspend(ids, { preview: true }),
    await setEnd(ids, inDays(9), { preview: true }),
    await move(ids, 'Schule 3', { preview: true, skipRefused: true }),
    await amend('revokeEntitlements', ids, { preview: true }),
  ];
  for (const result of previews) expect(result).toMatchObject({ preview: true, applied: false, change: null });
  expect([await rows(), await suspensions()]).toEqual(before);
  expect(previews.map(({ changed }) => changed)).toEqual([2, 2, 2, 2]);
  expect(previews[2].changes[0]).toMatchObject({ movedTo: null, afterwards: { allowed: 0 } });
});

test('a selection is evaluated when it is applied; entitlements in it that the caller may not change are refused one by one', async () => {
  const own = idOf(await assign(['Schule 1']));
  const theirs = idOf(await assign(['Fremd'], {}, 'Fremde', await tokenOf('operator')));
  const selection = { filter: { status: ['IN_FORCE'] } };
  expect(await amend('suspendEntitlements', [], { selection })).toMatchObject({ changed: 1, refused: 0 });
  const neighbour = await tokenOf('licensing', `AUTHORITY:${world.organisation('Nachbarstadt')}`);
  expect(await amend('suspendEntitlements', [], { selection }, neighbour)).toMatchObject({
    changed: 1,
    changes: [{ entitlement: { id: theirs } }],
  });
  const named = await askToAmend('revokeEntitlements', [], { selection: { ids: [own, theirs] } });
  expect(codesOf(named)).toEqual(['FORBIDDEN']);
});

test('entitlements are chosen in one way only, each once', async () => {
  const id = idOf(await assign(['Schule 1']));
  const version = { id, version: 1 };
  const choices = [{}, { entitlementIds: [id], entitlements: [version] }, { entitlements: [version, version] }];
  for (const input of choices) {
    const query = 'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed } }';
    expect(codesOf(await system.ask(await tokenOf('operator'), query, { input }))).toEqual(['BAD_USER_INPUT']);
  }
});
