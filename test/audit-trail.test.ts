/** The audit trail as clients read it: the history of an entitlement, and who sees which part of it. */

import { SCOPES_OF_KIND } from '../caller/caller';
import { createTestDatabase, type TestDatabase } from './database';
import { bought } from './purchases';
import { type SeededWorld, seedWorld } from './seed-world';
import { type Answer, codesOf, type System, startSystem, tokenOf, tokenWith } from './system';

let database: TestDatabase;
let system: System;
let world: SeededWorld;
const tokens = {} as Record<'Stadt' | 'Nachbarstadt' | 'Zentrum' | 'operator', string>;
type Reader = keyof typeof tokens;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await seedWorld(database.query, {
    organisations: { Land: 'STATE', Zentrum: 'MEDIA_CENTRE', Stadt: 'AUTHORITY', Nachbarstadt: 'AUTHORITY' },
    schools: {
      Schule: { belongsTo: [{ to: 'Stadt' }, { to: 'Zentrum' }, { to: 'Land' }] },
      Fremd: { belongsTo: [{ to: 'Nachbarstadt' }, { to: 'Land' }] },
    },
    titles: { Bienen: {} },
    packages: { Natur: [{ title: 'Bienen' }] },
    licences: {
      'der Stadt': { owner: 'Stadt', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [{ package: 'Natur' }] },
      'des Landes': { owner: 'Land', heldAt: ['STATE'], rights: ['STREAM'], packages: [{ package: 'Natur' }] },
      'der Nachbarstadt': { owner: 'Nachbarstadt', heldAt: ['SCHOOL'], rights: ['STREAM'], packages: [] },
    },
    entitlements: {
      'der Stadt': { licence: 'der Stadt', holder: 'Schule', from: '2026-01-01' },
      'des Landes': { licence: 'des Landes', holder: 'Land', from: '2026-01-01' },
      'der Nachbarstadt': { licence: 'der Nachbarstadt', holder: 'Fremd', from: '2026-01-01' },
    },
  });
  await database.query(bought('l.id = $1', '12300'), [world.licence('der Stadt')]);
  system = await startSystem(database);
  tokens.Stadt = await tokenOf('licensing', `AUTHORITY:${world.organisation('Stadt')}`);
  tokens.Nachbarstadt = await tokenOf('licensing', `AUTHORITY:${world.organisation('Nachbarstadt')}`);
  tokens.Zentrum = await tokenOf('licensing', `MEDIA_CENTRE:${world.organisation('Zentrum')}`);
  tokens.operator = await tokenOf('operator');
  const revoke = (token: string, name: string, reason: string) =>
    system.ask(token, 'mutation ($input: RevokeEntitlementsInput!) { revokeEntitlements(input: $input) { changed } }', {
      input: { entitlementIds: [world.entitlement(name)], reason },
    });
  expect(await revoke(tokens.Stadt, 'der Stadt', 'Schule zieht um')).toMatchObject({
    data: { revokeEntitlements: { changed: 1 } },
  });
  expect(await revoke(tokens.operator, 'des Landes', 'Vertrag endet')).toMatchObject({
    data: { revokeEntitlements: { changed: 1 } },
  });
});
afterAll(async () => {
  await system?.stop();
  await database?.drop();
});

const ENTRY = `operation reason authorKind authorOrganisations author object objectId action owner holder
  values { field before after }`;
const HISTORY = `query ($id: ID!, $first: Int = 20, $after: String) {
  entitlement(id: $id) { history(first: $first, after: $after) { totalCount edges { node { id ${ENTRY} } } pageInfo { hasNextPage endCursor } } } }`;

const nodes = (connection: { edges: { node: any }[] }) => connection.edges.map(({ node }) => node);

async function history(reader: Reader, name: string): Promise<any[]> {
  const answer: Answer = await system.ask(tokens[reader], HISTORY, { id: world.entitlement(name) });
  expect(answer.errors).toBeUndefined();
  return nodes(answer.data.entitlement.history);
}

async function trail(reader: Reader, filter: object = {}, root = 'auditTrail'): Promise<any[]> {
  const query = `query ($filter: AuditFilter) { ${root}(filter: $filter, first: 200) { totalCount edges { node { ${ENTRY} change } } } }`;
  const answer: Answer = await system.ask(tokens[reader], query, { filter });
  expect(answer.errors).toBeUndefined();
  expect(answer.data[root].totalCount).toBe(answer.data[root].edges.length);
  return nodes(answer.data[root]);
}

test('the history of an entitlement shows who revoked it, why, and what that changed', async () => {
  const [revoked, made] = await history('Stadt', 'der Stadt');
  expect(revoked).toMatchObject({
    operation: 'revokeEntitlements',
    reason: 'Schule zieht um',
    authorKind: 'LICENSING',
    authorOrganisations: [`AUTHORITY:${world.organisation('Stadt')}`],
    author: expect.stringMatching(/./),
    object: 'ENTITLEMENT',
    objectId: world.entitlement('der Stadt'),
    action: 'CHANGED',
    owner: `AUTHORITY:${world.organisation('Stadt')}`,
    holder: `SCHOOL:${world.organisation('Schule')}`,
  });
  expect(revoked.values.map(({ field }: { field: string }) => field)).toEqual(['revokedAt', 'revokedReason']);
  expect(made).toMatchObject({ operation: 'sql', authorKind: 'OWNER', author: null, action: 'CREATED' });
  expect(made.values).toContainEqual({
    field: 'holderId',
    before: null,
    after: `SCHOOL:${world.organisation('Schule')}`,
  });
});

