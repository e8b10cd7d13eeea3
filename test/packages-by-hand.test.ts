/** What packages that staff create open and close. */

import {
  access,
  amend,
  changesOf,
  database,
  inDays,
  listed,
  operator,
  packageId,
  refused,
  staff,
  system,
  world,
} from './package-world';

test('a city creates a package, and a licence that covers it opens its titles, now and from an instant', async () => {
  expect(await listed('Schule 2')).toEqual(['Offen']);
  const later = inDays(5);
  const {
    outcome,
    effects,
    package: amended,
    ...change
  } = await amend({
    add: [{ title: 'Vulkane' }, { title: 'Meere', from: later, until: inDays(7) }],
  });
  expect(outcome).toBe('AMENDED');
  expect(amended).toMatchObject({ version: 2, owner: { name: 'Stadt' }, source: null, closedFrom: null });
  expect(amended.contents).toMatchObject({
    totalCount: 2,
    edges: [{ node: { title: { name: 'Vulkane' }, until: null } }, { node: { title: { name: 'Meere' }, from: later } }],
  });
  expect(effects).toMatchObject({ titlesAdded: 2, titlesOpened: 2, schoolsOpened: 2, pairsOpened: 4, pairsClosed: 0 });
  expect(effects.licences).toEqual([
    { licence: { number: 'Lizenz' }, entitlements: 1, schoolsOpened: 2, schoolsClosed: 0 },
  ]);
  expect(changesOf(change)).toEqual([
    'OPENS Meere Schule 1',
    'OPENS Meere Schule 2',
    'OPENS Vulkane Schule 1',
    'OPENS Vulkane Schule 2',
  ]);
  const meere = change.accessChanges.edges.find(({ node }: any) => node.title.name === 'Meere').node;
  expect(meere).toMatchObject({ from: later, rights: ['STREAM'], pupilRights: ['STREAM'] });
  expect([await access('Schule 2', 'Vulkane'), await access('Schule 2', 'Meere')]).toEqual([
    'ALLOWED',
    'NOT_YET_VALID',
  ]);
  expect(await access('Schule 2', 'Meere', inDays(6))).toBe('ALLOWED');
  expect(await access('Schule 2', 'Meere', inDays(8))).toBe('EXPIRED');
  expect(await listed('Schule 2')).toEqual(['Offen', 'Vulkane']);
  expect(await listed('Schule 2', inDays(6))).toEqual(['Meere', 'Offen', 'Vulkane']);
});

test('what another licence or an open licence opens is reported neither as opening nor as closing', async () => {
  const added = await amend({ add: [{ title: 'Bienen' }, { title: 'Offen' }] });
  expect(added.effects).toMatchObject({ titlesAdded: 2, titlesOpened: 1, schoolsOpened: 2, pairsOpened: 2 });
  /** At Schule 1 another licence lets teachers stream it: it opens to download, and to pupils. */
  expect(added.accessChanges.edges.map(({ node }: any) => [node.school.name, node.rights, node.pupilRights])).toEqual(
    expect.arrayContaining([
      ['Schule 1', ['DOWNLOAD'], ['STREAM']],
      ['Schule 2', ['DOWNLOAD', 'STREAM'], ['STREAM']],
    ]),
  );
  const removed = await amend({ version: 2, remove: [{ title: 'Bienen' }, { title: 'Offen' }], preview: true });
  expect(removed.effects).toMatchObject({ titlesRemoved: 2, titlesClosed: 1, schoolsClosed: 2, pairsClosed: 2 });
  expect(await access('Schule 1', 'Bienen')).toBe('ALLOWED');
});

test('a preview changes nothing, and its token applies exactly that preview', async () => {
  const input = { add: [{ title: 'Vulkane' }], name: 'Neu' };
  const preview = await amend({ ...input, preview: true });
  expect(preview).toMatchObject({ preview: true, outcome: 'AMENDED', package: { version: 1, name: 'Auswahl' } });
  expect(await access('Schule 1', 'Vulkane')).toBe('NOT_LICENSED');
  const again = await system.ask(
    staff,
    'query ($id: ID!) { packageChange(id: $id) { preview outcome effects { pairsOpened } accessChanges(first: 1) { totalCount edges { node { school { name } } } pageInfo { endCursor hasNextPage } } } }',
    { id: preview.id },
  );
  expect(again.errors).toBeUndefined();
  expect(again.data.packageChange).toMatchObject({ preview: true, effects: { pairsOpened: 2 } });
  const { endCursor } = again.data.packageChange.accessChanges.pageInfo;
  const next = await system.ask(
    staff,
    'query ($id: ID!, $after: String) { packageChange(id: $id) { accessChanges(first: 1, after: $after) { edges { node { school { name } } } pageInfo { hasNextPage } } } }',
    { id: preview.id, after: endCursor },
  );
  expect(next.data.packageChange.accessChanges).toEqual({
    edges: [{ node: { school: { name: 'Schule 2' } } }],
    pageInfo: { hasNextPage: false },
  });
  const foreign = await system.ask(operator, 'query ($id: ID!) { packageChange(id: $id) { outcome } }', {
    id: preview.id,
  });
  expect(foreign.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);

  const done = await amend({ ...input, previewToken: preview.previewToken });
  expect(done).toMatchObject({ outcome: 'AMENDED', package: { version: 2, name: 'Neu' } });
  expect(changesOf(done)).toEqual(changesOf(preview));
});

