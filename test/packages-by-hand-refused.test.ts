/** Who may create and change which packages, and which changes are refused. */

import {
  amend,
  CREATE,
  create,
  database,
  inDays,
  LAST_YEAR,
  made,
  NEXT_YEAR,
  operator,
  owner,
  packageId,
  refused,
  staff,
  system,
  world,
} from './package-world';
import { tokenOf } from './system';

test('an old version is refused with the new one; with a key a change is made once', async () => {
  const once = { add: [{ title: 'Vulkane' }], idempotencyKey: `k${made}` };
  const [first, repeat] = [await amend(once), await amend(once)];
  expect(first.outcome).toBe('AMENDED');
  expect(repeat).toEqual(first);
  expect(await amend({ name: 'Anders' })).toMatchObject({
    outcome: 'OUTDATED',
    package: { version: 2 },
    effects: null,
  });
  const all = await Promise.all(['a', 'b', 'c'].map((name) => amend({ version: 2, name })));
  expect(all.map(({ outcome }) => outcome).sort()).toEqual(['AMENDED', 'OUTDATED', 'OUTDATED']);
  expect(await amend({ version: 3, add: [{ title: 'Vulkane' }] })).toMatchObject({ outcome: 'UNCHANGED' });
  expect(await refused({ packageId, version: 3, name: 'x', idempotencyKey: `k${made}` })).toEqual([
    ['BAD_USER_INPUT', 'input.idempotencyKey: already used with another input. Use a new key for each new request.'],
  ]);
});

test('an operator sees all schools, and makes packages of the catalogue', async () => {
  const all = await amend({ add: [{ title: 'Vulkane' }], preview: true }, operator);
  expect(all.effects).toMatchObject({ schoolsOpened: 3, pairsOpened: 3 });
  const catalogue = await create({ number: `K${made}`, owner: null, add: [{ title: 'Meere' }] }, operator);
  expect(catalogue.package).toMatchObject({ owner: null, contents: { totalCount: 1 } });
  expect(await refused({ number: `K${made}x`, name: 'Nein', owner: null }, staff, CREATE)).toEqual([
    ['FORBIDDEN', expect.any(String)],
  ]);
  const { data } = await system.ask(
    staff,
    'query ($s: String) { packages(search: $s) { edges { node { number } } } }',
    {
      s: `K${made}`,
    },
  );
  expect(data.packages.edges).toEqual([{ node: { number: `K${made}` } }]);
  expect(await refused({ packageId: catalogue.package.id, version: 1, name: 'Meins' })).toEqual([
    ['FORBIDDEN', expect.any(String)],
  ]);
});

test('a foreign package and one that does not exist are FORBIDDEN alike, to read and to amend', async () => {
  const foreign = (
    await create(
      { number: `F${made}`, owner: owner('Nachbarstadt') },
      await tokenOf('licensing', `AUTHORITY:${world.organisation('Nachbarstadt')}`),
    )
  ).package.id;
  for (const id of [foreign, '999999']) {
    expect(await refused({ packageId: id, version: 1, name: 'Meins' })).toEqual([['FORBIDDEN', expect.any(String)]]);
    const { data, errors } = await system.ask(staff, 'query ($id: ID!) { package(id: $id) { name } }', { id });
    expect([data.package, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
  }
  expect(await refused({ number: `G${made}`, name: 'x', owner: owner('Nachbarstadt') }, staff, CREATE)).toEqual([
    ['FORBIDDEN', expect.any(String)],
  ]);
  const { data } = await system.ask(staff, '{ packages(first: 200) { edges { node { id } } } }');
  expect(data.packages.edges.map(({ node }: any) => node.id)).not.toContain(foreign);
  /** Nor may a licence of its own cover it. */
  const licence = `mutation ($input: AmendLicenceInput!) { amendLicence(input: $input) { outcome } }`;
  expect(
    await refused({ licenceId: world.licence('Andere'), version: 1, packages: [`F${made}`] }, staff, licence),
  ).toEqual([['BAD_USER_INPUT', `input.packages: there is no package F${made}.`]]);
});

test('a package of a source cannot be changed by hand, and the refusal says so', async () => {
  await database.query("update licences.package set source = 'verlag' where id = $1", [packageId]);
  expect(await amend({ add: [{ title: 'Vulkane' }] })).toMatchObject({
    outcome: 'DELIVERED',
    package: { version: 1, source: 'verlag' },
  });
});

test.each([
  ['a title that is not there', { add: [{ title: 'Nichts' }] }, 'input.add[0].title: there is no title Nichts.'],
  [
    'a beginning in the past',
    { add: [{ title: 'Vulkane', from: LAST_YEAR }] },
    'input.add[0].from: must not be in the past. Omit it for what is to hold now.',
  ],
  [
    'a period that ends before it begins',
    { remove: [{ title: 'Vulkane', from: NEXT_YEAR, until: inDays(1) }] },
    'input.remove[0].until: must be later than “from”.',
  ],
  ['a number that is taken', { number: 'Natur' }, 'input.number: another package has it. Choose another one.'],
  ['no name', { name: null }, 'input.name: must not be null. Omit it to leave it as it is.'],
  [
    'a number of another form',
    { number: 'licence:1' },
    'input.number: must be up to 60 letters, digits, dots, underscores and hyphens; it is “licence:1”.',
  ],
])('refused: %s', async (_, more, message) => {
  expect(await refused({ packageId, version: 1, ...more })).toEqual([['BAD_USER_INPUT', message]]);
});
