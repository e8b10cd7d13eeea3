/** How staff choose schools and entitlements: by filter, in an order, and from a pasted list. */
import { allOf, data, database, refusalOf, world } from './listed-world';

const number = (name: string) => world.organisation(name).slice('NW:'.length);
const FORBIDDEN = { message: 'You may not see or change this, or it does not exist.', code: 'FORBIDDEN' };

describe('schools', () => {
  const namesOf = async (who: string, given: string) =>
    (await allOf(who, 'schools', 'name', given)).map(({ name }) => name);

  test.each([
    ['by: NAME', ['Schule A1', 'Schule A2', 'Schule B1']],
    ['by: NAME, direction: DESC', ['Schule B1', 'Schule A2', 'Schule A1']],
    ['by: NUMBER, direction: DESC', ['Schule B1', 'Schule A2', 'Schule A1']],
    ['by: CITY', ['Schule A1', 'Schule A2', 'Schule B1']],
    ['by: FORM', ['Schule B1', 'Schule A1', 'Schule A2']],
    ['by: FORM, direction: DESC', ['Schule A2', 'Schule A1', 'Schule B1']],
  ])('are ordered %s, in pages', async (order, names) => {
    expect(await namesOf('centre', `order: { ${order} }`)).toEqual(names);
  });

  test('are ordered by name as a German dictionary orders them', async () => {
    await database.query(
      `update schools.organisation set name = replace(name, 'Schule A2', 'Äpfelschule') where name = 'Schule A2'`,
    );
    await database.query(
      `update schools.organisation set name = replace(name, 'Schule A1', 'Zebraschule') where name = 'Schule A1'`,
    );
    try {
      expect(await namesOf('centre', 'order: { by: NAME }')).toEqual(['Äpfelschule', 'Schule B1', 'Zebraschule']);
    } finally {
      await database.query(`update schools.organisation set name = 'Schule A2' where name = 'Äpfelschule'`);
      await database.query(`update schools.organisation set name = 'Schule A1' where name = 'Zebraschule'`);
    }
  });

  test('are found under organisations of several levels at once', async () => {
    const [city, centre] = [world.organisation('Stadt A'), world.organisation('Zentrum')];
    expect(await namesOf('operator', `filter: { mediaCentre: "${centre}" }`)).toEqual([
      'Schule A1',
      'Schule A2',
      'Schule B1',
    ]);
    expect(
      await namesOf('operator', `filter: { mediaCentre: "${centre}", authority: "${city}", state: "DE-NW" }`),
    ).toEqual(['Schule A1', 'Schule A2']);
    expect(
      await namesOf('operator', `filter: { mediaCentre: "${centre}", inOperation: true, form: "Gymnasium" }`),
    ).toEqual(['Schule A1', 'Schule A2']);
  });

  test('are searched beside a filter, with the filter’s own search', async () => {
    expect(await namesOf('operator', 'search: "schule a", filter: { city: "ölde" }')).toEqual(['Schule A7']);
    expect(await namesOf('operator', 'search: "schule", filter: { search: "b1" }')).toEqual(['Schule B1']);
  });

  test.each(['authority: "NW:99999"', 'district: "NW:05999"', 'group: "NW:KKZ-9"', 'mediaCentre: "NW:MZ-9"'])(
    'of %s, which does not exist, are refused',
    async (filter) => {
      for (const who of ['cityA', 'operator'])
        expect(await refusalOf(who, `{ schools(filter: { ${filter} }) { totalCount } }`)).toEqual(FORBIDDEN);
    },
  );

  test('a cursor of another order is refused', async () => {
    const page: any = await data('centre', '{ schools(first: 1) { pageInfo { endCursor } } }');
    expect(
      await refusalOf(
        'centre',
        `{ schools(first: 1, after: "${page.schools.pageInfo.endCursor}", order: { by: NAME }) { totalCount } }`,
      ),
    ).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('entitlements', () => {
  const namesOf = async (who: string, given: string) =>
    (await allOf(who, 'entitlements', 'id', given)).map(({ id }) => world.nameOfEntitlement(id));

  test.each([
    ['by: END', ['A an A5', 'A an A2', 'A an A1', 'A an A6', 'A an Stadt', 'A an A3', 'A an A4', 'L an alle']],
    [
      'by: END, direction: DESC',
      ['L an alle', 'A an A4', 'A an A3', 'A an Stadt', 'A an A6', 'A an A1', 'A an A2', 'A an A5'],
    ],
    [
      'by: BEGIN, direction: DESC',
      ['A an A6', 'L an alle', 'A an A5', 'A an A4', 'A an A3', 'A an A2', 'A an A1', 'A an Stadt'],
    ],
    ['by: HOLDER', ['A an A1', 'A an A2', 'A an A3', 'A an A4', 'A an A5', 'A an A6', 'A an Stadt', 'L an alle']],
    ['by: LICENCE', ['A an A1', 'A an A2', 'A an A3', 'A an A4', 'A an A5', 'A an A6', 'A an Stadt', 'L an alle']],
    [
      'by: LICENCE, direction: DESC',
      ['L an alle', 'A an Stadt', 'A an A6', 'A an A5', 'A an A4', 'A an A3', 'A an A2', 'A an A1'],
    ],
  ])('are ordered %s, in pages', async (order, names) => {
    await database.query(`update schools.organisation set name = 'Z-Land' where key = 'STATE:NW'`);
    expect(await namesOf('cityA', `order: { ${order} }`)).toEqual(names);
  });

  test.each([
    ['holderLevels: [STATE, AUTHORITY]', ['A an Stadt', 'L an alle']],
    ['right: DOWNLOAD', []],
    ['right: STREAM, status: [SUSPENDED]', ['A an A4']],
    ['beginsFrom: "2090-01-01T00:00:00Z"', ['A an A6']],
    ['beginsBefore: "2023-01-01T00:00:00Z"', []],
    ['endsFrom: "2098-06-01T00:00:00Z", endsBefore: "2100-01-01T00:00:00Z"', ['A an A1', 'A an A6']],
    ['createdFrom: "2099-01-01T00:00:00Z"', []],
    ['amendable: false', ['L an alle']],
    ['owner: { level: STATE, id: "NW" }', ['L an alle']],
    ['owner: { level: AUTHORITY, id: "99999" }', []],
    ['schools: { city: "ölde" }', []],
    ['schools: { form: "Gymnasium", search: "A2" }', ['A an A2']],
    ['schools: { state: "NW" }, status: [IN_FORCE]', ['A an A2', 'A an A1']],
    ['amendable: true, holderLevels: [AUTHORITY]', ['A an Stadt']],
  ])('that fit %s', async (filter, names) => {
    expect(await namesOf('cityA', `filter: { ${filter} }`)).toEqual(names);
  });

  test('held by schools of a foreign authority are refused as those of an unknown one', async () => {
    for (const id of [world.organisation('Stadt B'), 'NW:99999'])
      expect(
        await refusalOf('cityA', `{ entitlements(filter: { schools: { authority: "${id}" } }) { totalCount } }`),
      ).toEqual(FORBIDDEN);
  });

  test.each([
    ['an instant that is none', ['2026-02-30T00:00:00.000000Z', '1', 'infinity', '1']],
    ['a row that is none', ['infinity', '1', 'infinity', "1'"]],
    ['a beginning of a calendar that the database does not know', ['infinity', '1', 'yesterday', '1']],
  ])('a cursor with %s is refused', async (_, place) => {
    const page: any = await data('cityA', '{ entitlements(first: 1) { pageInfo { endCursor } } }');
    const [fingerprint] = JSON.parse(Buffer.from(page.entitlements.pageInfo.endCursor, 'base64url').toString());
    const cursor = Buffer.from(JSON.stringify([fingerprint, ...place])).toString('base64url');
    expect(await refusalOf('cityA', `{ entitlements(after: "${cursor}") { totalCount } }`)).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });
});

describe('a pasted list of school numbers', () => {
  const resolve = async (who: string, rows: readonly string[]) => {
    const { resolveSchools }: any = await data(
      who,
      `query ($rows: [String!]!) { resolveSchools(numbers: $rows) {
        matched { row text school { name } } duplicates { row text firstRow school { name } } unmatched { row text reason } } }`,
      { rows },
    );
    return resolveSchools;
  };

  test('says for each entry what it was read as, in the same words for foreign and unknown ones', async () => {
    const [a1, a2, b1] = ['Schule A1', 'Schule A2', 'Schule B1'].map(number) as [string, string, string];
    const pasted = `Schulnummer;Name\r\nDE-NW-${a1};Erste\r\n\r\n="${a2}"\r\nNW_${a1}\r\n${b1}\r\n999999\r\n${a2}, 888888`;
    expect(await resolve('cityA', [pasted])).toEqual({
      matched: [
        { row: 2, text: `DE-NW-${a1};Erste`, school: { name: 'Schule A1' } },
        { row: 4, text: a2, school: { name: 'Schule A2' } },
      ],
      duplicates: [
        { row: 5, text: `NW_${a1}`, firstRow: 2, school: { name: 'Schule A1' } },
        { row: 8, text: a2, firstRow: 4, school: { name: 'Schule A2' } },
      ],
      unmatched: [
        { row: 1, text: 'Schulnummer;Name', reason: 'NOT_A_NUMBER' },
        { row: 6, text: b1, reason: 'NOT_IN_REACH' },
        { row: 7, text: '999999', reason: 'NOT_IN_REACH' },
        { row: 8, text: '888888', reason: 'NOT_IN_REACH' },
      ],
    });
  });

  test('may be empty, and has a stated maximum length, however its lines are split', async () => {
    expect(await resolve('cityA', [])).toEqual({ matched: [], duplicates: [], unmatched: [] });
    const line = Array.from({ length: 150 }, () => '1').join(' ');
    const rows = JSON.stringify(Array.from({ length: 67 }, () => line));
    expect(await refusalOf('cityA', `{ resolveSchools(numbers: ${rows}) { matched { row } } }`)).toEqual({
      message: 'numbers: 10050 numbers (maximum 10000). Send them in several requests.',
      code: 'BAD_USER_INPUT',
    });
  });
});
