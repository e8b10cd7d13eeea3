/** Licensing staff create and amend the licences of their own organisation; through the gateway. */
import { allowed, assign, database, holder, inDays, NEXT_YEAR, staff, system, world } from './assigning-world';
import { tokenOf } from './system';

const CREATE = `mutation ($input: CreateLicenceInput!) {
  createLicence(input: $input) {
    preview
    licence { id number version owner { name } schoolCount seats noticeOn documents price { cents } validFrom validUntil }
  }
}`;
const AMEND = `mutation ($input: AmendLicenceInput!) {
  amendLicence(input: $input) {
    preview outcome licence { id number name version rights validUntil noticeOn }
    effects {
      schoolsOpened schoolsClosed schoolsOpenedThoughSuspended schoolsOpenedOutside titlesAdded titlesRemoved
      entitlementsBeyondTerm entitlementsWithFewerRights entitlementsAtOtherLevels
    }
  }
}`;
const day = (days: number) => inDays(days).slice(0, 10);

const bought = (more: object = {}) => ({
  number: 'EL-1',
  name: 'Biologie kompakt',
  kind: 'Schulträgerlizenz',
  publisher: 'Musterverlag',
  owner: holder('Stadt'),
  holderLevels: ['AUTHORITY', 'SCHOOL'],
  rights: ['STREAM'],
  term: { kind: 'FIXED', from: day(-30), until: day(300) },
  packages: ['Natur'],
  ...more,
});

async function create(more: object = {}, token = staff) {
  const { data, errors } = await system.ask(token, CREATE, { input: bought(more) });
  return { created: data?.createLicence, errors };
}

async function amend(licenceId: string, more: object, token = staff) {
  const { data, errors } = await system.ask(token, AMEND, { input: { licenceId, version: 1, ...more } });
  return { amended: data?.amendLicence, errors };
}

const codes = (errors: any) => errors?.map(({ extensions }: any) => extensions.code);
const NO_EFFECTS = {
  schoolsOpened: 0,
  schoolsClosed: 0,
  schoolsOpenedThoughSuspended: 0,
  schoolsOpenedOutside: 0,
  titlesAdded: 0,
  titlesRemoved: 0,
  entitlementsBeyondTerm: 0,
  entitlementsWithFewerRights: 0,
  entitlementsAtOtherLevels: 0,
};

const KEPT = `
  create table test_kept as select max(id) as id from licences.licence`;
beforeAll(async () => {
  await database.query(KEPT);
});
afterEach(() =>
  database.query(`
    delete from schools.entitlement_suspension; delete from schools.entitlement;
    delete from licences.licence_package where licence_id > (select id from test_kept);
    delete from licences.purchase where licence_id > (select id from test_kept);
    delete from licences.agreement where licence_id > (select id from test_kept);
    delete from licences.licence_version where licence_id > (select id from test_kept);
    delete from licences.contract where licence_id > (select id from test_kept);
    delete from licences.licence_terms where licence_id > (select id from test_kept);
    delete from licences.licence where id > (select id from test_kept);
    delete from licences.package_title where package_id in (select id from licences.package where number like 'licence:%');
    delete from licences.package where number like 'licence:%'`),
);

test('a city creates a licence of its own, assigns it, and a school may use it', async () => {
  const preview = await create({ preview: true });
  expect(preview).toEqual({ created: { preview: true, licence: null }, errors: undefined });
  const { created, errors } = await create({
    priceCents: 120_000,
    noticeOn: '2027-03-31',
    documents: ['AZ 12/2026'],
    schoolCount: 3,
    seats: 20,
  });
  expect(errors).toBeUndefined();
  expect(created.licence).toMatchObject({
    number: 'EL-1',
    version: 1,
    owner: { name: 'Stadt' },
    schoolCount: 3,
    seats: 20,
    noticeOn: '2027-03-31',
    documents: ['AZ 12/2026'],
    price: { cents: 120_000 },
  });
  const input = { licenceIds: [created.licence.id], holders: [holder('Schule 1')] };
  const assigned = await system.ask(
    staff,
    'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
    { input },
  );
  expect(assigned.data.assignEntitlements).toEqual({ assigned: 1 });
  expect(await allowed('Schule 1')).toBe('ALLOWED');
  expect(await allowed('Schule 2')).toBe('NOT_LICENSED');
});

