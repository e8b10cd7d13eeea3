/** Notes on rows of worklists: the staff of one organisation write them for themselves, and nobody overwrites those of others. */
import { codesOf } from '../../../test/system';
import { ask, data, database, inDays, world } from '../../../test/worklist-world';

beforeEach(() => database.reset());

const NOTE = 'id list objectId snoozedUntil assignee text version changedBy organisation { name }';
const WRITE = `mutation ($input: NoteWorklistInput!) {
  noteWorklist(input: $input) { applied notes { ${NOTE} } changed { ${NOTE} } } }`;
const LIST = `query ($state: NoteState, $assignedTo: NoteAssignee) {
  deadlines(list: EXPIRING, state: $state, assignedTo: $assignedTo) { totalCount edges { node { id note { ${NOTE} } } } } }`;

const write = async (who: string, names: readonly string[], more: object = {}, version = 0) => {
  const rows = names.map((name) => ({ id: world.entitlement(name), version }));
  return (await data(who, WRITE, { input: { list: 'EXPIRING', rows, ...more } })).noteWorklist;
};
const refusal = async (who: string, input: object) => codesOf(await ask(who, WRITE, { input }));
const list = async (who: string, variables: object = {}) => {
  const { deadlines } = await data(who, LIST, variables);
  expect(deadlines.totalCount).toBe(deadlines.edges.length);
  return deadlines.edges.map(({ node }: any) => node);
};
const namesIn = async (who: string, variables: object = {}) =>
  (await list(who, variables)).map(({ id }: any) => world.nameOfEntitlement(id));

test('a snoozed row is snoozed for all colleagues, and for nobody else', async () => {
  const snoozedUntil = inDays(3);
  const { applied, notes } = await write('Zentrum: Anna', ['Zentrum endet'], {
    snoozedUntil,
    text: 'wartet auf Haushalt',
  });
  expect(applied).toBe(true);
  expect(notes).toMatchObject([
    {
      list: 'EXPIRING',
      objectId: world.entitlement('Zentrum endet'),
      text: 'wartet auf Haushalt',
      assignee: null,
      version: 1,
      changedBy: 'Anna',
      organisation: { name: 'Zentrum' },
    },
  ]);
  expect(Date.parse(notes[0].snoozedUntil)).toBe(Date.parse(snoozedUntil));
  expect(await namesIn('Zentrum: Bernd')).toEqual(['B1 endet', 'Stadt endet mit Lizenz', 'A1 endet']);
  expect(await namesIn('Zentrum: Bernd', { state: 'SNOOZED' })).toEqual(['Zentrum endet']);
  expect(await namesIn('Zentrum: Bernd', { state: 'ALL' })).toHaveLength(4);
  for (const who of ['Stadt A', 'operator']) {
    const row = (await list(who)).find(({ id }: any) => id === world.entitlement('Zentrum endet'));
    expect(row.note).toBeNull();
  }
});

test('a snoozed row comes back when the time has passed', async () => {
  await write('Zentrum', ['Zentrum endet'], { snoozedUntil: inDays(1) });
  await database.query("update schools.worklist_note set snoozed_until = now() - interval '1 second'");
  expect(await namesIn('Zentrum')).toContain('Zentrum endet');
  expect(await namesIn('Zentrum', { state: 'SNOOZED' })).toEqual([]);
});

test('rows are assigned to a colleague, who finds them', async () => {
  await write('Zentrum: Anna', ['B1 endet', 'A1 endet'], { assignee: 'Bernd' });
  expect(await namesIn('Zentrum: Bernd', { assignedTo: 'ME' })).toEqual(['B1 endet', 'A1 endet']);
  expect(await namesIn('Zentrum: Anna', { assignedTo: 'ME' })).toEqual([]);
  expect(await namesIn('Zentrum: Anna', { assignedTo: 'ANYBODY' })).toEqual(['B1 endet', 'A1 endet']);
  expect(await namesIn('Zentrum: Anna', { assignedTo: 'NOBODY' })).toEqual(['Stadt endet mit Lizenz', 'Zentrum endet']);
});