test('where by now something else would open, nothing is done', async () => {
  const input = { add: [{ title: 'Vulkane' }] };
  const preview = await amend({ ...input, preview: true });
  await database.query(
    `insert into schools.entitlement_suspension (entitlement_id, valid, created_by)
     values ($1, tstzrange(now() + interval '3 days', now() + interval '4 days'), 'test')`,
    [world.entitlement('alle')],
  );
  const moved = await amend({ ...input, previewToken: preview.previewToken });
  expect(moved).toMatchObject({ outcome: 'MOVED', package: { version: 1 }, previewToken: null });
  await database.query('delete from schools.entitlement_suspension');
  expect(await access('Schule 1', 'Vulkane')).toBe('NOT_LICENSED');
  expect(await refused({ packageId, version: 1, add: [], previewToken: preview.previewToken })).toEqual([
    [
      'BAD_USER_INPUT',
      'input.previewToken: belongs to a preview of another input. Preview again, or send the same input.',
    ],
  ]);
  const done = await amend({ ...input, previewToken: preview.previewToken });
  expect(done.outcome).toBe('AMENDED');
});

test('periods may be joined or leave a gap, and the past stays as it was', async () => {
  await amend({ add: [{ title: 'Vulkane', until: inDays(10) }] });
  const before = inDays(0);
  await amend({ version: 2, add: [{ title: 'Vulkane', from: inDays(5), until: inDays(20) }] });
  await amend({ version: 3, remove: [{ title: 'Vulkane', from: inDays(8), until: inDays(9) }] });
  const { package: found } = await amend({ version: 4, name: 'Lücke' });
  expect(found.contents.totalCount).toBe(2);
  const at = (days: number) => access('Schule 1', 'Vulkane', inDays(days));
  expect([await at(7), await at(8.5), await at(15), await at(21)]).toEqual([
    'ALLOWED',
    'NOT_YET_VALID',
    'ALLOWED',
    'EXPIRED',
  ]);
  await amend({ version: 5, remove: [{ title: 'Vulkane' }] });
  expect([await access('Schule 1', 'Vulkane', before), await access('Schule 1', 'Vulkane')]).toEqual([
    'ALLOWED',
    'EXPIRED',
  ]);
});

test('a closed package holds nothing and accepts nothing for later, until it is opened again', async () => {
  await amend({ add: [{ title: 'Vulkane' }, { title: 'Meere' }] });
  const end = inDays(3);
  const closed = await amend({ version: 2, closedFrom: end });
  expect(closed).toMatchObject({
    outcome: 'AMENDED',
    effects: { from: end, titlesRemoved: 2, pairsClosed: 4 },
    package: { closedFrom: end },
  });
  expect([await access('Schule 1', 'Meere'), await access('Schule 1', 'Meere', inDays(4))]).toEqual([
    'ALLOWED',
    'EXPIRED',
  ]);
  expect(await refused({ packageId, version: 3, add: [{ title: 'Bienen', from: inDays(4) }] })).toEqual([
    [
      'BAD_USER_INPUT',
      `input.add: the package is closed from ${end} on, and takes no title for later. Open it again by closedFrom: null.`,
    ],
  ]);
  const opened = await amend({ version: 3, closedFrom: null, add: [{ title: 'Meere' }] });
  expect(opened).toMatchObject({ outcome: 'AMENDED', effects: { pairsOpened: 2 }, package: { closedFrom: null } });
  expect(await access('Schule 1', 'Meere', inDays(4))).toBe('ALLOWED');
});

test('its history says who did what, before and after, and why', async () => {
  await amend({ add: [{ title: 'Vulkane' }], reason: 'Wunsch der Schulen' });
  const { data, errors } = await system.ask(
    staff,
    `query ($id: ID!) { package(id: $id) { history(first: 10) { totalCount edges { node {
       operation reason object action values { field before after } } } } } }`,
    { id: packageId },
  );
  expect(errors).toBeUndefined();
  const entries = data.package.history.edges.map(({ node }: any) => node);
  expect(entries.map(({ operation, object, action }: any) => `${operation} ${object} ${action}`)).toEqual([
    'amendPackage PACKAGE_TITLE CREATED',
    'amendPackage PACKAGE CHANGED',
    'createPackage PACKAGE CREATED',
  ]);
  expect(entries[1]).toMatchObject({
    reason: 'Wunsch der Schulen',
    values: [{ field: 'version', before: '1', after: '2' }],
  });
});