test.each([
  ['a number that is taken', { number: 'Lizenz' }, 'input.number: another licence has it. Choose another one.'],
  [
    'a number that a foreign licence has',
    { number: 'Fremde' },
    'input.number: another licence has it. Choose another one.',
  ],
  [
    'a publisher without titles',
    { publisher: 'Niemand' },
    'input.publisher: the catalogue has none of the name Niemand.',
  ],
  ['a package that is not there', { packages: ['Nichts'] }, 'input.packages: there is no package Nichts.'],
  [
    'a term that ends before it begins',
    { term: { kind: 'FIXED', from: '2026-02-01', until: '2026-01-01' } },
    'input.term.until: must be a day after “from”.',
  ],
  [
    'more for pupils than for anybody',
    { pupilRights: ['DOWNLOAD'] },
    'input.pupilRights: must be among the rights of the licence, and would be DOWNLOAD.',
  ],
  ['no right at all', { rights: [] }, 'input.rights: must have at least 1 elements.'],
])('refused: %s', async (_, more, message) => {
  const { created, errors } = await create(more);
  expect(created).toBeNull();
  expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
});

test('a foreign owner, and one that does not exist, are FORBIDDEN alike', async () => {
  const [foreign, none] = [
    await create({ owner: holder('Nachbarstadt') }),
    await create({ owner: { level: 'AUTHORITY', id: 'NW:99999' } }),
  ];
  expect(codes(foreign.errors)).toEqual(codes(none.errors));
  expect(codes(foreign.errors)).toEqual(['FORBIDDEN']);
  const operator = await create({ owner: holder('Nachbarstadt') }, await tokenOf('operator'));
  expect(operator.errors).toBeUndefined();
  expect(operator.created.licence.owner).toEqual({ name: 'Nachbarstadt' });
});

test('shortened: the preview says what closes, the past stays answered, and the term bounds what stands', async () => {
  await assign(['Stadt']);
  await assign(['Schule 1'], { validUntil: inDays(200) });
  const licence = world.licence('Lizenz');
  const shorter = { term: { kind: 'FIXED', from: day(-365), until: day(2) } };
  const effects = { ...NO_EFFECTS, schoolsClosed: 4, entitlementsBeyondTerm: 1 };
  for (const preview of [true, false]) {
    const { amended, errors } = await amend(licence, { ...shorter, preview });
    expect(errors).toBeUndefined();
    expect(amended).toMatchObject({ preview, outcome: 'AMENDED', effects, licence: { version: preview ? 1 : 2 } });
  }
  expect([await allowed('Schule 1'), await allowed('Schule 1', inDays(4))]).toEqual(['ALLOWED', 'EXPIRED']);
  const again = await amend(licence, { ...shorter, version: 1 });
  expect(again.amended).toMatchObject({ outcome: 'OUTDATED', effects: null, licence: { version: 2 } });
  const same = await amend(licence, { ...shorter, version: 2 });
  expect(same.amended).toMatchObject({ outcome: 'UNCHANGED', licence: { version: 2 } });
  const longer = await amend(licence, {
    version: 2,
    from: inDays(6),
    term: { kind: 'FIXED', from: day(-365), until: NEXT_YEAR.slice(0, 10) },
  });
  expect(longer.amended).toMatchObject({ outcome: 'AMENDED', effects: { schoolsOpened: 4 } });
  expect([
    await allowed('Schule 2'),
    await allowed('Schule 2', inDays(4)),
    await allowed('Schule 2', inDays(7)),
  ]).toEqual(['ALLOWED', 'EXPIRED', 'ALLOWED']);
  const now = await amend(licence, {
    version: 3,
    term: { kind: 'FIXED', from: day(-365), until: NEXT_YEAR.slice(0, 10) },
  });
  expect(now.amended.outcome).toBe('AMENDED');
  expect(await allowed('Schule 2', inDays(4))).toBe('ALLOWED');
});

