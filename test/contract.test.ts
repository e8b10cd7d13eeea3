import { randomUUID } from 'node:crypto';
import { database, lmsOfA1, numberOf, staffOfA, system, world } from './contract-world';
import { countRecorded } from './count-recorded';
import { codesOf, tokenOf } from './system';

describe('school', () => {
  test('answers with its authority and district', async () => {
    const { data } = await system.ask(
      lmsOfA1,
      `query ($n: String!) { school(state: "NW", number: $n) { id number name inOperation authority { id name } district { id number } mediaCentre { name } } }`,
      { n: numberOf('Schule A1') },
    );
    expect(data.school).toMatchObject({
      id: world.organisation('Schule A1'),
      name: 'Schule A1',
      inOperation: true,
      authority: { id: world.organisation('Stadt A'), name: 'Stadt A' },
      mediaCentre: { name: 'Medienzentrum' },
    });
  });

  test.each(['Schule B1', 'no school at all'])(
    'of another authority is FORBIDDEN, whether it exists or not: %s',
    async (name) => {
      const number = name.startsWith('Schule') ? numberOf(name) : '999999';
      const foreign = await system.ask(lmsOfA1, 'query ($n: String!) { school(number: $n) { name } }', { n: number });
      expect(codesOf(foreign)).toEqual(['FORBIDDEN']);
      expect(foreign.data?.school ?? null).toBeNull();
      expect(foreign.errors?.[0]?.message).toBe('You may not see or change this, or it does not exist.');
    },
  );
});

test('me returns the caller’s own data', async () => {
  const { data } = await system.ask(
    staffOfA,
    '{ me { kind subject scopes schoolCount organisations { level id name } } }',
  );
  expect(data.me).toMatchObject({
    kind: 'LICENSING',
    subject: 'licensing of a test',
    schoolCount: 2,
    organisations: [{ level: 'AUTHORITY', id: world.organisation('Stadt A'), name: 'Stadt A' }],
  });
});

describe('titles', () => {
  const TITLES = `query ($search: String, $filter: TitleFilter, $first: Int!, $after: String) {
    titles(search: $search, filter: $filter, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id name } } } }`;

  test('come in pages that together hold all of them, in the order of names', async () => {
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { data }: any = await system.ask(lmsOfA1, TITLES, { first: 3, after });
      names.push(...data.titles.edges.map((edge: any) => edge.node.name));
      expect(data.titles.totalCount).toBe(7);
      after = data.titles.pageInfo.hasNextPage ? data.titles.pageInfo.endCursor : null;
    } while (after);
    expect(names).toEqual(['Ameisen', 'Bienen', 'Dünen', 'Eis', 'Flüsse', 'Gletscher', 'Hagel']);
  });

  test('are found by the beginning of a word and by a filter', async () => {
    const found = await system.ask(lmsOfA1, TITLES, { search: 'glet', first: 5 });
    expect(found.data.titles.edges.map((edge: any) => edge.node.name)).toEqual(['Gletscher']);
    const audio = await system.ask(lmsOfA1, TITLES, { filter: { kinds: ['AUDIO'] }, first: 5 });
    expect(audio.data.titles.edges.map((edge: any) => edge.node.name)).toEqual(['Bienen', 'Eis', 'Gletscher']);
  });

  test('of a search come by relevance, each once, and their cursors are refused in any other list', async () => {
    await database.query(`update licences.title set search = $2::tsvector where number = any ($1)`, [
      ['Ameisen', 'Hagel'],
      "'eis'",
    ]);
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { data }: any = await system.ask(lmsOfA1, TITLES, { search: 'Eis', first: 1, after });
      names.push(...data.titles.edges.map((edge: any) => edge.node.name));
      expect(data.titles.totalCount).toBe(3);
      after = data.titles.pageInfo.hasNextPage ? data.titles.pageInfo.endCursor : null;
      if (!after) break;
      const [list, ...place] = JSON.parse(Buffer.from(after, 'base64url').toString());
      const forged = (...parts: string[]) => Buffer.from(JSON.stringify([list, ...parts])).toString('base64url');
      for (const [search, other] of [
        ['ei', after],
        ['', after],
        ['Eis', forged('x', ...place.slice(1))],
        ['Eis', forged('-1', ...place.slice(1))],
        ['Eis', forged(...place.slice(0, 2), 'x')],
        ['Eis', forged(...place.slice(1))],
      ]) {
        const refused = await system.ask(lmsOfA1, TITLES, { search, first: 1, after: other });
        expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
      }
    } while (after);
    expect(names).toEqual(['Eis', 'Ameisen', 'Hagel']);
  });

  test.each([
    ['a subject that no title has', { subjects: ['biologie'] }],
    ['a list of no kinds', { kinds: [] }],
    ['a grade that there is not', { grade: 99 }],
    ['a publisher that is not known', { publisher: 'x' }],
  ])('refuse a filter of %s, in the catalogue and among licensed titles', async (_, filter) => {
    expect(codesOf(await system.ask(lmsOfA1, TITLES, { filter, first: 5 }))).toEqual(['BAD_USER_INPUT']);
    const licensed = `query ($number: String!, $filter: TitleFilter) { school(number: $number) { licensedTitles(filter: $filter) { totalCount } } }`;
    const number = world.organisation('Schule A1').slice('NW:'.length);
    expect(codesOf(await system.ask(lmsOfA1, licensed, { filter, number }))).toEqual(['BAD_USER_INPUT']);
  });

  test.each<[string, { search?: string; first: number; after?: string }]>([
    ['a cursor of another search', { search: 'glet', first: 5, after: 'used' }],
    ['a cursor that is none', { first: 5, after: 'nonsense' }],
    ['a search that cannot be read', { search: 'a\u0000b', first: 5 }],
    ['a page of nothing', { first: 0 }],
    ['a page too large', { first: 201 }],
  ])('refuse %s', async (_, variables) => {
    const page = await system.ask(lmsOfA1, TITLES, { first: 3 });
    const after = variables.after === 'used' ? page.data.titles.pageInfo.endCursor : variables.after;
    expect(codesOf(await system.ask(lmsOfA1, TITLES, { ...variables, after }))).toEqual(['BAD_USER_INPUT']);
  });

  test('title answers null for an unknown title', async () => {
    const { data, errors } = await system.ask(
      lmsOfA1,
      '{ none: title(id: "999999") { name } other: title(id: "x") { name } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ none: null, other: null });
  });
});

