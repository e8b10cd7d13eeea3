/**
 * Rows are added, removed and changed between the pages of a list. Each row that exists throughout and keeps its place
 * in the order is listed once. This is tested for both ways to read a page of entitlements, from few and from many.
 */
import { data, database, world } from './listed-world';

const HOLDERS = ['Stadt A', 'Schule A1', 'Schule A2', 'Schule A3'];
/** More rows than are sorted, so they are read in the order of an index. */
const MANY = 1_100;

const pageOf = async (list: string, node: string, first: number, after: string | null, order: string) => {
  const query = `query ($first: Int!, $after: String) { list: ${list}(first: $first, after: $after, order: { ${order} }) {
    pageInfo { hasNextPage endCursor } edges { node { ${node} } } } }`;
  const { list: page }: any = await data('cityA', query, { first, after });
  return page as { pageInfo: { hasNextPage: boolean; endCursor: string }; edges: { node: { id: string } }[] };
};

/** Returns the ids of all pages, with a change between every two of them. */
async function idsOf(list: string, first: number, order: string, between: (page: number) => Promise<unknown>) {
  const found: string[] = [];
  for (let after: string | null = null, page = 0; ; page += 1) {
    const { edges, pageInfo } = await pageOf(list, 'id', first, after, order);
    found.push(...edges.map(({ node }) => node.id));
    if (!pageInfo.hasNextPage) return { found, pages: page + 1 };
    after = pageInfo.endCursor;
    await between(page);
  }
}

/** In turns they end on one day, with their licence, or on another day, so many of them are equal in the order. */
const insert = (count: number, by: string) =>
  database.query(
    `insert into schools.entitlement (licence_id, owner_id, holder_id, valid, rights, created_by)
     select l.id, l.owner_id, o.id, tstzrange('2024-01-01', case n % 3 when 0 then '2090-01-01'::timestamptz
         when 1 then '2090-01-01'::timestamptz + n % 7 * interval '1 day' end), '{STREAM}', $4
     from generate_series(1, $1::int) n join directory.licence l on l.id = $2
     join schools.organisation o on o.name = ($3::text[])[1 + n % cardinality($3::text[])]`,
    [count, world.licence('Lizenz A'), HOLDERS, by],
  );

const throughout = async () =>
  (
    await database.query<{ id: string }>(
      `select e.id from schools.entitlement e join schools.organisation o on o.id = e.owner_id
       where o.name = 'Stadt A' and e.created_by <> 'goes' order by e.id`,
    )
  ).map(({ id }) => id);

const once = (found: readonly string[], asked: readonly string[]) => {
  const wanted = new Set(asked);
  return found.filter((id) => wanted.has(id)).toSorted((a, b) => Number(a) - Number(b));
};

const ORDERS = ['END', 'BEGIN', 'HOLDER', 'LICENCE'].flatMap((by) =>
  ['ASC', 'DESC'].map((direction) => `by: ${by}, direction: ${direction}`),
);

afterEach(() => database.query("delete from schools.entitlement where created_by in ('stays', 'goes', 'comes')"));

/** Only the order by end has two ways. */
const CASES = [
  ...ORDERS.map((order) => [40, order, 15] as const),
  ...ORDERS.filter((order) => order.startsWith('by: END')).map((order) => [MANY, order, 200] as const),
];

test.each(CASES)('of %i entitlements, none is missing or repeated, ordered %s', async (count, order, first) => {
  await insert(count, 'stays');
  await insert(count / 2, 'goes');
  const asked = await throughout();
  const { found, pages } = await idsOf('entitlements', first, order, async (page) => {
    if (page < 5) await insert(9, 'comes');
    await database.query("delete from schools.entitlement where created_by = 'goes' and id % 3 = $1", [page % 3]);
  });
  expect(pages).toBeGreaterThan(3);
  expect(once(found, asked)).toEqual(asked);
  expect(new Set(found).size).toBe(found.length);
});

const MAKE_SCHOOL = `
  with made as (
    insert into schools.organisation (level, state, number, name) values ('SCHOOL', 'NW', $1, 'Neue Schule ' || $1) returning id),
  school as (
    insert into schools.school (id, short_name, form_code, legal_form_code, municipality_ags, postcode, city, street, operation_code, operating)
    select made.id, '', '20', '1', s.municipality_ags, '', 'Köln', '', '1', '(,)'
    from made, (select municipality_ags from schools.school limit 1) s returning id)
  insert into schools.membership (school_id, organisation_id, level, valid)
  select school.id, o.id, o.level, tstzrange(null, null) from school join schools.organisation o on o.name = 'Stadt A'
  union all select id, id, 'SCHOOL', tstzrange(null, null) from school`;

const GONE = 'select id from schools.organisation where name like $1';
async function removeSchools(named: string): Promise<void> {
  await database.query(`delete from schools.membership where school_id in (${GONE})`, [named]);
  await database.query(`delete from schools.school where id in (${GONE})`, [named]);
  await database.query('delete from schools.organisation where name like $1', [named]);
}

describe('of schools', () => {
  afterEach(() => removeSchools('Neue Schule %'));

  test.each(['NAME', 'NUMBER', 'CITY', 'FORM'].flatMap((by) => [`by: ${by}`, `by: ${by}, direction: DESC`]))(
    'none is lost or doubled, ordered %s',
    async (order) => {
      const asked = (await idsOf('schools', 50, order, async () => undefined)).found;
      const { found, pages } = await idsOf('schools', 2, order, async (page) => {
        // Schools are added at the beginning and at the end of the order by number, but only five times, so that the
        // list ends.
        if (page < 5)
          for (const number of [100_100 + page, 900_000 + page]) await database.query(MAKE_SCHOOL, [number]);
        if (page > 0) await removeSchools(`Neue Schule 90000${page - 1}`);
      });
      expect(asked.length).toBeGreaterThan(6);
      expect(pages).toBeGreaterThan(3);
      expect(found.filter((id) => asked.includes(id)).toSorted()).toEqual(asked.toSorted());
      expect(new Set(found).size).toBe(found.length);
    },
  );
});