test('where somebody changed a note meanwhile, no note of the call is written, and the answer shows the changed one', async () => {
  await write('Zentrum: Anna', ['A1 endet'], { text: 'zuerst' });
  const lost = await write('Zentrum: Bernd', ['A1 endet', 'B1 endet'], { text: 'auch' });
  expect(lost).toMatchObject({
    applied: false,
    notes: [],
    changed: [{ text: 'zuerst', version: 1, changedBy: 'Anna' }],
  });
  expect(await database.query('select text from schools.worklist_note')).toEqual([{ text: 'zuerst' }]);
  const won = await write('Zentrum: Bernd', ['A1 endet'], { text: 'danach' }, 1);
  expect(won).toMatchObject({ applied: true, notes: [{ text: 'danach', version: 2, changedBy: 'Bernd' }] });
});

test('of two calls at once only one writes', async () => {
  const both = await Promise.all([
    write('Zentrum: Anna', ['A1 endet'], { text: 'Anna' }),
    write('Zentrum: Bernd', ['A1 endet'], { text: 'Bernd' }),
  ]);
  expect(both.map(({ applied }) => applied).sort()).toEqual([false, true]);
});

test('what is left out is removed from a note', async () => {
  await write('Zentrum', ['A1 endet'], { text: 'weg damit', assignee: 'Bernd', snoozedUntil: inDays(1) });
  expect((await write('Zentrum', ['A1 endet'], {}, 1)).notes).toMatchObject([
    { text: null, assignee: null, snoozedUntil: null, version: 2 },
  ]);
});

test('each list has notes of its own', async () => {
  await write('Zentrum', ['Zentrum endet'], { list: 'COVERED_TWICE', snoozedUntil: inDays(1) });
  expect(await namesIn('Zentrum')).toContain('Zentrum endet');
});

describe('refused, with nothing written:', () => {
  const row = (id: string) => ({ id, version: 0 });
  afterEach(async () => expect(await database.query('select 1 from schools.worklist_note')).toEqual([]));

  test.each([
    ['EXPIRING', () => world.entitlement('A1 endet')],
    ['UNUSED', () => world.licence('Lizenz A kurz')],
  ])('in %s, foreign rows and rows that do not exist', async (of, id) => {
    for (const one of [id(), '999999', 'x'])
      expect(await refusal('Stadt B', { list: of, rows: [row(one)], text: 'x' })).toEqual(['FORBIDDEN']);
  });

  test('a title that does not exist', async () => {
    expect(await refusal('Stadt B', { list: 'IN_DEMAND', rows: [row('999999')] })).toEqual(['FORBIDDEN']);
  });

  test('a foreign row among others', async () => {
    const rows = [row(world.entitlement('B1 endet')), row(world.entitlement('A1 endet'))];
    expect(await refusal('Stadt B', { list: 'EXPIRING', rows })).toEqual(['FORBIDDEN']);
  });

  test('notes for the staff of another organisation, even by an organisation above it', async () => {
    const rows = [row(world.entitlement('A1 endet'))];
    for (const name of ['Stadt A', 'Stadt B']) {
      const organisation = { level: 'AUTHORITY', id: world.organisation(name) };
      expect(await refusal('Zentrum', { list: 'EXPIRING', rows, organisation })).toEqual(['FORBIDDEN']);
    }
  });

  test('the operator, who has no colleagues at a desk', async () => {
    const rows = [row(world.entitlement('A1 endet'))];
    expect(await refusal('operator', { list: 'EXPIRING', rows })).toEqual(['FORBIDDEN']);
  });

  test('no row, and a row with two versions', async () => {
    expect(await refusal('Zentrum', { list: 'EXPIRING', rows: [] })).toEqual(['BAD_USER_INPUT']);
    const twice = [row(world.entitlement('A1 endet')), { id: world.entitlement('A1 endet'), version: 1 }];
    expect(await refusal('Zentrum', { list: 'EXPIRING', rows: twice })).toEqual(['BAD_USER_INPUT']);
  });
});