describe('recordUsage and the sums', () => {
  const RECORD = 'mutation ($events: [UsageEventInput!]!) { recordUsage(events: $events) { recorded alreadyKnown } }';
  const month = new Date().toISOString().slice(0, 7);

  test('a use is counted once, and seen by school, title and authority', async () => {
    const event = {
      id: randomUUID(),
      school: world.organisation('Schule A1'),
      title: world.title('Bienen'),
      action: 'STREAM',
      usedAt: new Date(Date.now() - 60_000).toISOString(),
    };
    const first = await system.ask(lmsOfA1, RECORD, { events: [event] });
    expect(first).toEqual({ data: { recordUsage: { recorded: 1, alreadyKnown: 0 } } });
    expect((await system.ask(lmsOfA1, RECORD, { events: [event] })).data.recordUsage).toEqual({
      recorded: 0,
      alreadyKnown: 1,
    });
    await countRecorded(database);

    const reporting = await tokenOf('reporting', `AUTHORITY:${world.organisation('Stadt A')}`);
    const { data, errors } = await system.ask(
      reporting,
      `query ($n: String!, $a: String!, $t: ID!, $m: String!) {
        school(number: $n) { usage(from: $m, until: $m) { month streams total } }
        schoolAuthority(number: $a) { usage(from: $m, until: $m) { month streams total } }
        title(id: $t) { usage(from: $m, until: $m) { month streams total } }
      }`,
      { n: numberOf('Schule A1'), a: numberOf('Stadt A'), t: world.title('Bienen'), m: month },
    );
    expect(errors).toBeUndefined();
    const once = { usage: [{ month, streams: 1, total: 1 }] };
    expect(data).toEqual({ school: once, schoolAuthority: once, title: once });

    const foreign = await tokenOf('reporting', `AUTHORITY:${world.organisation('Stadt B')}`);
    const theirs = await system.ask(
      foreign,
      'query ($t: ID!, $m: String!) { title(id: $t) { usage(from: $m, until: $m) { total } } }',
      {
        t: world.title('Bienen'),
        m: month,
      },
    );
    expect(theirs.data.title.usage).toEqual([{ total: 0 }]);
  });

  test('a use at a foreign school is refused', async () => {
    const event = {
      id: randomUUID(),
      school: world.organisation('Schule B1'),
      title: world.title('Bienen'),
      action: 'STREAM',
      usedAt: new Date().toISOString(),
    };
    expect(await system.ask(lmsOfA1, RECORD, { events: [event] })).toEqual({
      data: { recordUsage: { recorded: 0, alreadyKnown: 0 } },
    });
    expect(
      await database.query(
        'select from usage.event where school_id = (select id from schools.organisation where name = $1)',
        ['Schule B1'],
      ),
    ).toEqual([]);
  });
});

test('without a token nothing but the type name is answered', async () => {
  expect(await system.ask(null, '{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  expect(codesOf(await system.ask(null, '{ titles { totalCount } }'))).toEqual(['UNAUTHENTICATED']);
});

test('licences are found by their number and by a part of their name, in whatever case', async () => {
  await database.query(
    "update licences.contract set name = 'Ökologie für Städte', number = 'EL-7' where number = 'Lizenz des Landes'",
  );
  const query = 'query ($search: String) { licences(search: $search) { edges { node { name } } } }';
  const operator = await tokenOf('operator');
  for (const search of ['el-7', 'ökologie', 'STÄDTE', 'o\u0308kologie', ' FÜR ']) {
    const { data } = await system.ask(operator, query, { search });
    expect(data.licences.edges.map((edge: any) => edge.node.name)).toEqual(['Ökologie für Städte']);
  }
  for (const search of ['%', '_', 'Öko_ogie']) {
    const { data } = await system.ask(operator, query, { search });
    expect(data.licences.edges).toEqual([]);
  }
});