test('organisations above read the names of those below; holders read what was changed, but neither by whom nor why', async () => {
  expect((await history('Zentrum', 'der Stadt'))[0]).toMatchObject({
    reason: 'Schule zieht um',
    author: expect.stringMatching(/./),
  });
  const [ofState] = await history('Stadt', 'des Landes');
  expect(ofState).toMatchObject({
    operation: 'revokeEntitlements',
    authorKind: 'OPERATOR',
    author: null,
    reason: null,
  });
  expect(ofState.values.map(({ field }: { field: string }) => field)).toEqual(['revokedAt']);
  expect((await history('operator', 'des Landes'))[0]).toMatchObject({
    reason: 'Vertrag endet',
    author: expect.stringMatching(/./),
  });
});

test('a history comes page by page', async () => {
  const variables = { id: world.entitlement('der Stadt'), first: 1 };
  const first = await system.ask(tokens.Stadt, HISTORY, variables);
  const { endCursor, hasNextPage } = first.data.entitlement.history.pageInfo;
  expect(hasNextPage).toBe(true);
  const second = await system.ask(tokens.Stadt, HISTORY, { ...variables, after: endCursor });
  expect(second.data.entitlement.history).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false } });
  expect(nodes(second.data.entitlement.history)[0].id).not.toBe(nodes(first.data.entitlement.history)[0].id);
  const foreign = await system.ask(tokens.Stadt, HISTORY, { id: world.entitlement('des Landes'), after: endCursor });
  expect(codesOf(foreign)).toEqual(['BAD_USER_INPUT']);
});

test('a trail holds nothing of another authority', async () => {
  const own = await trail('Nachbarstadt');
  expect(own.length).toBeGreaterThan(3);
  expect(JSON.stringify(own)).not.toMatch(new RegExp(`${world.organisation('Stadt')}|${world.organisation('Schule')}`));
  expect(own.some(({ object }) => object === 'API_KEY')).toBe(false);
});

const ofStadt = () => `AUTHORITY:${world.organisation('Stadt')}`;
test.each<[string, () => object, number]>([
  ['object', () => ({ objects: ['ENTITLEMENT'], objectId: world.entitlement('der Stadt') }), 2],
  ['operation', () => ({ operations: ['revokeEntitlements'] }), 2],
  ['organisation', () => ({ organisation: ofStadt(), objects: ['ENTITLEMENT'] }), 2],
  ['period', () => ({ until: '2020-01-01T00:00:00Z' }), 0],
  ['change', () => ({ change: 'nothing' }), 0],
  ['author', () => ({ author: 'nobody' }), 0],
])('a trail is filtered by %s', async (_, filter, count) => {
  expect(await trail('Stadt', filter())).toHaveLength(count);
});

test('a trail is filtered by an author whom the reader may see', async () => {
  const [{ author }] = await history('Stadt', 'der Stadt');
  expect(await trail('Stadt', { author })).toHaveLength(1);
  expect((await trail('Nachbarstadt', { author })).length).toBe(0);
});

test('the history of a licence is shown to its owner, with prices for those who may read prices', async () => {
  const query = `{ licences { edges { node { history { totalCount edges { node { ${ENTRY} } } } } } } }`;
  const objects = async (token: string) => {
    const answer = await system.ask(token, query);
    const histories = nodes(answer.data.licences).map(({ history }) => nodes(history).map(({ object }) => object));
    return histories;
  };
  expect(await objects(tokens.Stadt)).toContainEqual(['PURCHASE', 'LICENCE_PACKAGE', 'LICENCE_TERMS', 'CONTRACT']);
  const poor = await tokenWith({
    kind: 'licensing',
    subject: 'without prices',
    bound: [`AUTHORITY:${world.organisation('Stadt')}`],
    scopes: SCOPES_OF_KIND.licensing.filter((scope) => scope !== 'prices:read'),
  });
  expect((await objects(poor)).flat()).not.toContain('PURCHASE');
});

test('changes of packages are shown to all licensing staff, changes of licences to their owners', async () => {
  const rows = await trail('Nachbarstadt', {}, 'licenceAuditTrail');
  expect(new Set(rows.map(({ object }) => object))).toEqual(
    new Set(['PACKAGE', 'PACKAGE_TITLE', 'LICENCE_TERMS', 'CONTRACT']),
  );
  expect(JSON.stringify(rows)).not.toMatch(/der Stadt|des Landes|12300/);
});

test('operators find the creation of a key by its id', async () => {
  await database.query(
    `insert into schools.api_key (id, hash, name, kind, scopes, bound, expires_at)
     values ('00ff00ff00ff00fe', repeat('a', 64), 'Schlüssel', 'operator', '{}', '{}', now() + interval '1 day')`,
  );
  const rows = await trail('operator', { objects: ['API_KEY'], objectId: '00ff00ff00ff00fe' });
  expect(rows).toEqual([expect.objectContaining({ objectId: '00ff00ff00ff00fe', action: 'CREATED' })]);
  expect(JSON.stringify(rows)).not.toMatch(/aaaaaaaa/);
  expect(await trail('Stadt', { objects: ['API_KEY'] })).toEqual([]);
});

test('an unknown organisation is reported', async () => {
  const answer = await system.ask(tokens.Stadt, '{ auditTrail(filter: { organisation: "nowhere" }) { totalCount } }');
  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
});