test('a right with an end closes at its instant, and before that the answer stays the same', async () => {
  const { created } = await create();
  const { id } = created.licence;
  await assign(['Stadt']);
  await system.ask(
    staff,
    'mutation ($input: AssignEntitlementsInput!) { assignEntitlements(input: $input) { assigned } }',
    {
      input: { licenceIds: [id], holders: [holder('Nachbarstadt'), holder('Schule 3')], skipRefused: true },
    },
  );
  await database.query('delete from schools.entitlement where licence_id = $1', [world.licence('Lizenz')]);
  const { amended } = await amend(id, { from: inDays(5), rights: ['DOWNLOAD'] });
  expect(amended).toMatchObject({ outcome: 'AMENDED', effects: { schoolsClosed: 1, entitlementsWithFewerRights: 1 } });
  const at = (days: number) => allowed('Schule 3', inDays(days));
  expect([await at(0.01), await at(4), await at(6)]).toEqual(['ALLOWED', 'ALLOWED', 'RIGHT_NOT_GRANTED']);
  const { data, errors } = await system.ask(
    staff,
    '{ licences(owned: true) { edges { node { number versions { version from rights packages } } } } }',
  );
  expect(errors).toBeUndefined();
  const versions = data.licences.edges.find(({ node }: any) => node.number === 'EL-1').node.versions;
  expect(versions).toEqual([
    { version: 2, from: expect.any(String), rights: ['DOWNLOAD'], packages: ['Natur'] },
    { version: 1, from: null, rights: ['STREAM'], packages: ['Natur'] },
  ]);
});

test('what somebody suspended is not opened by another change', async () => {
  const { created } = await create({ holderLevels: ['SCHOOL'] });
  const { id } = created.licence;
  await database.query(
    `with made as (
       insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
       select $1::bigint, city.id, o.id, tstzrange(now() - interval '1 day', null), '{STREAM}', 'test'
       from schools.organisation city, schools.organisation o
       where city.name = 'Stadt' and o.name in ('Stadt', 'Schule 1') returning id, holder_id)
     insert into schools.entitlement_suspension (entitlement_id, valid, created_by)
     select made.id, tstzrange(now() - interval '1 hour', null), 'test' from made join schools.organisation o on o.id = holder_id
     where o.name = 'Schule 1'`,
    [id],
  );
  const wider = { holderLevels: ['AUTHORITY', 'SCHOOL'] };
  const refused = await amend(id, wider);
  expect(refused.amended).toMatchObject({
    outcome: 'OPENS_SUSPENDED',
    licence: { version: 1 },
    effects: { schoolsOpened: 4, schoolsOpenedThoughSuspended: 1 },
  });
  expect(await allowed('Schule 2')).toBe('NOT_LICENSED');
  const meant = await amend(id, { ...wider, overrideSuspended: true });
  expect(meant.amended).toMatchObject({ outcome: 'AMENDED', licence: { version: 2 } });
  expect(await allowed('Schule 2')).toBe('ALLOWED');
});

test('a licence gets another number, and keeps its own titles', async () => {
  const { created } = await create({ packages: [], titles: ['Bienen'] });
  const { amended } = await amend(created.licence.id, { number: 'EL-2', name: 'Biologie', noticeOn: '2027-01-31' });
  expect(amended).toMatchObject({
    outcome: 'AMENDED',
    effects: NO_EFFECTS,
    licence: { number: 'EL-2', name: 'Biologie', version: 2, noticeOn: '2027-01-31' },
  });
  const { amended: emptied } = await amend(created.licence.id, { version: 2, titles: [] });
  expect(emptied.effects).toEqual({ ...NO_EFFECTS, titlesRemoved: 1 });
  const taken = await amend(created.licence.id, { version: 3, number: 'Fremde' });
  expect(taken.errors).toMatchObject([{ message: 'input.number: another licence has it. Choose another one.' }]);
});

test('of several simultaneous changes one succeeds, and the others are told that the version has changed', async () => {
  const { created } = await create();
  const all = await Promise.all([1, 2, 3, 4].map((seats) => amend(created.licence.id, { seats })));
  expect(all.map(({ amended }) => amended.outcome).sort()).toEqual(['AMENDED', 'OUTDATED', 'OUTDATED', 'OUTDATED']);
});

test('a foreign licence and one that does not exist are FORBIDDEN alike, and no non-null field is null', async () => {
  const [foreign, none] = [await amend(world.licence('Fremde'), { seats: 1 }), await amend('999999', { seats: 1 })];
  expect(codes(foreign.errors)).toEqual(codes(none.errors));
  expect(codes(foreign.errors)).toEqual(['FORBIDDEN']);
  expect((await amend(world.licence('Lizenz'), { rights: null })).errors).toMatchObject([
    { message: 'input.rights: must not be null. Omit it to leave it as it is.' },
  ]);
  expect((await amend(world.licence('Lizenz'), { from: inDays(-1), seats: 1 })).errors).toMatchObject([
    { message: 'input.from must not be in the past. Omit it to amend now.' },
  ]);
});
