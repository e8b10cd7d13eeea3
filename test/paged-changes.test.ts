/** The caller that made a change can read its result again by its id, page by page. */
import { randomUUID } from 'node:crypto';
import { askToAmend, suspend } from './amending-world';
import { assign, database, idOf, staff, system, world } from './assigning-world';
import { statementsOf } from './statements';
import { codesOf, tokenOf } from './system';

const PAGE = `query ($id: ID!, $first: Int, $after: String, $outcomes: [AmendmentOutcome!], $access: Boolean! = true) {
  amendment(id: $id) {
    preview applied asked changed refused change
    entitlements(first: $first, after: $after, outcomes: $outcomes) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node { outcome entitlement { id status } afterwards @include(if: $access) { allowed } } }
    }
  }
}`;
const ask = (variables: object, token = staff) => system.ask(token, PAGE, { first: 200, ...variables });

async function page(variables: object) {
  const { data, errors } = await ask(variables);
  expect(errors).toBeUndefined();
  return data.amendment;
}

const change = async (ids: string[], more: object = {}) => {
  const { data } = await system.ask(
    staff,
    'mutation ($input: SuspendEntitlementsInput!) { suspendEntitlements(input: $input) { id } }',
    { input: { entitlementIds: ids, ...more } },
  );
  return data.suspendEntitlements.id as string;
};

/** More rows than are listed one by one. */
async function many(count: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
     select $1, s.id, h.id, tstzrange(now() - interval '1 day', now() + make_interval(days => n)), '{STREAM}', 'test'
     from schools.organisation s, schools.organisation h, generate_series(1, $2) n where s.name = 'Stadt' and h.name = 'Schule 1'
     returning id`,
    [world.licence('Lizenz'), count],
  );
  return rows.map(({ id }) => id);
}

test('the whole result, however large it is', async () => {
  const ids = await many(1_203);
  const id = await change(ids);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { asked, entitlements }: any = await page({ id, after, access: false });
    expect([asked, entitlements.totalCount]).toEqual([1_203, 1_203]);
    seen.push(...entitlements.edges.map(({ node }: any) => node.entitlement.id));
    after = entitlements.pageInfo.hasNextPage ? entitlements.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual(ids);
});

test('rows that nobody counts are not counted: a file asks for hundreds of pages', async () => {
  const id = await change(await many(3));
  const rows = 'pageInfo { endCursor } edges { node { outcome } }';
  const sent = async (counted: string) => {
    const { made, counts } = await statementsOf(() =>
      system.ask(staff, `{ amendment(id: "${id}") { ${counted} entitlements(first: 2) { ${rows} } } }`),
    );
    expect(made.errors).toBeUndefined();
    return counts.schools as number;
  };
  expect((await sent('asked')) - (await sent(''))).toBe(1);
});

test('by outcome, the refused first, also of a preview', async () => {
  const ids = [idOf(await assign(['Schule 1'])), idOf(await assign(['Schule 2'])), idOf(await assign(['Schule 3']))];
  await askToAmend('revokeEntitlements', [ids[2] as string]);
  const id = await change(ids, { preview: true, skipRefused: true });
  const { entitlements, ...preview } = await page({ id });
  expect(preview).toEqual({ preview: true, applied: false, asked: 3, changed: 2, refused: 1, change: null });
  expect(entitlements.edges.map(({ node }: any) => [node.outcome, node.entitlement.status])).toEqual([
    ['REVOKED', 'REVOKED'],
    ['CHANGED', 'IN_FORCE'],
    ['CHANGED', 'IN_FORCE'],
  ]);
  expect((await page({ id, outcomes: ['REVOKED'] })).entitlements).toMatchObject({
    totalCount: 1,
    edges: [{ node: { entitlement: { id: ids[2] } } }],
  });
  const one = await page({ id, outcomes: ['CHANGED'], first: 1 });
  const { endCursor: after } = one.entitlements.pageInfo;
  expect((await page({ id, outcomes: ['CHANGED'], first: 1, after })).entitlements).toMatchObject({
    pageInfo: { hasNextPage: false },
    edges: [{ node: { entitlement: { id: ids[1] } } }],
  });
});

test('shows what schools may do since, and leaves out what is no longer in reach', async () => {
  const id = await change([idOf(await assign(['Schule 1']))]);
  expect((await page({ id })).entitlements.edges).toMatchObject([{ node: { afterwards: { allowed: 0 } } }]);
  await database.query(
    "update schools.entitlement set owner_id = (select id from schools.organisation where name = 'Nachbarstadt'), holder_id = (select id from schools.organisation where name = 'Fremd')",
  );
  expect((await page({ id })).entitlements.edges).toEqual([
    { node: { outcome: 'CHANGED', entitlement: null, afterwards: null } },
  ]);
});

test('a cursor is valid only for the same change and outcomes', async () => {
  const ids = [idOf(await assign(['Schule 1'])), idOf(await assign(['Schule 2']))];
  const [one, other] = [await change(ids), await change(ids)];
  const { entitlements } = await page({ id: one, first: 1 });
  const after = entitlements.pageInfo.endCursor;
  expect((await page({ id: one, after })).entitlements.edges).toHaveLength(1);
  for (const foreign of [
    { id: other, after },
    { id: one, after, outcomes: ['CHANGED'] },
  ]) {
    expect(codesOf(await ask(foreign))).toEqual(['BAD_USER_INPUT']);
  }
});

test('a change of another caller does not exist for the reader', async () => {
  const id = await change([idOf(await assign(['Schule 1']))]);
  const colleague = await tokenOf('licensing', `AUTHORITY:${world.organisation('Nachbarstadt')}`);
  for (const token of [colleague, await tokenOf('operator')]) {
    for (const foreign of [id, randomUUID(), 'x']) {
      expect(codesOf(await ask({ id: foreign }, token))).toEqual(['FORBIDDEN']);
    }
  }
});

test('a repeat by its key has the same id', async () => {
  const ids = [idOf(await assign(['Schule 1']))];
  const idempotencyKey = randomUUID();
  expect(await change(ids, { idempotencyKey })).toBe(await change(ids, { idempotencyKey }));
  expect(await suspend(ids)).toMatchObject({ unchanged: 1 });
});
