/** Undoing a change: as a whole, from now on, and only where no later change builds on it. */
import { askToUndo, move, outcomesOf, resume, setEnd, suspend, undo } from './amending-world';
import { allowed, assign, database, idOf, inDays, revoke, staff, system, world } from './assigning-world';
import { codesOf, tokenOf } from './system';

const changeOf = async () => {
  const rows = await database.query<{ id: string }>('select max(id) as id from schools.audit_change');
  return rows[0]?.id as string;
};
const soon = () => new Date().toISOString();

test('a revocation opens again from now on, and stays on record for the time in which it held', async () => {
  const ids = [idOf(await assign(['Schule 1'])), idOf(await assign(['Schule 2']))];
  await revoke(ids, { reason: 'Irrtum' });
  const change = await changeOf();
  const meanwhile = soon();
  expect(await allowed('Schule 1')).toBe('REVOKED');

  const preview = await undo(change, { preview: true });
  expect(preview).toMatchObject({ preview: true, applied: false, changed: 2, change: null });
  expect(await allowed('Schule 1')).toBe('REVOKED');

  const undone = await undo(change);
  expect(undone).toMatchObject({ applied: true, changed: 2, refused: 0 });
  expect(undone.changes[0]).toMatchObject({
    entitlement: { status: 'IN_FORCE', reason: null },
    afterwards: { allowed: 1 },
  });
  expect([await allowed('Schule 1'), await allowed('Schule 2')]).toEqual(['ALLOWED', 'ALLOWED']);
  expect(await allowed('Schule 1', meanwhile)).toBe('REVOKED');

  expect(outcomesOf(await undo(undone.change))).toEqual(['CHANGED', 'CHANGED']);
  expect(await allowed('Schule 1')).toBe('REVOKED');
});

test('each kind of change can be undone', async () => {
  const id = idOf(await assign(['Schule 1'], { validUntil: inDays(100) }));
  const until = inDays(50);
  const later = [
    [() => suspend([id]), 'SUSPENDED', 'ALLOWED'],
    [() => setEnd([id], until), 'ALLOWED', 'ALLOWED'],
    [() => move([id], 'Schule 3'), 'REVOKED', 'ALLOWED'],
  ] as const;
  for (const [change, closed, open] of later) {
    const { change: made } = await change();
    expect(await allowed('Schule 1')).toBe(closed);
    expect((await undo(made)).applied).toBe(true);
    expect(await allowed('Schule 1')).toBe(open);
  }
  expect(await allowed('Schule 1', inDays(75))).toBe('ALLOWED');
  expect(await allowed('Schule 3')).toBe('REVOKED');

  await suspend([id]);
  const resumed = await resume([id]);
  await undo(resumed.change);
  expect(await allowed('Schule 1')).toBe('SUSPENDED');
});

test('an assignment that is undone is revoked', async () => {
  const { id, change } = await assign(['Schule 1', 'Schule 2']);
  const READ_AGAIN = 'query ($id: ID!) { assignment(id: $id) { change } }';
  expect((await system.ask(staff, READ_AGAIN, { id })).data).toEqual({ assignment: { change } });
  expect(await undo(change)).toMatchObject({ applied: true, changed: 2 });
  expect([await allowed('Schule 1'), await allowed('Schule 2')]).toEqual(['REVOKED', 'REVOKED']);
});

test('where a later change builds on a part of it, nothing of it is undone', async () => {
  const ids = [idOf(await assign(['Schule 1'])), idOf(await assign(['Schule 2']))];
  const { change } = await suspend(ids);
  await revoke(ids.slice(0, 1));
  const result = await undo(change);
  expect(result).toMatchObject({ applied: false, changed: 0, refused: 1, change: null });
  expect(outcomesOf(result)).toEqual(['BUILT_ON', 'HELD_BACK']);
  expect([await allowed('Schule 1'), await allowed('Schule 2')]).toEqual(['REVOKED', 'SUSPENDED']);
});

test('changes can be undone one after the other, the last first: an undone change is no obstacle', async () => {
  const { change: assigned, ...result } = await assign(['Schule 1', 'Schule 2']);
  const ids = [idOf(result), result.assignments[1].entitlement.id];
  const changes = [assigned, (await setEnd(ids, inDays(50))).change, (await suspend(ids.slice(0, 1))).change];
  expect(outcomesOf(await undo(changes[1], { preview: true }))).toEqual(['BUILT_ON', 'HELD_BACK']);
  for (const change of changes.reverse()) {
    expect(await undo(change)).toMatchObject({ applied: true, refused: 0 });
    expect((await undo(change)).applied).toBe(false);
  }
  expect([await allowed('Schule 1'), await allowed('Schule 2')]).toEqual(['REVOKED', 'REVOKED']);
});

test('a suspension that was ended and made again is another one than the first', async () => {
  const id = idOf(await assign(['Schule 1']));
  const { change } = await suspend([id]);
  await undo((await resume([id])).change);
  expect(outcomesOf(await undo(change))).toEqual(['BUILT_ON']);
  expect(await allowed('Schule 1')).toBe('SUSPENDED');
});

test('what somebody else closed is opened only with an explicit override', async () => {
  const id = idOf(await assign(['Schule 1']));
  const { change } = await suspend([id]);
  const operator = await tokenOf('operator');
  expect(outcomesOf(await undo(change, {}, operator))).toEqual(['CLOSED_BY_OTHERS']);
  expect(await allowed('Schule 1')).toBe('SUSPENDED');
  expect(outcomesOf(await undo(change, { ofOthers: true }, operator))).toEqual(['CHANGED']);
  expect(await allowed('Schule 1')).toBe('ALLOWED');
});

test('nothing is opened where another entitlement was suspended since, without an explicit override', async () => {
  const city = idOf(await assign(['Stadt']));
  const own = idOf(await assign(['Schule 1']));
  await revoke([city]);
  const change = await changeOf();
  await suspend([own]);
  const refused = await undo(change);
  expect(refused.changes[0]).toMatchObject({ outcome: 'OPENS_SUSPENDED', suspendedSchools: [{ name: 'Schule 1' }] });
  expect(outcomesOf(await undo(change, { overrideSuspended: true }))).toEqual(['CHANGED']);
});

test('a change that only in part belongs to the caller is refused like one that does not exist', async () => {
  await assign(['Fremd'], {}, 'Fremde', await tokenOf('operator'));
  const foreign = await changeOf();
  for (const change of [foreign, '999999', 'x']) expect(codesOf(await askToUndo(change))).toEqual(['FORBIDDEN']);

  const id = idOf(await assign(['Schule 1']));
  await revoke([id]);
  const change = await changeOf();
  const school = await tokenOf('licensing', `SCHOOL:${world.organisation('Schule 1')}`);
  const answer = await askToUndo(change, { ofOthers: true }, school);
  expect(answer.errors ? codesOf(answer) : outcomesOf(answer.data.undoChange)).toEqual(['FORBIDDEN']);
  expect(await allowed('Schule 1')).toBe('REVOKED');
});

test('what an import or a command did is not undone', async () => {
  await assign(['Schule 1']);
  await database.query("update schools.entitlement set revoked_at = now(), revoked_by = 'import'");
  const answer = await askToUndo(await changeOf());
  expect(answer.errors?.[0]?.message).toMatch(/^change: an import or a command cannot be undone/);
});
